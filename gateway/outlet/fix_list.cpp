#include "gateway/outlet/fix_list.hpp"

#include "gateway/format/csv_writer.hpp"
#include "gateway/outlet/words.hpp"

#include <algorithm>
#include <array>

namespace sluice::outlet {
namespace {

struct Column {
    std::string_view title;
    double width;
};
constexpr std::array<Column, kFixColumns> kColumns{
    {{"sluice_row", 10},
     {"sluice_column", 20},
     {"sluice_problem", 45},
     {"sluice_fix", 45},
     {"sluice_rule", 10},
     {"sluice_severity", 12}}};

// Of our own columns alone: what was sent comes back as it is.
std::vector<std::string> cells_of(const FixLine& line) {
    std::vector<std::string> cells{std::to_string(line.row), harmless(line.column),
                                   harmless(line.problem),   harmless(line.fix),
                                   harmless(line.rule),      std::string(to_string(line.severity))};
    cells.insert(cells.end(), line.cells.begin(), line.cells.end());
    return cells;
}

std::string csv_of(const std::vector<std::string>& cells) {
    format::CsvWriter csv;
    for (const auto& cell : cells) {
        csv.cell(cell);
    }
    csv.end_record();
    return csv.take();
}

}  // namespace

std::string fix_list_header(const std::vector<std::string>& header) {
    std::vector<std::string> cells;
    for (const auto& column : kColumns) {
        cells.emplace_back(column.title);
    }
    cells.insert(cells.end(), header.begin(), header.end());
    return csv_of(cells);
}

std::string fix_list_line(const FixLine& line) {
    return csv_of(cells_of(line));
}

Result<void> begin_fix_sheet(Workbook& book, std::string_view name, const std::vector<std::string>& header) {
    std::vector<SheetColumn> columns;
    for (const auto& column : kColumns) {
        columns.push_back({std::string(column.title), column.width});
    }
    for (const auto& title : header) {
        columns.push_back({title, std::clamp(static_cast<double>(title.size()) + 2, 12.0, 40.0)});
    }
    return book.begin_sheet(name, columns, 2);
}

Result<void> write_fix_row(Workbook& book, const FixLine& line) {
    return book.row(cells_of(line));
}

}  // namespace sluice::outlet
