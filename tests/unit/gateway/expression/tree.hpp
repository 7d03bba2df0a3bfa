// A small tree of nodes and a short way to run an expression over it, for the tests of this folder.
#pragma once

#include "gateway/expression/expression.hpp"

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::test {

class Tree final : public expression::Node {
  public:
    explicit Tree(std::string name, std::optional<expression::Value> value = std::nullopt)
        : name_(std::move(name)), value_(std::move(value)) {}

    Tree& add(std::string name, std::optional<expression::Value> value = std::nullopt);
    Tree& typed(std::string type) {
        type_ = std::move(type);
        return *this;
    }
    // A child that is owned elsewhere, as a linked row is; it may form a ring.
    void link(const Tree& other) { links_.push_back(&other); }

    void child(std::string_view name, expression::Collection& out) const override;
    void children(expression::Collection& out) const override;
    const expression::Value* value() const override { return value_ ? &*value_ : nullptr; }
    std::string_view type_name() const override { return type_; }
    std::string_view type_namespace() const override { return type_.empty() ? "" : "Test"; }
    std::string_view name() const override { return name_; }

  private:
    std::string name_;
    std::string type_;
    std::optional<expression::Value> value_;
    std::vector<std::unique_ptr<Tree>> children_;
    std::vector<const Tree*> links_;
};

expression::Value text(std::string_view value);
expression::Value date(std::string_view value);

// A person with names, contacts and codes.
const Tree& person();

// 2026-01-15T10:30:00+00:00 as now, nothing else.
expression::Context context();

// The items of the result joined by " | ": true, 1, text, (node); or "error: " and the text of the error.
std::string run(std::string_view expression, const expression::Node* focus = nullptr);
std::string run(
    std::string_view expression, const expression::Node* focus, const expression::Context& context,
    const expression::CompileOptions& options = {}
);

// What an expression is to give; a table of these is most of a test here.
struct Case {
    std::string_view expression;
    std::string_view result;
};
inline std::ostream& operator<<(std::ostream& out, const Case& entry) {
    return out << entry.expression;
}

}  // namespace sluice::test
