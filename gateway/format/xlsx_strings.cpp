#include "gateway/format/xlsx_strings.hpp"

#include "gateway/format/xlsx_value.hpp"

namespace sluice::format::xlsx {

std::string rich_text(pugi::xml_node node) {
    std::string text;
    for (const pugi::xml_node piece : node.children()) {
        if (is(piece, "t")) {
            text += text_of(piece);
        } else if (is(piece, "r")) {
            text += text_of(child(piece, "t"));
        }
    }
    return unescaped(std::move(text));
}

Read<Strings> Strings::read(std::string part, const Limits& limits) {
    const XmlItems items{
        .depth = 1,
        .name = "si",
        .count_max = limits.workbook_strings_max,
        .too_many = WorkbookFault::too_many_strings};
    SLUICE_ASSIGN(auto xml, XmlPart::open(std::move(part), "sst", items, limits));
    Strings strings;
    strings.ends_.reserve(xml.item_count());
    for (std::size_t i = 0; i < xml.item_count(); ++i) {
        SLUICE_ASSIGN(const auto item, xml.item(i));
        strings.text_ += rich_text(item);
        strings.ends_.push_back(strings.text_.size());
        if (strings.text_.size() > limits.workbook_string_bytes_max) {
            return WorkbookFault::strings_too_large;
        }
    }
    return strings;
}

std::optional<std::string_view> Strings::at(std::uint64_t index) const {
    if (index >= ends_.size()) {
        return std::nullopt;
    }
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(text_).substr(begin, ends_[index] - begin);
}

}  // namespace sluice::format::xlsx
