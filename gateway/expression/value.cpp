#include "gateway/expression/value.hpp"

#include "gateway/base/text.hpp"
#include "gateway/expression/unit.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace sluice::expression {
namespace {

// Exactly two digits, at most `maximum`.
std::optional<std::uint32_t> read_pair(std::string_view& text, std::uint32_t maximum) {
    const auto value = read_number(text, 2);
    return value && *value <= maximum ? value : std::nullopt;
}

// The digits after the point of the seconds, as milliseconds.
std::optional<std::uint32_t> read_fraction(std::string_view& text) {
    std::uint32_t milliseconds = 0;
    std::uint32_t weight = 100;
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits])) {
        milliseconds += weight * static_cast<std::uint32_t>(text[digits] - '0');
        weight /= 10;
        ++digits;
    }
    text.remove_prefix(digits);
    return digits > 0 ? std::optional(milliseconds) : std::nullopt;
}

// Shrinks text by a time of day; what follows is the caller's.
std::optional<Time> read_time(std::string_view& text) {
    const auto hour = read_pair(text, 23);
    if (!hour) {
        return std::nullopt;
    }
    Time time{*hour * 3'600'000, Precision::hour};
    if (!skip(text, ':')) {
        return time;
    }
    const auto minute = read_pair(text, 59);
    if (!minute) {
        return std::nullopt;
    }
    time.milliseconds += *minute * 60'000;
    time.precision = Precision::minute;
    if (!skip(text, ':')) {
        return time;
    }
    const auto second = read_pair(text, 59);
    if (!second) {
        return std::nullopt;
    }
    time.milliseconds += *second * 1000;
    time.precision = Precision::second;
    if (!skip(text, '.')) {
        return time;
    }
    const auto fraction = read_fraction(text);
    if (!fraction) {
        return std::nullopt;
    }
    time.milliseconds += *fraction;
    time.precision = Precision::millisecond;
    return time;
}

std::optional<std::int16_t> read_offset(std::string_view text) {
    if (text == "Z") {
        return std::int16_t{0};
    }
    const bool west = !text.empty() && text.front() == '-';
    if (!west && (text.empty() || text.front() != '+')) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const auto hours = read_pair(text, 14);
    const bool colon = skip(text, ':');
    const auto minutes = read_pair(text, 59);
    if (!hours || !colon || !minutes || !text.empty()) {
        return std::nullopt;
    }
    const int offset = static_cast<int>(*hours * 60 + *minutes);
    return static_cast<std::int16_t>(west ? -offset : offset);
}

Precision from_date_precision(DatePrecision precision) {
    constexpr std::array kPrecisions = {
        Precision::year, Precision::month, Precision::day, Precision::minute, Precision::second};
    return kPrecisions[static_cast<std::size_t>(precision)];
}

std::string time_text(std::uint32_t milliseconds, Precision precision) {
    std::array<char, 24> text{};
    const unsigned hour = milliseconds / 3'600'000;
    const unsigned minute = milliseconds / 60'000 % 60;
    const unsigned second = milliseconds / 1000 % 60;
    if (precision <= Precision::hour) {
        std::snprintf(text.data(), text.size(), "%02u", hour);
    } else if (precision == Precision::minute) {
        std::snprintf(text.data(), text.size(), "%02u:%02u", hour, minute);
    } else if (precision == Precision::second) {
        std::snprintf(text.data(), text.size(), "%02u:%02u:%02u", hour, minute, second);
    } else {
        std::snprintf(
            text.data(), text.size(), "%02u:%02u:%02u.%03u", hour, minute, second, milliseconds % 1000
        );
    }
    return text.data();
}

std::string offset_text(std::int16_t offset_minutes) {
    if (offset_minutes == 0) {
        return "Z";
    }
    std::array<char, 24> text{};
    const int distance = offset_minutes < 0 ? -offset_minutes : offset_minutes;
    std::snprintf(
        text.data(), text.size(), "%c%02d:%02d", offset_minutes < 0 ? '-' : '+', distance / 60, distance % 60
    );
    return text.data();
}

}  // namespace

std::optional<Time> Time::parse(std::string_view text) {
    const auto time = read_time(text);
    return text.empty() ? time : std::nullopt;
}

std::optional<DateTime> DateTime::parse(std::string_view text) {
    const auto at = text.find('T');
    const auto date = Date::parse(text.substr(0, at));
    if (!date || !is_date_only(*date)) {
        return std::nullopt;
    }
    DateTime out = from_date(*date);
    if (at == std::string_view::npos || at + 1 == text.size()) {
        return out;
    }
    text.remove_prefix(at + 1);
    const auto time = read_time(text);
    if (!time || date->precision() != DatePrecision::day) {
        return std::nullopt;
    }
    out.milliseconds = time->milliseconds;
    out.precision = time->precision;
    if (!text.empty()) {
        out.offset_minutes = read_offset(text);
        return out.offset_minutes ? std::optional(out) : std::nullopt;
    }
    return out;
}

DateTime DateTime::from_date(const Date& date) {
    DateTime out;
    out.date = date.truncated(DatePrecision::day);
    out.milliseconds = (date.hour() * 3600 + date.minute() * 60 + date.second()) * 1000;
    out.precision = from_date_precision(date.precision());
    return out;
}

std::optional<Quantity> Quantity::parse(std::string_view text) {
    const auto number_end = std::min(text.find_first_not_of("+-.0123456789"), text.size());
    const auto number = Decimal::parse(text.substr(0, number_end));
    if (!number) {
        return std::nullopt;
    }
    auto unit = trim(text.substr(number_end));
    if (unit.empty()) {
        return Quantity{*number, "1"};
    }
    if (unit.size() > 2 && unit.front() == '\'' && unit.back() == '\'') {
        unit = unit.substr(1, unit.size() - 2);
        return unit.find('\'') == std::string_view::npos ? std::optional(Quantity{*number, std::string(unit)})
                                                         : std::nullopt;
    }
    return is_calendar_unit(unit) ? std::optional(Quantity{*number, std::string(unit)}) : std::nullopt;
}

bool is_date_only(const Date& date) {
    return date.precision() <= DatePrecision::day;
}

std::string_view type_name(const Value& value) {
    constexpr std::array<std::string_view, std::variant_size_v<Value>> kNames = {
        "Boolean", "Integer", "Decimal", "String", "Date", "DateTime", "Time", "Quantity"};
    const auto* date = std::get_if<Date>(&value);
    return date && !is_date_only(*date) ? "DateTime" : kNames[value.index()];
}

std::string to_string(const Time& value) {
    return time_text(value.milliseconds, value.precision);
}

std::string to_string(const DateTime& value) {
    std::string text = value.date.to_string();
    if (value.precision <= Precision::day) {
        return text;
    }
    text += 'T';
    text += time_text(value.milliseconds, value.precision);
    if (value.offset_minutes) {
        text += offset_text(*value.offset_minutes);
    }
    return text;
}

std::string to_string(const Quantity& value) {
    if (is_calendar_unit(value.unit)) {
        return value.value.to_string() + " " + value.unit;
    }
    return value.value.to_string() + " '" + (value.unit.empty() ? "1" : value.unit) + "'";
}

std::string to_string(const Value& value) {
    struct Writer {
        std::string operator()(bool v) const { return v ? "true" : "false"; }
        std::string operator()(std::int64_t v) const { return std::to_string(v); }
        std::string operator()(const std::string& v) const { return v; }
        std::string operator()(const Decimal& v) const { return v.to_string(); }
        std::string operator()(const Date& v) const { return v.to_string(); }
        std::string operator()(const DateTime& v) const { return expression::to_string(v); }
        std::string operator()(const Time& v) const { return expression::to_string(v); }
        std::string operator()(const Quantity& v) const { return expression::to_string(v); }
    };
    return std::visit(Writer{}, value);
}

}  // namespace sluice::expression
