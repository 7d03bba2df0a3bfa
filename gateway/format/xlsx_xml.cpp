#include "gateway/format/xlsx_xml.hpp"

#include "gateway/base/text.hpp"
#include "gateway/format/encoding.hpp"

#include <limits>

namespace sluice::format::xlsx {
namespace {

constexpr unsigned kParse = pugi::parse_default | pugi::parse_ws_pcdata;

}  // namespace

Read<XmlPart> XmlPart::open(
    std::string bytes, std::string_view root, const XmlItems& items, const Limits& limits
) {
    XmlPart part;
    part.bytes_ = std::move(bytes);
    part.tree_bytes_max_ = limits.workbook_tree_bytes_max;
    if (part.bytes_.size() > std::numeric_limits<std::uint32_t>::max()) {
        return WorkbookFault::part_too_large;
    }
    const Encoding encoding = detect(std::string_view(part.bytes_).substr(0, kDetectBytes));
    if ((encoding != Encoding::utf8 && encoding != Encoding::utf8_bom) ||
        find_invalid_utf8(part.bytes_) != std::string_view::npos) {
        return WorkbookFault::not_utf8;
    }
    if (part.bytes_.find('\0') != std::string::npos) {
        return WorkbookFault::bad_xml;
    }
    part.bytes_.erase(0, encoding == Encoding::utf8_bom ? 3 : 0);
    SLUICE_ASSIGN(part.items_, scan_xml(part.bytes_, items));
    SLUICE_ASSIGN(const auto rest, part.without_items());
    const auto parsed = part.rest_->load_buffer(rest.data(), rest.size(), kParse, pugi::encoding_utf8);
    if (!parsed || !is(part.root(), root)) {
        return WorkbookFault::bad_xml;
    }
    return part;
}

Read<std::string> XmlPart::without_items() const {
    std::size_t size = bytes_.size();
    for (const XmlExtent& item : items_) {
        size -= item.end - item.begin;
    }
    if (size > tree_bytes_max_) {
        return WorkbookFault::tree_too_large;
    }
    std::string rest;
    std::size_t at = 0;
    for (const XmlExtent& item : items_) {
        rest.append(bytes_, at, item.begin - at);
        at = item.end;
    }
    return rest.append(bytes_, at, std::string::npos);
}

Read<pugi::xml_node> XmlPart::item(std::size_t index) {
    const XmlExtent at = items_[index];
    if (at.end - at.begin > tree_bytes_max_) {
        return WorkbookFault::tree_too_large;
    }
    if (!item_->load_buffer_inplace(
            bytes_.data() + at.begin, at.end - at.begin, kParse, pugi::encoding_utf8
        )) {
        return WorkbookFault::bad_xml;
    }
    return item_->document_element();
}

pugi::xml_node child(pugi::xml_node node, std::string_view name) {
    return node.find_child([name](pugi::xml_node candidate) { return is(candidate, name); });
}

std::string_view attribute(pugi::xml_node node, const char* name) {
    return node.attribute(name).value();
}

bool is_true(std::string_view value) {
    return value == "1" || value == "true" || value == "on";
}

std::string text_of(pugi::xml_node node) {
    std::string text;
    for (const pugi::xml_node piece : node.children()) {
        text += piece.value();  // nothing of an element
    }
    return text;
}

}  // namespace sluice::format::xlsx
