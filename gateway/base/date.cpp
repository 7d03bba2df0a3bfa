#include "gateway/base/date.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <cstdio>

namespace sluice {
namespace {

using namespace std::chrono;

bool valid(unsigned year, unsigned month, unsigned day) {
    return year >= 1 &&
           year_month_day{
               std::chrono::year(static_cast<int>(year)), std::chrono::month(month), std::chrono::day(day)}
               .ok();
}

sys_seconds change_of_clocks(std::chrono::year year, std::chrono::month month) {
    return sys_days{year_month_weekday_last{year, month, weekday_last{Sunday}}} + hours(1);
}

bool is_summer_time(sys_seconds utc) {
    const auto year = year_month_day{floor<days>(utc)}.year();
    return utc >= change_of_clocks(year, March) && utc < change_of_clocks(year, October);
}

sys_seconds as_utc(const Date& date) {
    return date.days() + hours(date.hour()) + minutes(date.minute()) + seconds(date.second());
}

Date date_of(sys_seconds instant) {
    const auto day = floor<days>(instant);
    const hh_mm_ss time{instant - day};
    return Date::from_days(day).with_time(
        static_cast<unsigned>(time.hours().count()), static_cast<unsigned>(time.minutes().count()),
        static_cast<unsigned>(time.seconds().count())
    );
}

// "Z", "+01:00" or "-05:00" at the end, taken off; nothing where there is none.
std::optional<minutes> take_offset(std::string_view& text) {
    if (!text.empty() && text.back() == 'Z') {
        text.remove_suffix(1);
        return minutes(0);
    }
    constexpr std::size_t kLength = 6;
    if (text.size() < kLength) {
        return std::nullopt;
    }
    auto offset = text.substr(text.size() - kLength);
    const bool behind = offset.front() == '-';
    if (!behind && offset.front() != '+') {
        return std::nullopt;
    }
    offset.remove_prefix(1);
    const auto hour = read_number(offset, 2);
    const bool colon = skip(offset, ':');
    const auto minute = read_number(offset, 2);
    if (!hour || !colon || !minute || *hour > 14 || *minute > 59) {
        return std::nullopt;
    }
    text.remove_suffix(kLength);
    const auto out = hours(*hour) + minutes(*minute);
    return behind ? -out : out;
}

}  // namespace

std::optional<Date> Date::parse(std::string_view text) {
    const auto year = read_number(text, 4);
    if (!year) {
        return std::nullopt;
    }
    Date date(static_cast<int>(*year), 1, 1);
    date.precision_ = DatePrecision::year;
    if (text.empty()) {
        return *year >= 1 ? std::optional(date) : std::nullopt;
    }
    if (!skip(text, '-')) {
        return std::nullopt;
    }
    const auto month = read_number(text, 2);
    if (!month || *month < 1 || *month > 12) {
        return std::nullopt;
    }
    date.month_ = static_cast<std::uint8_t>(*month);
    date.precision_ = DatePrecision::month;
    if (text.empty()) {
        return valid(*year, *month, 1) ? std::optional(date) : std::nullopt;
    }
    if (!skip(text, '-')) {
        return std::nullopt;
    }
    const auto day = read_number(text, 2);
    if (!day || !valid(*year, *month, *day)) {
        return std::nullopt;
    }
    date.day_ = static_cast<std::uint8_t>(*day);
    date.precision_ = DatePrecision::day;
    if (text.empty()) {
        return date;
    }
    if (!skip(text, 'T') && !skip(text, ' ')) {
        return std::nullopt;
    }
    const auto hour = read_number(text, 2);
    if (!hour || *hour > 23 || !skip(text, ':')) {
        return std::nullopt;
    }
    const auto minute = read_number(text, 2);
    if (!minute || *minute > 59) {
        return std::nullopt;
    }
    date.hour_ = static_cast<std::uint8_t>(*hour);
    date.minute_ = static_cast<std::uint8_t>(*minute);
    date.precision_ = DatePrecision::minute;
    if (text.empty()) {
        return date;
    }
    if (!skip(text, ':')) {
        return std::nullopt;
    }
    const auto second = read_number(text, 2);
    if (!second || *second > 59 || !text.empty()) {
        return std::nullopt;
    }
    date.second_ = static_cast<std::uint8_t>(*second);
    date.precision_ = DatePrecision::second;
    return date;
}

Date Date::from_days(sys_days days, DatePrecision precision) {
    const year_month_day ymd{days};
    Date date(
        static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day())
    );
    return date.truncated(precision);
}

sys_days Date::days() const {
    return sys_days{
        year_month_day{std::chrono::year(year_), std::chrono::month(month_), std::chrono::day(day_)}};
}

Date Date::truncated(DatePrecision precision) const {
    Date out = *this;
    out.precision_ = std::min(precision_, precision);
    if (out.precision_ < DatePrecision::second) {
        out.second_ = 0;
    }
    if (out.precision_ < DatePrecision::minute) {
        out.hour_ = out.minute_ = 0;
    }
    if (out.precision_ < DatePrecision::day) {
        out.day_ = 1;
    }
    if (out.precision_ < DatePrecision::month) {
        out.month_ = 1;
    }
    return out;
}

Date Date::with_time(unsigned hour, unsigned minute, unsigned second) const {
    Date out = *this;
    out.hour_ = static_cast<std::uint8_t>(hour);
    out.minute_ = static_cast<std::uint8_t>(minute);
    out.second_ = static_cast<std::uint8_t>(second);
    out.precision_ = DatePrecision::second;
    return out;
}

std::string Date::to_string() const {
    char text[32];
    switch (precision_) {
        case DatePrecision::year:
            std::snprintf(text, sizeof text, "%04d", year_);
            break;
        case DatePrecision::month:
            std::snprintf(text, sizeof text, "%04d-%02u", year_, month());
            break;
        case DatePrecision::day:
            std::snprintf(text, sizeof text, "%04d-%02u-%02u", year_, month(), day());
            break;
        case DatePrecision::minute:
            std::snprintf(
                text, sizeof text, "%04d-%02u-%02uT%02u:%02u", year_, month(), day(), hour(), minute()
            );
            break;
        case DatePrecision::second:
            std::snprintf(
                text, sizeof text, "%04d-%02u-%02uT%02u:%02u:%02u", year_, month(), day(), hour(), minute(),
                second()
            );
            break;
    }
    return text;
}

Date add_months(const Date& date, int months) {
    const auto ym = year_month{std::chrono::year(date.year()), std::chrono::month(date.month())} +
                    std::chrono::months(months);
    const auto last = static_cast<unsigned>(year_month_day_last{ym.year(), month_day_last{ym.month()}}.day());
    Date out(static_cast<int>(ym.year()), static_cast<unsigned>(ym.month()), std::min(date.day(), last));
    return out.truncated(std::min(date.precision(), DatePrecision::day));
}

Date add_days(const Date& date, int days) {
    const year_month_day out{date.days() + std::chrono::days(days)};
    return {
        static_cast<int>(out.year()), static_cast<unsigned>(out.month()), static_cast<unsigned>(out.day())};
}

std::optional<sys_seconds> parse_offset_instant(std::string_view text) {
    const auto offset = take_offset(text);
    const auto date = offset ? Date::parse(text) : std::nullopt;
    if (!date || date->precision() < DatePrecision::minute) {
        return std::nullopt;
    }
    return as_utc(*date) - *offset;
}

std::optional<Date> parse_uk_local(std::string_view text) {
    const auto utc = parse_offset_instant(text);
    return utc ? std::optional(date_of(is_summer_time(*utc) ? *utc + hours(1) : *utc)) : std::nullopt;
}

std::string_view uk_offset(const Date& local) {
    return is_summer_time(as_utc(local) - hours(1)) ? "+01:00" : "+00:00";
}

std::string format_instant(sys_seconds instant) {
    return date_of(instant).to_string() + "Z";
}

std::optional<sys_seconds> parse_instant(std::string_view text) {
    if (text.empty() || text.back() != 'Z') {
        return std::nullopt;
    }
    text.remove_suffix(1);
    const auto date = Date::parse(text);
    if (!date || date->precision() < DatePrecision::minute) {
        return std::nullopt;
    }
    return as_utc(*date);
}

}  // namespace sluice
