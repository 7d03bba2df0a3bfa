#include "gateway/expression/arithmetic.hpp"
#include "gateway/expression/function_families.hpp"

#include <cmath>

namespace sluice::expression {
namespace {

// Transcendental functions have no exact result: floating point, rounded to 8 decimals.
bool give_rounded(Call& call, double result) {
    const auto decimal = from_double(result);
    return decimal ? call.give(*decimal) : true;
}

bool give_whole(Call& call, std::int64_t (*rounding)(const Decimal&)) {
    std::optional<Decimal> number;
    if (!call.input_decimal(number)) {
        return false;
    }
    return number ? call.give(rounding(*number)) : true;
}

bool give_function(Call& call, double (*function)(double)) {
    std::optional<Decimal> number;
    if (!call.input_decimal(number)) {
        return false;
    }
    return number ? give_rounded(call, function(number->to_double())) : true;
}

Decimal magnitude(const Decimal& number) {
    return number.unscaled() < 0 ? Decimal(-number.unscaled(), number.scale()) : number;
}

// By repeated multiplication; no value when it does not fit.
std::optional<Decimal> whole_power(Decimal base, std::int64_t exponent) {
    std::optional<Decimal> result = Decimal(1);
    while (exponent > 0 && result) {
        if (exponent % 2 == 1) {
            result = multiply(*result, base);
        }
        exponent /= 2;
        if (exponent > 0) {
            const auto square = multiply(base, base);
            if (!square) {
                return std::nullopt;
            }
            base = *square;
        }
    }
    return result;
}

}  // namespace

bool run_abs(Call& call) {
    const Value* value = nullptr;
    if (!call.input_value(value)) {
        return false;
    }
    if (const auto* quantity = value ? std::get_if<Quantity>(value) : nullptr) {
        return call.give(Quantity{magnitude(quantity->value), quantity->unit});
    }
    if (const auto* integer = value ? std::get_if<std::int64_t>(value) : nullptr) {
        return *integer == INT64_MIN ? true : call.give(*integer < 0 ? -*integer : *integer);
    }
    std::optional<Decimal> number;
    if (!call.input_decimal(number)) {
        return false;
    }
    return number ? call.give(magnitude(*number)) : true;
}

bool run_ceiling(Call& call) {
    return give_whole(call, ceiling_of);
}

bool run_floor(Call& call) {
    return give_whole(call, floor_of);
}

bool run_truncate(Call& call) {
    return give_whole(call, truncate_of);
}

bool run_exp(Call& call) {
    return give_function(call, std::exp);
}

bool run_ln(Call& call) {
    return give_function(call, std::log);
}

bool run_sqrt(Call& call) {
    return give_function(call, std::sqrt);
}

bool run_log(Call& call) {
    std::optional<Decimal> number;
    std::optional<Decimal> base;
    if (!call.input_decimal(number) || !call.argument_decimal(0, base)) {
        return false;
    }
    return number && base ? give_rounded(call, std::log(number->to_double()) / std::log(base->to_double()))
                          : true;
}

bool run_power(Call& call) {
    const Value* input = nullptr;
    std::optional<Decimal> number;
    std::optional<Decimal> exponent;
    if (!call.input_value(input) || !call.input_decimal(number) || !call.argument_decimal(0, exponent)) {
        return false;
    }
    if (!number || !exponent) {
        return true;
    }
    const auto whole = exponent->to_integer();
    if (!whole || *whole < 0) {
        return give_rounded(call, std::pow(number->to_double(), exponent->to_double()));
    }
    const auto result = whole_power(*number, *whole);
    if (!result) {
        return true;
    }
    const auto integer = result->to_integer();
    return std::holds_alternative<std::int64_t>(*input) && integer ? call.give(*integer) : call.give(*result);
}

bool run_round(Call& call) {
    std::optional<Decimal> number;
    std::optional<std::int64_t> decimals = 0;
    if (!call.input_decimal(number) || (call.argument_count() > 0 && !call.argument_integer(0, decimals))) {
        return false;
    }
    if (decimals && *decimals < 0) {
        return call.fail("round() needs a number of decimals of 0 or more");
    }
    if (!number || !decimals) {
        return true;
    }
    return call.give(round_to(*number, static_cast<std::uint8_t>(std::min<std::int64_t>(*decimals, 18))));
}

}  // namespace sluice::expression
