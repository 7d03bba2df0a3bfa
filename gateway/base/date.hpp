// Dates with the precision that the source gave, and UTC instants. No time zone database: the store keeps
// UTC, local time is made at the edge.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

enum class DatePrecision : std::uint8_t { year, month, day, minute, second };

// A calendar date, with or without a time of day. Sorts by its earliest instant, then by precision.
class Date {
  public:
    Date() = default;
    Date(int year, unsigned month, unsigned day)
        : year_(static_cast<std::int16_t>(year)),
          month_(static_cast<std::uint8_t>(month)),
          day_(static_cast<std::uint8_t>(day)) {}

    // ISO 8601 extended: YYYY, YYYY-MM, YYYY-MM-DD, then T or a blank, hh:mm[:ss]. Only real days.
    static std::optional<Date> parse(std::string_view text);
    static Date from_days(std::chrono::sys_days days, DatePrecision precision = DatePrecision::day);

    int year() const { return year_; }
    unsigned month() const { return month_; }  // 1 where the precision is year
    unsigned day() const { return day_; }      // 1 where the precision is year or month
    unsigned hour() const { return hour_; }
    unsigned minute() const { return minute_; }
    unsigned second() const { return second_; }
    DatePrecision precision() const { return precision_; }

    std::chrono::sys_days days() const;             // of the earliest day that the precision allows
    Date truncated(DatePrecision precision) const;  // never makes a value more precise
    Date with_time(unsigned hour, unsigned minute, unsigned second) const;
    std::string to_string() const;  // as parsed: 2026, 2026-03, 2026-03-04, 2026-03-04T10:15:00

    auto operator<=>(const Date&) const = default;

  private:
    std::int16_t year_ = 1;
    std::uint8_t month_ = 1;
    std::uint8_t day_ = 1;
    std::uint8_t hour_ = 0;
    std::uint8_t minute_ = 0;
    std::uint8_t second_ = 0;
    DatePrecision precision_ = DatePrecision::day;
};

// Whole months from a to b, by calendar; negative when b is earlier. Used for "12 months without activity".
Date add_months(const Date& date, int months);
Date add_days(const Date& date, int days);  // of day precision

// ISO 8601 with an offset, `2026-07-01T09:30:00+01:00` or `…Z`. Nothing where there is no offset or no such
// day.
std::optional<std::chrono::sys_seconds> parse_offset_instant(std::string_view text);
// The same as the local time of the United Kingdom, with seconds.
std::optional<Date> parse_uk_local(std::string_view text);
// The offset of that local time: "+01:00" in summer time (last Sunday of March to last Sunday of October,
// 01:00 UTC; Summer Time Order 2002), else "+00:00". The hour that comes twice counts as summer.
std::string_view uk_offset(const Date& local);

// A UTC instant with seconds: YYYY-MM-DDThh:mm:ssZ.
std::string format_instant(std::chrono::sys_seconds instant);
std::optional<std::chrono::sys_seconds> parse_instant(std::string_view text);

}  // namespace sluice
