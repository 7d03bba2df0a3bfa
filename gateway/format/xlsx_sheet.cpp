#include "gateway/format/xlsx_sheet.hpp"

#include "gateway/format/xlsx_reference.hpp"

#include <algorithm>

namespace sluice::format::xlsx {
namespace {

// 18.3.1.55.
Read<std::vector<MergedRange>> merged_ranges(pugi::xml_node sheet, const Limits& limits) {
    std::vector<MergedRange> ranges;
    for (const pugi::xml_node entry : child(sheet, "mergeCells").children()) {
        if (is(entry, "mergeCell")) {
            SLUICE_ASSIGN(const auto range, read_range(attribute(entry, "ref"), limits));
            ranges.push_back(range);
        }
    }
    return ranges;
}

}  // namespace

Read<void> SheetReader::read(std::string part, Sheet sheet) {
    const XmlItems rows{
        .depth = 2,
        .name = "row",
        .count_max = limits_.workbook_rows_max,
        .too_many = WorkbookFault::too_many_rows};
    SLUICE_ASSIGN(auto xml, XmlPart::open(std::move(part), "worksheet", rows, limits_));
    SLUICE_ASSIGN(sheet.merged, merged_ranges(xml.root(), limits_));
    SLUICE_ASSIGN(const bool wanted, visitor_.begin(sheet));
    if (!wanted) {
        return {};
    }
    for (std::size_t i = 0; i < xml.item_count(); ++i) {
        SLUICE_ASSIGN(const auto element, xml.item(i));
        SLUICE_TRY(read_row(element));
    }
    ++outcome_.sheet_count;
    SLUICE_TRY(visitor_.end(sheet));
    return {};
}

// 18.3.1.73: a row without a number follows the one before.
Read<void> SheetReader::read_row(pugi::xml_node element) {
    const std::string_view stated = attribute(element, "r");
    const std::string next = std::to_string(row_.number + 1);
    SLUICE_ASSIGN(const auto number, read_row_number(stated.empty() ? next : stated, limits_));
    if (number <= row_.number) {
        return WorkbookFault::rows_out_of_order;
    }
    row_.number = number;
    row_.hidden = is_true(attribute(element, "hidden"));
    row_.cells.clear();
    made_.clear();
    outcome_.stopped_row = number;
    std::uint32_t column = 0;
    for (const pugi::xml_node entry : element.children()) {
        if (!is(entry, "c")) {
            continue;
        }
        SLUICE_TRY(read_place(entry, column));
        if (auto cell = read_cell(entry, context_, made_)) {
            cell->column = column;
            row_.cells.push_back(*cell);
        }
        ++column;
    }
    SLUICE_TRY(check_cells());
    SLUICE_TRY(check_text());
    if (!row_.cells.empty()) {
        ++outcome_.row_count;
        SLUICE_TRY(visitor_.row(row_));
    }
    return {};
}

// 18.3.1.4: a cell without a name follows the one before, whose next column is `column`.
Read<void> SheetReader::read_place(pugi::xml_node element, std::uint32_t& column) {
    const std::string_view stated = attribute(element, "r");
    if (stated.empty()) {
        return column < limits_.workbook_columns_max ? Read<void>()
                                                     : Read<void>(WorkbookFault::too_many_columns);
    }
    SLUICE_ASSIGN(const auto place, read_reference(stated, limits_));
    column = place.column;
    return place.row == row_.number ? Read<void>() : Read<void>(WorkbookFault::bad_reference);
}

// Cells may come in any order, as some programs write them, but only one in a place.
Read<void> SheetReader::check_cells() {
    auto& cells = row_.cells;
    const auto by_column = [](const SheetCell& a, const SheetCell& b) { return a.column < b.column; };
    if (!std::is_sorted(cells.begin(), cells.end(), by_column)) {
        std::stable_sort(cells.begin(), cells.end(), by_column);
    }
    const auto same = [](const SheetCell& a, const SheetCell& b) { return a.column == b.column; };
    if (std::adjacent_find(cells.begin(), cells.end(), same) != cells.end()) {
        return WorkbookFault::duplicate_cell;
    }
    outcome_.cell_count += cells.size();
    return outcome_.cell_count > limits_.workbook_cells_max ? Read<void>(WorkbookFault::too_many_cells)
                                                            : Read<void>();
}

// One long string may be pointed at by every cell.
Read<void> SheetReader::check_text() {
    std::uint64_t bytes = 0;
    for (const SheetCell& cell : row_.cells) {
        bytes += cell.text.size();
    }
    text_bytes_ += bytes;
    if (bytes > limits_.record_bytes_max) {
        return WorkbookFault::row_too_long;
    }
    return text_bytes_ > limits_.workbook_text_bytes_max ? Read<void>(WorkbookFault::text_too_large)
                                                         : Read<void>();
}

}  // namespace sluice::format::xlsx
