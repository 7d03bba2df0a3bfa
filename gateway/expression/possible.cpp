// What can be told from the tree and from which value sets are empty.
#include "gateway/expression/ast.hpp"
#include "gateway/expression/expression.hpp"

#include <algorithm>
#include <array>

namespace sluice::expression {
namespace {

// Errs on the side of "it may": only what is certain to yield nothing is told.
class Possible {
  public:
    explicit Possible(const IsEmptySet& is_empty) : is_empty_(is_empty) {}

    bool holds(const Ast& ast) const {
        if (ast.kind == Kind::binary && ast.op == Operator::logical_and) {
            return holds(ast.operands[0]) && holds(ast.operands[1]);
        }
        if (ast.kind == Kind::binary && ast.op == Operator::logical_or) {
            return holds(ast.operands[0]) || holds(ast.operands[1]);
        }
        if (ast.text == "memberOf" && is_call(ast)) {
            return yields_target(ast) && !names_empty_set(ast.argument(0));
        }
        if (ast.text == "exists" && is_call(ast)) {
            return yields_target(ast) && (ast.argument_count() == 0 || holds(ast.argument(0)));
        }
        return true;
    }

    bool yields(const Ast& ast) const {
        switch (ast.kind) {
            case Kind::member:
                return yields_target(ast);
            case Kind::indexer:
                return yields(ast.operands[0]);
            case Kind::binary:
                return ast.op != Operator::unite || yields(ast.operands[0]) || yields(ast.operands[1]);
            case Kind::function:
                return yields_call(ast);
            default:
                return true;
        }
    }

  private:
    // Functions whose result are items of their input, or nothing where that is nothing.
    bool yields_call(const Ast& ast) const {
        constexpr std::array kOfInput = {"first", "last",   "single", "tail",   "take",
                                         "skip",  "ofType", "as",     "select", "distinct"};
        if (ast.text == "where") {
            return yields_target(ast) && holds(ast.argument(0));
        }
        const bool of_input = std::find(kOfInput.begin(), kOfInput.end(), ast.text) != kOfInput.end();
        return !of_input || yields_target(ast);
    }
    bool yields_target(const Ast& ast) const { return !ast.has_target || yields(ast.operands.front()); }
    bool names_empty_set(const Ast& argument) const {
        const bool literal = argument.kind == Kind::literal && argument.constant.size() == 1;
        const auto* id = literal ? argument.constant.front().get<std::string>() : nullptr;
        return id != nullptr && is_empty_(*id);
    }
    static bool is_call(const Ast& ast) { return ast.kind == Kind::function; }

    const IsEmptySet& is_empty_;
};

}  // namespace

bool may_hold(const Expression& condition, const IsEmptySet& is_empty) {
    return Possible(is_empty).holds(condition.root());
}

bool may_yield(const Expression& expression, const IsEmptySet& is_empty) {
    return Possible(is_empty).yields(expression.root());
}

}  // namespace sluice::expression
