#include "gateway/expression/arithmetic.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice::expression {
namespace {

__extension__ using Wide = __int128;  // products of two 18-digit numbers

constexpr int kDigitsMax = 18;
constexpr Wide kUnscaledMax = Wide{1'000'000'000'000'000'000};  // exclusive: 18 digits, as Decimal::parse

// Halves go away from zero. REQUIRES: divisor > 0.
Wide divide_rounded(Wide value, Wide divisor) {
    const Wide distance = value < 0 ? -value : value;
    const Wide quotient = distance / divisor + (distance % divisor * 2 >= divisor ? 1 : 0);
    return value < 0 ? -quotient : quotient;
}

bool fits(Wide value) {
    return value < kUnscaledMax && value > -kUnscaledMax;
}

// Gives digits up only where it must, and never more than kQuotientDecimals would.
std::optional<Decimal> narrow(Wide unscaled, int scale) {
    while (scale > kQuotientDecimals && (scale > kDigitsMax || !fits(unscaled))) {
        const int excess = scale > kDigitsMax ? scale - kDigitsMax : 1;
        unscaled = divide_rounded(unscaled, power_of_ten(static_cast<std::uint8_t>(excess)));
        scale -= excess;
    }
    while (scale > 0 && !fits(unscaled) && unscaled % 10 == 0) {
        unscaled /= 10;
        --scale;
    }
    if (!fits(unscaled)) {
        return std::nullopt;
    }
    return Decimal(static_cast<std::int64_t>(unscaled), static_cast<std::uint8_t>(scale));
}

Wide aligned(const Decimal& value, std::uint8_t scale) {
    return Wide{value.unscaled()} * power_of_ten(static_cast<std::uint8_t>(scale - value.scale()));
}

}  // namespace

std::int64_t power_of_ten(std::uint8_t exponent) {
    static constexpr std::array<std::int64_t, kDigitsMax + 1> kPowers = [] {
        std::array<std::int64_t, kDigitsMax + 1> powers{};
        std::int64_t power = 1;
        for (std::size_t i = 0; i < powers.size(); ++i) {
            powers[i] = power;
            power *= i + 1 < powers.size() ? 10 : 1;
        }
        return powers;
    }();
    return kPowers[std::min<std::size_t>(exponent, kDigitsMax)];
}

std::optional<Decimal> add(const Decimal& a, const Decimal& b) {
    const auto scale = std::max(a.scale(), b.scale());
    return narrow(aligned(a, scale) + aligned(b, scale), scale);
}

std::optional<Decimal> subtract(const Decimal& a, const Decimal& b) {
    const auto scale = std::max(a.scale(), b.scale());
    return narrow(aligned(a, scale) - aligned(b, scale), scale);
}

std::optional<Decimal> multiply(const Decimal& a, const Decimal& b) {
    return narrow(Wide{a.unscaled()} * b.unscaled(), a.scale() + b.scale());
}

std::optional<Decimal> divide(const Decimal& a, const Decimal& b) {
    if (b.unscaled() == 0) {
        return std::nullopt;
    }
    // a/b = (a.unscaled * 10^(b.scale + 8 - a.scale)) / b.unscaled, with the exponent on the side where it
    // is positive.
    const Decimal left = a.normalised();
    const Decimal right = b.normalised();
    const int exponent = right.scale() + kQuotientDecimals - left.scale();
    Wide dividend = left.unscaled();
    Wide divisor = right.unscaled();
    if (exponent >= 0) {
        dividend *= power_of_ten(static_cast<std::uint8_t>(std::min(exponent, kDigitsMax)));
        const auto rest = static_cast<std::uint8_t>(std::max(exponent - kDigitsMax, 0));
        const Wide limit = kUnscaledMax * kUnscaledMax * 100 / power_of_ten(rest);  // 10^38 is below 2^127
        if (dividend > limit || -dividend > limit) {
            return std::nullopt;
        }
        dividend *= power_of_ten(rest);
    } else {
        divisor *= power_of_ten(static_cast<std::uint8_t>(-exponent));
    }
    if (divisor < 0) {
        dividend = -dividend;
        divisor = -divisor;
    }
    const auto quotient = narrow(divide_rounded(dividend, divisor), kQuotientDecimals);
    return quotient ? std::optional(quotient->normalised()) : std::nullopt;
}

std::optional<Decimal> divide_to(const Decimal& value, std::int64_t parts, std::uint8_t decimals) {
    // Both are below 10^18, so neither product reaches 2^127.
    const auto quotient = divide_rounded(
        Wide{value.unscaled()} * power_of_ten(decimals), Wide{parts} * power_of_ten(value.scale())
    );
    return fits(quotient) ? std::optional(Decimal(static_cast<std::int64_t>(quotient), decimals))
                          : std::nullopt;
}

std::optional<std::int64_t> divide_whole(const Decimal& a, const Decimal& b) {
    if (b.unscaled() == 0) {
        return std::nullopt;
    }
    const auto scale = std::max(a.scale(), b.scale());
    const Wide quotient = aligned(a, scale) / aligned(b, scale);
    return fits(quotient) ? std::optional(static_cast<std::int64_t>(quotient)) : std::nullopt;
}

std::optional<Decimal> modulo(const Decimal& a, const Decimal& b) {
    if (b.unscaled() == 0) {
        return std::nullopt;
    }
    const auto scale = std::max(a.scale(), b.scale());
    return narrow(aligned(a, scale) % aligned(b, scale), scale);
}

Decimal round_to(const Decimal& value, std::uint8_t decimals) {
    if (value.scale() <= decimals) {
        return value;
    }
    const auto divisor = power_of_ten(static_cast<std::uint8_t>(value.scale() - decimals));
    return Decimal(static_cast<std::int64_t>(divide_rounded(value.unscaled(), divisor)), decimals);
}

std::optional<Decimal> with_scale(const Decimal& value, std::uint8_t decimals) {
    if (decimals > kDigitsMax) {
        return std::nullopt;
    }
    if (value.scale() >= decimals) {
        return round_to(value, decimals);
    }
    const Wide unscaled = aligned(value, decimals);
    return fits(unscaled) ? std::optional(Decimal(static_cast<std::int64_t>(unscaled), decimals))
                          : std::nullopt;
}

std::int64_t truncate_of(const Decimal& value) {
    return value.unscaled() / power_of_ten(value.scale());
}

std::int64_t floor_of(const Decimal& value) {
    return truncate_of(value) - (value.unscaled() < 0 && !value.is_integer() ? 1 : 0);
}

std::int64_t ceiling_of(const Decimal& value) {
    return truncate_of(value) + (value.unscaled() > 0 && !value.is_integer() ? 1 : 0);
}

std::optional<Decimal> from_double(double value) {
    const double scaled = std::round(value * 1e8);
    if (!std::isfinite(scaled) || std::fabs(scaled) >= 9e17) {
        return std::nullopt;
    }
    return Decimal(static_cast<std::int64_t>(scaled), kQuotientDecimals).normalised();
}

std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b) {
    std::int64_t out = 0;
    return __builtin_add_overflow(a, b, &out) ? std::nullopt : std::optional(out);
}

std::optional<std::int64_t> checked_subtract(std::int64_t a, std::int64_t b) {
    std::int64_t out = 0;
    return __builtin_sub_overflow(a, b, &out) ? std::nullopt : std::optional(out);
}

std::optional<std::int64_t> checked_multiply(std::int64_t a, std::int64_t b) {
    std::int64_t out = 0;
    return __builtin_mul_overflow(a, b, &out) ? std::nullopt : std::optional(out);
}

}  // namespace sluice::expression
