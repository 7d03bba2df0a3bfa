#include "gateway/expression/calendar.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace sluice::expression {
namespace {

using Minutes = std::int64_t;
constexpr Minutes kMinutesInDay = 1440;
constexpr std::uint32_t kMillisecondsInMinute = 60'000;

constexpr std::size_t kComponents = 6;  // year, month, day, hour, minute, second with its fraction

struct Parts {
    std::array<std::int64_t, kComponents> values{};
    std::size_t count = 0;
};

std::size_t component_count(Precision precision) {
    return std::min(static_cast<std::size_t>(precision) + 1, kComponents);
}

// `shift` minutes are taken off first: the offset, when both sides are brought to UTC.
Parts parts_of(const DateTime& value, Minutes shift) {
    DateTime at = value;
    if (shift != 0) {
        const Minutes minute = static_cast<Minutes>(at.milliseconds / kMillisecondsInMinute) - shift;
        const Minutes days = minute >= 0 ? minute / kMinutesInDay : -1 - (-1 - minute) / kMinutesInDay;
        at.date = Date::from_days(at.date.days() + std::chrono::days(days));
        at.milliseconds = static_cast<std::uint32_t>(minute - days * kMinutesInDay) * kMillisecondsInMinute +
                          at.milliseconds % kMillisecondsInMinute;
    }
    Parts parts;
    parts.values = {
        at.date.year(),
        at.date.month(),
        at.date.day(),
        at.milliseconds / 3'600'000,
        at.milliseconds / kMillisecondsInMinute % 60,
        at.milliseconds % kMillisecondsInMinute};
    parts.count = component_count(value.precision);
    return parts;
}

std::optional<std::strong_ordering> compare_parts(const Parts& a, const Parts& b) {
    const std::size_t shared = std::min(a.count, b.count);
    for (std::size_t i = 0; i < shared; ++i) {
        if (a.values[i] != b.values[i]) {
            return a.values[i] <=> b.values[i];
        }
    }
    return a.count == b.count ? std::optional(std::strong_ordering::equal) : std::nullopt;
}

struct UnitWord {
    std::string_view word;
    CalendarUnit unit;
};
constexpr std::array kUnitWords = {
    UnitWord{"d", CalendarUnit::day},
    UnitWord{"day", CalendarUnit::day},
    UnitWord{"days", CalendarUnit::day},
    UnitWord{"h", CalendarUnit::hour},
    UnitWord{"hour", CalendarUnit::hour},
    UnitWord{"hours", CalendarUnit::hour},
    UnitWord{"millisecond", CalendarUnit::millisecond},
    UnitWord{"milliseconds", CalendarUnit::millisecond},
    UnitWord{"min", CalendarUnit::minute},
    UnitWord{"minute", CalendarUnit::minute},
    UnitWord{"minutes", CalendarUnit::minute},
    UnitWord{"month", CalendarUnit::month},
    UnitWord{"months", CalendarUnit::month},
    UnitWord{"ms", CalendarUnit::millisecond},
    UnitWord{"s", CalendarUnit::second},
    UnitWord{"second", CalendarUnit::second},
    UnitWord{"seconds", CalendarUnit::second},
    UnitWord{"week", CalendarUnit::week},
    UnitWord{"weeks", CalendarUnit::week},
    UnitWord{"wk", CalendarUnit::week},
    UnitWord{"year", CalendarUnit::year},
    UnitWord{"years", CalendarUnit::year},
};

// Milliseconds of the units of definite length; 0 for month and year.
std::int64_t unit_milliseconds(CalendarUnit unit) {
    constexpr std::array<std::int64_t, 8> kLengths = {0,         0,      604'800'000, 86'400'000,
                                                      3'600'000, 60'000, 1000,        1};
    return kLengths[static_cast<std::size_t>(unit)];
}

constexpr std::int64_t kMonthsMax = 12 * 9999;

std::optional<Date> add_to_month(const Date& date, std::int64_t months) {
    const std::int64_t index = date.year() * 12 + static_cast<std::int64_t>(date.month()) - 1 + months;
    if (months > kMonthsMax || months < -kMonthsMax || index < 12 || index >= 10'000 * 12) {
        return std::nullopt;
    }
    return add_months(date, static_cast<int>(months));
}

std::optional<DateTime> add_days(DateTime value, std::int64_t days) {
    const auto moved = value.date.days() + std::chrono::days(days);
    const std::chrono::year_month_day ymd{moved};
    if (days > 4'000'000 || days < -4'000'000 || static_cast<int>(ymd.year()) < 1 ||
        static_cast<int>(ymd.year()) > 9999) {
        return std::nullopt;
    }
    value.date = Date::from_days(moved, value.date.precision());
    return value;
}

// The amount in whole months for a value of year or month precision.
std::int64_t whole_months(std::int64_t amount, CalendarUnit unit, Precision precision) {
    std::int64_t months = amount;
    if (unit == CalendarUnit::year) {
        months = amount * 12;
    } else if (unit != CalendarUnit::month) {
        const std::int64_t days = amount * unit_milliseconds(unit) / kMillisecondsInDay;
        months = precision == Precision::year ? days / 365 * 12 : days / 30;
    }
    return precision == Precision::year ? months / 12 * 12 : months;
}

}  // namespace

std::optional<std::strong_ordering> compare(
    const DateTime& a, const DateTime& b, int default_offset_minutes
) {
    const bool timed = a.precision >= Precision::hour && b.precision >= Precision::hour;
    if (timed && (a.offset_minutes || b.offset_minutes)) {
        return compare_parts(
            parts_of(a, a.offset_minutes.value_or(static_cast<std::int16_t>(default_offset_minutes))),
            parts_of(b, b.offset_minutes.value_or(static_cast<std::int16_t>(default_offset_minutes)))
        );
    }
    return compare_parts(parts_of(a, 0), parts_of(b, 0));
}

std::optional<std::strong_ordering> compare(const Time& a, const Time& b) {
    DateTime left;
    left.milliseconds = a.milliseconds;
    left.precision = a.precision;
    DateTime right;
    right.milliseconds = b.milliseconds;
    right.precision = b.precision;
    return compare(left, right, 0);
}

std::optional<CalendarUnit> calendar_unit(std::string_view unit) {
    const auto* found = std::lower_bound(
        kUnitWords.begin(), kUnitWords.end(), unit,
        [](const UnitWord& entry, std::string_view word) { return entry.word < word; }
    );
    return found != kUnitWords.end() && found->word == unit ? std::optional(found->unit) : std::nullopt;
}

std::optional<DateTime> add(const DateTime& value, std::int64_t amount, CalendarUnit unit) {
    const std::int64_t length = unit_milliseconds(unit);
    if (length == 0 && (amount > kMonthsMax || amount < -kMonthsMax)) {
        return std::nullopt;
    }
    if (length != 0 && std::abs(static_cast<double>(amount)) * static_cast<double>(length) > 4e14) {
        return std::nullopt;
    }
    DateTime out = value;
    if (length == 0 || value.precision <= Precision::month) {
        const auto date = add_to_month(value.date, whole_months(amount, unit, value.precision));
        if (!date) {
            return std::nullopt;
        }
        out.date = *date;
        return out;
    }
    if (value.precision == Precision::day) {
        return add_days(out, amount * length / kMillisecondsInDay);
    }
    const std::int64_t moved = static_cast<std::int64_t>(value.milliseconds) + amount * length;
    const std::int64_t days =
        moved >= 0 ? moved / kMillisecondsInDay : -1 - (-1 - moved) / kMillisecondsInDay;
    out.milliseconds = static_cast<std::uint32_t>(moved - days * kMillisecondsInDay);
    if (unit == CalendarUnit::millisecond && value.precision < Precision::millisecond &&
        out.milliseconds % 1000 != 0) {
        out.milliseconds -= out.milliseconds % 1000;
    }
    return add_days(out, days);
}

Time add(const Time& value, std::int64_t amount, CalendarUnit unit) {
    const std::int64_t length = unit_milliseconds(unit) % kMillisecondsInDay;
    const std::int64_t day = kMillisecondsInDay;
    const std::int64_t moved = (value.milliseconds + (amount % day) * length) % day;
    Time out = value;
    out.milliseconds = static_cast<std::uint32_t>((moved + day) % day);
    return out;
}

}  // namespace sluice::expression
