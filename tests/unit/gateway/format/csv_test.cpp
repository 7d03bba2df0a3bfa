#include "gateway/format/csv.hpp"

#include <gtest/gtest.h>

namespace sluice::format {
namespace {

TEST(CsvFault, is_spelt_in_kebab_case) {
    EXPECT_EQ(to_string(CsvFault::none), "none");
    EXPECT_EQ(to_string(CsvFault::junk_after_closing_quote), "junk-after-closing-quote");
    EXPECT_EQ(to_string(CsvFault::unterminated_quote), "unterminated-quote");
    EXPECT_EQ(to_string(CsvFault::record_too_long), "record-too-long");
    EXPECT_EQ(to_string(CsvFault::cell_too_long), "cell-too-long");
}

TEST(Unescape, makes_doubled_quotes_single) {
    const struct {
        std::string content;
        std::string value;
    } cases[] = {{"", ""}, {"ab", "ab"}, {"\"\"", "\""}, {"a\"\"b\"\"\"\"", "a\"b\"\""}};
    std::string out = "left over";
    for (const auto& c : cases) {
        unescape(c.content, '"', out);
        EXPECT_EQ(out, c.value);
    }
}

TEST(SkipBom, takes_away_one_mark_at_the_start) {
    EXPECT_EQ(skip_bom("\xEF\xBB\xBFid"), "id");
    EXPECT_EQ(skip_bom("\xEF\xBB\xBF\xEF\xBB\xBFid"), "\xEF\xBB\xBFid");
    EXPECT_EQ(skip_bom("id"), "id");
    EXPECT_EQ(skip_bom("\xEF\xBB"), "\xEF\xBB");
    EXPECT_EQ(skip_bom(""), "");
}

TEST(RecordBoundary, is_after_the_last_line_end_outside_quotes) {
    const std::string filler(100, 'f');
    const struct {
        std::string block;
        std::size_t boundary;
    } cases[] = {
        {"", 0},
        {"a,b", 0},
        {"a\n", 2},
        {"a\nb", 2},
        {"a\n\"b\n", 2},
        {"a\n\"b\n\"\nc", 7},
        {"\"\"\n\"\"\"\n", 3},
        {filler + "\n\"" + filler + "\n", 101},
        {filler + "\n\"" + filler + "\n\"\n" + filler, 205},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(record_boundary(c.block), c.boundary) << c.block;
    }
}

TEST(RecordBoundary, can_start_inside_quotes) {
    EXPECT_EQ(record_boundary("a\nb\",c\nd", {}, true), 7U);
    EXPECT_EQ(record_boundary("a\nb", {}, true), 0U);
}

TEST(RecordBoundary, is_where_a_scan_of_regular_records_ends) {
    std::string block;
    for (int i = 0; i < 500; ++i) {
        block += std::to_string(i) + ",\"a\nb\"\"c\"\r\n";
    }
    block += "last,\"open\n";
    Scanner scanner;

    const ScanResult result = scanner.scan(block, false);

    EXPECT_EQ(result.consumed, record_boundary(block));
    EXPECT_EQ(scanner.records().size(), 500U);
}

}  // namespace
}  // namespace sluice::format
