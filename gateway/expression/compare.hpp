// Equality, equivalence and order of items (N1 2.0.0, 6.1 and 6.2).
#pragma once

#include "gateway/expression/node.hpp"

#include <compare>
#include <cstdint>
#include <optional>

namespace sluice::expression {

// What a comparison may use up and need; shared by all comparisons of one evaluation.
struct Comparing {
    int default_offset_minutes = 0;
    std::uint64_t steps_left = 0;  // each compared pair of items costs one
    unsigned depth_left = 64;      // levels of nodes: linked rows may form a ring
    bool gave_up = false;          // one of the two ran out: what was answered since is not to be used
};

// No value = unknown: dates of differing precision, quantities of differing dimension.
std::optional<bool> are_equal(const Item& a, const Item& b, Comparing& comparing);
// Element by element in order. REQUIRES: neither is empty.
std::optional<bool> are_equal(const Collection& a, const Collection& b, Comparing& comparing);
bool are_equivalent(const Item& a, const Item& b, Comparing& comparing);
bool are_equivalent(const Collection& a, const Collection& b, Comparing& comparing);

enum class Order : std::uint8_t { less, equal, greater, unknown, incomparable };
// incomparable: the types have no order in common, which is an error for operators < <= > >=.
Order order_of(const Value& a, const Value& b, Comparing& comparing);

// True when an equal item is there; unknown counts as not equal.
bool has_equal(const Collection& items, const Item& item, Comparing& comparing);
// Appends those of `from` that have no equal in `out` yet.
void append_distinct(const Collection& from, Collection& out, Comparing& comparing);

}  // namespace sluice::expression
