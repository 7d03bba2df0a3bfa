// How the dates of a file are written, column by column: one column in two ways was put together from two
// sources, or went through a spreadsheet.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pipeline {

// What stands for year, month and day, and between them: "Y-9-9" of 2026-03-04, "9/9/Y" of 4/3/2026, "9-A-Y"
// of 04-Mar-2026. Empty where the text tells nothing of the kind.
std::string date_style(std::string_view text);

class DateStyles {
  public:
    // `is_date`: of each cell of a row, whether it is watched.
    explicit DateStyles(const std::vector<bool>& is_date);

    void note(const std::vector<std::string_view>& cells);
    // Cells whose dates are written in more than one way.
    std::vector<std::size_t> mixed() const;

  private:
    struct Column {
        bool is_date = false;
        bool mixed = false;
        std::string style;  // of the first date
    };
    std::vector<Column> columns_;
};

}  // namespace sluice::pipeline
