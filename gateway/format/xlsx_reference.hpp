// Names of cells and ranges: "B7", "A1:C1" (18.18.7, 18.18.62).
#pragma once

#include "gateway/format/xlsx_failure.hpp"

namespace sluice::format::xlsx {

struct CellReference {
    std::uint32_t row = 0;     // the first is 1
    std::uint32_t column = 0;  // 0-based
};

// Faults of all three: bad_reference, too_many_rows, too_many_columns.
Read<std::uint32_t> read_row_number(std::string_view text, const Limits& limits);
Read<CellReference> read_reference(std::string_view text, const Limits& limits);
// A single cell is a range too.
Read<MergedRange> read_range(std::string_view text, const Limits& limits);

}  // namespace sluice::format::xlsx
