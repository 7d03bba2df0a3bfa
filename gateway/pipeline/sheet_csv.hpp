// One sheet of a workbook as CSV, row by row.
#pragma once

#include "gateway/format/xlsx.hpp"

#include <deque>
#include <functional>
#include <map>
#include <string>

namespace sluice::pipeline {

// Line n is row n: rows that the sheet does not have are blank lines. Rows are as wide as the widest of the
// first ones, where headings stand; a wider one keeps its cells. Memory: those first rows, and one cell a
// merged range.
class SheetCsv {
  public:
    using Write = std::function<Result<void>(std::string_view)>;
    SheetCsv(const format::Sheet& sheet, Write write);

    Result<void> row(const format::SheetRow& row);
    Result<void> finish();

  private:
    static constexpr std::size_t kFirstRows = 64;
    static constexpr std::size_t kRangesMax = 10'000;  // more are no layout that somebody made by hand

    struct Pending {
        std::uint32_t number = 0;
        std::map<std::uint32_t, std::string> cells;  // by column
    };
    void fill_from_above(Pending& row);
    Result<void> flush();
    Result<void> put(const Pending& row);

    Write write_;
    std::multimap<std::uint32_t, std::pair<format::MergedRange, std::string>> merged_;  // by first row
    std::deque<Pending> first_;
    bool flushed_ = false;
    std::uint32_t width_ = 0;
    std::uint32_t written_ = 0;  // lines
};

}  // namespace sluice::pipeline
