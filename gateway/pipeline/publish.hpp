// Writes what a person's derivation gave, where it differs from what the store has, and counts it.
#pragma once

#include "gateway/pipeline/derive.hpp"
#include "gateway/pipeline/tally.hpp"

#include <map>
#include <set>
#include <string>

namespace sluice::pipeline {

// The generated tables of a dataset.
std::vector<store::TableSpec> table_specs(const schema::Dataset& dataset);
// The values of a record in the order of its table's columns.
std::vector<store::Value> table_values(const record::Record& record);

struct PublishContext {
    const Pack* pack = nullptr;
    const map::Program* program = nullptr;
    store::Store* store = nullptr;
    Tally* tally = nullptr;
    std::string purpose;
    std::string legal_basis;
    std::int64_t receipt = 0;
    std::set<std::string> held_back;  // organisations whose agreement is disabled
};

class Publisher {
  public:
    explicit Publisher(const PublishContext& context) : context_(context) {}

    // REQUIRES: an open transaction. One thread.
    Result<void> publish(const Outcome& outcome, const PersonRows& rows);
    std::uint64_t records() const { return records_; }

  private:
    Result<void> publish_record(
        const record::Record& record, const Outcome& outcome, const store::RecordState* before
    );
    Result<void> settle_rows(const Outcome& outcome, const PersonRows& rows);
    void count(const record::Record& record, const store::RecordState* before);
    Result<std::string> lineage_json(const record::Record& record);
    Result<std::string> file_name(const record::Origin& origin);
    Result<store::Provenance> provenance_of(
        const record::Record& record, const record::PersonRecords& person
    );

    PublishContext context_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::string> names_;
    std::uint64_t records_ = 0;
};

}  // namespace sluice::pipeline
