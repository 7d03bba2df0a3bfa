#include "gateway/expression/function_families.hpp"

#include <algorithm>

namespace sluice::expression {
namespace {

// allTrue, anyFalse, ...: every item must be a boolean.
bool count_booleans(Call& call, std::size_t& trues, std::size_t& falses) {
    for (const auto& item : call.input) {
        const auto* boolean = item.get<bool>();
        if (!boolean) {
            return call.fail(call.ast.text + "() needs booleans only");
        }
        ++(*boolean ? trues : falses);
    }
    return true;
}

bool contains_all(const Collection& whole, const Collection& part, Comparing& comparing) {
    return std::all_of(part.begin(), part.end(), [&](const Item& item) {
        return has_equal(whole, item, comparing);
    });
}

}  // namespace

bool run_empty(Call& call) {
    return call.give(call.input.empty());
}

bool run_exists(Call& call) {
    if (call.argument_count() == 0) {
        return call.give(!call.input.empty());
    }
    for (std::size_t i = 0; i < call.input.size(); ++i) {
        bool holds = false;
        if (!call.test(0, call.input[i], static_cast<std::int64_t>(i), holds)) {
            return false;
        }
        if (holds) {
            return call.give(true);
        }
    }
    return call.give(false);
}

bool run_all(Call& call) {
    for (std::size_t i = 0; i < call.input.size(); ++i) {
        bool holds = false;
        if (!call.test(0, call.input[i], static_cast<std::int64_t>(i), holds)) {
            return false;
        }
        if (!holds) {
            return call.give(false);
        }
    }
    return call.give(true);
}

bool run_all_true(Call& call) {
    std::size_t trues = 0;
    std::size_t falses = 0;
    return count_booleans(call, trues, falses) && call.give(falses == 0);
}

bool run_any_true(Call& call) {
    std::size_t trues = 0;
    std::size_t falses = 0;
    return count_booleans(call, trues, falses) && call.give(trues > 0);
}

bool run_all_false(Call& call) {
    std::size_t trues = 0;
    std::size_t falses = 0;
    return count_booleans(call, trues, falses) && call.give(trues == 0);
}

bool run_any_false(Call& call) {
    std::size_t trues = 0;
    std::size_t falses = 0;
    return count_booleans(call, trues, falses) && call.give(falses > 0);
}

bool run_subset_of(Call& call) {
    Scratch other;
    return call.read(0, *other) && call.give(contains_all(*other, call.input, call.evaluator.comparing()));
}

bool run_superset_of(Call& call) {
    Scratch other;
    return call.read(0, *other) && call.give(contains_all(call.input, *other, call.evaluator.comparing()));
}

bool run_count(Call& call) {
    return call.give(static_cast<std::int64_t>(call.input.size()));
}

bool run_distinct(Call& call) {
    Scratch found;
    append_distinct(call.input, *found, call.evaluator.comparing());
    call.out.insert(call.out.end(), found->begin(), found->end());
    return true;
}

bool run_is_distinct(Call& call) {
    Scratch found;
    append_distinct(call.input, *found, call.evaluator.comparing());
    return call.give(found->size() == call.input.size());
}

bool run_not(Call& call) {
    std::optional<bool> condition;
    if (!read_condition(call.evaluator, call.ast, call.input, condition)) {
        return false;
    }
    return condition ? call.give(!*condition) : true;
}

bool run_has_value(Call& call) {
    return call.give(call.input.size() == 1 && call.input.front().value() != nullptr);
}

}  // namespace sluice::expression
