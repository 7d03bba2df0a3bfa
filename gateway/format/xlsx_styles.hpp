// Cell formats (18.8.10): which number format a cell's style has.
#pragma once

#include "gateway/format/xlsx_number_format.hpp"
#include "gateway/format/xlsx_xml.hpp"

namespace sluice::format::xlsx {

class Styles {
  public:
    Styles() : formats_(1) {}  // a workbook without them: every cell is of style 0
    // Faults: those of XML.
    static Read<Styles> read(std::string part, const Limits& limits);

    // Of the attribute `s` of a cell (18.3.1.4), where there is none of style 0. Nothing where there is no
    // such style.
    std::optional<NumberFormat> format(std::string_view style) const;

  private:
    std::vector<NumberFormat> formats_;
};

// Digits only, and a number that fits.
std::optional<std::uint32_t> parse_index(std::string_view text);

}  // namespace sluice::format::xlsx
