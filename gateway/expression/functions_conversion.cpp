#include "gateway/base/text.hpp"
#include "gateway/expression/calendar.hpp"
#include "gateway/expression/function_families.hpp"
#include "gateway/expression/unit.hpp"

#include <algorithm>
#include <array>

namespace sluice::expression {
namespace {

using Converted = std::optional<Value>;

Converted to_boolean(const Value& value) {
    constexpr std::array<std::string_view, 6> kTrue = {"true", "t", "yes", "y", "1", "1.0"};
    constexpr std::array<std::string_view, 6> kFalse = {"false", "f", "no", "n", "0", "0.0"};
    if (std::holds_alternative<bool>(value)) {
        return value;
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        const std::string lower = to_lower(*text);
        const bool yes = std::find(kTrue.begin(), kTrue.end(), lower) != kTrue.end();
        const bool no = std::find(kFalse.begin(), kFalse.end(), lower) != kFalse.end();
        return yes || no ? Converted(Value(yes)) : std::nullopt;
    }
    std::optional<Decimal> number;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        number = Decimal(*integer);
    } else if (const auto* decimal = std::get_if<Decimal>(&value)) {
        number = *decimal;
    }
    const bool yes = number && *number == Decimal(1);
    const bool no = number && *number == Decimal(0);
    return yes || no ? Converted(Value(yes)) : std::nullopt;
}

Converted to_integer(const Value& value) {
    if (const auto* boolean = std::get_if<bool>(&value)) {
        return Value(std::int64_t{*boolean ? 1 : 0});
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        const bool plain = text->find_first_of(".eE") == std::string::npos;
        const auto number = plain ? Decimal::parse(*text) : std::nullopt;
        return number ? Converted(Value(number->unscaled())) : std::nullopt;
    }
    return std::holds_alternative<std::int64_t>(value) ? Converted(value) : std::nullopt;
}

Converted to_decimal(const Value& value) {
    if (const auto* boolean = std::get_if<bool>(&value)) {
        return Value(Decimal(*boolean ? 10 : 0, 1));
    }
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return Value(Decimal(*integer));
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        const bool plain = text->find_first_of("eE") == std::string::npos;
        const auto number = plain ? Decimal::parse(*text) : std::nullopt;
        return number ? Converted(Value(*number)) : std::nullopt;
    }
    return std::holds_alternative<Decimal>(value) ? Converted(value) : std::nullopt;
}

Converted to_text(const Value& value) {
    return Value(to_string(value));
}

Converted to_date(const Value& value) {
    std::optional<Date> date;
    if (const auto* own = std::get_if<Date>(&value)) {
        date = own->truncated(DatePrecision::day);
    } else if (const auto* date_time = std::get_if<DateTime>(&value)) {
        date = date_time->date;
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        date = Date::parse(*text);
        date = date && is_date_only(*date) ? date : std::nullopt;
    }
    return date ? Converted(Value(*date)) : std::nullopt;
}

Converted to_date_time(const Value& value) {
    if (const auto* date = std::get_if<Date>(&value)) {
        return Value(DateTime::from_date(*date));
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        const auto date_time = DateTime::parse(*text);
        return date_time ? Converted(Value(*date_time)) : std::nullopt;
    }
    return std::holds_alternative<DateTime>(value) ? Converted(value) : std::nullopt;
}

Converted to_time(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        const auto time = Time::parse(*text);
        return time ? Converted(Value(*time)) : std::nullopt;
    }
    return std::holds_alternative<Time>(value) ? Converted(value) : std::nullopt;
}

Converted to_quantity(const Value& value) {
    if (std::holds_alternative<Quantity>(value)) {
        return value;
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        auto quantity = Quantity::parse(*text);
        return quantity ? Converted(Value(std::move(*quantity))) : std::nullopt;
    }
    const auto number = to_decimal(value);
    return number ? Converted(Value(Quantity{std::get<Decimal>(*number), "1"})) : std::nullopt;
}

bool convert_input(Call& call, Converted (*conversion)(const Value&)) {
    const Value* value = nullptr;
    if (!call.input_value(value)) {
        return false;
    }
    auto converted = value ? conversion(*value) : std::nullopt;
    return converted ? call.give(std::move(*converted)) : true;
}

bool can_convert_input(Call& call, Converted (*conversion)(const Value&)) {
    const Value* value = nullptr;
    if (!call.input_value(value)) {
        return false;
    }
    return value ? call.give(conversion(*value).has_value()) : true;
}

// With the optional unit of toQuantity() and convertsToQuantity().
bool read_quantity(Call& call, const Value*& input, std::optional<Quantity>& quantity) {
    std::optional<std::string> unit;
    if (!call.input_value(input) || (call.argument_count() > 0 && !call.argument_text(0, unit))) {
        return false;
    }
    const auto converted = input ? to_quantity(*input) : std::nullopt;
    quantity = converted ? std::optional(std::get<Quantity>(*converted)) : std::nullopt;
    if (quantity && unit) {
        const auto amount = convert(*quantity, *unit, false);
        quantity = amount ? std::optional(Quantity{*amount, *unit}) : std::nullopt;
    }
    return true;
}

}  // namespace

bool run_to_boolean(Call& call) {
    return convert_input(call, to_boolean);
}
bool run_converts_to_boolean(Call& call) {
    return can_convert_input(call, to_boolean);
}
bool run_to_integer(Call& call) {
    return convert_input(call, to_integer);
}
bool run_converts_to_integer(Call& call) {
    return can_convert_input(call, to_integer);
}
bool run_to_decimal(Call& call) {
    return convert_input(call, to_decimal);
}
bool run_converts_to_decimal(Call& call) {
    return can_convert_input(call, to_decimal);
}
bool run_to_string(Call& call) {
    return convert_input(call, to_text);
}
bool run_converts_to_string(Call& call) {
    return can_convert_input(call, to_text);
}
bool run_to_date(Call& call) {
    return convert_input(call, to_date);
}
bool run_converts_to_date(Call& call) {
    return can_convert_input(call, to_date);
}
bool run_to_date_time(Call& call) {
    return convert_input(call, to_date_time);
}
bool run_converts_to_date_time(Call& call) {
    return can_convert_input(call, to_date_time);
}
bool run_to_time(Call& call) {
    return convert_input(call, to_time);
}
bool run_converts_to_time(Call& call) {
    return can_convert_input(call, to_time);
}

bool run_to_quantity(Call& call) {
    const Value* input = nullptr;
    std::optional<Quantity> quantity;
    if (!read_quantity(call, input, quantity)) {
        return false;
    }
    return quantity ? call.give(Value(std::move(*quantity))) : true;
}

bool run_converts_to_quantity(Call& call) {
    const Value* input = nullptr;
    std::optional<Quantity> quantity;
    if (!read_quantity(call, input, quantity)) {
        return false;
    }
    return input ? call.give(quantity.has_value()) : true;
}

}  // namespace sluice::expression
