// What a report is made from: plain values, filled by the caller, rendered here. Nothing in it is a patient's
// value: places are given as file, row and column. Texts are UTF-8 from rule documents or from the sender's
// file names; renderers escape every one of them.
#pragma once

#include "gateway/base/date.hpp"
#include "gateway/base/decimal.hpp"
#include "gateway/base/issue.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::outlet {

using Count = std::uint64_t;

struct Organisation {
    std::string code;  // ODS code
    std::string name;  // empty where unknown
};

// Why the whole set waits or was refused, for example SET-001 with the missing file in `detail`.
struct SetProblem {
    std::string rule;
    std::string title;
    std::string detail;
    std::string fix;
};

// What is counted by a list that was shipped, because the national reference set is not loaded.
struct StandIn {
    std::string counts;
    std::string refset;
};

struct Header {
    std::string receipt_id;
    Organisation sender;
    std::string status;  // as on the receipt: processed, held, rejected_file ...
    std::string purpose;
    std::string legal_basis;
    std::optional<Date> period_start;
    std::optional<Date> period_end;
    std::string semantics;  // bulk, delta ...
    Date as_of;
    std::chrono::sys_seconds received_at{};  // UTC; shown in UK time
    std::string pack_version;
    std::string pack_digest;
    bool dry_run = false;            // a trial: nothing was stored
    bool nil_return = false;         // the sender says that nothing happened in the period
    std::string profile;             // that was checked besides; empty: none
    Count profile_lacks = 0;         // things that it asks for and that are not there
    bool profile_asks_less = false;  // the purpose drops something that it would ask for
    std::vector<SetProblem> set_problems;
    std::vector<StandIn> stand_ins;
};

// Of source rows. The identity read = accepted + held + rejected + skipped is shown and checked per file.
struct RowCounts {
    Count read = 0;
    Count accepted = 0;
    Count held = 0;
    Count rejected = 0;
    Count skipped = 0;
};

struct FileLine {
    std::string name;  // as sent: may be hostile
    std::string sha256;
    Count bytes = 0;
    std::string table;  // empty where the file was not recognised
    RowCounts rows;
    bool is_manifest = false;   // says what the others are; it has no rows
    bool goes_by_name = false;  // to its sender its own name says more than that of its table
};

// Of dataset records, for this receipt; `in_store` is what the sender has sent, with any submission, and the
// store holds when the report is made, without what is held back.
struct EntityLine {
    std::string name;
    std::string title;
    Count accepted = 0;
    Count held = 0;
    Count rejected = 0;
    Count released = 0;
    Count added = 0;
    Count changed = 0;
    Count removed = 0;
    Count unchanged = 0;
    Count in_store = 0;
};

struct IssueExample {
    std::string file;
    Count record = 0;    // header = 1, as a spreadsheet numbers its rows; 0 = the whole file
    std::string column;  // that it points at; empty = none
    std::string note;
    std::string missing = {};  // where it points at no column: what is not there; empty = the whole row
};

struct IssueGroup {
    std::string rule;
    std::string version;
    std::string source;  // where the rule comes from: V01, X12 ...
    Severity severity = Severity::information;
    std::string title;
    std::string problem;
    std::string why;
    std::string fix;
    Count count = 0;
    std::vector<IssueExample> examples;
    Count examples_more = 0;  // found, but not listed in `examples`
};

struct KeptOut {
    std::string rule;
    std::string title;
    Count count = 0;
};

// expected: records in which the field should be filled; present: filled with anything; known: filled with a
// meaningful answer; declined: asked, and would not say. present = valid + what the checks dropped; valid =
// known + declined + unknown + fillers. Shares and bars are of known + declined (`answered` in sums.hpp).
// not_collected: records of a source that has no place for the field; they are not among the expected.
struct CellCounts {
    Count expected = 0;
    Count present = 0;
    Count known = 0;
    Count declined = 0;
    Count not_collected = 0;
    Count valid = 0;  // present, and kept by the checks
    Count coded = 0;  // of codes and concepts
    Count text_only = 0;
    Count unknown = 0;
    Count fillers = 0;
    bool operator==(const CellCounts&) const = default;
};

struct CompletenessCell {
    std::string entity;
    std::string entity_title;
    std::string field;
    std::string field_title;
    std::string organisation;
    std::string organisation_name;
    std::string month;  // YYYY-MM; empty where the record has no date
    CellCounts counts;
    std::string sender = {};
    std::string supplier = {};
    int weight = 1;
    std::optional<Decimal> bar = {};  // per cent answered that is expected
    std::string practice = {};        // where the person is registered; empty where it is not known
};

// One of the repairs that are worth most.
struct Fix {
    std::string rule;
    Severity severity = Severity::warning;
    std::string title;
    std::string fix;
    std::string entity_title;  // empty where it is about a row or a file
    std::string field_title;
    Count rows = 0;   // that have it in this submission
    Count worth = 0;  // what the list is sorted by
};

// Since the sender's submission before. Findings about records are those that were open at either time.
struct FindingChange {
    std::string rule;
    Severity severity = Severity::information;
    std::string title;
    Count before = 0;
    Count now = 0;
    bool of_rows = false;  // about rows and files of either submission, which may have been about other rows
};
struct FieldChange {
    std::string entity;
    std::string entity_title;
    std::string field;
    std::string field_title;
    CellCounts before;
    CellCounts now;
};
// How complete the sender's records were when a submission had been taken in: all fields together, each
// counted as often as it weighs.
struct TrendPoint {
    std::string receipt_id;
    std::chrono::sys_seconds received_at{};
    CellCounts weighted;
};
struct Trend {
    std::string receipt_id;  // of the submission before
    std::chrono::sys_seconds received_at{};
    std::vector<FindingChange> findings;
    std::vector<FieldChange> fields;  // whose share answered is another
    std::vector<TrendPoint> points;   // oldest first; the last is this submission
};

struct ReferralMonth {
    std::string month;  // YYYY-MM
    Count made = 0;
    Count declined = 0;
};

struct ContactMonth {
    std::string month;  // YYYY-MM
    std::string outcome;
    std::string outcome_title;
    Count count = 0;
};

// What was missed is counted, never what is left over: an outcome may be another one, or not known.
struct Attendance {
    Count contacts = 0;
    Count attended = 0;
    Count missed = 0;  // the person did not come, or somebody cancelled
    Count people = 0;  // who attended at least one
};

struct Report {
    Header header;
    std::vector<FileLine> files;
    std::vector<EntityLine> entities;
    std::vector<IssueGroup> issues;
    std::vector<Fix> fixes;  // at most ten, what is worth most first
    std::vector<KeptOut> kept_out;
    std::vector<CompletenessCell> completeness;
    std::vector<Organisation> organisations;
    std::vector<ReferralMonth> referrals;
    std::vector<ContactMonth> contacts;
    Attendance attendance;
    std::optional<Trend> trend;  // nothing to compare with: no earlier submission, or one of an old store
};

}  // namespace sluice::outlet
