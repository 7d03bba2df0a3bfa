#include "gateway/base/decimal.hpp"

#include "gateway/base/text.hpp"

#include <array>
#include <cmath>

namespace sluice {
namespace {

constexpr int kDigitsMax = 18;

constexpr std::array<std::int64_t, kDigitsMax + 1> kPowers = [] {
    std::array<std::int64_t, kDigitsMax + 1> powers{};
    std::int64_t power = 1;
    for (auto& entry : powers) {
        entry = power;
        power *= power < 1'000'000'000'000'000'000 ? 10 : 1;
    }
    return powers;
}();

__extension__ using Wide = __int128;  // products of two 18-digit numbers

std::string_view read_digits(std::string_view& text) {
    std::size_t n = 0;
    while (n < text.size() && is_digit(text[n])) {
        ++n;
    }
    const auto digits = text.substr(0, n);
    text.remove_prefix(n);
    return digits;
}

bool read_sign(std::string_view& text) {
    const bool negative = !text.empty() && text.front() == '-';
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        text.remove_prefix(1);
    }
    return negative;
}

std::optional<int> read_exponent(std::string_view& text) {
    if (text.empty() || (text.front() != 'e' && text.front() != 'E')) {
        return 0;
    }
    text.remove_prefix(1);
    const bool negative = read_sign(text);
    const auto digits = read_digits(text);
    if (digits.empty() || digits.size() > 3) {
        return std::nullopt;
    }
    int exponent = 0;
    for (const char c : digits) {
        exponent = exponent * 10 + (c - '0');
    }
    return negative ? -exponent : exponent;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
    const bool negative = read_sign(text);
    const auto whole = read_digits(text);
    std::string_view fraction;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        fraction = read_digits(text);
        if (fraction.empty()) {
            return std::nullopt;
        }
    }
    const auto exponent = read_exponent(text);
    if (whole.empty() || !text.empty() || !exponent) {
        return std::nullopt;
    }
    std::string digits = std::string(whole) + std::string(fraction);
    int scale = static_cast<int>(fraction.size()) - *exponent;
    if (scale < 0) {
        if (-scale > kDigitsMax) {
            return std::nullopt;
        }
        digits.append(static_cast<std::size_t>(-scale), '0');
        scale = 0;
    }
    const std::size_t first = digits.find_first_not_of('0');
    digits.erase(0, first == std::string::npos ? digits.size() : first);
    if (digits.size() > kDigitsMax || scale > kDigitsMax) {
        return std::nullopt;
    }
    std::int64_t unscaled = 0;
    for (const char c : digits) {
        unscaled = unscaled * 10 + (c - '0');
    }
    return Decimal(negative ? -unscaled : unscaled, static_cast<std::uint8_t>(scale));
}

bool Decimal::is_integer() const {
    return unscaled_ % kPowers[scale_] == 0;
}

std::optional<std::int64_t> Decimal::to_integer() const {
    if (!is_integer()) {
        return std::nullopt;
    }
    return unscaled_ / kPowers[scale_];
}

double Decimal::to_double() const {
    return static_cast<double>(unscaled_) / std::pow(10.0, scale_);
}

std::string Decimal::to_string() const {
    std::string digits = std::to_string(unscaled_ < 0 ? -unscaled_ : unscaled_);
    if (scale_ > 0) {
        if (digits.size() <= scale_) {
            digits.insert(0, scale_ + 1 - digits.size(), '0');
        }
        digits.insert(digits.size() - scale_, 1, '.');
    }
    return unscaled_ < 0 ? "-" + digits : digits;
}

Decimal Decimal::normalised() const {
    Decimal out = *this;
    while (out.scale_ > 0 && out.unscaled_ % 10 == 0) {
        out.unscaled_ /= 10;
        --out.scale_;
    }
    return out;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
    const Wide left = Wide{a.unscaled_} * kPowers[b.scale_];
    const Wide right = Wide{b.unscaled_} * kPowers[a.scale_];
    return left < right ? std::strong_ordering::less
                        : (left > right ? std::strong_ordering::greater : std::strong_ordering::equal);
}

}  // namespace sluice
