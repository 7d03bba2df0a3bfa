#include "gateway/expression/arithmetic.hpp"
#include "gateway/expression/function_families.hpp"
#include "gateway/expression/unit.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace sluice::expression {
namespace {

// Digits of a literal at each precision: what precision() answers and the boundaries take.
constexpr std::array<std::int64_t, 7> kDateDigits = {4, 6, 8, 10, 12, 14, 17};
constexpr std::array<std::int64_t, 7> kTimeDigits = {0, 0, 0, 2, 4, 6, 9};

std::optional<Precision> precision_of(const std::array<std::int64_t, 7>& digits, std::int64_t wanted) {
    const auto* found = std::find(digits.begin(), digits.end(), wanted);
    return found != digits.end() && wanted > 0 ? std::optional(static_cast<Precision>(found - digits.begin()))
                                               : std::nullopt;
}

// Half a unit in the last place below or above, then cut to so many decimals away from the middle.
std::optional<Decimal> decimal_boundary(const Decimal& value, std::int64_t decimals, bool high) {
    if (decimals < 0 || decimals > 18 || value.scale() >= 18) {
        return std::nullopt;
    }
    const Decimal half(high ? 5 : -5, static_cast<std::uint8_t>(value.scale() + 1));
    const auto moved = add(value, half);
    if (!moved) {
        return std::nullopt;
    }
    const auto wanted = static_cast<std::uint8_t>(decimals);
    if (moved->scale() <= wanted) {
        return with_scale(*moved, wanted);
    }
    const auto divisor = power_of_ten(static_cast<std::uint8_t>(moved->scale() - wanted));
    const Decimal quotient(moved->unscaled(), static_cast<std::uint8_t>(moved->scale() - wanted));
    const std::int64_t whole =
        divisor == 1 ? moved->unscaled() : (high ? ceiling_of(quotient) : floor_of(quotient));
    return Decimal(whole, wanted);
}

unsigned last_day(int year, unsigned month) {
    const std::chrono::year_month_day_last last{
        std::chrono::year(year), std::chrono::month_day_last{std::chrono::month(month)}};
    return static_cast<unsigned>(last.day());
}

// Milliseconds past what the precision fixes, at its latest.
std::uint32_t latest_rest(Precision precision) {
    constexpr std::array<std::uint32_t, 7> kRest = {
        kMillisecondsInDay - 1, kMillisecondsInDay - 1, kMillisecondsInDay - 1, 3'599'999, 59'999, 999, 0};
    return kRest[static_cast<std::size_t>(precision)];
}

// Extreme offsets of the world stand in where there is none: the earliest instant is at UTC+14, the latest at
// UTC-12.
DateTime date_time_boundary(const DateTime& value, Precision wanted, bool high) {
    constexpr std::int16_t kEastMost = 14 * 60;
    constexpr std::int16_t kWestMost = -12 * 60;
    DateTime out = value;
    if (high) {
        const unsigned month = value.precision == Precision::year ? 12 : value.date.month();
        const unsigned day =
            value.precision <= Precision::month ? last_day(value.date.year(), month) : value.date.day();
        out.date = Date(value.date.year(), month, day);
        out.milliseconds += latest_rest(value.precision);
    } else {
        out.date = Date(value.date.year(), value.date.month(), value.date.day());
    }
    out.precision = wanted;
    if (wanted <= Precision::day) {
        out.date = out.date.truncated(static_cast<DatePrecision>(wanted));
        out.milliseconds = 0;
        out.offset_minutes.reset();
    } else if (!out.offset_minutes) {
        out.offset_minutes = high ? kWestMost : kEastMost;
    }
    return out;
}

bool give_date_boundary(Call& call, const Date& date, std::optional<std::int64_t> digits, bool high) {
    const auto wanted = precision_of(kDateDigits, digits.value_or(8));
    if (!wanted) {
        return true;
    }
    const auto moved = date_time_boundary(DateTime::from_date(date), *wanted, high);
    return *wanted <= Precision::day ? call.give(moved.date) : call.give(moved);
}

bool give_boundary(Call& call, const Value& value, std::optional<std::int64_t> digits, bool high) {
    if (const auto* quantity = std::get_if<Quantity>(&value)) {
        const auto moved = decimal_boundary(quantity->value, digits.value_or(8), high);
        return moved ? call.give(Quantity{*moved, quantity->unit}) : true;
    }
    if (const auto* date = std::get_if<Date>(&value)) {
        return give_date_boundary(call, *date, digits, high);
    }
    if (const auto* date_time = std::get_if<DateTime>(&value)) {
        const auto wanted = precision_of(kDateDigits, digits.value_or(17));
        if (!wanted) {
            return true;
        }
        const auto moved = date_time_boundary(*date_time, *wanted, high);
        return call.give(moved);
    }
    if (const auto* time = std::get_if<Time>(&value)) {
        const auto wanted = precision_of(kTimeDigits, digits.value_or(9));
        const std::uint32_t rest = high ? latest_rest(time->precision) : 0;
        return wanted ? call.give(Time{time->milliseconds + rest, *wanted}) : true;
    }
    std::optional<Decimal> number;
    if (!call.input_decimal(number)) {
        return false;
    }
    const auto moved = decimal_boundary(*number, digits.value_or(8), high);
    return moved ? call.give(*moved) : true;
}

bool run_boundary(Call& call, bool high) {
    const Value* value = nullptr;
    std::optional<std::int64_t> digits;
    if (!call.input_value(value) || (call.argument_count() > 0 && !call.argument_integer(0, digits))) {
        return false;
    }
    return value ? give_boundary(call, *value, digits, high) : true;
}

}  // namespace

bool run_low_boundary(Call& call) {
    return run_boundary(call, false);
}

bool run_high_boundary(Call& call) {
    return run_boundary(call, true);
}

bool run_precision(Call& call) {
    const Value* value = nullptr;
    if (!call.input_value(value)) {
        return false;
    }
    if (!value) {
        return true;
    }
    if (const auto* date = std::get_if<Date>(value)) {
        return call.give(kDateDigits[static_cast<std::size_t>(DateTime::from_date(*date).precision)]);
    }
    if (const auto* date_time = std::get_if<DateTime>(value)) {
        return call.give(kDateDigits[static_cast<std::size_t>(date_time->precision)]);
    }
    if (const auto* time = std::get_if<Time>(value)) {
        return call.give(kTimeDigits[static_cast<std::size_t>(time->precision)]);
    }
    std::optional<Decimal> number;
    if (!call.input_decimal(number)) {
        return false;
    }
    return number ? call.give(std::int64_t{number->scale()}) : true;
}

bool run_comparable(Call& call) {
    const Value* left = nullptr;
    Scratch storage;
    if (!call.input_value(left) || !call.read(0, *storage)) {
        return false;
    }
    if (!left || storage->empty()) {
        return true;
    }
    const auto* a = std::get_if<Quantity>(left);
    const auto* b = storage->front().get<Quantity>();
    if (!a || !b || storage->size() > 1) {
        return call.fail("comparable() needs a Quantity on each side");
    }
    return call.give(are_comparable(*a, *b));
}

}  // namespace sluice::expression
