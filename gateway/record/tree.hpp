// One person's records as a tree of expression nodes, which the rules see (schemas/README.md, "Rule"): a
// record's fields by name, its relations by entity name.
#pragma once

#include "gateway/expression/node.hpp"
#include "gateway/record/record.hpp"

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

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

// The records must stay where and as they are while the tree lives.
class RecordTree {
  public:
    explicit RecordTree(std::span<const Record> records);
    RecordTree(const RecordTree&) = delete;
    RecordTree& operator=(const RecordTree&) = delete;

    const std::deque<RecordNode>& nodes() const { return nodes_; }
    // Related records of the entity: those that `from` refers to, else those that refer to `from`.
    void related(const Record& from, std::string_view entity, expression::Collection& out) const;

  private:
    // An entity of which there are records here, and its references to such entities.
    struct Kind {
        const schema::Entity* entity = nullptr;
        std::vector<std::pair<std::size_t, std::size_t>> references;  // field, place among the kinds
    };
    // The records of a kind by their own id, or by the id of a record that they refer to.
    struct Link {
        std::size_t kind = 0;
        std::size_t by = kOwnId;  // the kind referred to
        std::string_view id;
        const RecordNode* node = nullptr;
        auto key() const { return std::tie(kind, by, id); }
    };
    static constexpr std::size_t kOwnId = SIZE_MAX;

    std::size_t kind_of(std::string_view entity) const;  // kinds_.size() where there is no record of it
    void find_kinds();
    void find_links();
    void linked(std::size_t kind, std::size_t by, std::string_view id, expression::Collection& out) const;

    std::deque<RecordNode> nodes_;
    std::vector<Kind> kinds_;
    std::vector<Link> links_;  // in the order of their keys, then of the records
};

// The typed value of a cell; the source's own words have none.
std::optional<expression::Value> value_of(const Cell& cell, schema::FieldType type);

}  // namespace sluice::record
