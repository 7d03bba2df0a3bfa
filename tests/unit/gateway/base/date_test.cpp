#include "gateway/base/date.hpp"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Date, keeps_the_precision_of_the_source) {
    for (const auto* text : {"2026", "2026-03", "2026-03-04", "2026-03-04T10:15", "2026-03-04T10:15:59"}) {
        const auto date = Date::parse(text);

        ASSERT_TRUE(date) << text;
        EXPECT_EQ(date->to_string(), text);
    }
}

TEST(Date, refuses_days_that_do_not_exist) {
    for (const auto* text :
         {"", "26", "2026-00", "2026-13", "2026-02-30", "2025-02-29", "2026-1-1", "31/01/2026",
          "2026-01-01T24:00", "2026-01-01 10:60", "2026-01-01x", "0000"}) {
        EXPECT_FALSE(Date::parse(text)) << text;
    }
}

TEST(Date, accepts_a_leap_day_and_a_blank_before_the_time) {
    EXPECT_TRUE(Date::parse("2024-02-29"));
    EXPECT_EQ(Date::parse("2024-02-29 08:05:01")->to_string(), "2024-02-29T08:05:01");
}

TEST(Date, adds_months_within_the_month) {
    EXPECT_EQ(add_months(*Date::parse("2024-01-31"), 1).to_string(), "2024-02-29");
    EXPECT_EQ(add_months(*Date::parse("2024-11-30"), 12).to_string(), "2025-11-30");
    EXPECT_EQ(add_months(*Date::parse("2024-01-15"), -1).to_string(), "2023-12-15");
}

TEST(Date, adds_days_across_months_and_years) {
    EXPECT_EQ(add_days(Date(2026, 12, 31), 1), Date(2027, 1, 1));
    EXPECT_EQ(add_days(Date(2024, 2, 28), 1), Date(2024, 2, 29));
    EXPECT_EQ(add_days(Date(2026, 3, 1), -1), Date(2026, 2, 28));
}

TEST(Instant, is_read_as_it_was_written) {
    const auto instant = parse_instant("2026-11-21T23:59:58Z");

    ASSERT_TRUE(instant);
    EXPECT_EQ(format_instant(*instant), "2026-11-21T23:59:58Z");
    EXPECT_FALSE(parse_instant("2026-11-21T23:59:58"));
    EXPECT_FALSE(parse_instant("2026-11-21Z"));
}

TEST(UkLocal, is_the_same_moment_with_the_clock_of_the_kingdom) {
    EXPECT_EQ(parse_uk_local("2026-07-01T09:30:00+01:00")->to_string(), "2026-07-01T09:30:00");
    EXPECT_EQ(parse_uk_local("2026-07-01T09:30:00Z")->to_string(), "2026-07-01T10:30:00");
    EXPECT_EQ(parse_uk_local("2026-01-01T00:30:00+05:30")->to_string(), "2025-12-31T19:00:00");
    EXPECT_EQ(parse_uk_local("2026-12-31T23:30-01:00")->to_string(), "2027-01-01T00:30:00");
}

TEST(UkLocal, changes_on_the_last_sundays_of_march_and_october) {
    EXPECT_EQ(parse_uk_local("2026-03-29T00:59:59Z")->to_string(), "2026-03-29T00:59:59");
    EXPECT_EQ(parse_uk_local("2026-03-29T01:00:00Z")->to_string(), "2026-03-29T02:00:00");
    EXPECT_EQ(parse_uk_local("2026-10-25T00:59:59Z")->to_string(), "2026-10-25T01:59:59");
    EXPECT_EQ(parse_uk_local("2026-10-25T01:00:00Z")->to_string(), "2026-10-25T01:00:00");
}

TEST(UkLocal, has_the_offset_of_its_day) {
    EXPECT_EQ(uk_offset(*Date::parse("2026-03-29T00:59:59")), "+00:00");
    EXPECT_EQ(uk_offset(*Date::parse("2026-03-29T02:00:00")), "+01:00");
    EXPECT_EQ(uk_offset(*Date::parse("2026-10-25T00:59:59")), "+01:00");
    EXPECT_EQ(uk_offset(*Date::parse("2026-10-25T01:30:00")), "+01:00") << "the hour that comes twice";
    EXPECT_EQ(uk_offset(*Date::parse("2026-10-25T02:00:00")), "+00:00");
    EXPECT_EQ(uk_offset(*Date::parse("2024-03-31T12:00:00")), "+01:00") << "the 31st is a Sunday";
}

TEST(UkLocal, needs_an_offset_that_there_is) {
    for (const char* text :
         {"", "2026-07-01", "2026-07-01T09:30:00", "2026-07-01+01:00", "2026-02-30T09:30:00Z",
          "2026-07-01T09:30:00+0100", "2026-07-01T09:30:00+24:00", "2026-07-01T09:30:00+01:60",
          "2026-07-01T09:30:00+1:00", "2026-07-01T09:30:00ZZ", "2026-07-01T09:30:00+01:00 ", "+01:00", "Z"}) {
        EXPECT_FALSE(parse_uk_local(text)) << text;
    }
}

}  // namespace
}  // namespace sluice
