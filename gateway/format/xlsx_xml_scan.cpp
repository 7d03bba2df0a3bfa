#include "gateway/format/xlsx_xml_scan.hpp"

#include "gateway/base/text.hpp"

#include <charconv>
#include <utility>

namespace sluice::format::xlsx {
namespace {

// XML 1.0, 2.2.
bool is_xml_character(std::uint32_t code) {
    return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
           (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

// What stands between "&" and ";".
bool is_reference(std::string_view name) {
    if (name.substr(0, 1) != "#") {
        return name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos";
    }
    const bool hex = name.substr(1, 1) == "x";
    name.remove_prefix(hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
    return read.ec == std::errc() && read.ptr == name.data() + name.size() && is_xml_character(code);
}

// An unknown reference would stay as it is, and that of a NUL would cut the text short.
bool references_are_good(std::string_view text) {
    for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
        const std::size_t end = text.find(';', at);
        if (end == std::string_view::npos || !is_reference(text.substr(at + 1, end - at - 1))) {
            return false;
        }
    }
    return true;
}

class XmlScanner {
  public:
    XmlScanner(std::string_view text, const XmlItems& items) : text_(text), wanted_(items) {}

    std::optional<WorkbookFault> scan() {
        while (at_ < text_.size()) {
            const std::size_t tag = std::min(text_.find('<', at_), text_.size());
            const std::string_view between = text_.substr(at_, tag - at_);
            at_ = tag;
            if (!references_are_good(between) || (depth_ == 0 && !trim(between).empty())) {
                return WorkbookFault::bad_xml;
            }
            if (const auto fault = at_ < text_.size() ? markup() : std::nullopt) {
                return fault;
            }
        }
        return depth_ == 0 && has_root_ ? std::nullopt : std::optional(WorkbookFault::bad_xml);
    }

    std::vector<XmlExtent> take_items() { return std::move(items_); }

  private:
    std::optional<WorkbookFault> markup() {
        const std::string_view rest = text_.substr(at_);
        if (rest.starts_with("<!--")) {
            return past("-->", 4);
        }
        if (rest.starts_with("<?")) {
            return past("?>", 2);
        }
        if (rest.starts_with("<![CDATA[")) {
            return depth_ > 0 ? past("]]>", 9) : WorkbookFault::bad_xml;
        }
        if (rest.starts_with("<!")) {
            return WorkbookFault::doctype;
        }
        return rest.starts_with("</") ? end_tag() : start_tag();
    }

    std::optional<WorkbookFault> past(std::string_view end, std::size_t from) {
        const std::size_t found = text_.find(end, at_ + from);
        at_ = found + end.size();
        return found == std::string_view::npos ? std::optional(WorkbookFault::bad_xml) : std::nullopt;
    }

    std::optional<WorkbookFault> end_tag() {
        const bool opened = depth_ > 0;
        if (const auto fault = past(">", 2); fault || !opened) {
            return WorkbookFault::bad_xml;
        }
        --depth_;
        close_item();
        return std::nullopt;
    }

    std::optional<WorkbookFault> start_tag() {
        const std::size_t begin = at_;
        std::size_t end = text_.find_first_of("\"'>", at_);
        while (end != std::string_view::npos && text_[end] != '>') {
            const std::size_t closing = text_.find(text_[end], end + 1);
            end = closing == std::string_view::npos ? closing : text_.find_first_of("\"'>", closing + 1);
        }
        if (end == std::string_view::npos) {
            return WorkbookFault::bad_xml;
        }
        at_ = end + 1;
        const std::string_view tag = text_.substr(begin + 1, end - begin - 1);
        if (!references_are_good(tag) || (depth_ == 0 && std::exchange(has_root_, true))) {
            return WorkbookFault::bad_xml;
        }
        const std::string_view name = tag.substr(0, tag.find_first_of(" \t\r\n/"));
        if (depth_ == wanted_.depth && !wanted_.name.empty() && local_name(name) == wanted_.name) {
            if (items_.size() == wanted_.count_max) {
                return wanted_.too_many;
            }
            item_begin_ = begin;
        }
        if (tag.ends_with('/')) {
            close_item();
        } else {
            ++depth_;
        }
        return std::nullopt;
    }

    void close_item() {
        if (item_begin_ && depth_ == wanted_.depth) {
            items_.push_back({static_cast<std::uint32_t>(*item_begin_), static_cast<std::uint32_t>(at_)});
            item_begin_.reset();
        }
    }

    std::string_view text_;
    XmlItems wanted_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    bool has_root_ = false;
    std::optional<std::size_t> item_begin_;
    std::vector<XmlExtent> items_;
};

}  // namespace

Read<std::vector<XmlExtent>> scan_xml(std::string_view text, const XmlItems& items) {
    XmlScanner scanner(text, items);
    if (const auto fault = scanner.scan()) {
        return *fault;
    }
    return scanner.take_items();
}

std::string_view local_name(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace sluice::format::xlsx
