// The fix list: a sender's own rows, with what is wrong with each and what to do. One line a finding, so that
// it can be filtered and counted by rule and ticked off one by one; a row with two findings stands twice,
// with the same sluice_row. Our columns stand first: a row with too many or too few cells is a finding
// itself, and would else run into them; and they are what a reader looks for.
//
// The sender's cells are given back exactly as they were sent, also where a spreadsheet would take one for a
// formula: a list that changes the data cannot be compared with it. In the workbook they are text and nothing
// is calculated; who opens the CSV in a spreadsheet program should import its columns as text. It holds
// patient data.
#pragma once

#include "gateway/base/issue.hpp"
#include "gateway/outlet/workbook.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::outlet {

struct FixLine {
    std::uint64_t row = 0;  // as a spreadsheet numbers the file's rows: the header is 1
    std::string column;     // empty: the whole row
    std::string problem;
    std::string fix;
    std::string rule;
    Severity severity = Severity::warning;
    std::vector<std::string> cells;  // the row as it was sent
};

inline constexpr std::size_t kFixColumns = 6;

// CSV of one file, in pieces: the header, then lines.
std::string fix_list_header(const std::vector<std::string>& header);
std::string fix_list_line(const FixLine& line);

// The same as a sheet.
Result<void> begin_fix_sheet(Workbook& book, std::string_view name, const std::vector<std::string>& header);
Result<void> write_fix_row(Workbook& book, const FixLine& line);

}  // namespace sluice::outlet
