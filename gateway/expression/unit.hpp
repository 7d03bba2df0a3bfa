// The few units that the data of this field uses, and what can be compared with what. The rest of UCUM is not
// known: such units compare only with themselves (N1 2.0.0, "Quantity": implementations need not convert).
#pragma once

#include "gateway/expression/value.hpp"

#include <compare>
#include <optional>
#include <string_view>

namespace sluice::expression {

// year(s), month(s), week(s), day(s), hour(s), minute(s), second(s), millisecond(s)
bool is_calendar_unit(std::string_view word);

// The same amount in another unit; no value where the two are not comparable. A calendar year or month is not
// comparable with UCUM's 'a' and 'mo' unless `loosely` (equivalence).
std::optional<Decimal> convert(const Quantity& quantity, std::string_view unit, bool loosely);
// No value where the units are not comparable.
std::optional<std::strong_ordering> compare(const Quantity& a, const Quantity& b);
bool are_comparable(const Quantity& a, const Quantity& b);
// The unit without its plural, and '1' for none.
std::string_view canonical_unit(std::string_view unit);

}  // namespace sluice::expression
