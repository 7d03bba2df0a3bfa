// A workbook for a spreadsheet program. Every cell is written as text, so that no id becomes a number, no
// code a date and no cell a formula. Written as it goes, in bounded memory.
#pragma once

#include "gateway/base/error.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::outlet {

// What the format can hold of one sheet: rows with the header, and characters of a cell.
inline constexpr std::uint32_t kSheetRowsMax = 1'048'576;
inline constexpr std::uint32_t kSheetColumnsMax = 16'384;
inline constexpr std::size_t kSheetCellMax = 32'767;

struct SheetColumn {
    // What the empty cells below are made for: nothing, text as it is typed, or a day shown as 2026-10-07.
    enum class Fill { none, text, day };
    std::string title;
    double width = 14;         // in characters
    std::string comment = {};  // shown when somebody points at the title
    bool plain_title = false;  // not bold
    Fill fill = Fill::none;
    // Range of another sheet, "=codes!$B$2:$B$9", from which the cells below may be chosen; empty: any value.
    // Another value is asked about and not refused.
    std::string choices = {};
};

// One thread at a time. Errors are ErrorCode::io; of more rows or columns than a sheet holds
// ErrorCode::usage.
class Workbook {
  public:
    // Nothing may be at `path` that is to be kept. Temporary files are made in `folder`, readable by the
    // owner alone.
    static Result<Workbook> create(const std::string& path, const std::string& folder);
    Workbook(Workbook&& other) noexcept;
    Workbook& operator=(Workbook&&) = delete;
    ~Workbook();

    // The header stays in sight, with the first `fixed` columns. The name is made one that a sheet can have.
    Result<void> begin_sheet(
        std::string_view name, const std::vector<SheetColumn>& columns, std::size_t fixed
    );
    // REQUIRES: a sheet was begun. What the format cannot hold is shown otherwise: characters that XML has
    // not as U+FFFD, and a text that is too long cut, with words that say so.
    Result<void> row(const std::vector<std::string>& cells);
    // Afterwards only destruction is allowed.
    Result<void> finish();

  private:
    struct State;
    explicit Workbook(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace sluice::outlet
