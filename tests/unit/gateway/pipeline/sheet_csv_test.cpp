#include "gateway/pipeline/sheet_csv.hpp"

#include <gtest/gtest.h>

namespace sluice::pipeline {
namespace {

// A sheet with merged ranges, and the CSV that its rows give.
class SheetCsvTest : public testing::Test {
  protected:
    std::string csv(const std::vector<format::SheetRow>& rows) {
        std::string out;
        SheetCsv sheet(sheet_, [&out](std::string_view bytes) -> Result<void> {
            out += bytes;
            return {};
        });
        for (const auto& row : rows) {
            EXPECT_TRUE(sheet.row(row));
        }
        EXPECT_TRUE(sheet.finish());
        return out;
    }
    static format::SheetRow row(
        std::uint32_t number, const std::vector<std::pair<std::uint32_t, std::string_view>>& cells
    ) {
        format::SheetRow out;
        out.number = number;
        for (const auto& [column, text] : cells) {
            out.cells.push_back({.column = column, .text = text});
        }
        return out;
    }

    format::Sheet sheet_;
};

TEST_F(SheetCsvTest, writes_row_n_as_line_n_and_all_as_wide_as_the_headings) {
    EXPECT_EQ(csv({row(2, {{0, "a"}, {2, "c"}}), row(5, {{1, "x"}})}), "\na,,c\n\n\n,x,\n");
}

TEST_F(SheetCsvTest, quotes_what_has_to_be_quoted) {
    EXPECT_EQ(
        csv({row(1, {{0, "a,b"}, {1, "say \"no\""}, {2, "two\nlines"}})}),
        "\"a,b\",\"say \"\"no\"\"\",\"two\nlines\"\n"
    );
}

TEST_F(SheetCsvTest, repeats_what_was_merged_downwards_and_nothing_else) {
    sheet_.merged = {{1, 3, 0, 0}, {1, 1, 1, 3}};

    EXPECT_EQ(
        csv(
            {row(1, {{0, "F84001"}, {1, "title"}}), row(2, {{1, "b"}}), row(3, {{1, "c"}}),
             row(4, {{1, "d"}})}
        ),
        "F84001,title\nF84001,b\nF84001,c\n,d\n"
    );
}

TEST_F(SheetCsvTest, keeps_the_cells_of_a_row_that_is_wider_than_the_first_ones) {
    std::vector<format::SheetRow> rows;
    for (std::uint32_t i = 1; i <= 70; ++i) {
        rows.push_back(row(i, {{0, "a"}}));
    }
    rows.push_back(row(71, {{3, "far"}}));

    const auto text = csv(rows);

    EXPECT_TRUE(text.ends_with("a\n,,,far\n"));
    EXPECT_TRUE(text.starts_with("a\na\n"));
}

TEST_F(SheetCsvTest, is_empty_for_a_sheet_without_rows) {
    EXPECT_EQ(csv({}), "");
}

}  // namespace
}  // namespace sluice::pipeline
