// One sheet of cells (18.3.1.99): its merged ranges, then its rows.
#pragma once

#include "gateway/format/xlsx_cell.hpp"

namespace sluice::format::xlsx {

// Tells the visitor and counts in `outcome` as it goes. Faults: those of XML and of references,
// rows_out_of_order, duplicate_cell, too_many_cells, row_too_long, text_too_large.
class SheetReader {
  public:
    // REQUIRES: all outlive it. `text_bytes` is what the cells of the workbook had so far.
    SheetReader(
        const CellContext& context, const Limits& limits, const WorkbookVisitor& visitor,
        WorkbookOutcome& outcome, std::uint64_t& text_bytes
    )
        : context_(context), limits_(limits), visitor_(visitor), outcome_(outcome), text_bytes_(text_bytes) {}

    // `sheet` with its name, ordinal and state; it gets its merged ranges here.
    Read<void> read(std::string part, Sheet sheet);

  private:
    Read<void> read_row(pugi::xml_node element);
    Read<void> read_place(pugi::xml_node element, std::uint32_t& column);
    Read<void> check_cells();
    Read<void> check_text();

    const CellContext& context_;
    const Limits& limits_;
    const WorkbookVisitor& visitor_;
    WorkbookOutcome& outcome_;
    std::uint64_t& text_bytes_;
    SheetRow row_;
    std::deque<std::string> made_;  // texts of the row that are stored otherwise
};

}  // namespace sluice::format::xlsx
