#include "gateway/expression/calendar.hpp"

namespace sluice::expression {
namespace {

std::string order(std::string_view a, std::string_view b, int default_offset_minutes = 0) {
    const auto found = compare(*DateTime::parse(a), *DateTime::parse(b), default_offset_minutes);
    return !found ? "unknown" : (*found < 0 ? "<" : (*found > 0 ? ">" : "="));
}

std::string moved(std::string_view from, std::int64_t amount, std::string_view unit) {
    const auto out = add(*DateTime::parse(from), amount, *calendar_unit(unit));
    return out ? to_string(*out) : "none";
}

TEST(Calendar, compares_as_far_as_both_go) {
    EXPECT_EQ(order("2018", "2019-01"), "<");
    EXPECT_EQ(order("2018-03", "2018-03-01"), "unknown");
    EXPECT_EQ(order("2018-03", "2018-03"), "=");
    EXPECT_EQ(order("2018-03-01T10:30", "2018-03-01T10:30:00"), "unknown");
    EXPECT_EQ(order("2018-03-01T10:30:00", "2018-03-01T10:30:00.000"), "=");
    EXPECT_EQ(order("2018-03-01T10:30:00.001", "2018-03-01T10:30:00"), ">");
}

TEST(Calendar, compares_across_offsets) {
    EXPECT_EQ(order("2017-11-05T01:30:00-04:00", "2017-11-05T01:15:00-05:00"), "<");
    EXPECT_EQ(order("2017-11-05T01:30:00-04:00", "2017-11-05T00:30:00-05:00"), "=");
    EXPECT_EQ(order("2018-01-01T00:30:00+01:00", "2017-12-31T23:30:00Z"), "=");
    EXPECT_EQ(order("2018-01-01T00:30:00+01:00", "2017"), ">");
}

TEST(Calendar, puts_the_default_offset_where_one_side_has_none) {
    EXPECT_EQ(order("2018-06-01T10:00:00", "2018-06-01T10:00:00Z"), "=");
    EXPECT_EQ(order("2018-06-01T10:00:00", "2018-06-01T10:00:00Z", 60), "<");
}

TEST(Calendar, adds_calendar_units) {
    EXPECT_EQ(moved("2024-01-31", 1, "month"), "2024-02-29");
    EXPECT_EQ(moved("2024-02-29", 1, "year"), "2025-02-28");
    EXPECT_EQ(moved("2024-02-29", -4, "years"), "2020-02-29");
    EXPECT_EQ(moved("1973-12-25", 1, "wk"), "1974-01-01");
    EXPECT_EQ(moved("2023-12-31T23:30:00Z", 45, "minutes"), "2024-01-01T00:15:00Z");
    EXPECT_EQ(moved("2024-01-01T00:15:00Z", -1, "h"), "2023-12-31T23:15:00Z");
    EXPECT_EQ(moved("2024-01-01T00:00:00.000", 10, "ms"), "2024-01-01T00:00:00.010");
}

TEST(Calendar, converts_units_finer_than_the_precision_down) {
    EXPECT_EQ(moved("2014", 24, "months"), "2016");
    EXPECT_EQ(moved("2014", 11, "months"), "2014");
    EXPECT_EQ(moved("2014", 365, "days"), "2015");
    EXPECT_EQ(moved("2014-03", 29, "days"), "2014-03");
    EXPECT_EQ(moved("2014-03", 30, "days"), "2014-04");
    EXPECT_EQ(moved("2014-03-01", 47, "hours"), "2014-03-02");
}

TEST(Calendar, has_no_value_outside_the_years_1_to_9999) {
    EXPECT_EQ(moved("9999-12-31", 1, "day"), "none");
    EXPECT_EQ(moved("0001-01-01", -1, "day"), "none");
    EXPECT_EQ(moved("2024-01-01", 8000, "years"), "none");
    EXPECT_EQ(moved("2024-01-01", INT64_MAX, "days"), "none");
    EXPECT_EQ(moved("2024-01-01", INT64_MIN, "years"), "none");
}

TEST(Calendar, knows_ucum_units_of_definite_length_only) {
    EXPECT_EQ(calendar_unit("wk"), CalendarUnit::week);
    EXPECT_EQ(calendar_unit("hours"), CalendarUnit::hour);
    EXPECT_EQ(calendar_unit("a"), std::nullopt);
    EXPECT_EQ(calendar_unit("mo"), std::nullopt);
}

TEST(Calendar, wraps_times_at_midnight) {
    EXPECT_EQ(to_string(add(*Time::parse("23:30"), 1, CalendarUnit::hour)), "00:30");
    EXPECT_EQ(to_string(add(*Time::parse("00:30"), -1, CalendarUnit::hour)), "23:30");
    EXPECT_EQ(to_string(add(*Time::parse("00:30"), 3, CalendarUnit::day)), "00:30");
}

}  // namespace
}  // namespace sluice::expression
