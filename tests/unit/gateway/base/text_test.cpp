#include "gateway/base/text.hpp"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Utf8, finds_the_first_byte_that_is_not_well_formed) {
    const struct {
        std::string bytes;
        std::size_t at;
    } cases[] = {
        {"", std::string::npos},
        {"plain ascii, more than eight bytes", std::string::npos},
        {"caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80", std::string::npos},
        {"caf\xE9", 3},           // Windows-1252
        {"12345678\xC3", 8},      // cut short
        {"\xC0\xAF", 0},          // overlong
        {"ok\xED\xA0\x80", 2},    // surrogate
        {"\xF4\x90\x80\x80", 0},  // beyond U+10FFFF
        {"a\x80", 1},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(find_invalid_utf8(c.bytes), c.at);
    }
}

TEST(Printable, leaves_nothing_that_could_drive_a_terminal_or_mislead_a_reader) {
    const struct {
        std::string text;
        std::string shown;
    } cases[] = {
        {"Praxis M\xC3\xBCller.csv", "Praxis M\xC3\xBCller.csv"},
        {"a\x1b[31mb\r\n", "a?[31mb??"},
        {"gnp.\xE2\x80\xAE"
         "exe",
         "gnp.?exe"},
        {"caf\xE9", "caf?"},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(printable(c.text), c.shown);
    }
}

TEST(Split, keeps_empty_parts) {
    const auto parts = split("a,,b,", ',');

    ASSERT_EQ(parts.size(), 4U);
    EXPECT_EQ(parts[1], "");
    EXPECT_EQ(parts[3], "");
}

TEST(BaseName, is_what_follows_the_last_folder_of_any_system) {
    EXPECT_EQ(base_name("a/b/c.csv"), "c.csv");
    EXPECT_EQ(base_name("a\\b.csv"), "b.csv");
    EXPECT_EQ(base_name("c.csv"), "c.csv");
    EXPECT_EQ(base_name("a/"), "");
    EXPECT_EQ(base_name(""), "");
}

TEST(ReadNumber, takes_exactly_so_many_digits_or_nothing) {
    std::string_view text = "2026-1x";

    EXPECT_EQ(read_number(text, 4), 2026U);
    EXPECT_FALSE(skip(text, '/'));
    EXPECT_TRUE(skip(text, '-'));
    EXPECT_FALSE(read_number(text, 2));
    EXPECT_FALSE(read_number(text, 3));
    EXPECT_EQ(text, "1x");
    text = "";
    EXPECT_FALSE(skip(text, '-'));
}

}  // namespace
}  // namespace sluice
