// Completeness per field, by organisation, practice, month of referral, sender and source system: how often a
// field was expected, and what stood there. What a source has no place for is counted apart and never as
// missing. Whatever stands there is one of: dropped, known, declined, unknown, filler.
#pragma once

#include "gateway/expression/expression.hpp"
#include "gateway/schema/documents.hpp"
#include "gateway/terminology/terminology.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::check {

// The month of a record that hangs on no referral.
inline constexpr std::string_view kNoMonth = "none";

struct CompletenessKey {
    std::string entity;
    std::string field;
    std::string organisation;
    std::string month;   // YYYY-MM of the referral, or kNoMonth
    std::string sender;  // of the submissions that it came with
    std::string supplier;
    std::string practice = {};  // where the person is registered; empty: not known
    auto operator<=>(const CompletenessKey&) const = default;
};

// schemas/README.md, "Completeness". present = valid + dropped; valid = known + declined + unknown + fillers.
// A bar is about those answered: known + declined. 32 bits: there may be a million of these, and no store has
// as many records.
struct CompletenessCount {
    std::uint32_t expected = 0;       // records for which the field is expected, of a source that collects it
    std::uint32_t not_collected = 0;  // the same of a source that does not
    std::uint32_t present = 0;        // with any value, also one that a check dropped
    std::uint32_t valid = 0;          // with a value that was kept
    std::uint32_t known = 0;          // with a value that says something
    std::uint32_t coded = 0;          // of codes and concepts: with a code
    std::uint32_t text_only = 0;      // of codes and concepts: with the source's words alone
    std::uint32_t declined = 0;       // the person was asked and would not say
    std::uint32_t unknown = 0;        // the code says that it is not known
    std::uint32_t fillers = 0;        // the code stands for no value
    bool operator==(const CompletenessCount&) const = default;
    CompletenessCount& operator+=(const CompletenessCount& other);
};

// A stored record, as text by column name.
using StoredRow = std::map<std::string, std::optional<std::string>, std::less<>>;

// Where a record belongs, and what is known about it beyond its columns.
struct RowContext {
    std::string organisation;
    std::string month;
    std::string sender = {};
    std::string supplier = {};
    std::string practice = {};
    const schema::FieldSet* collected = nullptr;     // by its source; null: everything
    const std::set<std::string>* dropped = nullptr;  // fields whose value a check dropped; null: none
};

class Completeness {
  public:
    // Both must outlive it.
    Completeness(const schema::Documents& documents, const terminology::Terminology& terms);

    // REQUIRES: the entity is one of the documents.
    void add(const schema::Entity& entity, const StoredRow& row, const RowContext& context);
    // By entity and field, in the order of the dataset.
    using Visit = std::function<void(const CompletenessKey&, const CompletenessCount&)>;
    void visit(const Visit& visit) const;

  private:
    // Organisation, practice, month, sender, supplier.
    using Group = std::array<std::string, 5>;
    struct Counted {
        std::vector<const schema::Field*> fields;                // those that are counted
        std::map<Group, std::vector<CompletenessCount>> groups;  // in the order of `fields`
    };

    bool expected(const schema::Field& field, const expression::Node& record) const;
    schema::CodeMeaning meaning(const schema::Field& field, const std::string& code) const;
    void count_value(const schema::Field& field, const StoredRow& row, bool dropped, CompletenessCount& count)
        const;

    const schema::Dataset& dataset_;
    const terminology::Terminology& terms_;
    std::map<const schema::Field*, expression::Expression> conditions_;
    std::vector<Counted> counted_;  // by entity, in the order of the dataset
};

}  // namespace sluice::check
