#include "gateway/store/sqlite_receipts.hpp"

#include <algorithm>
#include <array>

namespace sluice::store {

namespace {

constexpr std::array kFinalStatuses = {kProcessed, kProcessedWithFindings, kHeld, kRejected};
constexpr std::size_t kIdSymbolsMin = 8;
constexpr std::size_t kIdSymbolsMax = 48;
constexpr std::size_t kIdSymbolsStep = 4;

const std::string kReceiptColumns =
    "SELECT seq, id, sender, submission_id, digest, purpose, legal_basis, period_from, period_to, semantics, "
    "as_of, "
    "received_at, status, pack_digest, summary_json, definition FROM sluice_receipt ";

Severity severity_of(std::string_view text) {
    for (const Severity severity : {Severity::fatal, Severity::error, Severity::warning}) {
        if (text == to_string(severity)) {
            return severity;
        }
    }
    return Severity::information;
}

std::uint64_t count_at(const sqlite::Cursor& cursor, int column) {
    return static_cast<std::uint64_t>(cursor.integer(column));
}

Receipt read_receipt(const sqlite::Cursor& cursor) {
    Receipt receipt;
    receipt.seq = cursor.integer(0);
    receipt.id = cursor.string(1);
    receipt.submission.sender = cursor.string(2);
    receipt.submission.id = cursor.string(3);
    receipt.digest = cursor.string(4);
    receipt.submission.purpose = cursor.string(5);
    receipt.submission.legal_basis = cursor.string(6);
    receipt.submission.period_from = cursor.string(7);
    receipt.submission.period_to = cursor.string(8);
    receipt.submission.semantics = cursor.string(9);
    receipt.submission.as_of = cursor.string(10);
    receipt.submission.received_at = cursor.string(11);
    receipt.status = cursor.string(12);
    receipt.pack_digest = cursor.string(13);
    receipt.summary_json = cursor.string(14);
    receipt.definition = cursor.string(15);
    return receipt;
}

// What a repeated submission must agree with.
Result<void> check_repetition(
    const Receipt& stored, const std::string& digest, const Submission& submission
) {
    if (stored.digest != digest) {
        return Error(
            ErrorCode::conflict,
            "the sender has used this submission id for other files, or with another "
            "manifest (receipt " +
                stored.id + "); give what is new an id of its own"
        );
    }
    if (stored.submission.purpose != submission.purpose) {
        return Error(
            ErrorCode::conflict, "this submission was accepted for the purpose '" +
                                     stored.submission.purpose + "' (receipt " + stored.id +
                                     ") and cannot be accepted for '" + submission.purpose + "' as well"
        );
    }
    return {};
}

}  // namespace

SqliteReceipts::SqliteReceipts(Store& store, SqliteSession& session)
    : store_(&store),
      session_(&session),
      insert_(
          *session.database, "add a receipt",
          "INSERT INTO sluice_receipt(id, sender, submission_id, digest, purpose, legal_basis, period_from, "
          "period_to, semantics, as_of, received_at, status) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"
      ),
      insert_file_(
          *session.database, "add a receipt's file",
          "INSERT INTO sluice_submission_file(receipt, file, name, sha256, bytes) VALUES(?,?,?,?,?)"
      ),
      all_(*session.database, "read receipts", kReceiptColumns + "ORDER BY seq"),
      by_submission_(
          *session.database, "find a submission", kReceiptColumns + "WHERE sender=? AND submission_id=?"
      ),
      by_id_(*session.database, "find a receipt", kReceiptColumns + "WHERE id=?"),
      by_seq_(*session.database, "find a receipt", kReceiptColumns + "WHERE seq=?"),
      files_(
          *session.database, "read a receipt's files",
          "SELECT name, sha256, bytes FROM sluice_submission_file WHERE receipt=? ORDER BY file"
      ),
      publish_(
          *session.database, "publish a receipt",
          "UPDATE sluice_receipt SET status=?, pack_digest=?, definition=?, summary_json=? WHERE seq=? AND "
          "status='received'"
      ),
      add_file_tally_(
          *session.database, "add a file tally",
          "INSERT INTO sluice_file_tally(receipt, file, name, sha256, bytes, source_table, rows_read, "
          "accepted, held, "
          "rejected, skipped, source_system) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"
      ),
      add_entity_tally_(
          *session.database, "add an entity tally",
          "INSERT INTO sluice_entity_tally(receipt, ordinal, entity, accepted, held, rejected, released, "
          "added, "
          "changed, removed, unchanged) VALUES(?,?,?,?,?,?,?,?,?,?,?)"
      ),
      add_organisation_(
          *session.database, "add a receipt's organisation",
          "INSERT INTO sluice_receipt_organisation(receipt, organisation) VALUES(?,?)"
      ),
      add_issue_count_(
          *session.database, "add an issue count",
          "INSERT INTO sluice_issue_count(receipt, ordinal, rule, severity, count) VALUES(?,?,?,?,?)"
      ),
      add_issue_(
          *session.database, "add an issue",
          "INSERT INTO sluice_issue(receipt, rule, severity, file, record, source_column, byte_offset, "
          "entity, "
          "record_id, field, organisation, origin) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"
      ),
      add_field_tally_(
          *session.database, "add a field tally",
          "INSERT INTO sluice_field_tally(receipt, ordinal, entity, field, expected, not_collected, present, "
          "valid, known) VALUES(?,?,?,?,?,?,?,?,?)"
      ),
      add_open_finding_(
          *session.database, "add an open finding",
          "INSERT INTO sluice_open_finding(receipt, ordinal, rule, severity, count) VALUES(?,?,?,?,?)"
      ),
      file_tallies_(
          *session.database, "read file tallies",
          "SELECT file, name, sha256, bytes, source_table, rows_read, accepted, held, rejected, "
          "skipped, source_system "
          "FROM sluice_file_tally WHERE receipt=? ORDER BY file"
      ),
      entity_tallies_(
          *session.database, "read entity tallies",
          "SELECT entity, accepted, held, rejected, released, added, changed, removed, unchanged "
          "FROM sluice_entity_tally WHERE receipt=? ORDER BY ordinal"
      ),
      issue_counts_(
          *session.database, "read issue counts",
          "SELECT rule, severity, count FROM sluice_issue_count WHERE receipt=? ORDER BY ordinal"
      ),
      field_tallies_(
          *session.database, "read field tallies",
          "SELECT entity, field, expected, not_collected, present, valid, known FROM sluice_field_tally "
          "WHERE receipt=? ORDER BY ordinal"
      ),
      open_findings_(
          *session.database, "read open findings",
          "SELECT rule, severity, count FROM sluice_open_finding WHERE receipt=? ORDER BY ordinal"
      ),
      organisations_(
          *session.database, "read a sender's organisations",
          "SELECT DISTINCT o.organisation FROM sluice_receipt_organisation o "
          "JOIN sluice_receipt r ON r.seq=o.receipt WHERE r.sender=? AND r.purpose=?"
      ),
      receipt_organisations_(
          *session.database, "read a receipt's organisations",
          "SELECT organisation FROM sluice_receipt_organisation WHERE receipt=?"
      ),
      issues_(
          *session.database, "read issues",
          "SELECT rule, severity, file, source_column, record, byte_offset, entity, record_id, field, "
          "organisation, "
          "origin FROM sluice_issue WHERE receipt=? ORDER BY id"
      ) {}

Result<Receipt> SqliteReceipts::accept(const Submission& submission) {
    if (submission.sender.empty() || submission.purpose.empty() || submission.files.empty()) {
        return Error(ErrorCode::usage, "a submission needs a sender, a purpose and at least one file");
    }
    Receipt receipt;
    receipt.digest = submission.digest.empty() ? submission_digest(submission.files) : submission.digest;
    receipt.submission = submission;
    if (receipt.submission.id.empty()) {
        receipt.submission.id = receipt.digest;
    }
    SLUICE_ASSIGN(Transaction transaction, store_->begin());
    SLUICE_ASSIGN(std::optional<Receipt> stored, find(submission.sender, receipt.submission.id));
    if (stored) {
        SLUICE_TRY(check_repetition(*stored, receipt.digest, submission));
        stored->repeated = true;
        return *std::move(stored);
    }
    SLUICE_ASSIGN(receipt.id, free_id(receipt));
    SLUICE_TRY(insert(receipt));
    SLUICE_TRY(transaction.commit());
    return receipt;
}

// Forty bits are short enough to say; where another submission has them already, more are taken.
Result<std::string> SqliteReceipts::free_id(const Receipt& receipt) {
    for (std::size_t symbols = kIdSymbolsMin; symbols <= kIdSymbolsMax; symbols += kIdSymbolsStep) {
        std::string id =
            make_receipt_id(receipt.submission.sender, receipt.submission.id, receipt.digest, symbols);
        sqlite::Cursor cursor = by_id_.query(id);
        SLUICE_ASSIGN(const bool taken, cursor.next());
        if (!taken) {
            return id;
        }
    }
    return Error(ErrorCode::internal, "store: no receipt id is free for this submission");
}

Result<void> SqliteReceipts::insert(Receipt& receipt) {
    const Submission& submission = receipt.submission;
    receipt.status = kReceived;
    SLUICE_TRY(session_->write(
        insert_, receipt.id, submission.sender, submission.id, receipt.digest, submission.purpose,
        submission.legal_basis, submission.period_from, submission.period_to, submission.semantics,
        submission.as_of, submission.received_at, receipt.status
    ));
    receipt.seq = session_->database->last_insert_rowid();
    for (std::size_t file = 0; file < submission.files.size(); ++file) {
        const SubmissionFile& sent = submission.files[file];
        SLUICE_TRY(session_->write(insert_file_, receipt.seq, file, sent.name, sent.sha256, sent.bytes));
    }
    return {};
}

Result<std::optional<Receipt>> SqliteReceipts::find(
    const std::string& sender, const std::string& submission_id
) {
    return read_one(by_submission_.query(sender, submission_id));
}

Result<std::optional<Receipt>> SqliteReceipts::read_one(sqlite::Cursor cursor) {
    SLUICE_ASSIGN(const bool found, cursor.next());
    if (!found) {
        return std::optional<Receipt>();
    }
    Receipt receipt = read_receipt(cursor);
    SLUICE_TRY(read_files(receipt));
    return std::optional(std::move(receipt));
}

Result<void> SqliteReceipts::read_files(Receipt& receipt) {
    sqlite::Cursor cursor = files_.query(receipt.seq);
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return {};
        }
        receipt.submission.files.push_back({cursor.string(0), cursor.string(1), count_at(cursor, 2)});
    }
}

Result<std::vector<Receipt>> SqliteReceipts::receipts() {
    std::vector<Receipt> receipts;
    sqlite::Cursor cursor = all_.query();
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return receipts;
        }
        receipts.push_back(read_receipt(cursor));
        SLUICE_TRY(read_files(receipts.back()));
    }
}

Result<std::optional<Receipt>> SqliteReceipts::receipt(std::string_view id) {
    const std::optional<std::string> canonical = parse_receipt_id(id);
    if (!canonical) {
        return std::optional<Receipt>();
    }
    return read_one(by_id_.query(*canonical));
}

Result<std::optional<Receipt>> SqliteReceipts::receipt(std::int64_t seq) {
    return read_one(by_seq_.query(seq));
}

Result<void> SqliteReceipts::add_issue(std::int64_t seq, const ReceiptIssue& issue) {
    return session_->write(
        add_issue_, seq, issue.rule, to_string(issue.severity), issue.at.file, issue.at.record,
        issue.at.column, issue.at.byte_offset, issue.entity, issue.record_id, issue.field, issue.organisation,
        issue.origin
    );
}

Result<void> SqliteReceipts::publish(std::int64_t seq, const ReceiptResult& result) {
    if (std::find(kFinalStatuses.begin(), kFinalStatuses.end(), result.status) == kFinalStatuses.end()) {
        return Error(
            ErrorCode::internal, "store: '" + result.status + "' is not a status of a published receipt"
        );
    }
    SLUICE_TRY(session_->write(
        publish_, result.status, result.pack_digest, result.definition, result.summary_json, seq
    ));
    if (session_->database->changes() == 0) {
        return Error(
            ErrorCode::conflict, "receipt number " + std::to_string(seq) +
                                     " is not there or was published before; its result stays"
        );
    }
    for (const FileTally& tally : result.files) {
        SLUICE_TRY(session_->write(
            add_file_tally_, seq, tally.file, tally.name, tally.sha256, tally.bytes, tally.table, tally.read,
            tally.accepted, tally.held, tally.rejected, tally.skipped, tally.system
        ));
    }
    for (std::size_t ordinal = 0; ordinal < result.entities.size(); ++ordinal) {
        const EntityTally& tally = result.entities[ordinal];
        SLUICE_TRY(session_->write(
            add_entity_tally_, seq, ordinal, tally.entity, tally.accepted, tally.held, tally.rejected,
            tally.released, tally.added, tally.changed, tally.removed, tally.unchanged
        ));
    }
    for (const std::string& organisation : result.organisations) {
        SLUICE_TRY(session_->write(add_organisation_, seq, organisation));
    }
    for (std::size_t ordinal = 0; ordinal < result.issue_counts.size(); ++ordinal) {
        const IssueCount& issue = result.issue_counts[ordinal];
        SLUICE_TRY(session_->write(
            add_issue_count_, seq, ordinal, issue.rule, to_string(issue.severity), issue.count
        ));
    }
    return add_snapshot(seq, result);
}

Result<void> SqliteReceipts::add_snapshot(std::int64_t seq, const ReceiptResult& result) {
    for (std::size_t ordinal = 0; ordinal < result.fields.size(); ++ordinal) {
        const FieldTally& tally = result.fields[ordinal];
        SLUICE_TRY(session_->write(
            add_field_tally_, seq, ordinal, tally.entity, tally.field, tally.expected, tally.not_collected,
            tally.present, tally.valid, tally.known
        ));
    }
    for (std::size_t ordinal = 0; ordinal < result.open_findings.size(); ++ordinal) {
        const IssueCount& open = result.open_findings[ordinal];
        SLUICE_TRY(
            session_->write(add_open_finding_, seq, ordinal, open.rule, to_string(open.severity), open.count)
        );
    }
    return {};
}

Result<std::vector<FileTally>> SqliteReceipts::file_tallies(std::int64_t seq) {
    std::vector<FileTally> tallies;
    sqlite::Cursor cursor = file_tallies_.query(seq);
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return tallies;
        }
        tallies.push_back(
            {static_cast<std::uint32_t>(cursor.integer(0)), cursor.string(1), cursor.string(2),
             count_at(cursor, 3), cursor.string(4), count_at(cursor, 5), count_at(cursor, 6),
             count_at(cursor, 7), count_at(cursor, 8), count_at(cursor, 9), cursor.string(10)}
        );
    }
}

Result<std::vector<EntityTally>> SqliteReceipts::entity_tallies(std::int64_t seq) {
    std::vector<EntityTally> tallies;
    sqlite::Cursor cursor = entity_tallies_.query(seq);
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return tallies;
        }
        tallies.push_back(
            {cursor.string(0), count_at(cursor, 1), count_at(cursor, 2), count_at(cursor, 3),
             count_at(cursor, 4), count_at(cursor, 5), count_at(cursor, 6), count_at(cursor, 7),
             count_at(cursor, 8)}
        );
    }
}

Result<std::vector<FieldTally>> SqliteReceipts::field_tallies(std::int64_t seq) {
    std::vector<FieldTally> tallies;
    sqlite::Cursor cursor = field_tallies_.query(seq);
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return tallies;
        }
        tallies.push_back(
            {cursor.string(0), cursor.string(1), count_at(cursor, 2), count_at(cursor, 3),
             count_at(cursor, 4), count_at(cursor, 5), count_at(cursor, 6)}
        );
    }
}

Result<std::vector<IssueCount>> SqliteReceipts::issue_counts(std::int64_t seq) {
    return read_counts(issue_counts_.query(seq));
}

Result<std::vector<IssueCount>> SqliteReceipts::open_findings(std::int64_t seq) {
    return read_counts(open_findings_.query(seq));
}

Result<std::vector<IssueCount>> SqliteReceipts::read_counts(sqlite::Cursor cursor) {
    std::vector<IssueCount> counts;
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return counts;
        }
        counts.push_back({cursor.string(0), severity_of(cursor.text(1)), count_at(cursor, 2)});
    }
}

Result<std::set<std::string>> SqliteReceipts::read_organisations(sqlite::Cursor cursor) {
    std::set<std::string> organisations;
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return organisations;
        }
        organisations.insert(cursor.string(0));
    }
}

Result<std::set<std::string>> SqliteReceipts::organisations_of(
    std::string_view sender, std::string_view purpose
) {
    return read_organisations(organisations_.query(sender, purpose));
}

Result<std::set<std::string>> SqliteReceipts::organisations_of(std::int64_t seq) {
    return read_organisations(receipt_organisations_.query(seq));
}

Result<void> SqliteReceipts::visit_issues(std::int64_t seq, const IssueVisitor& visit) {
    sqlite::Cursor cursor = issues_.query(seq);
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return {};
        }
        const SourceRef at{
            static_cast<std::uint32_t>(cursor.integer(2)), static_cast<std::uint32_t>(cursor.integer(3)),
            count_at(cursor, 4), count_at(cursor, 5)};
        SLUICE_TRY(visit(
            {cursor.string(0), severity_of(cursor.text(1)), at, cursor.string(6), cursor.string(7),
             cursor.string(8), cursor.string(9), cursor.integer(10)}
        ));
    }
}

}  // namespace sluice::store
