#include "gateway/expression/function_families.hpp"

#include <algorithm>

namespace sluice::expression {
namespace {

bool append_range(Call& call, std::int64_t from, std::int64_t to) {
    const auto size = static_cast<std::int64_t>(call.input.size());
    from = std::clamp<std::int64_t>(from, 0, size);
    to = std::clamp<std::int64_t>(to, from, size);
    call.out.insert(call.out.end(), call.input.begin() + from, call.input.begin() + to);
    return true;
}

}  // namespace

bool run_single(Call& call) {
    if (call.input.size() > 1) {
        return call.fail("single() found several items");
    }
    return append_range(call, 0, 1);
}

bool run_first(Call& call) {
    return append_range(call, 0, 1);
}

bool run_last(Call& call) {
    const auto size = static_cast<std::int64_t>(call.input.size());
    return append_range(call, size - 1, size);
}

bool run_tail(Call& call) {
    return append_range(call, 1, INT64_MAX);
}

bool run_skip(Call& call) {
    std::optional<std::int64_t> count;
    return call.argument_integer(0, count) && append_range(call, count.value_or(0), INT64_MAX);
}

bool run_take(Call& call) {
    std::optional<std::int64_t> count;
    return call.argument_integer(0, count) && append_range(call, 0, count.value_or(0));
}

bool run_intersect(Call& call) {
    Scratch other;
    Scratch shared;
    if (!call.read(0, *other)) {
        return false;
    }
    for (const auto& item : call.input) {
        if (has_equal(*other, item, call.evaluator.comparing()) &&
            !has_equal(*shared, item, call.evaluator.comparing())) {
            shared->push_back(item);
        }
    }
    call.out.insert(call.out.end(), shared->begin(), shared->end());
    return true;
}

bool run_exclude(Call& call) {
    Scratch other;
    if (!call.read(0, *other)) {
        return false;
    }
    for (const auto& item : call.input) {
        if (!has_equal(*other, item, call.evaluator.comparing())) {
            call.out.push_back(item);
        }
    }
    return true;
}

bool run_union(Call& call) {
    Scratch other;
    Scratch united;
    if (!call.read(0, *other)) {
        return false;
    }
    append_distinct(call.input, *united, call.evaluator.comparing());
    append_distinct(*other, *united, call.evaluator.comparing());
    call.out.insert(call.out.end(), united->begin(), united->end());
    return true;
}

bool run_combine(Call& call) {
    call.out.insert(call.out.end(), call.input.begin(), call.input.end());
    return call.read(0, call.out);
}

bool run_join(Call& call) {
    std::optional<std::string> separator;
    if (call.argument_count() > 0 && !call.argument_text(0, separator)) {
        return false;
    }
    std::string joined;
    for (std::size_t i = 0; i < call.input.size(); ++i) {
        const auto* text = call.input[i].get<std::string>();
        if (!text) {
            return call.fail("join() needs texts only");
        }
        if (!call.evaluator.check_text(call.ast, joined.size() + text->size())) {
            return false;
        }
        joined += (i > 0 ? separator.value_or("") : "") + *text;
    }
    return call.input.empty() ? true : call.give(Value(std::move(joined)));
}

}  // namespace sluice::expression
