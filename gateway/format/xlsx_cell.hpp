// One cell (18.3.1.4): its stored value as text, by its type and number format.
#pragma once

#include "gateway/format/xlsx_strings.hpp"
#include "gateway/format/xlsx_styles.hpp"

#include <deque>

namespace sluice::format::xlsx {

// What the cells of one workbook have in common. REQUIRES: it outlives what is read with it.
struct CellContext {
    Strings strings;
    Styles styles;
    bool from_1904 = false;  // 18.2.28
};

// The column is left to the caller. The text is a view into the strings or into `made`, to which at most one
// is added. Nothing for a cell that has a format and no content.
std::optional<SheetCell> read_cell(
    pugi::xml_node cell, const CellContext& context, std::deque<std::string>& made
);

}  // namespace sluice::format::xlsx
