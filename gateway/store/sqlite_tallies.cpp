#include "gateway/store/sqlite_tallies.hpp"

namespace sluice::store {

namespace {

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

FileTally read_file(const sqlite::Cursor& cursor) {
    return {
        static_cast<std::uint32_t>(cursor.integer(0)),
        cursor.string(1),
        cursor.string(2),
        count_at(cursor, 3),
        cursor.string(4),
        count_at(cursor, 5),
        count_at(cursor, 6),
        count_at(cursor, 7),
        count_at(cursor, 8),
        count_at(cursor, 9),
        cursor.string(10)};
}

EntityTally read_entity(const sqlite::Cursor& cursor) {
    return {cursor.string(0),    count_at(cursor, 1), count_at(cursor, 2),
            count_at(cursor, 3), count_at(cursor, 4), count_at(cursor, 5),
            count_at(cursor, 6), count_at(cursor, 7), count_at(cursor, 8)};
}

FieldTally read_field(const sqlite::Cursor& cursor) {
    return {cursor.string(0),    cursor.string(1),    count_at(cursor, 2), count_at(cursor, 3),
            count_at(cursor, 4), count_at(cursor, 5), count_at(cursor, 6), count_at(cursor, 7)};
}

IssueCount read_count(const sqlite::Cursor& cursor) {
    return {cursor.string(0), severity_of(cursor.text(1)), count_at(cursor, 2)};
}

ReceiptIssue read_issue(const sqlite::Cursor& cursor) {
    const SourceRef at{
        static_cast<std::uint32_t>(cursor.integer(2)), static_cast<std::uint32_t>(cursor.integer(3)),
        count_at(cursor, 4), count_at(cursor, 5)};
    return {cursor.string(0),
            severity_of(cursor.text(1)),
            at,
            cursor.string(6),
            cursor.string(7),
            cursor.string(8),
            cursor.string(9),
            cursor.integer(10)};
}

template <class Row>
Result<std::vector<Row>> read_all(sqlite::Cursor cursor, Row (*read)(const sqlite::Cursor&)) {
    std::vector<Row> rows;
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return rows;
        }
        rows.push_back(read(cursor));
    }
}

Result<std::set<std::string>> read_set(sqlite::Cursor cursor) {
    std::set<std::string> values;
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return values;
        }
        values.insert(cursor.string(0));
    }
}

}  // namespace

SqliteTallies::SqliteTallies(SqliteSession& session)
    : session_(&session),
      add_file_(
          *session.database, "add a file tally",
          "INSERT INTO sluice_file_tally(receipt, file, name, sha256, bytes, source_table, rows_read, "
          "accepted, held, "
          "rejected, skipped, source_system) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"
      ),
      add_entity_(
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
      add_field_(
          *session.database, "add a field tally",
          "INSERT INTO sluice_field_tally(receipt, ordinal, entity, field, expected, not_collected, present, "
          "valid, known, declined) VALUES(?,?,?,?,?,?,?,?,?,?)"
      ),
      add_open_finding_(
          *session.database, "add an open finding",
          "INSERT INTO sluice_open_finding(receipt, ordinal, rule, severity, count) VALUES(?,?,?,?,?)"
      ),
      files_(
          *session.database, "read file tallies",
          "SELECT file, name, sha256, bytes, source_table, rows_read, accepted, held, rejected, "
          "skipped, source_system "
          "FROM sluice_file_tally WHERE receipt=? ORDER BY file"
      ),
      entities_(
          *session.database, "read entity tallies",
          "SELECT entity, accepted, held, rejected, released, added, changed, removed, unchanged "
          "FROM sluice_entity_tally WHERE receipt=? ORDER BY ordinal"
      ),
      issue_counts_(
          *session.database, "read issue counts",
          "SELECT rule, severity, count FROM sluice_issue_count WHERE receipt=? ORDER BY ordinal"
      ),
      fields_(
          *session.database, "read field tallies",
          "SELECT entity, field, expected, not_collected, present, valid, known, declined "
          "FROM sluice_field_tally WHERE receipt=? ORDER BY ordinal"
      ),
      open_findings_(
          *session.database, "read open findings",
          "SELECT rule, severity, count FROM sluice_open_finding WHERE receipt=? ORDER BY ordinal"
      ),
      organisations_(
          *session.database, "read a receipt's organisations",
          "SELECT organisation FROM sluice_receipt_organisation WHERE receipt=?"
      ),
      organisations_with_(
          *session.database, "read the organisations of an earlier receipt",
          "SELECT organisation FROM sluice_receipt_organisation WHERE receipt="
          "(SELECT max(r.seq) FROM sluice_receipt r JOIN sluice_receipt_organisation o ON o.receipt=r.seq "
          "WHERE r.sender=? AND r.purpose=? AND r.semantics=? AND r.seq<? AND o.organisation=? "
          "AND r.status NOT IN (?,?))"
      ),
      issues_(
          *session.database, "read issues",
          "SELECT rule, severity, file, source_column, record, byte_offset, entity, record_id, field, "
          "organisation, "
          "origin FROM sluice_issue WHERE receipt=? ORDER BY id"
      ) {}

Result<void> SqliteTallies::add_issue(std::int64_t seq, const ReceiptIssue& issue) {
    return session_->write(
        add_issue_, seq, issue.rule, to_string(issue.severity), issue.at.file, issue.at.record,
        issue.at.column, issue.at.byte_offset, issue.entity, issue.record_id, issue.field, issue.organisation,
        issue.origin
    );
}

Result<void> SqliteTallies::visit_issues(std::int64_t seq, const IssueVisitor& visit) {
    sqlite::Cursor cursor = issues_.query(seq);
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return {};
        }
        SLUICE_TRY(visit(read_issue(cursor)));
    }
}

Result<void> SqliteTallies::add(std::int64_t seq, const ReceiptResult& result) {
    SLUICE_TRY(add_counts(seq, result));
    return add_snapshot(seq, result);
}

Result<void> SqliteTallies::add_counts(std::int64_t seq, const ReceiptResult& result) {
    for (const FileTally& tally : result.files) {
        SLUICE_TRY(session_->write(
            add_file_, seq, tally.file, tally.name, tally.sha256, tally.bytes, tally.table, tally.read,
            tally.accepted, tally.held, tally.rejected, tally.skipped, tally.system
        ));
    }
    for (std::size_t ordinal = 0; ordinal < result.entities.size(); ++ordinal) {
        const EntityTally& tally = result.entities[ordinal];
        SLUICE_TRY(session_->write(
            add_entity_, seq, ordinal, tally.entity, tally.accepted, tally.held, tally.rejected,
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
    return {};
}

Result<void> SqliteTallies::add_snapshot(std::int64_t seq, const ReceiptResult& result) {
    for (std::size_t ordinal = 0; ordinal < result.fields.size(); ++ordinal) {
        const FieldTally& tally = result.fields[ordinal];
        SLUICE_TRY(session_->write(
            add_field_, seq, ordinal, tally.entity, tally.field, tally.expected, tally.not_collected,
            tally.present, tally.valid, tally.known, tally.declined
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

Result<std::vector<FileTally>> SqliteTallies::files(std::int64_t seq) {
    return read_all(files_.query(seq), read_file);
}

Result<std::vector<EntityTally>> SqliteTallies::entities(std::int64_t seq) {
    return read_all(entities_.query(seq), read_entity);
}

Result<std::vector<FieldTally>> SqliteTallies::fields(std::int64_t seq) {
    return read_all(fields_.query(seq), read_field);
}

Result<std::vector<IssueCount>> SqliteTallies::issue_counts(std::int64_t seq) {
    return read_all(issue_counts_.query(seq), read_count);
}

Result<std::vector<IssueCount>> SqliteTallies::open_findings(std::int64_t seq) {
    return read_all(open_findings_.query(seq), read_count);
}

Result<std::set<std::string>> SqliteTallies::organisations(std::int64_t seq) {
    return read_set(organisations_.query(seq));
}

Result<std::set<std::string>> SqliteTallies::organisations_with(
    const Receipt& receipt, std::string_view organisation
) {
    const auto& submission = receipt.submission;
    return read_set(organisations_with_.query(
        submission.sender, submission.purpose, submission.semantics, receipt.seq, organisation, kHeld,
        kRejected
    ));
}

}  // namespace sluice::store
