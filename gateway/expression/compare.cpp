#include "gateway/expression/compare.hpp"

#include "gateway/base/text.hpp"
#include "gateway/expression/arithmetic.hpp"
#include "gateway/expression/calendar.hpp"
#include "gateway/expression/unit.hpp"

#include <algorithm>

namespace sluice::expression {
namespace {

std::optional<Decimal> as_decimal(const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return Decimal(*integer);
    }
    const auto* decimal = std::get_if<Decimal>(&value);
    return decimal ? std::optional(*decimal) : std::nullopt;
}

std::optional<DateTime> as_date_time(const Value& value) {
    if (const auto* date = std::get_if<Date>(&value)) {
        return DateTime::from_date(*date);
    }
    const auto* date_time = std::get_if<DateTime>(&value);
    return date_time ? std::optional(*date_time) : std::nullopt;
}

std::optional<Quantity> as_quantity(const Value& value) {
    if (const auto* quantity = std::get_if<Quantity>(&value)) {
        return *quantity;
    }
    const auto number = as_decimal(value);
    return number ? std::optional(Quantity{*number, "1"}) : std::nullopt;
}

Order from(std::strong_ordering order) {
    return order < 0 ? Order::less : (order > 0 ? Order::greater : Order::equal);
}

Order from(std::optional<std::strong_ordering> order) {
    return order ? from(*order) : Order::unknown;
}

// Letters of ASCII lower case, each run of white space one blank (equivalence of strings).
std::string folded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : trim(text)) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (blank && !out.empty() && out.back() == ' ') {
            continue;
        }
        out += blank ? ' ' : c;
    }
    return to_lower(out);
}

// Both rounded to the decimals of the less precise one, trailing zeros ignored.
bool are_equivalent_decimals(const Decimal& a, const Decimal& b) {
    const auto left = a.normalised();
    const auto right = b.normalised();
    const auto decimals = std::min(left.scale(), right.scale());
    return round_to(left, decimals) == round_to(right, decimals);
}

bool are_equivalent_values(const Value& a, const Value& b, Comparing& comparing) {
    if (const auto* left = std::get_if<std::string>(&a)) {
        const auto* right = std::get_if<std::string>(&b);
        return right && (*left == *right || folded(*left) == folded(*right));
    }
    const auto left = as_decimal(a);
    const auto right = as_decimal(b);
    if (left && right) {
        return are_equivalent_decimals(*left, *right);
    }
    if (std::holds_alternative<Quantity>(a) || std::holds_alternative<Quantity>(b)) {
        const auto x = as_quantity(a);
        const auto y = as_quantity(b);
        const auto converted = x && y ? convert(*y, x->unit, true) : std::nullopt;
        return converted && are_equivalent_decimals(x->value, *converted);
    }
    return order_of(a, b, comparing) == Order::equal;
}

std::optional<bool> are_equal_values(const Value& a, const Value& b, Comparing& comparing) {
    if (a.index() == b.index() && !std::holds_alternative<Quantity>(a) && !as_date_time(a) &&
        !std::holds_alternative<Time>(a)) {
        return a == b;
    }
    switch (order_of(a, b, comparing)) {
        case Order::equal:
            return true;
        case Order::unknown:
            return std::nullopt;
        default:
            return false;
    }
}

// Children in order, by name, type and value. Every level spends steps, so a huge tree ends as unknown.
std::optional<bool> are_equal_trees(const Node& a, const Node& b, Comparing& comparing) {
    Collection left;
    Collection right;
    a.children(left);
    b.children(right);
    if (left.size() != right.size()) {
        return false;
    }
    for (std::size_t i = 0; i < left.size(); ++i) {
        const auto* x = left[i].node();
        const auto* y = right[i].node();
        if (x && y && x->name() != y->name()) {
            return false;
        }
        const auto same = are_equal(left[i], right[i], comparing);
        if (!same || !*same) {
            return same;
        }
    }
    return true;
}

bool are_equivalent_trees(const Node& a, const Node& b, Comparing& comparing) {
    Collection left;
    Collection right;
    a.children(left);
    b.children(right);
    return are_equivalent(left, right, comparing);
}

bool spend(Comparing& comparing) {
    if (comparing.steps_left == 0) {
        comparing.gave_up = true;
        return false;
    }
    --comparing.steps_left;
    return true;
}

}  // namespace

Order order_of(const Value& a, const Value& b, Comparing& comparing) {
    if (const auto* left = std::get_if<std::string>(&a)) {
        const auto* right = std::get_if<std::string>(&b);
        return right ? from(left->compare(*right) <=> 0) : Order::incomparable;
    }
    if (const auto left = as_decimal(a)) {
        if (const auto right = as_decimal(b)) {
            return from(*left <=> *right);
        }
    }
    if (const auto left = as_date_time(a)) {
        const auto right = as_date_time(b);
        return right ? from(compare(*left, *right, comparing.default_offset_minutes)) : Order::incomparable;
    }
    if (const auto* left = std::get_if<Time>(&a)) {
        const auto* right = std::get_if<Time>(&b);
        return right ? from(compare(*left, *right)) : Order::incomparable;
    }
    if (std::holds_alternative<Quantity>(a) || std::holds_alternative<Quantity>(b)) {
        const auto left = as_quantity(a);
        const auto right = as_quantity(b);
        return left && right ? from(compare(*left, *right)) : Order::incomparable;
    }
    return Order::incomparable;
}

std::optional<bool> are_equal(const Item& a, const Item& b, Comparing& comparing) {
    if (!spend(comparing)) {
        return std::nullopt;
    }
    if (a.node() && a.node() == b.node()) {
        return true;
    }
    const auto* left = a.value();
    const auto* right = b.value();
    if (left && right) {
        return are_equal_values(*left, *right, comparing);
    }
    if (left || right || !a.node() || !b.node()) {
        return false;
    }
    if (comparing.depth_left == 0) {
        comparing.gave_up = true;
        return std::nullopt;
    }
    --comparing.depth_left;
    const auto same = are_equal_trees(*a.node(), *b.node(), comparing);
    ++comparing.depth_left;
    return same;
}

std::optional<bool> are_equal(const Collection& a, const Collection& b, Comparing& comparing) {
    if (a.size() != b.size()) {
        return false;
    }
    bool unknown = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto same = are_equal(a[i], b[i], comparing);
        if (same && !*same) {
            return false;
        }
        unknown = unknown || !same;
    }
    return unknown ? std::nullopt : std::optional(true);
}

bool are_equivalent(const Item& a, const Item& b, Comparing& comparing) {
    if (!spend(comparing)) {
        return false;
    }
    if (a.node() && a.node() == b.node()) {
        return true;
    }
    const auto* left = a.value();
    const auto* right = b.value();
    if (left && right) {
        return left->index() == right->index() && std::holds_alternative<bool>(*left)
                   ? *left == *right
                   : are_equivalent_values(*left, *right, comparing);
    }
    if (left || right || !a.node() || !b.node()) {
        return false;
    }
    if (comparing.depth_left == 0) {
        comparing.gave_up = true;
        return false;
    }
    --comparing.depth_left;
    const bool same = are_equivalent_trees(*a.node(), *b.node(), comparing);
    ++comparing.depth_left;
    return same;
}

bool are_equivalent(const Collection& a, const Collection& b, Comparing& comparing) {
    if (a.size() != b.size()) {
        return false;
    }
    std::vector<bool> taken(b.size(), false);
    for (const auto& item : a) {
        std::size_t at = 0;
        while (at < b.size() && (taken[at] || !are_equivalent(item, b[at], comparing))) {
            ++at;
        }
        if (at == b.size()) {
            return false;
        }
        taken[at] = true;
    }
    return true;
}

bool has_equal(const Collection& items, const Item& item, Comparing& comparing) {
    return std::any_of(items.begin(), items.end(), [&](const Item& other) {
        return are_equal(item, other, comparing).value_or(false);
    });
}

void append_distinct(const Collection& from, Collection& out, Comparing& comparing) {
    for (const auto& item : from) {
        if (!has_equal(out, item, comparing)) {
            out.push_back(item);
        }
    }
}

}  // namespace sluice::expression
