#include "gateway/record/tree.hpp"

#include <algorithm>
#include <charconv>

namespace sluice::record {
namespace {

using expression::Item;
using expression::Value;
using schema::FieldType;

// The first field that refers to the entity; no value where there is none.
std::optional<std::size_t> reference_to(const schema::Entity& from, std::string_view entity) {
    for (std::size_t i = 0; i < from.fields.size(); ++i) {
        if (from.fields[i].type == FieldType::reference && from.fields[i].entity == entity) {
            return i;
        }
    }
    return std::nullopt;
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
    if (const auto index = record_->entity->concept_of_words(name)) {
        if (const auto& words = record_->cells[*index].display; !words.empty()) {
            out.emplace_back(Value(words));
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
    find_kinds();
    find_links();
}

std::size_t RecordTree::kind_of(std::string_view entity) const {
    const auto found = std::find_if(kinds_.begin(), kinds_.end(), [&](const Kind& kind) {
        return kind.entity->name == entity;
    });
    return static_cast<std::size_t>(found - kinds_.begin());
}

void RecordTree::find_kinds() {
    for (const auto& node : nodes_) {
        const auto* entity = node.record().entity;
        if (kinds_.empty() || (kinds_.back().entity != entity && kind_of(entity->name) == kinds_.size())) {
            kinds_.push_back({entity, {}});
        }
    }
    for (auto& kind : kinds_) {
        for (std::size_t to = 0; to < kinds_.size(); ++to) {
            if (const auto field = reference_to(*kind.entity, kinds_[to].entity->name)) {
                kind.references.emplace_back(*field, to);
            }
        }
    }
}

void RecordTree::find_links() {
    for (const auto& node : nodes_) {
        const auto& record = node.record();
        const auto kind = kind_of(record.entity->name);
        links_.push_back({kind, kOwnId, record.id, &node});
        for (const auto& [field, to] : kinds_[kind].references) {
            if (!record.cells[field].text.empty()) {
                links_.push_back({kind, to, record.cells[field].text, &node});
            }
        }
    }
    std::stable_sort(links_.begin(), links_.end(), [](const Link& left, const Link& right) {
        return left.key() < right.key();
    });
}

void RecordTree::linked(std::size_t kind, std::size_t by, std::string_view id, expression::Collection& out)
    const {
    const Link wanted{kind, by, id, nullptr};
    auto link =
        std::lower_bound(links_.begin(), links_.end(), wanted, [](const Link& left, const Link& right) {
            return left.key() < right.key();
        });
    for (; link != links_.end() && link->key() == wanted.key(); ++link) {
        out.emplace_back(link->node);
    }
}

void RecordTree::related(const Record& from, std::string_view entity, expression::Collection& out) const {
    const auto kind = kind_of(entity);
    if (kind == kinds_.size()) {
        return;
    }
    if (const auto field = reference_to(*from.entity, entity)) {
        if (from.cells[*field].present) {
            linked(kind, kOwnId, from.cells[*field].text, out);
        }
        return;
    }
    linked(kind, kind_of(from.entity->name), from.id, out);
}

}  // namespace sluice::record
