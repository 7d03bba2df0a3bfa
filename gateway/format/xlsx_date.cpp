#include "gateway/format/xlsx_date.hpp"

#include "gateway/base/date.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/xlsx_value.hpp"

#include <cmath>

namespace sluice::format::xlsx {
namespace {

constexpr std::int64_t kLastDay = 2'958'465;  // 9999-12-31, counted from 1900
constexpr std::int64_t kDaysTo1904 = 1462;
constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kDayMs = kDaySeconds * 1000;

std::string padded(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string clock_text(std::int64_t ms, bool fractions) {
    const std::int64_t seconds = ms / 1000;
    std::string text = padded(seconds / 3600) + ':' + padded(seconds / 60 % 60) + ':' + padded(seconds % 60);
    if (fractions && ms % 1000 != 0) {
        text += '.' + std::to_string(1000 + ms % 1000).substr(1);
    }
    return text;
}

std::int64_t rounded_ms(double days, bool fractions) {
    return fractions ? std::llround(days * static_cast<double>(kDayMs))
                     : std::llround(days * static_cast<double>(kDaySeconds)) * 1000;
}

std::optional<std::string> day_text(std::int64_t day, bool from_1904) {
    using namespace std::chrono;
    constexpr std::int64_t kDayThatNeverWas = 60;
    const bool is_day =
        from_1904 ? day <= kLastDay - kDaysTo1904 : day >= 1 && day != kDayThatNeverWas && day <= kLastDay;
    if (!is_day) {
        return std::nullopt;
    }
    const sys_days start = from_1904                ? sys_days(year(1904) / 1 / 1)
                           : day < kDayThatNeverWas ? sys_days(year(1899) / 12 / 31)
                                                    : sys_days(year(1899) / 12 / 30);
    return Date::from_days(start + days(day)).to_string();
}

}  // namespace

std::optional<DateText> date_text(std::string_view stored, const NumberFormat& format, bool from_1904) {
    const auto value = parse_double(stored);
    if (!value || !(*value >= 0) || *value > static_cast<double>(kLastDay + 1)) {
        return std::nullopt;
    }
    if (format.elapsed && !format.date) {
        return DateText{clock_text(rounded_ms(*value, format.fractions), format.fractions), CellKind::time};
    }
    auto day = static_cast<std::int64_t>(*value);
    std::int64_t ms = rounded_ms(*value - std::floor(*value), format.fractions);
    const bool is_time = day == 0 && format.time && (!format.date || (!from_1904 && ms > 0));
    if (is_time) {
        const std::int64_t last = kDayMs - (format.fractions ? 1 : 1000);
        return DateText{clock_text(std::min(ms, last), format.fractions), CellKind::time};
    }
    day += ms / kDayMs;
    ms %= kDayMs;
    auto text = day_text(day, from_1904);
    if (!text) {
        return std::nullopt;
    }
    if (format.time || ms > 0) {
        *text += 'T' + clock_text(ms, format.fractions);
    }
    return DateText{std::move(*text), CellKind::date};
}

std::optional<DateText> iso_date_text(std::string_view stored, const NumberFormat& format) {
    std::string_view text = trim(stored);
    text.remove_suffix(text.ends_with('Z') ? 1 : 0);
    const std::size_t dot = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, dot);
    const std::string_view fraction = dot < text.size() ? text.substr(dot + 1) : "0";
    const bool is_time = whole.size() == std::string_view("09:30:00").size();
    const auto date = Date::parse(is_time ? "2000-01-01T" + std::string(whole) : std::string(whole));
    if (!date || date->precision() < DatePrecision::day || !all_digits(fraction)) {
        return std::nullopt;
    }
    const bool no_fraction = fraction.find_first_not_of('0') == std::string_view::npos;
    const bool is_midnight = date->hour() == 0 && date->minute() == 0 && date->second() == 0 && no_fraction;
    if (!is_time && format.date && !format.time && is_midnight) {
        return DateText{date->truncated(DatePrecision::day).to_string(), CellKind::date};
    }
    return DateText{std::string(no_fraction ? whole : text), is_time ? CellKind::time : CellKind::date};
}

}  // namespace sluice::format::xlsx
