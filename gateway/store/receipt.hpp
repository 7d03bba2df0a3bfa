// What was sent, and what became of it. A receipt is committed before anything is processed and never changes
// once its result is published.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/base/issue.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::store {

struct SubmissionFile {
    std::string name;    // as sent; may have folders
    std::string sha256;  // of the landed bytes
    std::uint64_t bytes = 0;
    std::string sender = {};  // of its rows, as the manifest of its package says; empty: the submission's
    auto operator<=>(const SubmissionFile&) const = default;
};

struct Submission {
    std::string sender;
    std::string purpose;
    std::string legal_basis;
    std::string period_from;  // YYYY-MM-DD or empty
    std::string period_to;
    std::string semantics;    // what the rows are: full, delta, report, …
    std::string as_of;        // YYYY-MM-DD; the date that derivation takes for today
    std::string received_at;  // YYYY-MM-DDThh:mm:ssZ
    std::string id;           // the sender's own identity for it; empty: its digest
    std::vector<SubmissionFile> files;
    // By which two submissions of one id are compared. Empty: submission_digest(files).
    std::string digest = {};

    // Who sends the rows of the file with that index.
    const std::string& sender_of(std::size_t file) const;
    // Whom it speaks for: who submits, and the senders of its packages. What is told of it is told of what
    // these have sent.
    std::set<std::string> senders() const;
};

// Spelt as in the store and in reports.
inline constexpr std::string_view kReceived = "received";  // landed, not processed
inline constexpr std::string_view kProcessed = "processed";
inline constexpr std::string_view kProcessedWithFindings = "processed-with-findings";
inline constexpr std::string_view kHeld = "held";
inline constexpr std::string_view kRejected = "rejected";

struct Receipt {
    std::int64_t seq = 0;   // 1, 2, … in the order of acceptance
    std::string id;         // see make_receipt_id
    std::string digest;     // of the submission
    Submission submission;  // as first accepted; `id` is filled
    std::string status;
    std::string pack_digest;   // empty until published
    std::string definition;    // that its records met, with extensions; empty until published
    std::string summary_json;  // empty until published
    bool repeated = false;     // accept() met a submission that it knows
};

// SHA-256 over one line a file, `<base name>\t<sha256>\n`, lines sorted: a zip and the folder it came from
// are one submission.
std::string submission_digest(const std::vector<SubmissionFile>& files);

// `SLU-7K3M-9QXD-2`: made to be read out on the telephone.
// - Symbols are Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O, U.
// - They are the first bits of SHA-256 over "sluice-receipt", sender, submission id, digest and a counter,
//   each followed by a line feed; `symbols` of them (8, or 12, 16, … where shorter ones are taken), in fours.
// - The last character is Crockford's check symbol: the number modulo 37, where 32 to 36 are written * ~ $ =
// U.
//   The counter, from 0, is the first for which it is a letter or a digit, so 36 is `U` and 32-35 do not
//   occur.
std::string make_receipt_id(
    std::string_view sender, std::string_view submission_id, std::string_view digest, std::size_t symbols
);

// The canonical spelling of what somebody typed: any case, hyphens and blanks optional, I and L read as 1,
// O as 0. Nothing where it cannot be a receipt id (shape or check symbol).
std::optional<std::string> parse_receipt_id(std::string_view text);

// Rows of one file; read = accepted + held + rejected + skipped.
struct FileTally {
    std::uint32_t file = 0;  // index within the submission
    std::string name;
    std::string sha256;
    std::uint64_t bytes = 0;
    std::string table;  // empty where it was not recognised
    std::uint64_t read = 0;
    std::uint64_t accepted = 0;
    std::uint64_t held = 0;
    std::uint64_t rejected = 0;
    std::uint64_t skipped = 0;
    std::string system = {};  // that has the table
    auto operator<=>(const FileTally&) const = default;
};

// Records of one entity that this receipt added, changed or removed.
struct EntityTally {
    std::string entity;
    std::uint64_t accepted = 0;
    std::uint64_t held = 0;
    std::uint64_t rejected = 0;
    std::uint64_t released = 0;
    std::uint64_t added = 0;
    std::uint64_t changed = 0;
    std::uint64_t removed = 0;
    std::uint64_t unchanged = 0;
    auto operator<=>(const EntityTally&) const = default;
};

struct IssueCount {
    std::string rule;
    Severity severity = Severity::information;
    std::uint64_t count = 0;
    auto operator<=>(const IssueCount&) const = default;
};

// How complete a field was, over the records that the sender had sent, when the receipt was published.
// expected: records in which a source that collects the field should fill it; not_collected: those of sources
// that do not; valid: what was sent and no check dropped.
struct FieldTally {
    std::string entity;
    std::string field;
    std::uint64_t expected = 0;
    std::uint64_t not_collected = 0;
    std::uint64_t present = 0;
    std::uint64_t valid = 0;
    std::uint64_t known = 0;
    std::uint64_t declined = 0;
    auto operator<=>(const FieldTally&) const = default;
};

// One finding; like sluice::Issue without text and without a value.
struct ReceiptIssue {
    std::string rule;
    Severity severity = Severity::information;
    SourceRef at;
    std::string entity;             // empty where it is about a row or a file
    std::string record_id;          // empty where it is about a row or a file
    std::string field;              // of the entity, or what a finding about a file names; may be empty
    std::string organisation = {};  // code: whose record it is; empty where it is not known
    // The receipt in whose files `at` lies: a record may be judged anew because of rows that came earlier. 0:
    // this one.
    std::int64_t origin = 0;
    auto operator<=>(const ReceiptIssue&) const = default;
};

struct ReceiptResult {
    std::string status;  // one of the above but kReceived
    std::string pack_digest;
    std::string definition;
    std::string summary_json;
    std::vector<FileTally> files;
    std::vector<EntityTally> entities;
    std::vector<IssueCount> issue_counts;
    std::set<std::string> organisations;  // codes: whose records the submission was about
    // Of what the sender has sent, in the store as it is now, so that the next receipt can say what has
    // changed.
    std::vector<FieldTally> fields = {};
    std::vector<IssueCount> open_findings = {};
};

using IssueVisitor = std::function<Result<void>(const ReceiptIssue&)>;

// One thread at a time, like the store that it belongs to.
class Receipts {
  public:
    virtual ~Receipts() = default;

    // Durable when it returns; a transaction of its own, so none may be open. The same (sender, submission)
    // gives the stored receipt with `repeated`. ErrorCode::conflict: the same submission for another purpose,
    // or the same identity with other files. ErrorCode::usage: no sender, purpose or file.
    virtual Result<Receipt> accept(const Submission& submission) = 0;

    virtual Result<std::vector<Receipt>> receipts() = 0;  // by seq
    // Any spelling that parse_receipt_id takes.
    virtual Result<std::optional<Receipt>> receipt(std::string_view id) = 0;
    virtual Result<std::optional<Receipt>> receipt(std::int64_t seq) = 0;

    // Within the transaction of the publication. Issues may be many and are added one by one, in any number
    // of calls. publish() closes the receipt: ErrorCode::conflict where it was published before.
    virtual Result<void> add_issue(std::int64_t seq, const ReceiptIssue& issue) = 0;
    virtual Result<void> publish(std::int64_t seq, const ReceiptResult& result) = 0;

    virtual Result<std::vector<FileTally>> file_tallies(std::int64_t seq) = 0;      // by file
    virtual Result<std::vector<EntityTally>> entity_tallies(std::int64_t seq) = 0;  // in the order published
    virtual Result<std::vector<IssueCount>> issue_counts(std::int64_t seq) = 0;     // in the order published
    // As published.
    virtual Result<std::vector<FieldTally>> field_tallies(std::int64_t seq) = 0;
    virtual Result<std::vector<IssueCount>> open_findings(std::int64_t seq) = 0;
    // Codes of the organisations that the submission was about, as published. It says whom it named: what the
    // sender may see is another question (RecordState::sender).
    virtual Result<std::set<std::string>> organisations_of(std::int64_t seq) = 0;
    // Of the last submission before this one, of the same sender, purpose and semantics, that was about the
    // organisation and of which something was applied; none where there was none.
    virtual Result<std::set<std::string>> organisations_with(
        const Receipt& receipt, std::string_view organisation
    ) = 0;
    // In the order in which they were added.
    virtual Result<void> visit_issues(std::int64_t seq, const IssueVisitor& visit) = 0;
};

}  // namespace sluice::store
