// One person's records as a tree of expression nodes, which the rules see (schemas/README.md, "Rule"): a
// record's fields by name, its relations by entity name.
#pragma once

#include "gateway/expression/node.hpp"
#include "gateway/record/record.hpp"

#include <deque>
#include <span>
#include <string>

namespace sluice::record {

class RecordTree;

class RecordNode final : public expression::Node {
  public:
    RecordNode(const RecordTree& tree, const Record& record) : tree_(&tree), record_(&record) {}

    void child(std::string_view name, expression::Collection& out) const override;
    void children(expression::Collection& out) const override;
    std::string_view type_name() const override { return record_->entity->name; }
    const Record& record() const { return *record_; }

  private:
    const RecordTree* tree_;
    const Record* record_;
};

// The records must stay where they are while the tree lives.
class RecordTree {
  public:
    explicit RecordTree(std::span<const Record> records);
    RecordTree(const RecordTree&) = delete;
    RecordTree& operator=(const RecordTree&) = delete;

    const std::deque<RecordNode>& nodes() const { return nodes_; }
    // Related records of the entity: those that `from` refers to, else those that refer to `from`.
    void related(const Record& from, std::string_view entity, expression::Collection& out) const;

  private:
    std::deque<RecordNode> nodes_;
};

// The typed value of a cell; the source's own words have none.
std::optional<expression::Value> value_of(const Cell& cell, schema::FieldType type);

}  // namespace sluice::record
