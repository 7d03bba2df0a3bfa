#include "gateway/expression/unit.hpp"

#include "gateway/expression/arithmetic.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace sluice::expression {
namespace {

enum class Dimension : std::uint8_t { none, length, area, mass, volume, time, ucum_month, calendar_month };

// One unit is factor = unscaled * 10^-scale of its dimension's smallest unit in this table.
struct Unit {
    std::string_view code;
    Dimension dimension;
    std::int64_t unscaled;
    std::uint8_t scale;
};

// UCUM table, https://ucum.org/ucum: sorted by code. Lengths in um, areas in mm2, masses in ng, volumes in
// uL, times in ms.
constexpr std::array kUnits = {
    Unit{"%", Dimension::none, 1, 2},
    Unit{"1", Dimension::none, 1, 0},
    Unit{"L", Dimension::volume, 1'000'000, 0},
    Unit{"[ft_i]", Dimension::length, 304'800, 0},
    Unit{"[in_i]", Dimension::length, 25'400, 0},
    Unit{"[lb_av]", Dimension::mass, 453'592'370'000, 0},
    Unit{"[oz_av]", Dimension::mass, 28'349'523'125, 0},
    Unit{"[stone_av]", Dimension::mass, 6'350'293'180'000, 0},
    Unit{"a", Dimension::ucum_month, 12, 0},
    Unit{"cm", Dimension::length, 10'000, 0},
    Unit{"cm2", Dimension::area, 100, 0},
    Unit{"d", Dimension::time, 86'400'000, 0},
    Unit{"dL", Dimension::volume, 100'000, 0},
    Unit{"day", Dimension::time, 86'400'000, 0},
    Unit{"g", Dimension::mass, 1'000'000'000, 0},
    Unit{"h", Dimension::time, 3'600'000, 0},
    Unit{"hour", Dimension::time, 3'600'000, 0},
    Unit{"kg", Dimension::mass, 1'000'000'000'000, 0},
    Unit{"km", Dimension::length, 1'000'000'000, 0},
    Unit{"l", Dimension::volume, 1'000'000, 0},
    Unit{"m", Dimension::length, 1'000'000, 0},
    Unit{"m2", Dimension::area, 1'000'000, 0},
    Unit{"mL", Dimension::volume, 1000, 0},
    Unit{"mg", Dimension::mass, 1'000'000, 0},
    Unit{"millisecond", Dimension::time, 1, 0},
    Unit{"min", Dimension::time, 60'000, 0},
    Unit{"minute", Dimension::time, 60'000, 0},
    Unit{"mm", Dimension::length, 1000, 0},
    Unit{"mm2", Dimension::area, 1, 0},
    Unit{"mo", Dimension::ucum_month, 1, 0},
    Unit{"month", Dimension::calendar_month, 1, 0},
    Unit{"ms", Dimension::time, 1, 0},
    Unit{"ng", Dimension::mass, 1, 0},
    Unit{"s", Dimension::time, 1000, 0},
    Unit{"second", Dimension::time, 1000, 0},
    Unit{"uL", Dimension::volume, 1, 0},
    Unit{"ug", Dimension::mass, 1000, 0},
    Unit{"um", Dimension::length, 1, 0},
    Unit{"week", Dimension::time, 604'800'000, 0},
    Unit{"wk", Dimension::time, 604'800'000, 0},
    Unit{"year", Dimension::calendar_month, 12, 0},
};
static_assert(
    std::ranges::adjacent_find(kUnits, std::ranges::greater_equal{}, &Unit::code) == kUnits.end(),
    "find_unit() searches by halves"
);

const Unit* find_unit(std::string_view code) {
    const auto* found =
        std::lower_bound(kUnits.begin(), kUnits.end(), code, [](const Unit& unit, std::string_view wanted) {
            return unit.code < wanted;
        });
    return found != kUnits.end() && found->code == code ? found : nullptr;
}

bool same_dimension(Dimension a, Dimension b, bool loosely) {
    const auto months = [](Dimension d) {
        return d == Dimension::ucum_month || d == Dimension::calendar_month;
    };
    return a == b || (loosely && months(a) && months(b));
}

}  // namespace

bool is_calendar_unit(std::string_view word) {
    constexpr std::array<std::string_view, 8> kWords = {"day",   "hour",   "millisecond", "minute",
                                                        "month", "second", "week",        "year"};
    if (word.size() > 1 && word.back() == 's') {
        word.remove_suffix(1);
    }
    return std::binary_search(kWords.begin(), kWords.end(), word);
}

std::string_view canonical_unit(std::string_view unit) {
    if (unit.empty()) {
        return "1";
    }
    return unit.back() == 's' && is_calendar_unit(unit) ? unit.substr(0, unit.size() - 1) : unit;
}

std::optional<Decimal> convert(const Quantity& quantity, std::string_view unit, bool loosely) {
    const auto from = canonical_unit(quantity.unit);
    const auto to = canonical_unit(unit);
    if (from == to) {
        return quantity.value;
    }
    const auto* source = find_unit(from);
    const auto* target = find_unit(to);
    if (!source || !target || !same_dimension(source->dimension, target->dimension, loosely)) {
        return std::nullopt;
    }
    const auto smallest = multiply(quantity.value, Decimal(source->unscaled, source->scale));
    return smallest ? divide(*smallest, Decimal(target->unscaled, target->scale)) : std::nullopt;
}

std::optional<std::strong_ordering> compare(const Quantity& a, const Quantity& b) {
    // Into the smaller of the two units, so that the conversion is exact.
    if (const auto right = convert(b, a.unit, false)) {
        if (const auto back = convert({*right, a.unit}, b.unit, false); back && *back == b.value) {
            return a.value <=> *right;
        }
    }
    const auto left = convert(a, b.unit, false);
    return left ? std::optional(*left <=> b.value) : std::nullopt;
}

bool are_comparable(const Quantity& a, const Quantity& b) {
    const Quantity one{Decimal(1), a.unit};
    return convert(one, b.unit, false).has_value();
}

}  // namespace sluice::expression
