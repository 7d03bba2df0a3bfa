// Completeness per field x organisation x month of referral: how often a field was expected, present, known
// and declined. "Declined to say" is known, not missing; "not known" and fillers such as V81999 are missing.
#pragma once

#include "gateway/expression/expression.hpp"
#include "gateway/schema/documents.hpp"
#include "gateway/terminology/terminology.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sluice::check {

struct CompletenessKey {
    std::string entity;
    std::string field;
    std::string organisation;
    std::string month;  // YYYY-MM of the referral; "unknown" where the record hangs on none
    auto operator<=>(const CompletenessKey&) const = default;
};

struct CompletenessCount {
    std::uint64_t expected = 0;  // records for which the field is expected
    std::uint64_t present = 0;   // with any value
    std::uint64_t known = 0;     // with a value that says something; declined included
    std::uint64_t declined = 0;  // the person was asked and would not say
    bool operator==(const CompletenessCount&) const = default;
};

// A stored record, as text by column name.
using StoredRow = std::map<std::string, std::optional<std::string>, std::less<>>;

class Completeness {
  public:
    // Both must outlive it.
    Completeness(const schema::Documents& documents, const terminology::Terminology& terms);

    // REQUIRES: the entity is one of the documents.
    void add(
        const schema::Entity& entity, const StoredRow& row, const std::string& organisation,
        const std::string& month
    );
    const std::map<CompletenessKey, CompletenessCount>& counts() const { return counts_; }

  private:
    bool expected(const schema::Entity& entity, const schema::Field& field, const StoredRow& row) const;

    const terminology::Terminology& terms_;
    std::map<const schema::Field*, expression::Expression> conditions_;
    std::map<CompletenessKey, CompletenessCount> counts_;
};

}  // namespace sluice::check
