#include "gateway/format/xlsx_date.hpp"

#include <gtest/gtest.h>

namespace sluice::format::xlsx {
namespace {

constexpr NumberFormat kDate{.date = true};
constexpr NumberFormat kTime{.time = true};
constexpr NumberFormat kDateTime{.date = true, .time = true};
constexpr NumberFormat kElapsed{.time = true, .elapsed = true};
constexpr NumberFormat kFractions{.time = true, .fractions = true};

std::string shown(const char* stored, const NumberFormat& format, bool from_1904 = false) {
    const auto date = date_text(stored, format, from_1904);
    return date ? (date->kind == CellKind::time ? "time " : "") + date->text : "none";
}

TEST(DateText, counts_days_from_1900_with_the_day_that_never_was) {
    EXPECT_EQ(shown("1", kDate), "1900-01-01");
    EXPECT_EQ(shown("59", kDate), "1900-02-28");
    EXPECT_EQ(shown("60", kDate), "none");
    EXPECT_EQ(shown("61", kDate), "1900-03-01");
    EXPECT_EQ(shown("46319", kDate), "2026-10-24");
    EXPECT_EQ(shown("2958465", kDate), "9999-12-31");
    EXPECT_EQ(shown("2958466", kDate), "none");
    EXPECT_EQ(shown("2958465.99999999", kDate), "none");  // rounded into the year 10000
    EXPECT_EQ(shown("0", kDate), "none");
    EXPECT_EQ(shown("0.5", kDate), "none");
    EXPECT_EQ(shown("-1", kDate), "none");
    EXPECT_EQ(shown("x", kDate), "none");
}

TEST(DateText, counts_days_from_1904_where_the_workbook_does) {
    EXPECT_EQ(shown("0", kDate, true), "1904-01-01");
    EXPECT_EQ(shown("44857", kDate, true), "2026-10-24");
    EXPECT_EQ(shown("2957003", kDate, true), "9999-12-31");
    EXPECT_EQ(shown("2957004", kDate, true), "none");
    EXPECT_EQ(shown("0.5", kDateTime, true), "1904-01-01T12:00:00");
}

TEST(DateText, has_a_time_where_the_format_or_the_number_has_one) {
    EXPECT_EQ(shown("46319.395833333336", kDateTime), "2026-10-24T09:30:00");
    EXPECT_EQ(shown("46319.395833333336", kDate), "2026-10-24T09:30:00");
    EXPECT_EQ(shown("46319.395833333336", kTime), "2026-10-24T09:30:00");
    EXPECT_EQ(shown("46319", kDateTime), "2026-10-24T00:00:00");
    EXPECT_EQ(shown("46319.39583", kDateTime), "2026-10-24T09:30:00");
    EXPECT_EQ(shown("46319.999999", kDateTime), "2026-10-25T00:00:00");
    EXPECT_EQ(shown("46319.0000001", kDate), "2026-10-24");
}

TEST(DateText, is_a_time_alone_below_one_day) {
    EXPECT_EQ(shown("0.39583333333333331", kTime), "time 09:30:00");
    EXPECT_EQ(shown("0.39583333333333331", kDateTime), "time 09:30:00");
    EXPECT_EQ(shown("0", kTime), "time 00:00:00");
    EXPECT_EQ(shown("0", kDateTime), "none");
    EXPECT_EQ(shown("0.9999999", kTime), "time 23:59:59");
    EXPECT_EQ(shown("0.5", kTime, true), "time 12:00:00");
}

TEST(DateText, has_as_many_hours_as_went_by_and_thousandths_where_they_are_shown) {
    EXPECT_EQ(shown("1.5", kElapsed), "time 36:00:00");
    EXPECT_EQ(shown("0.25", kElapsed), "time 06:00:00");
    EXPECT_EQ(shown("100", kElapsed), "time 2400:00:00");
    EXPECT_EQ(shown("-0.5", kElapsed), "none");
    EXPECT_EQ(shown("0.50000289351851848", kFractions), "time 12:00:00.250");
    EXPECT_EQ(shown("0.50000289351851848", kTime), "time 12:00:00");
}

TEST(IsoDateText, takes_dates_and_times_as_they_are) {
    const auto shown = [](const char* stored, const NumberFormat& format) {
        const auto date = iso_date_text(stored, format);
        return date ? (date->kind == CellKind::time ? "time " : "") + date->text : "none";
    };

    EXPECT_EQ(shown("2026-10-24", kDate), "2026-10-24");
    EXPECT_EQ(shown("2026-10-24T00:00:00Z", kDate), "2026-10-24");
    EXPECT_EQ(shown("2026-10-24T00:00:00.000", kDateTime), "2026-10-24T00:00:00");
    EXPECT_EQ(shown("2026-10-24T09:30:00.25", kDate), "2026-10-24T09:30:00.25");
    EXPECT_EQ(shown("09:30:00", kTime), "time 09:30:00");
    for (const char* stored :
         {"", "24/10/2026", "2026-10", "2026-02-30", "2026-10-24T09:30:00.", "2026-10-24T09:30:00.x",
          "09:30"}) {
        EXPECT_EQ(shown(stored, kDate), "none") << stored;
    }
}

}  // namespace
}  // namespace sluice::format::xlsx
