#include "gateway/pipeline/sheet_csv.hpp"

#include <algorithm>

namespace sluice::pipeline {
namespace {

void append_cell(std::string& line, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        line += text;
        return;
    }
    line += '"';
    for (const char c : text) {
        line.append(c == '"' ? 2 : 1, c);
    }
    line += '"';
}

}  // namespace

SheetCsv::SheetCsv(const format::Sheet& sheet, Write write) : write_(std::move(write)) {
    for (const auto& range : sheet.merged) {
        if (range.first_column == 0 && range.last_row > range.first_row && merged_.size() < kRangesMax) {
            merged_.emplace(range.first_row, std::pair(range, std::string()));
        }
    }
}

// Ranges are met in the order of their first rows, so those behind the row end the search.
void SheetCsv::fill_from_above(Pending& row) {
    for (auto at = merged_.begin(); at != merged_.end() && at->first <= row.number;) {
        auto& [range, text] = at->second;
        if (range.last_row < row.number) {
            at = merged_.erase(at);
            continue;
        }
        const auto own = row.cells.find(range.first_column);
        if (row.number == range.first_row) {
            text = own == row.cells.end() ? std::string() : own->second;
        } else if (own == row.cells.end() && !text.empty()) {
            row.cells.emplace(range.first_column, text);
        }
        ++at;
    }
}

Result<void> SheetCsv::row(const format::SheetRow& row) {
    Pending pending{row.number, {}};
    for (const auto& cell : row.cells) {
        pending.cells.emplace(cell.column, std::string(cell.text));
    }
    fill_from_above(pending);
    if (flushed_) {
        return put(pending);
    }
    width_ = pending.cells.empty() ? width_ : std::max(width_, pending.cells.rbegin()->first + 1);
    first_.push_back(std::move(pending));
    return first_.size() < kFirstRows ? Result<void>() : flush();
}

Result<void> SheetCsv::flush() {
    flushed_ = true;
    for (const auto& row : first_) {
        SLUICE_TRY(put(row));
    }
    first_.clear();
    return {};
}

Result<void> SheetCsv::put(const Pending& row) {
    std::string line(row.number - written_ - 1, '\n');
    const auto last = row.cells.empty() ? 0 : row.cells.rbegin()->first + 1;
    const auto width = std::max(width_, last);
    auto cell = row.cells.begin();
    for (std::uint32_t column = 0; column < width; ++column) {
        line += column > 0 ? "," : "";
        if (cell != row.cells.end() && cell->first == column) {
            append_cell(line, cell->second);
            ++cell;
        }
    }
    line += '\n';
    written_ = row.number;
    return write_(line);
}

Result<void> SheetCsv::finish() {
    return flushed_ ? Result<void>() : flush();
}

}  // namespace sluice::pipeline
