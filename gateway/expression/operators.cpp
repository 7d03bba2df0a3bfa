// Operators between two operands (N1 2.0.0, section 6).
#include "gateway/expression/arithmetic.hpp"
#include "gateway/expression/calendar.hpp"
#include "gateway/expression/evaluator.hpp"
#include "gateway/expression/unit.hpp"

namespace sluice::expression {
namespace {

using Truth = std::optional<bool>;

bool give(Collection& out, Truth truth) {
    if (truth) {
        out.push_back(Item(Value(*truth)));
    }
    return true;
}

Truth conjunction(Truth a, Truth b) {
    if ((a && !*a) || (b && !*b)) {
        return false;
    }
    return a && b ? Truth(true) : std::nullopt;
}

Truth negation(Truth a) {
    return a ? Truth(!*a) : std::nullopt;
}

Truth disjunction(Truth a, Truth b) {
    return negation(conjunction(negation(a), negation(b)));
}

// N1 2.0.0, 6.5. The right side is not evaluated where the left side decides alone.
bool evaluate_logic(Evaluator& evaluator, const Ast& ast, const Frame& frame, Collection& out) {
    Scratch storage;
    Truth left;
    const auto* items = evaluator.view(ast.operands[0], frame, *storage);
    if (!items || !read_condition(evaluator, ast, *items, left)) {
        return false;
    }
    const bool decided =
        left && ((ast.op == Operator::logical_and && !*left) || (ast.op == Operator::logical_or && *left) ||
                 (ast.op == Operator::implies && !*left));
    if (decided) {
        return give(out, ast.op != Operator::logical_and);
    }
    storage->clear();
    Truth right;
    items = evaluator.view(ast.operands[1], frame, *storage);
    if (!items || !read_condition(evaluator, ast, *items, right)) {
        return false;
    }
    switch (ast.op) {
        case Operator::logical_and:
            return give(out, conjunction(left, right));
        case Operator::logical_or:
            return give(out, disjunction(left, right));
        case Operator::implies:
            return give(out, disjunction(negation(left), right));
        default:
            return give(out, left && right ? Truth(*left != *right) : std::nullopt);
    }
}

bool evaluate_equality(
    Evaluator& evaluator, const Ast& ast, const Collection& a, const Collection& b, Collection& out
) {
    if (ast.op == Operator::equivalent || ast.op == Operator::not_equivalent) {
        const bool same = are_equivalent(a, b, evaluator.comparing());
        return give(out, same == (ast.op == Operator::equivalent));
    }
    if (a.empty() || b.empty()) {
        return true;
    }
    const auto same = a.size() == 1 && b.size() == 1 ? are_equal(a.front(), b.front(), evaluator.comparing())
                                                     : are_equal(a, b, evaluator.comparing());
    return give(out, ast.op == Operator::equal ? same : negation(same));
}

// A single value on each side; none where either side is empty.
bool read_pair(
    Evaluator& evaluator, const Ast& ast, const Collection& a, const Collection& b, const Value*& left,
    const Value*& right
) {
    if (a.size() > 1 || b.size() > 1) {
        return evaluator.fail(ast, "an operator needs one value on each side, there are several");
    }
    left = a.empty() ? nullptr : a.front().value();
    right = b.empty() ? nullptr : b.front().value();
    if ((!left && !a.empty()) || (!right && !b.empty())) {
        return evaluator.fail(ast, "an operator needs values, there is a node that has none");
    }
    return true;
}

bool evaluate_order(
    Evaluator& evaluator, const Ast& ast, const Collection& a, const Collection& b, Collection& out
) {
    const Value* left = nullptr;
    const Value* right = nullptr;
    if (!read_pair(evaluator, ast, a, b, left, right)) {
        return false;
    }
    if (!left || !right) {
        return true;
    }
    const Order order = order_of(*left, *right, evaluator.comparing());
    if (order == Order::incomparable) {
        return evaluator.fail(
            ast, "there is no order between " + std::string(type_name(*left)) + " and " +
                     std::string(type_name(*right))
        );
    }
    if (order == Order::unknown) {
        return true;
    }
    switch (ast.op) {
        case Operator::less:
            return give(out, order == Order::less);
        case Operator::less_or_equal:
            return give(out, order != Order::greater);
        case Operator::greater:
            return give(out, order == Order::greater);
        default:
            return give(out, order != Order::less);
    }
}

bool evaluate_membership(
    Evaluator& evaluator, const Ast& ast, const Collection& one, const Collection& many, Collection& out
) {
    if (one.size() > 1) {
        return evaluator.fail(ast, "'in' and 'contains' look for one item, there are several");
    }
    if (one.empty()) {
        return true;
    }
    return give(out, has_equal(many, one.front(), evaluator.comparing()));
}

bool evaluate_concatenation(
    Evaluator& evaluator, const Ast& ast, const Value* left, const Value* right, Collection& out
) {
    const auto* a = left ? std::get_if<std::string>(left) : nullptr;
    const auto* b = right ? std::get_if<std::string>(right) : nullptr;
    if ((left && !a) || (right && !b)) {
        return evaluator.fail(ast, "'&' joins texts only");
    }
    if (!evaluator.check_text(ast, (a ? a->size() : 0) + (b ? b->size() : 0))) {
        return false;
    }
    out.push_back(Item(Value((a ? *a : std::string()) + (b ? *b : std::string()))));
    return true;
}

std::optional<Value> calculate_integer(Operator op, std::int64_t a, std::int64_t b) {
    const auto wrap = [](std::optional<std::int64_t> n) {
        return n ? std::optional(Value(*n)) : std::nullopt;
    };
    const bool defined = b != 0 && !(a == INT64_MIN && b == -1);
    switch (op) {
        case Operator::add:
            return wrap(checked_add(a, b));
        case Operator::subtract:
            return wrap(checked_subtract(a, b));
        case Operator::multiply:
            return wrap(checked_multiply(a, b));
        case Operator::divide_whole:
            return defined ? std::optional(Value(a / b)) : std::nullopt;
        case Operator::modulo:
            return defined ? std::optional(Value(a % b)) : std::nullopt;
        default: {
            const auto quotient = divide(Decimal(a), Decimal(b));
            return quotient ? std::optional(Value(*quotient)) : std::nullopt;
        }
    }
}

std::optional<Value> calculate_decimal(Operator op, const Decimal& a, const Decimal& b) {
    std::optional<Decimal> result;
    switch (op) {
        case Operator::add:
            result = add(a, b);
            break;
        case Operator::subtract:
            result = subtract(a, b);
            break;
        case Operator::multiply:
            result = multiply(a, b);
            break;
        case Operator::divide_whole: {
            const auto whole = divide_whole(a, b);
            return whole ? std::optional(Value(*whole)) : std::nullopt;
        }
        case Operator::modulo:
            result = modulo(a, b);
            break;
        default:
            result = divide(a, b);
    }
    return result ? std::optional(Value(*result)) : std::nullopt;
}

std::optional<Decimal> number_of(const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return Decimal(*integer);
    }
    const auto* decimal = std::get_if<Decimal>(&value);
    return decimal ? std::optional(*decimal) : std::nullopt;
}

std::optional<Quantity> quantity_of(const Value& value) {
    if (const auto* quantity = std::get_if<Quantity>(&value)) {
        return *quantity;
    }
    const auto number = number_of(value);
    return number ? std::optional(Quantity{*number, "1"}) : std::nullopt;
}

// Lengths multiply to areas; no other product of two units is known.
std::optional<Quantity> multiply_quantities(const Quantity& a, const Quantity& b) {
    const bool plain_left = canonical_unit(a.unit) == "1";
    if (plain_left || canonical_unit(b.unit) == "1") {
        const auto product = multiply(a.value, b.value);
        return product ? std::optional(Quantity{*product, plain_left ? b.unit : a.unit}) : std::nullopt;
    }
    const auto left = convert(a, "m", false);
    const auto right = convert(b, "m", false);
    const auto area = left && right ? multiply(*left, *right) : std::nullopt;
    return area ? std::optional(Quantity{*area, "m2"}) : std::nullopt;
}

std::optional<Quantity> divide_quantities(const Quantity& a, const Quantity& b) {
    if (canonical_unit(b.unit) == "1") {
        const auto quotient = divide(a.value, b.value);
        return quotient ? std::optional(Quantity{*quotient, a.unit}) : std::nullopt;
    }
    const auto right = convert(b, a.unit, false);
    const auto ratio = right ? divide(a.value, *right) : std::nullopt;
    return ratio ? std::optional(Quantity{*ratio, "1"}) : std::nullopt;
}

std::optional<Quantity> calculate_quantity(Operator op, const Quantity& a, const Quantity& b) {
    if (op == Operator::multiply) {
        return multiply_quantities(a, b);
    }
    if (op == Operator::divide) {
        return divide_quantities(a, b);
    }
    const auto right = convert(b, a.unit, false);
    if (!right) {
        return std::nullopt;
    }
    const auto sum = op == Operator::add ? add(a.value, *right) : subtract(a.value, *right);
    return sum ? std::optional(Quantity{*sum, a.unit}) : std::nullopt;
}

// Date, time or both, plus or minus a duration. What lies below one unit is cut off.
bool evaluate_moved_date(
    Evaluator& evaluator, const Ast& ast, const Value& moment, const Quantity& duration, Collection& out
) {
    const auto unit = calendar_unit(duration.unit);
    if (!unit) {
        return evaluator.fail(ast, "only a duration with a calendar unit can be added to a date or a time");
    }
    const std::int64_t whole = truncate_of(duration.value);
    const std::int64_t amount = ast.op == Operator::subtract ? -whole : whole;
    if (const auto* time = std::get_if<Time>(&moment)) {
        out.push_back(Item(Value(add(*time, amount, *unit))));
        return true;
    }
    const auto* date = std::get_if<Date>(&moment);
    const auto moved = add(date ? DateTime::from_date(*date) : std::get<DateTime>(moment), amount, *unit);
    if (!moved) {
        return true;
    }
    if (date && is_date_only(*date)) {
        out.push_back(Item(Value(moved->date)));
    } else {
        out.push_back(Item(Value(*moved)));
    }
    return true;
}

bool is_moment(const Value& value) {
    return std::holds_alternative<Date>(value) || std::holds_alternative<DateTime>(value) ||
           std::holds_alternative<Time>(value);
}

bool evaluate_arithmetic(
    Evaluator& evaluator, const Ast& ast, const Value& left, const Value& right, Collection& out
) {
    const auto offer = [&out](std::optional<Value> value) {
        if (value) {
            out.push_back(Item(std::move(*value)));
        }
        return true;
    };
    const auto* a = std::get_if<std::int64_t>(&left);
    const auto* b = std::get_if<std::int64_t>(&right);
    if (a && b) {
        return offer(calculate_integer(ast.op, *a, *b));
    }
    const auto x = number_of(left);
    const auto y = number_of(right);
    if (x && y) {
        return offer(calculate_decimal(ast.op, *x, *y));
    }
    const bool additive = ast.op == Operator::add || ast.op == Operator::subtract;
    if (additive && is_moment(left) && std::holds_alternative<Quantity>(right)) {
        return evaluate_moved_date(evaluator, ast, left, std::get<Quantity>(right), out);
    }
    const auto p = quantity_of(left);
    const auto q = quantity_of(right);
    if (p && q && ast.op != Operator::divide_whole && ast.op != Operator::modulo) {
        auto result = calculate_quantity(ast.op, *p, *q);
        return offer(result ? std::optional(Value(std::move(*result))) : std::nullopt);
    }
    const auto* s = std::get_if<std::string>(&left);
    const auto* t = std::get_if<std::string>(&right);
    if (ast.op == Operator::add && s && t) {
        return evaluate_concatenation(evaluator, ast, &left, &right, out);
    }
    return evaluator.fail(
        ast, "this operator does not go with " + std::string(type_name(left)) + " and " +
                 std::string(type_name(right))
    );
}

}  // namespace

bool read_condition(Evaluator& evaluator, const Ast& at, const Collection& items, Truth& out) {
    if (items.size() > 1) {
        return evaluator.fail(at, "a condition must be one value, there are several");
    }
    if (items.empty()) {
        out.reset();
        return true;
    }
    const auto* boolean = items.front().get<bool>();
    out = boolean ? *boolean : true;
    return true;
}

bool evaluate_binary(Evaluator& evaluator, const Ast& ast, const Frame& frame, Collection& out) {
    if (ast.op <= Operator::logical_and) {
        return evaluate_logic(evaluator, ast, frame, out);
    }
    Scratch left_storage;
    Scratch right_storage;
    const auto* a = evaluator.view(ast.operands[0], frame, *left_storage);
    const auto* b = a ? evaluator.view(ast.operands[1], frame, *right_storage) : nullptr;
    if (!b) {
        return false;
    }
    switch (ast.op) {
        case Operator::equal:
        case Operator::not_equal:
        case Operator::equivalent:
        case Operator::not_equivalent:
            return evaluate_equality(evaluator, ast, *a, *b, out);
        case Operator::less:
        case Operator::less_or_equal:
        case Operator::greater:
        case Operator::greater_or_equal:
            return evaluate_order(evaluator, ast, *a, *b, out);
        case Operator::in:
            return evaluate_membership(evaluator, ast, *a, *b, out);
        case Operator::contains:
            return evaluate_membership(evaluator, ast, *b, *a, out);
        case Operator::unite: {
            Scratch united;
            append_distinct(*a, *united, evaluator.comparing());
            append_distinct(*b, *united, evaluator.comparing());
            out.insert(out.end(), united->begin(), united->end());
            return true;
        }
        default:
            break;
    }
    const Value* left = nullptr;
    const Value* right = nullptr;
    if (!read_pair(evaluator, ast, *a, *b, left, right)) {
        return false;
    }
    if (ast.op == Operator::concatenate) {
        return evaluate_concatenation(evaluator, ast, left, right, out);
    }
    return left && right ? evaluate_arithmetic(evaluator, ast, *left, *right, out) : true;
}

}  // namespace sluice::expression
