// An exact decimal: scores and amounts are never binary floating point (reference: gp-extracts R4).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

// value = unscaled * 10^-scale, with the digits of the source kept: 1.0 and 1.00 compare equal but print
// apart.
class Decimal {
  public:
    Decimal() = default;
    explicit Decimal(std::int64_t integer) : unscaled_(integer) {}
    Decimal(std::int64_t unscaled, std::uint8_t scale) : unscaled_(unscaled), scale_(scale) {}

    // [+-]digits[.digits][(e|E)[+-]digits]; nothing else, no thousands separator. At most 18 significant
    // digits and 18 decimals; beyond that, and for any other text, no value.
    static std::optional<Decimal> parse(std::string_view text);

    std::int64_t unscaled() const { return unscaled_; }
    std::uint8_t scale() const { return scale_; }
    bool is_integer() const;
    std::optional<std::int64_t> to_integer() const;  // no value when there is a fraction
    double to_double() const;                        // for display in charts only
    std::string to_string() const;                   // plain notation, the scale kept
    Decimal normalised() const;                      // without trailing zeros after the point

    friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
    friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }

  private:
    std::int64_t unscaled_ = 0;
    std::uint8_t scale_ = 0;
};

}  // namespace sluice
