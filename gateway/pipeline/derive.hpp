// One person's facts to one person's records: mapping, checks, episodes, verdicts. A pure function of the
// rows, the pack and what map::RunContext says.
#pragma once

#include "gateway/map/run.hpp"
#include "gateway/pipeline/objections.hpp"
#include "gateway/pipeline/pack.hpp"
#include "gateway/pipeline/shared_rows.hpp"
#include "gateway/record/record.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sluice::pipeline {

// What links a person with the same one of other sources, for the check that one number is one person. A
// person has a number or a pseudonym, never both.
struct Identity {
    std::string number;     // empty: no valid number, or not part of the dataset
    std::string pseudonym;  // with the names of its scheme and key: others say nothing about this one
    std::string details;    // birth date and sex, each blank where it is not known; see contradict()
};

// Can these two `details` not be of one person? What one side does not know contradicts nothing.
bool contradict(std::string_view left, std::string_view right);

struct Outcome {
    record::PersonRecords records;
    Identity identity;
    std::optional<StatedObjection> objection;  // then there are no records
    std::vector<store::SharedKey> links;       // shared rows that it was derived from, found or not
    std::vector<std::size_t> released_rows;    // rows that were held and now are not
    std::vector<std::size_t> held_rows;        // rows that were not held and now are
};

// All rows of one person, in (table, key) order, resolving links among themselves and to shared rows.
class PersonRows final : public record::LinkResolver {
  public:
    PersonRows(std::string person, SharedRows& shared)
        : person_(std::move(person)), program_(shared.program()), shared_(shared) {}

    // REQUIRES: no link was resolved yet.
    void add(std::unique_ptr<LoadedRow> row) { rows_.push_back(std::move(row)); }
    const std::string& person() const { return person_; }
    const std::vector<std::unique_ptr<LoadedRow>>& rows() const { return rows_; }
    const record::SourceRow* person_row() const;
    // The name of the source that the person is of (source_name.hpp).
    std::string source() const;
    void linked(
        const record::SourceRow& row, const schema::ForeignKey& key,
        std::vector<const record::SourceRow*>& out
    ) override;
    void said(std::string_view words, bool alone, std::vector<record::Concept>& out) override {
        program_.said(words, alone, out);
    }

  private:
    // The rows that a link of the pack may lead to, by the key that it leads by.
    using Targets = std::unordered_map<std::string, std::vector<const record::SourceRow*>>;
    const Targets& targets_of(const schema::ForeignKey& key);

    std::string person_;
    const map::Program& program_;
    SharedRows& shared_;
    std::vector<std::unique_ptr<LoadedRow>> rows_;
    std::unordered_map<const schema::ForeignKey*, Targets> targets_;  // made when first asked for
};

Result<Outcome> derive(
    const Pack& pack, const PersonRows& rows, SharedRows& shared, const map::RunContext& context,
    const check::CheckContext& checking
);

}  // namespace sluice::pipeline
