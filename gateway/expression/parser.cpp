#include "gateway/expression/parser.hpp"

#include "gateway/expression/functions.hpp"
#include "gateway/expression/literal.hpp"
#include "gateway/expression/tokens.hpp"

#include <algorithm>
#include <array>

namespace sluice::expression {
namespace {

struct BinaryOperator {
    std::string_view text;
    Operator op;
    int precedence;  // a higher one binds tighter
};
// N1 2.0.0, 6.9 "Operator Precedence", from the loosest.
constexpr std::array kBinaryOperators = {
    BinaryOperator{"implies", Operator::implies, 1},
    BinaryOperator{"or", Operator::logical_or, 2},
    BinaryOperator{"xor", Operator::logical_xor, 2},
    BinaryOperator{"and", Operator::logical_and, 3},
    BinaryOperator{"in", Operator::in, 4},
    BinaryOperator{"contains", Operator::contains, 4},
    BinaryOperator{"=", Operator::equal, 5},
    BinaryOperator{"~", Operator::equivalent, 5},
    BinaryOperator{"!=", Operator::not_equal, 5},
    BinaryOperator{"!~", Operator::not_equivalent, 5},
    BinaryOperator{"<", Operator::less, 6},
    BinaryOperator{"<=", Operator::less_or_equal, 6},
    BinaryOperator{">", Operator::greater, 6},
    BinaryOperator{">=", Operator::greater_or_equal, 6},
    BinaryOperator{"|", Operator::unite, 7},
    BinaryOperator{"is", Operator::is, 8},
    BinaryOperator{"as", Operator::as, 8},
    BinaryOperator{"+", Operator::add, 9},
    BinaryOperator{"-", Operator::subtract, 9},
    BinaryOperator{"&", Operator::concatenate, 9},
    BinaryOperator{"*", Operator::multiply, 10},
    BinaryOperator{"/", Operator::divide, 10},
    BinaryOperator{"div", Operator::divide_whole, 10},
    BinaryOperator{"mod", Operator::modulo, 10},
};

// Words of the grammar that are no identifiers where a term may stand.
constexpr std::array<std::string_view, 6> kReserved = {"and", "div", "implies", "mod", "or", "xor"};
// %name of N1 2.0.0, 8 "Environment Variables", and of FHIR R4, "FHIRPath".
constexpr std::array<std::string_view, 6> kKnownVariables = {"context",      "loinc", "resource",
                                                             "rootResource", "sct",   "ucum"};

template <class Table>
bool holds_word(const Table& table, std::string_view word) {
    return std::find(table.begin(), table.end(), word) != table.end();
}

class Parser : private Tokens {
  public:
    Parser(std::vector<Token> tokens, const CompileOptions& options, std::size_t& fault_offset)
        : Tokens(std::move(tokens), fault_offset), options_(options) {}

    Result<Ast> run() {
        SLUICE_ASSIGN(auto root, read_expression(0));
        if (now().kind != TokenKind::end) {
            return fault("an operator or the end of the expression");
        }
        return root;
    }

  private:
    static Ast make(Kind kind, std::size_t offset, std::string text = {}) {
        Ast ast;
        ast.kind = kind;
        ast.offset = offset;
        ast.text = std::move(text);
        return ast;
    }

    // Adds a child and keeps count of the levels.
    Result<void> adopt(Ast& parent, Ast child) {
        const std::uint16_t depth = static_cast<std::uint16_t>(child.depth + 1);
        if (depth > kTreeDepthMax) {
            return refuse(
                child.offset,
                "the expression has more than " + std::to_string(kTreeDepthMax) + " steps one after another"
            );
        }
        parent.depth = std::max(parent.depth, depth);
        parent.operands.push_back(std::move(child));
        return {};
    }

    Result<void> enter() {
        if (++nesting_ > options_.depth_max) {
            return refuse(
                now().offset, "the expression is nested deeper than " + std::to_string(options_.depth_max)
            );
        }
        return {};
    }

    const BinaryOperator* operator_here() const {
        if (now().kind != TokenKind::symbol && now().kind != TokenKind::identifier) {
            return nullptr;
        }
        const auto* found = std::find_if(
            kBinaryOperators.begin(), kBinaryOperators.end(),
            [this](const BinaryOperator& entry) { return entry.text == now().text; }
        );
        return found != kBinaryOperators.end() ? found : nullptr;
    }

    // Precedence climbing: reads operators that bind tighter than `above`; all are left associative.
    Result<Ast> read_expression(int above) {
        SLUICE_ASSIGN(auto left, read_polarity());
        for (const auto* entry = operator_here(); entry && entry->precedence > above;
             entry = operator_here()) {
            advance();
            const bool typed = entry->op == Operator::is || entry->op == Operator::as;
            Ast parent = make(typed ? Kind::type_test : Kind::binary, left.offset);
            parent.op = entry->op;
            SLUICE_TRY(adopt(parent, std::move(left)));
            if (typed) {
                SLUICE_ASSIGN(const Ast type, read_type());
                parent.text = type.text;
                parent.type_namespace = type.type_namespace;
            } else {
                SLUICE_ASSIGN(auto right, read_expression(entry->precedence));
                SLUICE_TRY(adopt(parent, std::move(right)));
            }
            left = std::move(parent);
        }
        return left;
    }

    // What stands inside brackets of any kind.
    Result<Ast> read_nested() {
        SLUICE_TRY(enter());
        SLUICE_ASSIGN(auto inner, read_expression(0));
        --nesting_;
        return inner;
    }

    Result<Ast> read_polarity() {
        if (!now().is_symbol("-") && !now().is_symbol("+")) {
            return read_chain();
        }
        SLUICE_TRY(enter());
        Ast ast = make(Kind::polarity, now().offset);
        ast.op = now().is_symbol("-") ? Operator::subtract : Operator::add;
        advance();
        SLUICE_ASSIGN(auto operand, read_polarity());
        SLUICE_TRY(adopt(ast, std::move(operand)));
        --nesting_;
        return ast;
    }

    // A term and what follows it by point or bracket.
    Result<Ast> read_chain() {
        SLUICE_ASSIGN(auto left, read_term());
        for (;;) {
            if (accept(".")) {
                SLUICE_ASSIGN(left, read_invocation(std::optional<Ast>(std::move(left))));
            } else if (now().is_symbol("[")) {
                Ast parent = make(Kind::indexer, left.offset);
                advance();
                SLUICE_TRY(adopt(parent, std::move(left)));
                SLUICE_ASSIGN(auto index, read_nested());
                SLUICE_TRY(adopt(parent, std::move(index)));
                SLUICE_TRY(expect("]"));
                left = std::move(parent);
            } else {
                return left;
            }
        }
    }

    Result<Ast> read_term() {
        if (accept("(")) {
            SLUICE_ASSIGN(auto inner, read_nested());
            SLUICE_TRY(expect(")"));
            return inner;
        }
        if (now().is_symbol("{")) {
            Ast empty = make(Kind::literal, now().offset);
            advance();
            SLUICE_TRY(expect("}"));
            return empty;
        }
        if (now().is_symbol("%")) {
            return read_variable();
        }
        switch (now().kind) {
            case TokenKind::string:
            case TokenKind::number:
            case TokenKind::date:
            case TokenKind::date_time:
            case TokenKind::time:
                return read_literal();
            case TokenKind::special:
                return read_special();
            case TokenKind::identifier:
                if (now().is_word("true") || now().is_word("false")) {
                    return read_literal();
                }
                if (holds_word(kReserved, now().text)) {
                    return fault("a value, a name or a bracket");
                }
                return read_invocation(std::nullopt);
            case TokenKind::delimited:
                return read_invocation(std::nullopt);
            default:
                return fault("a value, a name or a bracket");
        }
    }

    Result<Ast> read_special() {
        Ast ast = make(Kind::self, now().offset);
        if (now().text == "$index") {
            ast.kind = Kind::index;
        } else if (now().text == "$total") {
            ast.kind = Kind::total;
        } else if (now().text != "$this") {
            return fault("$this, $index or $total");
        }
        if (ast.kind == Kind::index && lambdas_ == 0) {
            return refuse(now().offset, "$index has a value only inside where(), select() and the like");
        }
        if (ast.kind == Kind::total && folds_ == 0) {
            return refuse(now().offset, "$total has a value only inside aggregate()");
        }
        advance();
        return ast;
    }

    Result<Ast> read_variable() {
        Ast ast = make(Kind::variable, now().offset);
        advance();
        if (now().kind != TokenKind::identifier && now().kind != TokenKind::delimited &&
            now().kind != TokenKind::string) {
            return fault("the name of a variable after %");
        }
        ast.text = now().text;
        const std::string_view name = ast.text;
        const bool prefixed = name.substr(0, 3) == "vs-" || name.substr(0, 4) == "ext-";
        if (!prefixed && !holds_word(kKnownVariables, name) && !holds_word(options_.variables, name)) {
            return refuse(ast.offset, "there is no variable %" + ast.text);
        }
        advance();
        return ast;
    }

    Result<Ast> read_literal() {
        Ast ast = make(Kind::literal, now().offset);
        SLUICE_ASSIGN(auto value, read_value(*this));
        ast.constant.push_back(Item(std::move(value)));
        return ast;
    }

    // A member, or a function when a bracket follows the name.
    Result<Ast> read_invocation(std::optional<Ast> target) {
        if (target && now().kind == TokenKind::special) {
            return fault("the name of a member or a function");
        }
        if (now().kind != TokenKind::identifier && now().kind != TokenKind::delimited) {
            return fault("the name of a member or a function");
        }
        Ast ast = make(Kind::member, now().offset, now().text);
        advance();
        if (target) {
            ast.offset = target->offset;
            ast.has_target = true;
            SLUICE_TRY(adopt(ast, std::move(*target)));
        }
        if (now().is_symbol("(")) {
            SLUICE_TRY(read_call(ast));
        }
        return ast;
    }

    Result<void> read_call(Ast& ast) {
        const std::size_t offset = last().offset;
        ast.function = find_function(ast.text);
        const auto host = std::find_if(
            options_.host_functions.begin(), options_.host_functions.end(),
            [&ast](const HostFunction& entry) { return entry.name == ast.text; }
        );
        if (!ast.function && host == options_.host_functions.end()) {
            return refuse(offset, "there is no function " + ast.text + "()");
        }
        ast.kind = ast.function ? Kind::function : Kind::host;
        Shape shape = Shape::values;
        std::size_t minimum = 0;
        std::size_t maximum = 0;
        if (ast.function) {
            shape = ast.function->shape;
            minimum = ast.function->arguments_min;
            maximum = ast.function->arguments_max;
        } else {
            shape = host->takes_type ? Shape::type : Shape::values;
            minimum = host->arguments_min;
            maximum = host->arguments_max;
        }
        SLUICE_TRY(read_arguments(ast, shape));
        if (ast.argument_count() < minimum || ast.argument_count() > maximum) {
            return refuse(
                offset, ast.text + "() takes " + std::to_string(minimum) +
                            (minimum == maximum ? "" : " to " + std::to_string(maximum)) +
                            " arguments, not " + std::to_string(ast.argument_count())
            );
        }
        return check_literals(ast, shape);
    }

    Result<void> read_arguments(Ast& ast, Shape shape) {
        advance();
        lambdas_ += shape == Shape::lambda || shape == Shape::fold ? 1 : 0;
        folds_ += shape == Shape::fold ? 1 : 0;
        if (!now().is_symbol(")")) {
            do {
                if (shape == Shape::type) {
                    SLUICE_ASSIGN(auto type, read_type());
                    SLUICE_TRY(adopt(ast, std::move(type)));
                } else {
                    SLUICE_ASSIGN(auto argument, read_nested());
                    SLUICE_TRY(adopt(ast, std::move(argument)));
                }
            } while (accept(","));
        }
        lambdas_ -= shape == Shape::lambda || shape == Shape::fold ? 1 : 0;
        folds_ -= shape == Shape::fold ? 1 : 0;
        return expect(")");
    }

    // What can be refused now rather than on the first row.
    Result<void> check_literals(Ast& ast, Shape shape) {
        if (ast.argument_count() == 0 || ast.argument(0).constant.empty()) {
            return {};
        }
        const auto* text = ast.argument(0).constant.front().get<std::string>();
        if (text && shape == Shape::pattern) {
            auto pattern = Pattern::compile(*text);
            if (!pattern) {
                return refuse(ast.argument(0).offset, pattern.error().text());
            }
            ast.pattern = *pattern;
        }
        if (text && ast.text == "memberOf" && options_.is_value_set && !options_.is_value_set(*text)) {
            return refuse(ast.argument(0).offset, "there is no value set '" + *text + "'");
        }
        return {};
    }

    // Name, or Namespace.Name.
    Result<Ast> read_type() {
        Ast ast = make(Kind::type, now().offset);
        for (;;) {
            if (now().kind != TokenKind::identifier && now().kind != TokenKind::delimited) {
                return fault("the name of a type");
            }
            ast.text = now().text;
            advance();
            // In `x is Patient.name` the grammar takes the whole qualified name as the type.
            if (!now().is_symbol(".") || !ast.type_namespace.empty() || next().kind == TokenKind::symbol) {
                return ast;
            }
            advance();
            ast.type_namespace = ast.text;
        }
    }

    const CompileOptions& options_;
    std::size_t nesting_ = 0;
    int lambdas_ = 0;
    int folds_ = 0;
};

}  // namespace

Result<Ast> parse(std::string_view text, const CompileOptions& options, std::size_t& fault_offset) {
    SLUICE_ASSIGN(auto tokens, read_tokens(text, fault_offset));
    return Parser(std::move(tokens), options, fault_offset).run();
}

}  // namespace sluice::expression
