// Completeness per field, by organisation, month of referral, sender and source system: how often a field was
// expected, and what stood there. What a source has no place for is counted apart and never as missing.
// "Declined to say" is known; "not known" and fillers such as V81999 are present and not known.
#pragma once

#include "gateway/expression/expression.hpp"
#include "gateway/schema/documents.hpp"
#include "gateway/terminology/terminology.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
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
    auto operator<=>(const CompletenessKey&) const = default;
};

// schemas/README.md, "Completeness". present = valid + dropped; valid = known + unknown + fillers.
struct CompletenessCount {
    std::uint64_t expected = 0;       // records for which the field is expected, of a source that collects it
    std::uint64_t not_collected = 0;  // the same of a source that does not
    std::uint64_t present = 0;        // with any value, also one that a check dropped
    std::uint64_t valid = 0;          // with a value that was kept
    std::uint64_t known = 0;          // with a value that says something; declined included
    std::uint64_t coded = 0;          // of codes and concepts: with a code
    std::uint64_t text_only = 0;      // of codes and concepts: with the source's words alone
    std::uint64_t declined = 0;       // the person was asked and would not say
    std::uint64_t unknown = 0;        // the code says that it is not known
    std::uint64_t fillers = 0;        // the code stands for no value
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
    const schema::FieldSet* collected = nullptr;     // by its source; null: everything
    const std::set<std::string>* dropped = nullptr;  // fields whose value a check dropped; null: none
};

class Completeness {
  public:
    // Both must outlive it.
    Completeness(const schema::Documents& documents, const terminology::Terminology& terms);

    // REQUIRES: the entity is one of the documents.
    void add(const schema::Entity& entity, const StoredRow& row, const RowContext& context);
    std::map<CompletenessKey, CompletenessCount> counts() const;

  private:
    // Entity, organisation, month, sender, supplier.
    using Group = std::array<std::string, 5>;

    bool expected(const schema::Field& field, const expression::Node& record) const;
    schema::CodeMeaning meaning(const schema::Field& field, const std::string& code) const;
    void count_value(const schema::Field& field, const StoredRow& row, bool dropped, CompletenessCount& count)
        const;

    const terminology::Terminology& terms_;
    std::map<const schema::Field*, expression::Expression> conditions_;
    std::map<Group, std::pair<const schema::Entity*, std::vector<CompletenessCount>>> groups_;
};

}  // namespace sluice::check
