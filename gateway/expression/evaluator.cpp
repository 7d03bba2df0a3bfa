#include "gateway/expression/evaluator.hpp"

#include "gateway/base/identifiers.hpp"
#include "gateway/expression/functions.hpp"

#include <algorithm>
#include <utility>

namespace sluice::expression {
namespace {

// Enough for the collections that are alive at once in a usual expression; larger ones go back to the heap.
constexpr std::size_t kPoolMax = 32;
constexpr std::size_t kPooledItemsMax = 256;

std::vector<Collection>& pool() {
    thread_local std::vector<Collection> collections;
    return collections;
}

// Types begin with a capital; the fields of records do not, so that a record may have a field of its own
// name.
bool starts_upper(std::string_view name) {
    return !name.empty() && name.front() >= 'A' && name.front() <= 'Z';
}

std::string_view known_variable(std::string_view name) {
    if (name == "sct") {
        return kSnomedSystem;
    }
    if (name == "loinc") {
        return "http://loinc.org";
    }
    return name == "ucum" ? "http://unitsofmeasure.org" : std::string_view();
}

}  // namespace

Scratch::Scratch() {
    auto& collections = pool();
    if (!collections.empty()) {
        items_ = std::move(collections.back());
        collections.pop_back();
    }
}

Scratch::~Scratch() {
    auto& collections = pool();
    if (items_.capacity() == 0 || items_.capacity() > kPooledItemsMax || collections.size() >= kPoolMax) {
        return;
    }
    items_.clear();
    collections.push_back(std::move(items_));
}

Evaluator::Evaluator(const Context& context, const Node* focus)
    : context_(context), root_(context.root ? context.root : focus) {
    steps_given_ = std::min(context.steps_max, context.steps_left ? *context.steps_left : context.steps_max);
    comparing_.steps_left = steps_given_;
    if (context.now && context.now->offset_minutes) {
        comparing_.default_offset_minutes = *context.now->offset_minutes;
    }
}

Evaluator::~Evaluator() {
    if (context_.steps_left) {
        *context_.steps_left -= steps_given_ - comparing_.steps_left;
    }
}

bool Evaluator::fail(const Ast& at, std::string_view text, ErrorCode code) {
    failed_ = true;
    error_ = Error(code, "at offset " + std::to_string(at.offset) + ": " + std::string(text));
    return false;
}

bool Evaluator::spend(const Ast& at, std::uint64_t steps) {
    if (comparing_.steps_left < steps) {
        comparing_.steps_left = 0;
        return fail(at, "the expression took more steps than allowed", ErrorCode::limit);
    }
    comparing_.steps_left -= steps;
    return true;
}

bool Evaluator::check_text(const Ast& at, std::size_t bytes) {
    return bytes <= kTextBytesMax || fail(at, "a text would become longer than allowed");
}

bool Evaluator::conclude(const Ast& at) {
    return !comparing_.gave_up ||
           fail(at, "a comparison took more steps, or went deeper, than allowed", ErrorCode::limit);
}

const Collection* Evaluator::view(const Ast& ast, const Frame& frame, Collection& storage) {
    if (ast.kind == Kind::literal) {
        return &ast.constant;
    }
    return evaluate(ast, frame, storage) ? &storage : nullptr;
}

bool Evaluator::evaluate(const Ast& ast, const Frame& frame, Collection& out) {
    if (!spend(ast)) {
        return false;
    }
    switch (ast.kind) {
        case Kind::literal:
            out.insert(out.end(), ast.constant.begin(), ast.constant.end());
            return true;
        case Kind::member:
            return evaluate_member(ast, frame, out);
        case Kind::function:
        case Kind::host:
            return evaluate_call(ast, frame, out);
        case Kind::self:
            if (frame.self) {
                out.push_back(*frame.self);
            }
            return true;
        case Kind::index:
            out.push_back(Item(Value(frame.index)));
            return true;
        case Kind::total:
            if (frame.total) {
                out.insert(out.end(), frame.total->begin(), frame.total->end());
            }
            return true;
        case Kind::variable:
            return evaluate_variable(ast, out);
        case Kind::indexer:
            return evaluate_indexer(ast, frame, out);
        case Kind::polarity:
            return evaluate_polarity(ast, frame, out);
        case Kind::binary:
            return evaluate_binary(*this, ast, frame, out);
        case Kind::type_test:
            return evaluate_type_test(ast, frame, out);
        case Kind::type:
            out.push_back(Item::text(ast.text));
            return true;
    }
    return fail(ast, "unknown kind of step");
}

bool Evaluator::evaluate_member(const Ast& ast, const Frame& frame, Collection& out) {
    if (!ast.has_target) {
        const auto* node = frame.self ? frame.self->node() : nullptr;
        if (!node) {
            return true;
        }
        // A path may begin with the type of what it starts from: Patient.name (N1 2.0.0, 4.1).
        if (starts_upper(ast.text) && node->is_type(ast.text)) {
            out.push_back(*frame.self);
            return true;
        }
        const std::size_t before = out.size();
        node->child(ast.text, out);
        return spend(ast, out.size() - before);
    }
    Scratch targets;
    if (!evaluate(ast.operands.front(), frame, *targets)) {
        return false;
    }
    const std::size_t before = out.size();
    for (const auto& target : *targets) {
        if (const auto* node = target.node()) {
            node->child(ast.text, out);
        }
    }
    return spend(ast, targets->size() + out.size() - before);
}

bool Evaluator::evaluate_call(const Ast& ast, const Frame& frame, Collection& out) {
    Scratch storage;
    const Collection* input = &*storage;
    if (ast.has_target) {
        input = view(ast.operands.front(), frame, *storage);
        if (!input) {
            return false;
        }
    } else if (frame.self) {
        storage->push_back(*frame.self);
    }
    if (ast.kind == Kind::host) {
        return evaluate_host(ast, *input, frame, out);
    }
    Call call{*this, ast, *input, frame, out};
    return ast.function->run(call);
}

bool Evaluator::evaluate_host(const Ast& ast, const Collection& input, const Frame& frame, Collection& out) {
    if (!context_.host) {
        return fail(ast, "nobody answers for function " + ast.text + "() here");
    }
    std::vector<Collection> arguments(ast.argument_count());
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (!evaluate(ast.argument(i), frame, arguments[i])) {
            return false;
        }
    }
    auto result = context_.host->call(ast.text, input, arguments);
    if (!result) {
        failed_ = true;
        error_ = result.error();
        return false;
    }
    for (auto& item : *result) {
        out.push_back(std::move(item));
    }
    return true;
}

bool Evaluator::evaluate_variable(const Ast& ast, Collection& out) {
    if (const auto found = context_.variables.find(ast.text); found != context_.variables.end()) {
        out.insert(out.end(), found->second.begin(), found->second.end());
        return spend(ast, found->second.size());
    }
    if (ast.text == "context" || ast.text == "resource" || ast.text == "rootResource") {
        if (root_) {
            out.push_back(Item(root_));
        }
        return true;
    }
    if (const auto known = known_variable(ast.text); !known.empty()) {
        out.push_back(Item::text(known));
        return true;
    }
    if (ast.text.compare(0, 3, "vs-") == 0) {
        out.push_back(Item::text("http://hl7.org/fhir/ValueSet/" + ast.text.substr(3)));
        return true;
    }
    if (ast.text.compare(0, 4, "ext-") == 0) {
        out.push_back(Item::text("http://hl7.org/fhir/StructureDefinition/" + ast.text.substr(4)));
        return true;
    }
    return fail(ast, "variable %" + ast.text + " was not given to this evaluation");
}

bool Evaluator::evaluate_indexer(const Ast& ast, const Frame& frame, Collection& out) {
    Scratch left;
    Scratch right;
    const auto* items = view(ast.operands[0], frame, *left);
    const auto* index = items ? view(ast.operands[1], frame, *right) : nullptr;
    if (!index) {
        return false;
    }
    if (index->empty()) {
        return true;
    }
    const auto* at = index->front().get<std::int64_t>();
    if (index->size() != 1 || !at) {
        return fail(ast, "an index must be one integer");
    }
    if (*at >= 0 && static_cast<std::uint64_t>(*at) < items->size()) {
        out.push_back((*items)[static_cast<std::size_t>(*at)]);
    }
    return true;
}

bool Evaluator::evaluate_polarity(const Ast& ast, const Frame& frame, Collection& out) {
    Scratch storage;
    const auto* items = view(ast.operands[0], frame, *storage);
    if (!items) {
        return false;
    }
    if (items->empty()) {
        return true;
    }
    const auto* value = items->size() == 1 ? items->front().value() : nullptr;
    const bool minus = ast.op == Operator::subtract;
    const auto sign = [minus](const Decimal& number) {
        return minus ? Decimal(-number.unscaled(), number.scale()) : number;
    };
    if (const auto* integer = value ? std::get_if<std::int64_t>(value) : nullptr) {
        out.push_back(Item(Value(minus && *integer != INT64_MIN ? -*integer : *integer)));
    } else if (const auto* decimal = value ? std::get_if<Decimal>(value) : nullptr) {
        out.push_back(Item(Value(sign(*decimal))));
    } else if (const auto* quantity = value ? std::get_if<Quantity>(value) : nullptr) {
        out.push_back(Item(Value(Quantity{sign(quantity->value), quantity->unit})));
    } else {
        return fail(ast, "a sign needs one number after it");
    }
    return true;
}

bool Evaluator::evaluate_type_test(const Ast& ast, const Frame& frame, Collection& out) {
    Scratch storage;
    const auto* items = view(ast.operands[0], frame, *storage);
    if (!items) {
        return false;
    }
    if (items->size() > 1) {
        return fail(ast, "'is' and 'as' need one item on their left, there are several");
    }
    if (items->empty()) {
        return true;
    }
    const bool same = is_of_type(items->front(), ast.type_namespace, ast.text);
    if (ast.op == Operator::is) {
        out.push_back(Item(Value(same)));
    } else if (same) {
        out.push_back(items->front());
    }
    return true;
}

bool Call::test(std::size_t i, const Item& self, std::int64_t index, bool& holds) {
    Scratch result;
    std::optional<bool> condition;
    if (!run(i, self, index, *result) || !read_condition(evaluator, argument(i), *result, condition)) {
        return false;
    }
    holds = condition.value_or(false);
    return true;
}

}  // namespace sluice::expression
