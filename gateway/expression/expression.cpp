#include "gateway/expression/expression.hpp"

#include "gateway/expression/evaluator.hpp"
#include "gateway/expression/parser.hpp"

namespace sluice::expression {
namespace {

Frame frame_at(const Item* focus) {
    return Frame{focus, 0, nullptr};
}

}  // namespace

Host::~Host() = default;

Result<bool> Host::member_of(const Item&, std::string_view) const {
    return Error(ErrorCode::pack, "there is no terminology to look the code up in");
}

Result<Collection> Host::call(std::string_view function, const Collection&, const std::vector<Collection>&)
    const {
    return Error(ErrorCode::pack, "nobody answers for function " + std::string(function) + "() here");
}

Result<Expression> compile(std::string_view text, const CompileOptions& options, std::size_t* fault_offset) {
    std::size_t offset = 0;
    auto root = parse(text, options, offset);
    if (!root) {
        if (fault_offset) {
            *fault_offset = offset;
        }
        return root.error();
    }
    return Expression(std::make_shared<const Ast>(std::move(*root)), std::string(text));
}

Result<Collection> evaluate(const Expression& expression, const Node* focus, const Context& context) {
    Evaluator evaluator(context, focus);
    const Item self(focus);
    Collection out;
    if (!evaluator.evaluate(expression.root(), frame_at(focus ? &self : nullptr), out) ||
        !evaluator.conclude(expression.root())) {
        return evaluator.error();
    }
    return out;
}

Result<std::optional<bool>> holds(const Expression& expression, const Node* focus, const Context& context) {
    Evaluator evaluator(context, focus);
    const Item self(focus);
    Scratch storage;
    std::optional<bool> condition;
    const auto* items = evaluator.view(expression.root(), frame_at(focus ? &self : nullptr), *storage);
    if (!items || !evaluator.conclude(expression.root()) ||
        !read_condition(evaluator, expression.root(), *items, condition)) {
        return evaluator.error();
    }
    return condition;
}

}  // namespace sluice::expression
