#include "gateway/expression/functions.hpp"

#include "gateway/expression/function_families.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace sluice::expression {
namespace {

// Sorted by name.
constexpr std::array kFunctions = {
    Function{"abs", 0, 0, Shape::values, run_abs},
    Function{"aggregate", 1, 2, Shape::fold, run_aggregate},
    Function{"all", 1, 1, Shape::lambda, run_all},
    Function{"allFalse", 0, 0, Shape::values, run_all_false},
    Function{"allTrue", 0, 0, Shape::values, run_all_true},
    Function{"anyFalse", 0, 0, Shape::values, run_any_false},
    Function{"anyTrue", 0, 0, Shape::values, run_any_true},
    Function{"as", 1, 1, Shape::type, run_as},
    Function{"ceiling", 0, 0, Shape::values, run_ceiling},
    Function{"children", 0, 0, Shape::values, run_children},
    Function{"combine", 1, 1, Shape::values, run_combine},
    Function{"comparable", 1, 1, Shape::values, run_comparable},
    Function{"contains", 1, 1, Shape::values, run_contains},
    Function{"convertsToBoolean", 0, 0, Shape::values, run_converts_to_boolean},
    Function{"convertsToDate", 0, 0, Shape::values, run_converts_to_date},
    Function{"convertsToDateTime", 0, 0, Shape::values, run_converts_to_date_time},
    Function{"convertsToDecimal", 0, 0, Shape::values, run_converts_to_decimal},
    Function{"convertsToInteger", 0, 0, Shape::values, run_converts_to_integer},
    Function{"convertsToQuantity", 0, 1, Shape::values, run_converts_to_quantity},
    Function{"convertsToString", 0, 0, Shape::values, run_converts_to_string},
    Function{"convertsToTime", 0, 0, Shape::values, run_converts_to_time},
    Function{"count", 0, 0, Shape::values, run_count},
    Function{"decode", 1, 1, Shape::values, run_decode},
    Function{"descendants", 0, 0, Shape::values, run_descendants},
    Function{"distinct", 0, 0, Shape::values, run_distinct},
    Function{"empty", 0, 0, Shape::values, run_empty},
    Function{"encode", 1, 1, Shape::values, run_encode},
    Function{"endsWith", 1, 1, Shape::values, run_ends_with},
    Function{"escape", 1, 1, Shape::values, run_escape},
    Function{"exclude", 1, 1, Shape::values, run_exclude},
    Function{"exists", 0, 1, Shape::lambda, run_exists},
    Function{"exp", 0, 0, Shape::values, run_exp},
    Function{"extension", 1, 1, Shape::values, run_extension},
    Function{"first", 0, 0, Shape::values, run_first},
    Function{"floor", 0, 0, Shape::values, run_floor},
    Function{"hasValue", 0, 0, Shape::values, run_has_value},
    Function{"highBoundary", 0, 1, Shape::values, run_high_boundary},
    Function{"iif", 2, 3, Shape::lambda, run_iif},
    Function{"indexOf", 1, 1, Shape::values, run_index_of},
    Function{"intersect", 1, 1, Shape::values, run_intersect},
    Function{"is", 1, 1, Shape::type, run_is},
    Function{"isDistinct", 0, 0, Shape::values, run_is_distinct},
    Function{"join", 0, 1, Shape::values, run_join},
    Function{"last", 0, 0, Shape::values, run_last},
    Function{"lastIndexOf", 1, 1, Shape::values, run_last_index_of},
    Function{"length", 0, 0, Shape::values, run_length},
    Function{"ln", 0, 0, Shape::values, run_ln},
    Function{"log", 1, 1, Shape::values, run_log},
    Function{"lowBoundary", 0, 1, Shape::values, run_low_boundary},
    Function{"lower", 0, 0, Shape::values, run_lower},
    Function{"matches", 1, 1, Shape::pattern, run_matches},
    Function{"matchesFull", 1, 1, Shape::pattern, run_matches_full},
    Function{"memberOf", 1, 1, Shape::values, run_member_of},
    Function{"not", 0, 0, Shape::values, run_not},
    Function{"now", 0, 0, Shape::values, run_now},
    Function{"ofType", 1, 1, Shape::type, run_of_type},
    Function{"power", 1, 1, Shape::values, run_power},
    Function{"precision", 0, 0, Shape::values, run_precision},
    Function{"repeat", 1, 1, Shape::lambda, run_repeat},
    Function{"replace", 2, 2, Shape::values, run_replace},
    Function{"replaceMatches", 2, 2, Shape::pattern, run_replace_matches},
    Function{"round", 0, 1, Shape::values, run_round},
    Function{"select", 1, 1, Shape::lambda, run_select},
    Function{"single", 0, 0, Shape::values, run_single},
    Function{"skip", 1, 1, Shape::values, run_skip},
    Function{"sort", 0, 8, Shape::lambda, run_sort},
    Function{"split", 1, 1, Shape::values, run_split},
    Function{"sqrt", 0, 0, Shape::values, run_sqrt},
    Function{"startsWith", 1, 1, Shape::values, run_starts_with},
    Function{"subsetOf", 1, 1, Shape::values, run_subset_of},
    Function{"substring", 1, 2, Shape::values, run_substring},
    Function{"supersetOf", 1, 1, Shape::values, run_superset_of},
    Function{"tail", 0, 0, Shape::values, run_tail},
    Function{"take", 1, 1, Shape::values, run_take},
    Function{"timeOfDay", 0, 0, Shape::values, run_time_of_day},
    Function{"toBoolean", 0, 0, Shape::values, run_to_boolean},
    Function{"toChars", 0, 0, Shape::values, run_to_chars},
    Function{"toDate", 0, 0, Shape::values, run_to_date},
    Function{"toDateTime", 0, 0, Shape::values, run_to_date_time},
    Function{"toDecimal", 0, 0, Shape::values, run_to_decimal},
    Function{"toInteger", 0, 0, Shape::values, run_to_integer},
    Function{"toQuantity", 0, 1, Shape::values, run_to_quantity},
    Function{"toString", 0, 0, Shape::values, run_to_string},
    Function{"toTime", 0, 0, Shape::values, run_to_time},
    Function{"today", 0, 0, Shape::values, run_today},
    Function{"trace", 1, 2, Shape::lambda, run_trace},
    Function{"trim", 0, 0, Shape::values, run_trim},
    Function{"truncate", 0, 0, Shape::values, run_truncate},
    Function{"type", 0, 0, Shape::values, run_type},
    Function{"unescape", 1, 1, Shape::values, run_unescape},
    Function{"union", 1, 1, Shape::values, run_union},
    Function{"upper", 0, 0, Shape::values, run_upper},
    Function{"where", 1, 1, Shape::lambda, run_where},
};

static_assert(
    std::ranges::adjacent_find(kFunctions, std::ranges::greater_equal{}, &Function::name) == kFunctions.end(),
    "find_function() searches by halves"
);

// One item with a value, or none.
bool read_single(Call& call, const Collection& items, const Value*& value) {
    value = nullptr;
    if (items.size() > 1) {
        return call.fail(std::string(call.ast.text) + "() needs one item, there are several");
    }
    if (!items.empty()) {
        value = items.front().value();
        if (!value) {
            return call.fail(std::string(call.ast.text) + "() needs a value, there is a node that has none");
        }
    }
    return true;
}

bool wrong_type(Call& call, std::string_view wanted, const Value& found) {
    return call.fail(
        call.ast.text + "() needs a " + std::string(wanted) + ", not a " + std::string(type_name(found))
    );
}

template <class T>
bool take_as(Call& call, std::string_view wanted, const Value* value, std::optional<T>& out) {
    out.reset();
    if (value) {
        const auto* found = std::get_if<T>(value);
        if (!found) {
            return wrong_type(call, wanted, *value);
        }
        out = *found;
    }
    return true;
}

bool take_decimal(Call& call, const Value* value, std::optional<Decimal>& out) {
    if (const auto* integer = value ? std::get_if<std::int64_t>(value) : nullptr) {
        out = Decimal(*integer);
        return true;
    }
    return take_as<Decimal>(call, "number", value, out);
}

}  // namespace

const Function* find_function(std::string_view name) {
    const auto* found = std::lower_bound(
        kFunctions.begin(), kFunctions.end(), name,
        [](const Function& function, std::string_view wanted) { return function.name < wanted; }
    );
    return found != kFunctions.end() && found->name == name ? found : nullptr;
}

bool Call::input_value(const Value*& value) {
    return read_single(*this, input, value);
}

bool Call::input_text(const std::string*& text) {
    const Value* value = nullptr;
    text = nullptr;
    if (!input_value(value) || !value) {
        return !evaluator.has_failed();
    }
    text = std::get_if<std::string>(value);
    return text ? true : wrong_type(*this, "String", *value);
}

bool Call::input_decimal(std::optional<Decimal>& number) {
    const Value* value = nullptr;
    return input_value(value) && take_decimal(*this, value, number);
}

bool Call::argument_text(std::size_t i, std::optional<std::string>& text) {
    Scratch storage;
    const Value* value = nullptr;
    const auto* items = evaluator.view(argument(i), frame, *storage);
    return items && read_single(*this, *items, value) && take_as(*this, "String", value, text);
}

bool Call::argument_integer(std::size_t i, std::optional<std::int64_t>& number) {
    Scratch storage;
    const Value* value = nullptr;
    const auto* items = evaluator.view(argument(i), frame, *storage);
    return items && read_single(*this, *items, value) && take_as(*this, "Integer", value, number);
}

bool Call::argument_decimal(std::size_t i, std::optional<Decimal>& number) {
    Scratch storage;
    const Value* value = nullptr;
    const auto* items = evaluator.view(argument(i), frame, *storage);
    return items && read_single(*this, *items, value) && take_decimal(*this, value, number);
}

}  // namespace sluice::expression
