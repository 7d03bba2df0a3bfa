// Writes what a person's derivation gave, where it differs from what the store has, and counts it.
#pragma once

#include "gateway/pipeline/context.hpp"
#include "gateway/pipeline/derive.hpp"

#include <set>
#include <string>
#include <tuple>

namespace sluice::pipeline {

// One set's persons. What it refers to must outlive it.
class Publisher {
  public:
    // `held_back`: organisations whose agreement is disabled.
    Publisher(const SubmissionContext& context, const map::Program& program, std::set<std::string> held_back)
        : context_(context),
          program_(program),
          held_back_(std::move(held_back)),
          senders_(context.receipt->submission.senders()) {}

    // REQUIRES: an open transaction, and the store's mutex. One thread.
    Result<void> publish(const Outcome& outcome, const PersonRows& rows);
    std::uint64_t records() const { return records_; }

  private:
    Result<void> publish_record(
        const record::Record& record, const Outcome& outcome, const store::RecordState* before
    );
    Result<bool> is_kept_out(const PersonRows& rows);
    Result<void> purge(const std::string& person, const std::vector<store::RecordState>& states);
    Result<void> keep_out(
        const Outcome& outcome, const PersonRows& rows, const std::vector<store::RecordState>& states
    );
    Result<void> put_objection(const LoadedRow& entry);
    Result<void> put_objector(std::string_view key, const record::Origin& standing);
    void note_organisation(const Outcome& outcome, const PersonRows& rows);
    Result<void> settle_rows(const Outcome& outcome, const PersonRows& rows);
    void tell_of_loss(const record::Record& record, const Outcome& outcome, const store::RecordState* before);
    bool waited(const record::Record& record) const;
    Result<void> count(
        const record::Record& record, const Outcome& outcome, const std::string& sender,
        const store::RecordState* before
    );
    void count_rows(const record::Record& record);
    Result<void> tell(const record::Record& record, const Outcome& outcome, const store::RecordState& before);
    bool is_told(const std::string& sender) const { return senders_.contains(sender); }
    bool is_first_of_cell(const Issue& issue);
    std::int64_t origin_of(const Issue& issue) const;
    Result<std::string> lineage_json(const record::Record& record);
    Result<std::string> sender_of(std::uint32_t receipt, std::uint32_t file);
    Result<std::string> sender_of(const record::Record& record);
    Result<std::vector<Issue>> issues_of(const record::Record& record, const std::string& sender);
    Result<std::string> file_name(const record::Origin& origin);
    Result<store::Provenance> provenance_of(
        const record::Record& record, const record::PersonRecords& person
    );

    const SubmissionContext& context_;
    const map::Program& program_;
    std::set<std::string> held_back_;
    // Whose records the receipt tells of: other senders' records may change with theirs, and are nobody's
    // business but their own.
    std::set<std::string> senders_;
    // What was told of the cells of the person in hand.
    std::set<std::tuple<RuleIndex, RuleIndex, std::uint32_t, SourceRef>> told_;
    std::uint64_t records_ = 0;
};

}  // namespace sluice::pipeline
