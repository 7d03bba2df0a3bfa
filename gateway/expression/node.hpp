// What an expression walks over: a tree that somebody else owns. Source rows, dataset records and FHIR
// resources are nodes; the evaluator knows none of them.
#pragma once

#include "gateway/expression/value.hpp"

#include <memory>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sluice::expression {

class Item;
// Ordered, may hold duplicates; an empty collection is FHIRPath's "no value".
using Collection = std::vector<Item>;

// Requirements: const members may be called from several threads at once; what they answer stays valid and
// unchanged for as long as any result that names the node is in use.
class Node {
  public:
    virtual ~Node();

    // Appends the children of that name, in order; nothing where there are none.
    virtual void child(std::string_view name, Collection& out) const = 0;
    // Appends every child, in order.
    virtual void children(Collection& out) const = 0;
    // The value of a leaf, or the System value that the node stands for (a FHIR Quantity, for instance).
    virtual const Value* value() const { return nullptr; }
    // Such as "Patient" or "string"; empty where the tree has no types: then the type is that of the value.
    virtual std::string_view type_name() const { return {}; }
    // Such as "FHIR"; qualifies type_name().
    virtual std::string_view type_namespace() const { return {}; }
    // True for the own type and every ancestor of it. A path may begin with such a name where it has a
    // capital: Patient.name on a Patient is name.
    virtual bool is_type(std::string_view name) const { return name == type_name(); }
    // The name under which the parent has it; it tells apart children in deep equality.
    virtual std::string_view name() const { return {}; }
};

// One element of a collection: an owned value, a node that lives elsewhere, or a node kept alive by the item.
// What a node of the last kind hands out must not need it: values, or nodes kept alive in the same way.
class Item {
  public:
    Item(Value value) : content_(std::move(value)) {}                      // NOLINT: implicit on purpose
    Item(const Node* node) : content_(node) {}                             // NOLINT: never null
    Item(std::shared_ptr<const Node> node) : content_(std::move(node)) {}  // NOLINT: never null
    static Item text(std::string_view text) { return Item(Value(std::string(text))); }

    bool is_node() const { return !std::holds_alternative<Value>(content_); }
    // Null where the item is a value. Lives as long as its tree (or this item, where the item owns it).
    const Node* node() const {
        if (const auto* view = std::get_if<const Node*>(&content_)) {
            return *view;
        }
        const auto* owned = std::get_if<std::shared_ptr<const Node>>(&content_);
        return owned ? owned->get() : nullptr;
    }
    // The own value, or that of the node; null where there is none. Lives as long as the item and its node.
    const Value* value() const {
        if (const auto* own = std::get_if<Value>(&content_)) {
            return own;
        }
        return node()->value();
    }
    template <class T>
    const T* get() const {
        const auto* found = value();
        return found ? std::get_if<T>(found) : nullptr;
    }

  private:
    std::variant<Value, const Node*, std::shared_ptr<const Node>> content_;
};

// Qualified or plain type test of operator `is` (N1 2.0.0, 6.3). An item with a node is of its model's type;
// a value, or a leaf without a type, is of a System type.
bool is_of_type(const Item& item, std::string_view type_namespace, std::string_view name);

}  // namespace sluice::expression
