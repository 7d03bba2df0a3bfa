// Comparison of dates and times that are partial, and calendar arithmetic (N1 2.0.0, 6.1, 6.2 and 6.7).
#pragma once

#include "gateway/expression/value.hpp"

#include <compare>
#include <optional>

namespace sluice::expression {

// Order of two points in time, component by component from the year; no value where they are equal as far as
// both go but one goes further. Seconds and milliseconds are one component. Where one of them names an offset
// and the other has none, `default_offset_minutes` stands in.
std::optional<std::strong_ordering> compare(const DateTime& a, const DateTime& b, int default_offset_minutes);
std::optional<std::strong_ordering> compare(const Time& a, const Time& b);

enum class CalendarUnit : std::uint8_t { year, month, week, day, hour, minute, second, millisecond };
// A calendar word, singular or plural, or a UCUM code of definite length (wk, d, h, min, s, ms). Not 'a' and
// 'mo', whose length is not that of a calendar year and month: adding them is an error (N1 2.0.0, 6.7).
std::optional<CalendarUnit> calendar_unit(std::string_view unit);

// The last day of the month stands in where the day does not exist there. A unit finer than the value's
// precision is converted down with 24 h = 1 day, 30 days = 1 month, 12 months (365 days) = 1 year, and the
// rest is cut off. No value when the year leaves 1 .. 9999.
std::optional<DateTime> add(const DateTime& value, std::int64_t amount, CalendarUnit unit);
// Wraps at midnight; units of a day and more change nothing.
Time add(const Time& value, std::int64_t amount, CalendarUnit unit);

}  // namespace sluice::expression
