#include "gateway/format/xlsx_number_format.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sluice::format::xlsx {
namespace {

// "date time elapsed fractions", as far as they are so.
std::string words(const NumberFormat& format) {
    std::string out = format.date ? "date " : "";
    out += format.time ? "time " : "";
    out += format.elapsed ? "elapsed " : "";
    out += format.fractions ? "fractions " : "";
    return out;
}

TEST(BuiltInFormat, is_what_the_standard_says_of_its_ids) {
    const struct {
        std::uint32_t first;
        std::uint32_t last;
        const char* words;
    } cases[] = {
        {0, 13, ""},
        {14, 17, "date "},
        {18, 21, "time "},
        {22, 22, "date time "},
        {23, 26, ""},
        {27, 31, "date "},
        {32, 33, "time "},
        {36, 36, "date "},
        {37, 44, ""},
        {45, 45, "time "},
        {46, 46, "time elapsed "},
        {47, 47, "time fractions "},
        {48, 49, ""},
        {50, 54, "date "},
        {57, 58, "date "},
        {59, 70, ""},
        {4'294'967'295U, 4'294'967'295U, ""},
    };
    for (const auto& c : cases) {
        for (std::uint32_t id = c.first; id <= c.last && id >= c.first; ++id) {
            EXPECT_EQ(words(built_in_format(id)), c.words) << id;
        }
    }
}

TEST(FormatOf, tells_dates_and_times_from_numbers) {
    const struct {
        const char* code;
        const char* words;
    } cases[] = {
        {"", ""},
        {"General", ""},
        {"GENERAL", ""},
        {"0.00", ""},
        {"0.00E+00", ""},
        {"##0.0e+0", ""},
        {"#,##0.00;[Red]-#,##0.00", ""},
        {"0%", ""},
        {"@", ""},
        {"0 \"days\"", ""},
        {"\"dd/mm/yyyy\"", ""},
        {"0\\d", ""},
        {"0_d", ""},
        {"*d0", ""},
        {"[$\xC2\xA3-809]#,##0", ""},
        {"[Magenta]0", ""},
        {"[>100]0;[<=5]0.0", ""},
        {"dd/mm/yyyy", "date "},
        {"DD/MM/YYYY", "date "},
        {"yyyy\\-mm\\-dd", "date "},
        {"mmm\\-yy", "date "},
        {"mmmm", "date "},
        {"m/d", "date "},
        {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "date "},
        {"[$-809]dd\\ mmmm\\ yyyy;@", "date "},
        {"[Red]d/m/yy", "date "},
        {"dd/mm/yyyy;;", "date "},
        {"0;dd/mm/yyyy", "date "},
        {"yyyy\"\xE5\xB9\xB4\"m\"\xE6\x9C\x88\"", "date "},
        {"h:mm", "time "},
        {"hh:mm:ss", "time "},
        {"h:mm\\ AM/PM", "time "},
        {"h AM/PM", "time "},
        {"h \"o'clock\" mm", "time "},
        {"mm:ss", "time "},
        {"mm:ss.0", "time fractions "},
        {"ss.000", "time fractions "},
        {"s", "time "},
        {"[h]:mm:ss", "time elapsed "},
        {"[hh]:mm", "time elapsed "},
        {"[mm]:ss", "time elapsed "},
        {"[ss].00", "time elapsed fractions "},
        {"dd/mm/yyyy\\ hh:mm", "date time "},
        {"dd/mm/yyyy\\ h:mm:ss\\ AM/PM", "date time "},
        {"m/d/yy h:mm", "date time "},
        {"h:mm m", "date time "},
        {"hh:mm dd.mm.yyyy", "date time "},
        {"h;m", "date time "},
        {"\"never closed", ""},
        {"[never closed", ""},
        {"0\\", ""},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(words(format_of(c.code)), c.words) << c.code;
    }
}

}  // namespace
}  // namespace sluice::format::xlsx
