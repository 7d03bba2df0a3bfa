#include "gateway/expression/function_families.hpp"

#include <algorithm>

namespace sluice::expression {
namespace {

bool is_argument_type(const Call& call, const Item& item) {
    return is_of_type(item, call.argument(0).type_namespace, call.argument(0).text);
}

// One key of sort(): a minus in front of it turns the order round.
struct SortKey {
    const Ast* expression;
    bool descending;
};

// The items in the order of their keys. An item without a value for a key comes after those that have one.
int compare_keys(const Collection& a, const Collection& b, Comparing& comparing, bool& comparable) {
    if (a.empty() || b.empty()) {
        return static_cast<int>(a.empty()) - static_cast<int>(b.empty());
    }
    const auto* left = a.front().value();
    const auto* right = b.front().value();
    const Order order = left && right ? order_of(*left, *right, comparing) : Order::incomparable;
    comparable = comparable && order != Order::incomparable;
    return order == Order::less ? -1 : (order == Order::greater ? 1 : 0);
}

}  // namespace

bool run_where(Call& call) {
    for (std::size_t i = 0; i < call.input.size(); ++i) {
        bool holds = false;
        if (!call.test(0, call.input[i], static_cast<std::int64_t>(i), holds)) {
            return false;
        }
        if (holds) {
            call.out.push_back(call.input[i]);
        }
    }
    return true;
}

bool run_select(Call& call) {
    for (std::size_t i = 0; i < call.input.size(); ++i) {
        if (!call.run(0, call.input[i], static_cast<std::int64_t>(i), call.out)) {
            return false;
        }
    }
    return true;
}

// Adds what is new until nothing is; the steps of the evaluation bound it.
bool run_repeat(Call& call) {
    Scratch found;
    Scratch produced;
    for (std::size_t i = 0; i < call.input.size(); ++i) {
        if (!call.run(0, call.input[i], static_cast<std::int64_t>(i), *produced)) {
            return false;
        }
    }
    append_distinct(*produced, *found, call.evaluator.comparing());
    for (std::size_t i = 0; i < found->size(); ++i) {
        produced->clear();
        const Item item = (*found)[i];
        if (!call.run(0, item, static_cast<std::int64_t>(i), *produced)) {
            return false;
        }
        append_distinct(*produced, *found, call.evaluator.comparing());
    }
    call.out.insert(call.out.end(), found->begin(), found->end());
    return true;
}

bool run_of_type(Call& call) {
    for (const auto& item : call.input) {
        if (is_argument_type(call, item)) {
            call.out.push_back(item);
        }
    }
    return true;
}

bool run_is(Call& call) {
    if (call.input.size() > 1) {
        return call.fail("is() needs one item, there are several");
    }
    return call.input.empty() ? true : call.give(is_argument_type(call, call.input.front()));
}

bool run_as(Call& call) {
    if (call.input.size() > 1) {
        return call.fail("as() needs one item, there are several");
    }
    return run_of_type(call);
}

// Only the branch that is taken is evaluated; it sees the input as $this.
bool run_iif(Call& call) {
    if (call.input.size() > 1) {
        return call.fail("iif() needs one item, there are several");
    }
    const Item* self = call.input.empty() ? nullptr : &call.input.front();
    const Frame frame{self, call.frame.index, call.frame.total};
    Scratch criterion;
    if (!call.evaluator.evaluate(call.argument(0), frame, *criterion)) {
        return false;
    }
    const auto* boolean = criterion->size() == 1 ? criterion->front().get<bool>() : nullptr;
    if (!boolean && !criterion->empty()) {
        return call.fail("the condition of iif() must be one boolean");
    }
    if (boolean && *boolean) {
        return call.evaluator.evaluate(call.argument(1), frame, call.out);
    }
    return call.argument_count() < 3 || call.evaluator.evaluate(call.argument(2), frame, call.out);
}

bool run_aggregate(Call& call) {
    Scratch total;
    if (call.argument_count() > 1 && !call.read(1, *total)) {
        return false;
    }
    Scratch next;
    for (std::size_t i = 0; i < call.input.size(); ++i) {
        const Frame frame{&call.input[i], static_cast<std::int64_t>(i), &*total};
        next->clear();
        if (!call.evaluator.evaluate(call.argument(0), frame, *next)) {
            return false;
        }
        std::swap(*total, *next);
    }
    call.out.insert(call.out.end(), total->begin(), total->end());
    return true;
}

bool run_sort(Call& call) {
    std::vector<SortKey> keys;
    for (std::size_t i = 0; i < call.argument_count(); ++i) {
        const Ast& ast = call.argument(i);
        const bool minus = ast.kind == Kind::polarity && ast.op == Operator::subtract;
        keys.push_back({minus ? &ast.operands.front() : &ast, minus});
    }
    struct Row {
        std::size_t index;
        std::vector<Collection> keys;
    };
    std::vector<Row> rows;
    for (std::size_t i = 0; i < call.input.size(); ++i) {
        Row row{i, {}};
        const Frame frame{&call.input[i], static_cast<std::int64_t>(i), call.frame.total};
        for (const auto& key : keys) {
            row.keys.emplace_back();
            if (!call.evaluator.evaluate(*key.expression, frame, row.keys.back())) {
                return false;
            }
            if (row.keys.back().size() > 1) {
                return call.fail("a key of sort() must be one value, there are several");
            }
        }
        if (keys.empty()) {
            row.keys.push_back({call.input[i]});
        }
        rows.push_back(std::move(row));
    }
    bool comparable = true;
    std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
        for (std::size_t k = 0; k < a.keys.size(); ++k) {
            const int order = compare_keys(a.keys[k], b.keys[k], call.evaluator.comparing(), comparable);
            if (order != 0) {
                return (k < keys.size() && keys[k].descending) ? order > 0 : order < 0;
            }
        }
        return false;
    });
    if (!comparable) {
        return call.fail("there is no order between the keys of sort()");
    }
    for (const auto& row : rows) {
        call.out.push_back(call.input[row.index]);
    }
    return true;
}

}  // namespace sluice::expression
