#include "gateway/format/xlsx_styles.hpp"

#include "gateway/base/text.hpp"

#include <charconv>
#include <unordered_map>

namespace sluice::format::xlsx {

std::optional<std::uint32_t> parse_index(std::string_view text) {
    std::uint32_t index = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), index);
    return all_digits(text) && read.ec == std::errc() ? std::optional(index) : std::nullopt;
}

// 18.8.45: cell formats name number formats by id; those that the workbook defines come first.
Read<Styles> Styles::read(std::string part, const Limits& limits) {
    SLUICE_ASSIGN(const auto xml, XmlPart::open(std::move(part), "styleSheet", {}, limits));
    std::unordered_map<std::uint32_t, NumberFormat> own;
    for (const pugi::xml_node entry : child(xml.root(), "numFmts").children()) {
        if (const auto id = parse_index(attribute(entry, "numFmtId"))) {
            own[*id] = format_of(attribute(entry, "formatCode"));
        }
    }
    Styles styles;
    styles.formats_.clear();
    for (const pugi::xml_node entry : child(xml.root(), "cellXfs").children()) {
        if (!is(entry, "xf")) {
            continue;
        }
        const std::uint32_t id = parse_index(attribute(entry, "numFmtId")).value_or(0);
        const auto found = own.find(id);
        styles.formats_.push_back(found == own.end() ? built_in_format(id) : found->second);
    }
    if (styles.formats_.empty()) {
        styles.formats_.emplace_back();
    }
    return styles;
}

std::optional<NumberFormat> Styles::format(std::string_view style) const {
    const auto index = style.empty() ? std::optional<std::uint32_t>(0) : parse_index(style);
    return index && *index < formats_.size() ? std::optional(formats_[*index]) : std::nullopt;
}

}  // namespace sluice::format::xlsx
