// Shared strings (18.4.9): what cells point at by number.
#pragma once

#include "gateway/format/xlsx_xml.hpp"

namespace sluice::format::xlsx {

class Strings {
  public:
    Strings() = default;  // a workbook without them
    // Faults: those of XML, too_many_strings, strings_too_large.
    static Read<Strings> read(std::string part, const Limits& limits);

    // Valid as long as this is neither moved nor gone.
    std::optional<std::string_view> at(std::uint64_t index) const;

  private:
    std::string text_;
    std::vector<std::size_t> ends_;
};

// 18.4.8, 18.3.1.53: the text, or that of the runs of a rich text joined; phonetic runs (18.4.6) say the same
// again and are left out.
std::string rich_text(pugi::xml_node node);

}  // namespace sluice::format::xlsx
