#include "gateway/record/tree.hpp"

#include <charconv>

namespace sluice::record {
namespace {

using expression::Item;
using expression::Value;
using schema::FieldType;

// The field of `record` that refers to the entity; null where it has none.
const Cell* reference_to(const Record& record, std::string_view entity) {
    for (std::size_t i = 0; i < record.cells.size(); ++i) {
        const auto& field = record.entity->fields[i];
        if (field.type == FieldType::reference && field.entity == entity) {
            return &record.cells[i];
        }
    }
    return nullptr;
}

}  // namespace

std::optional<Value> value_of(const Cell& cell, FieldType type) {
    if (!cell.present || cell.text.empty()) {
        return std::nullopt;
    }
    switch (type) {
        case FieldType::date:
        case FieldType::datetime:
            if (const auto date = Date::parse(cell.text)) {
                return Value(*date);
            }
            return std::nullopt;
        case FieldType::decimal:
            if (const auto number = Decimal::parse(cell.text)) {
                return Value(*number);
            }
            return std::nullopt;
        case FieldType::integer: {
            std::int64_t number = 0;
            const auto result =
                std::from_chars(cell.text.data(), cell.text.data() + cell.text.size(), number);
            return result.ec == std::errc() ? std::optional(Value(number)) : std::nullopt;
        }
        case FieldType::boolean:
            return Value(cell.text == "true");
        default:
            return Value(cell.text);
    }
}

void RecordNode::child(std::string_view name, expression::Collection& out) const {
    if (const auto index = record_->entity->field(name)) {
        if (const auto value = value_of(record_->cells[*index], record_->entity->fields[*index].type)) {
            out.emplace_back(*value);
        }
        return;
    }
    tree_->related(*record_, name, out);
}

void RecordNode::children(expression::Collection& out) const {
    for (const auto& field : record_->entity->fields) {
        child(field.name, out);
    }
}

RecordTree::RecordTree(std::span<const Record> records) {
    for (const auto& record : records) {
        nodes_.emplace_back(*this, record);
    }
}

void RecordTree::related(const Record& from, std::string_view entity, expression::Collection& out) const {
    if (const Cell* reference = reference_to(from, entity)) {
        for (const auto& node : nodes_) {
            if (reference->present && node.record().entity->name == entity &&
                node.record().id == reference->text) {
                out.emplace_back(&node);
            }
        }
        return;
    }
    for (const auto& node : nodes_) {
        if (node.record().entity->name != entity) {
            continue;
        }
        const Cell* back = reference_to(node.record(), from.entity->name);
        if (back != nullptr && back->text == from.id) {
            out.emplace_back(&node);
        }
    }
}

}  // namespace sluice::record
