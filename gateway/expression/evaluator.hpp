// Walks the tree of a compiled expression. One Evaluator serves one evaluation on one thread.
#pragma once

#include "gateway/expression/ast.hpp"
#include "gateway/expression/compare.hpp"
#include "gateway/expression/expression.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::expression {

// Bounds what an expression can make out of short texts by joining and replacing.
inline constexpr std::size_t kTextBytesMax = Limits{}.cell_bytes_max;

// What $this, $index and $total stand for at the place of evaluation.
struct Frame {
    const Item* self = nullptr;  // null: an empty focus
    std::int64_t index = 0;
    const Collection* total = nullptr;
};

// An empty collection taken from a pool of the thread, so that steady work does not allocate.
class Scratch {
  public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    Collection& operator*() { return items_; }
    Collection* operator->() { return &items_; }

  private:
    Collection items_;
};

class Evaluator {
  public:
    Evaluator(const Context& context, const Node* focus);
    ~Evaluator();
    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;

    // Appends the result to `out`; false when the evaluation failed, and error() says why.
    bool evaluate(const Ast& ast, const Frame& frame, Collection& out);
    // The result without a copy where it stands already (literals, variables), else in `storage`; null when
    // the evaluation failed.
    const Collection* view(const Ast& ast, const Frame& frame, Collection& storage);

    // Always false, for `return fail(...)`. The text must not hold a value of the data.
    bool fail(const Ast& at, std::string_view text, ErrorCode code = ErrorCode::pack);
    // False (and failed) when so many steps are not left.
    bool spend(const Ast& at, std::uint64_t steps = 1);
    // False (and failed) when a text that is about to be made is longer than kTextBytesMax.
    bool check_text(const Ast& at, std::size_t bytes);
    // To be asked at the end: false (and failed) when a comparison ran out of steps or depth.
    bool conclude(const Ast& at);
    bool has_failed() const { return failed_; }
    const Error& error() const { return error_; }

    const Context& context() const { return context_; }
    Comparing& comparing() { return comparing_; }

  private:
    bool evaluate_member(const Ast& ast, const Frame& frame, Collection& out);
    bool evaluate_call(const Ast& ast, const Frame& frame, Collection& out);
    bool evaluate_host(const Ast& ast, const Collection& input, const Frame& frame, Collection& out);
    bool evaluate_indexer(const Ast& ast, const Frame& frame, Collection& out);
    bool evaluate_polarity(const Ast& ast, const Frame& frame, Collection& out);
    bool evaluate_type_test(const Ast& ast, const Frame& frame, Collection& out);
    bool evaluate_variable(const Ast& ast, Collection& out);

    const Context& context_;
    const Node* root_;
    std::uint64_t steps_given_ = 0;
    Comparing comparing_;  // its steps are those of the whole evaluation
    bool failed_ = false;
    Error error_;
};

// Implemented in operators.cpp.
bool evaluate_binary(Evaluator& evaluator, const Ast& ast, const Frame& frame, Collection& out);
// Three-valued condition; false when there are several items.
bool read_condition(Evaluator& evaluator, const Ast& at, const Collection& items, std::optional<bool>& out);

// One call of a function.
struct Call {
    Evaluator& evaluator;
    const Ast& ast;
    const Collection& input;
    const Frame& frame;
    Collection& out;

    std::size_t argument_count() const { return ast.argument_count(); }
    const Ast& argument(std::size_t i) const { return ast.argument(i); }
    bool fail(std::string_view text) { return evaluator.fail(ast, text); }
    bool give(Value value) {
        out.push_back(Item(std::move(value)));
        return true;
    }
    bool give(std::string_view text) { return give(Value(std::string(text))); }

    // Evaluates an argument of shape `values`.
    bool read(std::size_t i, Collection& into) { return evaluator.evaluate(argument(i), frame, into); }
    // Evaluates an argument of shape `lambda` for one item of the input.
    bool run(std::size_t i, const Item& self, std::int64_t index, Collection& into) {
        return evaluator.evaluate(argument(i), Frame{&self, index, frame.total}, into);
    }
    // The same as a condition; no value counts as false.
    bool test(std::size_t i, const Item& self, std::int64_t index, bool& holds);

    // The single value of the input or of an argument: null when there is none. False when there are several
    // items or the type is another. An integer serves where a decimal is wanted.
    bool input_value(const Value*& value);
    bool input_text(const std::string*& text);
    bool input_decimal(std::optional<Decimal>& number);
    bool argument_text(std::size_t i, std::optional<std::string>& text);
    bool argument_integer(std::size_t i, std::optional<std::int64_t>& number);
    bool argument_decimal(std::size_t i, std::optional<Decimal>& number);
};

}  // namespace sluice::expression
