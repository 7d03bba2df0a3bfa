#include "gateway/format/xlsx_value.hpp"

#include <gtest/gtest.h>

namespace sluice::format::xlsx {
namespace {

TEST(NumberText, is_the_shortest_plain_decimal_that_reads_back) {
    const struct {
        const char* stored;
        const char* text;
    } cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"0.000", "0"},
        {"5", "5"},
        {"-5", "-5"},
        {"5.0", "5"},
        {" 7\n", "7"},
        {"100000", "100000"},
        {"1.1000000000000001", "1.1"},
        {"0.29999999999999999", "0.3"},
        {"0.30000000000000004", "0.30000000000000004"},
        {"2.3E-2", "0.023"},
        {"1E-9", "0.000000001"},
        {"1E-10", "1E-10"},
        {"12.5e-12", "1.25E-11"},
        {"4.8000000000000001E9", "4800000000"},
        {"9434765919", "9434765919"},
        {"999999999999999", "999999999999999"},
        {"1000000000000000", "1000000000000000"},
        {"1E15", "1000000000000000"},
        {"1.2345678901234567E+20", "123456789012345670000"},
        {"9007199254740993", "9007199254740993"},
        {"-9007199254740993", "-9007199254740993"},
        {"12345678901234567890123", "12345678901234567890123"},
        {"1234567890123456.75", "1234567890123456.75"},
        {"1.5E+300", "1.5E+300"},
        {"1E21", "1E+21"},
        {"5e-324", "5E-324"},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(number_text(c.stored), c.text) << c.stored;
    }
}

TEST(NumberText, is_nothing_for_any_other_text) {
    for (const char* stored :
         {"", " ", "-", "+1", "1,5", "1 2", "1e", "0x10", "inf", "nan", "1e999", "1e-999", "--1"}) {
        EXPECT_EQ(number_text(stored), std::nullopt) << stored;
    }
}

TEST(Unescaped, gives_characters_that_xml_cannot_hold) {
    EXPECT_EQ(unescaped("plain"), "plain");
    EXPECT_EQ(unescaped("a_x000D_\nb"), "a\r\nb");
    EXPECT_EQ(unescaped("_x005F_x000D_"), "_x000D_");
    EXPECT_EQ(unescaped("_x00E9__x20AC_"), "\xC3\xA9\xE2\x82\xAC");
    EXPECT_EQ(unescaped("_xD83D__xDE00_"), "\xF0\x9F\x98\x80");
    for (const char* text :
         {"_x", "_x00", "_x000G_", "_x000D", "__x00D_", "_xD83D_", "_xDE00_", "_xD83D__x0041", "max_x_y"}) {
        EXPECT_EQ(unescaped(text), text);
    }
}

}  // namespace
}  // namespace sluice::format::xlsx
