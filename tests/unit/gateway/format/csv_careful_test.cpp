#include "gateway/format/csv_careful.hpp"

#include "tests/unit/gateway/format/scan_all.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace sluice::format {
namespace {

using tests::scan_all;

TEST(ValueLength, counts_what_is_left_without_quotes) {
    const struct {
        std::string cell;
        std::size_t length;
    } cases[] = {{"", 0},           {"ab", 2},       {"\"\"", 0}, {"\"ab\"", 2},
                 {"\"a\"\"b\"", 3}, {"\"\"\"\"", 1}, {"a\"b", 3}};
    for (const auto& c : cases) {
        EXPECT_EQ(value_length(c.cell, '"'), c.length) << c.cell;
    }
}

// Each line of a bad multi-line record is read anew, and each time nearly all of it: without the memory of
// the furthest attempt these take minutes.
TEST(CarefulReader, stays_linear_on_records_that_are_bad_at_their_far_end) {
    std::string lines;
    for (int i = 0; i < 200'000; ++i) {
        lines += "\"a\nb\",";
    }
    Limits limits;
    limits.record_bytes_max = 400'000;
    const struct {
        const char* name;
        std::string text;
    } cases[] = {
        {"junk at the end", lines + "\"a\"x\n"},
        {"open at the end", lines + "\"a"},
        {"longer than the limit", lines + "end\n"},
        {"a long cell at the end", lines + "\"" + std::string(1'000'000, 'x') + "\"x\n"},
    };

    for (const auto& c : cases) {
        SCOPED_TRACE(c.name);
        const auto before = std::chrono::steady_clock::now();
        const auto rows = scan_all(c.text, {std::size_t{1} << 20, limits});
        const auto with_limit = std::chrono::steady_clock::now();
        const auto whole_rows = scan_all(c.text, {std::size_t{4} << 20, Limits{}});
        const auto after = std::chrono::steady_clock::now();

        EXPECT_GE(rows.size(), 100'000U);
        EXPECT_GE(whole_rows.size(), 1U);
        EXPECT_LT(with_limit - before, std::chrono::seconds{20});
        EXPECT_LT(after - with_limit, std::chrono::seconds{20});
    }
}

}  // namespace
}  // namespace sluice::format
