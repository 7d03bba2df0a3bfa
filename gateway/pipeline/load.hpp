// Streams one set's files into facts: blocks go to workers, results are applied in block order.
#pragma once

#include "gateway/pipeline/context.hpp"
#include "gateway/pipeline/contradictions.hpp"
#include "gateway/pipeline/date_styles.hpp"
#include "gateway/pipeline/sets.hpp"
#include "gateway/pipeline/shared_rows.hpp"
#include "gateway/pipeline/sweep.hpp"

#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace sluice::pipeline {

// Applies rows to the facts, one file after the other, in the order of the set.
class Loader {
  public:
    // All three must outlive it; `shared` is of the set's system.
    Loader(const SubmissionContext& context, SharedRows& shared, const FileSet& set);

    // Reads from the store which persons were kept out and which rows were kept, and finds the rows of the
    // set that contradict each other. `members` are the submission's.
    Result<void> prepare(const std::vector<MemberFile>& members);
    Result<void> load(const MemberFile& member);
    // True where a row that decides what is worth keeping has changed, or a person is no longer kept out:
    // rows of earlier receipts that were passed over may be wanted now.
    bool selection_grew() const { return selection_grew_; }
    // What the files read so far were seen to hold; noted for a snapshot only.
    const Seen& seen() const { return seen_; }
    // Reads the file only to count its rows, all of them with this verdict.
    Result<void> count(const MemberFile& member, Verdict verdict);

  private:
    using Kind = extract::KeptRow::Kind;
    struct Position {
        std::uint64_t record = 0;  // ordinal of the block's first record
        std::uint64_t offset = 0;  // of the block in the file
    };

    extract::FilePlan plan_for(const MemberFile& member, const Section& section) const;
    Result<void> load_section(const MemberFile& member, const Section& section);
    Result<void> find_contradictions(const std::vector<MemberFile>& members);
    Result<void> note_contradictions(const MemberFile& member, const Section& section);
    Result<void> scan(const MemberFile& member, const Section& section, const extract::FilePlan& plan);
    Result<void> apply(const extract::Batch& batch, const Position& position);
    Result<void> apply_row(const extract::KeptRow& row, const SourceRef& at);
    void count_row(const extract::KeptRow& row, const SourceRef& at, Verdict verdict);
    Result<Verdict> apply_sound(const extract::KeptRow& row, const SourceRef& at);
    Result<Verdict> apply_kept(const extract::KeptRow& row, const SourceRef& at);
    Result<Verdict> apply_of_objector(const extract::KeptRow& row, const SourceRef& at);
    bool is_person_kept(const extract::KeptRow& row) const;
    Result<Verdict> apply_put(const extract::KeptRow& row, const SourceRef& at, bool held, bool vacated);
    Result<Verdict> apply_tombstone(const extract::KeptRow& row, const SourceRef& at);
    Result<std::vector<std::string>> holders_of(const extract::KeptRow& row);
    Result<bool> remove_dependants(const extract::KeptRow& row, const store::FactOrder& order);
    Result<Verdict> apply_scope_exit(const extract::KeptRow& row, const SourceRef& at);
    Result<Verdict> apply_excluded(const extract::KeptRow& row, const SourceRef& at);
    Result<void> note_kept_rows();
    void supersede(const SourceRef& lost);
    void tell_why_held(schema::Fault fault, const SourceRef& at);
    Result<void> take_away(const extract::KeptRow& row, const std::string& person);
    Result<store::MoveResult> vacate(const extract::KeptRow& row);
    Result<Verdict> pass_over(const extract::KeptRow& row, bool vacated);
    bool translates_what_is_wanted(const extract::KeptRow& row) const;
    Result<void> notice_growth(const extract::KeptRow& row, store::PutKind kind);
    Result<void> touch_those_who_share(const std::string& person);
    Result<bool> is_known(const std::string& person);
    Result<void> touch(const extract::KeptRow& row);
    Result<void> report_agreement(const extract::KeptRow& row, const SourceRef& at);
    store::Fact fact_of(const extract::KeptRow& row, const SourceRef& at, const std::string& person) const;
    std::string person_of(const extract::KeptRow& row) const;
    void note_organisation(const extract::KeptRow& row);
    void name_organisations();
    void begin_dates(const extract::FilePlan& plan);
    void report_mixed_dates(const extract::FilePlan& plan);
    void report_progress(std::uint64_t bytes);

    const SubmissionContext& context_;
    SharedRows& shared_;
    const map::Program& program_;
    const FileSet& set_;
    store::Facts& facts_;
    store::Links& links_;
    std::unordered_set<std::string> kept_out_;
    std::unordered_set<std::string> objectors_;  // by an entry; `told_objectors_`: and the sender was told
    std::unordered_set<std::string> told_objectors_;
    std::unordered_map<std::string, extract::KeyFilter> kept_before_;  // by fact table
    extract::KeyFilter all_kept_before_;
    std::unordered_map<std::string, bool> known_;
    const MemberFile* member_ = nullptr;
    std::size_t table_ = 0;
    std::string table_name_;
    std::int32_t layout_ = 0;
    std::string blob_;           // cells of the row in hand
    std::uint64_t counted_ = 0;  // the record whose row was counted last; 0: none of the block
    Contradictions contradictions_;
    std::set<std::string, std::less<>> organisations_;  // as the rows of the file in hand name them
    Seen seen_;
    DateStyles date_styles_{{}};  // of the file in hand, by cell of its layout
    std::vector<bool> deciding_;
    bool selection_grew_ = false;
};

}  // namespace sluice::pipeline
