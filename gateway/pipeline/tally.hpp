// Counts and findings of one submission while it is processed. Files count source rows, each with exactly one
// verdict; entities count records (design: two tallies).
#pragma once

#include "gateway/base/issue.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/schema/rules.hpp"
#include "gateway/store/receipt.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sluice::pipeline {

class Tally {
  public:
    // Beyond `issues_kept_max` findings are counted and not listed, which is a finding of its own (SUB-002).
    explicit Tally(const schema::RuleBook& rules, std::uint64_t issues_kept_max = Limits{}.issues_kept_max)
        : rules_(rules), issues_kept_max_(issues_kept_max) {}

    std::vector<store::FileTally> files;
    std::map<std::string, store::EntityTally> entities;
    std::set<std::string> organisations;  // codes: whose rows these are

    // A finding about a file or a row. `subject` is what it names beyond its place (a missing table, a
    // heading's place), never a value.
    void add(schema::Fault fault, const SourceRef& at, std::string_view subject = {});
    // A finding about a record.
    struct Whose {
        std::string organisation;
        std::int64_t origin = 0;  // see store::ReceiptIssue
    };
    void add(
        const Issue& issue, std::string_view entity, std::string_view record_id, std::string_view field,
        const Whose& whose
    );

    // What was found in files of an earlier receipt that are read with this one.
    void add_findings_of(const Tally& earlier, std::int64_t receipt);

    // A row that was counted as accepted turns out otherwise; rows already worse stay as they are.
    void worsen(std::uint32_t file, std::uint64_t record, Verdict verdict);
    // The first verdict of a row, and another one of a row that was counted before.
    void count(std::uint32_t file, std::uint64_t record, Verdict verdict);
    // Another entry of a row that was counted.
    void count_entry(std::uint32_t file, std::uint64_t record, Verdict verdict);
    void move(std::uint32_t file, std::uint64_t record, Verdict to);
    // Accepted or held; skipped for every row that is neither.
    Verdict verdict_of(std::uint32_t file, std::uint64_t record) const;

    const std::vector<store::ReceiptIssue>& issues() const { return issues_; }
    std::vector<store::IssueCount> issue_counts() const;  // by rule
    bool anything_held_or_rejected() const;
    bool has(schema::Fault fault) const { return counts_.contains(rules_.of(fault)); }
    // Applies what worsen() noted and stops the process where a file's rows do not add up.
    void settle();

  private:
    using Row = std::pair<std::uint32_t, std::uint64_t>;

    // Of one file, by record: one bit each, because an extract has many millions.
    struct Rows {
        std::vector<bool> used;  // accepted, or held
        std::vector<bool> held;
    };

    void note(std::uint32_t file, std::uint64_t record, Verdict verdict);
    void recount(std::uint32_t file, Verdict from, Verdict to);

    const schema::RuleBook& rules_;
    std::uint64_t issues_kept_max_;
    std::vector<store::ReceiptIssue> issues_;
    std::map<RuleIndex, std::uint64_t> counts_;
    std::map<Row, Verdict> worse_;
    std::map<std::uint32_t, Rows> rows_;  // by file
};

}  // namespace sluice::pipeline
