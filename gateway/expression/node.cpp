#include "gateway/expression/node.hpp"

namespace sluice::expression {

Node::~Node() = default;

bool is_of_type(const Item& item, std::string_view type_namespace, std::string_view name) {
    const auto* node = item.node();
    if (node && !node->type_name().empty()) {
        return (type_namespace.empty() || type_namespace == node->type_namespace()) && node->is_type(name);
    }
    const auto* value = item.value();
    const bool system = type_namespace.empty() || type_namespace == "System";
    return system && value && (name == type_name(*value) || name == "Any");
}

}  // namespace sluice::expression
