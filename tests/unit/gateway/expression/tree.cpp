#include "tests/unit/gateway/expression/tree.hpp"

namespace sluice::test {

using namespace expression;

Tree& Tree::add(std::string name, std::optional<Value> value) {
    children_.push_back(std::make_unique<Tree>(std::move(name), std::move(value)));
    return *children_.back();
}

void Tree::child(std::string_view name, Collection& out) const {
    for (const auto& entry : children_) {
        if (entry->name_ == name) {
            out.push_back(Item(entry.get()));
        }
    }
    for (const auto* entry : links_) {
        if (entry->name_ == name) {
            out.push_back(Item(entry));
        }
    }
}

void Tree::children(Collection& out) const {
    for (const auto& entry : children_) {
        out.push_back(Item(entry.get()));
    }
    for (const auto* entry : links_) {
        out.push_back(Item(entry));
    }
}

Value text(std::string_view value) {
    return std::string(value);
}

Value date(std::string_view value) {
    return *Date::parse(value);
}

const Tree& person() {
    static const std::unique_ptr<Tree> tree = [] {
        auto root = std::make_unique<Tree>("person");
        root->typed("Person");
        root->add("id", text("p1")).typed("string");
        root->add("birth", date("1974-12-25"));
        root->add("active", Value(true));
        for (const std::string_view kind : {"usual", "maiden"}) {
            auto& name = root->add("name");
            name.typed("Name");
            name.add("use", text(kind));
            name.add("given", text("Ann"));
            name.add("given", text(kind == "usual" ? "Bea" : "Cat"));
        }
        for (const std::int64_t minutes : {30, 45, 15}) {
            auto& contact = root->add("contact");
            contact.add("minutes", Value(minutes));
            contact.add("code", text("c" + std::to_string(minutes)));
        }
        return root;
    }();
    return *tree;
}

Context context() {
    Context out;
    out.now = DateTime::parse("2026-01-15T10:30:00Z");
    return out;
}

std::string run(
    std::string_view expression, const Node* focus, const Context& context, const CompileOptions& options
) {
    const auto compiled = compile(expression, options);
    if (!compiled) {
        return "error: " + compiled.error().text();
    }
    const auto result = evaluate(*compiled, focus, context);
    if (!result) {
        return "error: " + result.error().text();
    }
    std::string out;
    for (const auto& item : *result) {
        out += out.empty() ? "" : " | ";
        out += item.value() ? to_string(*item.value()) : "(node)";
    }
    return out;
}

std::string run(std::string_view expression, const Node* focus) {
    return run(expression, focus, context());
}

}  // namespace sluice::test
