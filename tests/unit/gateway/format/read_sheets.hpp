// A workbook as lines that a test can compare.
#pragma once

#include "gateway/format/xlsx.hpp"

#include "tests/support/files.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/workbook.hpp"

#include <gmock/gmock.h>

namespace sluice::format {

// "sheet Data", with " hidden" or " very-hidden"; then rows as
// "3 hidden: A=text B number=12 C date=… D!no-such-style number=1 E formula number=2"; then "end".
struct SheetLines {
    std::vector<std::string> lines;
    std::vector<MergedRange> merged;  // of all sheets
    WorkbookOutcome outcome;
    std::string fault() const { return outcome.stopped ? std::string(to_string(*outcome.stopped)) : "none"; }
};

inline std::string line_of(const SheetRow& row) {
    static constexpr const char* kKinds[] = {"", " number", " date", " time", " boolean", " error"};
    std::string line = std::to_string(row.number) + (row.hidden ? " hidden:" : ":");
    for (const auto& cell : row.cells) {
        line += ' ';
        line += cell.column < 26 ? std::string(1, static_cast<char>('A' + cell.column))
                                 : std::to_string(cell.column);
        line += cell.fault == CellFault::none ? "" : '!' + std::string(to_string(cell.fault));
        line += cell.formula ? " formula" : "";
        line += kKinds[static_cast<std::size_t>(cell.kind)];
        line += '=' + std::string(cell.text);
    }
    return line;
}

inline Result<SheetLines> read_sheets_at(const std::string& path, const Limits& limits = {}) {
    SheetLines out;
    WorkbookVisitor visitor;
    visitor.begin = [&](const Sheet& sheet) -> Result<bool> {
        static constexpr const char* kStates[] = {"", " hidden", " very-hidden"};
        out.lines.push_back("sheet " + sheet.name + kStates[static_cast<std::size_t>(sheet.state)]);
        out.merged.insert(out.merged.end(), sheet.merged.begin(), sheet.merged.end());
        return true;
    };
    visitor.row = [&](const SheetRow& row) -> Result<void> {
        out.lines.push_back(line_of(row));
        return {};
    };
    visitor.end = [&](const Sheet&) -> Result<void> {
        out.lines.emplace_back("end");
        return {};
    };
    SLUICE_ASSIGN(out.outcome, read_workbook(path, limits, visitor));
    return out;
}

inline SheetLines read_sheets(const std::string& bytes, const Limits& limits = {}) {
    const tests::TemporaryFolder folder;
    tests::write_text(folder / "a.xlsx", bytes);
    auto read = read_sheets_at(folder / "a.xlsx", limits);
    EXPECT_TRUE(read);
    return read ? *read : SheetLines();
}

// Of the one sheet with these rows, without "sheet Data" and "end".
inline std::vector<std::string> read_rows(std::string_view rows) {
    auto read = read_sheets(tests::zipped(tests::plain_workbook(rows)));
    EXPECT_EQ(read.fault(), "none");
    EXPECT_GE(read.lines.size(), 2U);
    return {read.lines.begin() + 1, read.lines.end() - 1};
}

}  // namespace sluice::format
