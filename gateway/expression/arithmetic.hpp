// Exact arithmetic over sluice::Decimal. No value = the result does not fit 18 digits (overflow), or a
// division by zero: FHIRPath answers empty for both (N1 2.0.0, 6.6).
#pragma once

#include "gateway/base/decimal.hpp"

#include <cstdint>
#include <optional>

namespace sluice::expression {

// Decimals of a quotient, and of a product or sum that would not fit otherwise: the step size of a FHIRPath
// Decimal (N1 2.0.0, "Decimal").
inline constexpr std::uint8_t kQuotientDecimals = 8;

std::optional<Decimal> add(const Decimal& a, const Decimal& b);
std::optional<Decimal> subtract(const Decimal& a, const Decimal& b);
std::optional<Decimal> multiply(const Decimal& a, const Decimal& b);
// Rounded half away from zero to kQuotientDecimals, trailing zeros dropped.
std::optional<Decimal> divide(const Decimal& a, const Decimal& b);
// A mean: the exact quotient, rounded once, half away from zero. REQUIRES: parts > 0, decimals <= 18.
std::optional<Decimal> divide_to(const Decimal& value, std::int64_t parts, std::uint8_t decimals);
// Truncated towards zero; modulo has the sign of the dividend.
std::optional<std::int64_t> divide_whole(const Decimal& a, const Decimal& b);
std::optional<Decimal> modulo(const Decimal& a, const Decimal& b);

// Half away from zero; no effect where the value has not so many decimals.
Decimal round_to(const Decimal& value, std::uint8_t decimals);
std::optional<Decimal> with_scale(const Decimal& value, std::uint8_t decimals);  // pads or rounds
std::int64_t floor_of(const Decimal& value);
std::int64_t ceiling_of(const Decimal& value);
std::int64_t truncate_of(const Decimal& value);

// 10^exponent for 0 .. 18.
std::int64_t power_of_ten(std::uint8_t exponent);
// Nearest Decimal with kQuotientDecimals; no value for what is not finite or does not fit.
std::optional<Decimal> from_double(double value);

// No value on overflow.
std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b);
std::optional<std::int64_t> checked_subtract(std::int64_t a, std::int64_t b);
std::optional<std::int64_t> checked_multiply(std::int64_t a, std::int64_t b);

}  // namespace sluice::expression
