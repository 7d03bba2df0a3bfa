#include "gateway/store/sqlite_schema.hpp"

namespace sluice::store {

namespace {

// Persons and table names are interned: a fact is found by two small integers and its key, and a person's
// rows lie side by side. A shared row belongs to the person whose text is empty.
constexpr const char* kTables = R"sql(
CREATE TABLE sluice_mark (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE sluice_receipt (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, sender TEXT NOT NULL,
    submission_id TEXT NOT NULL, digest TEXT NOT NULL, purpose TEXT NOT NULL, legal_basis TEXT NOT NULL,
    period_from TEXT NOT NULL, period_to TEXT NOT NULL, semantics TEXT NOT NULL, as_of TEXT NOT NULL,
    received_at TEXT NOT NULL, status TEXT NOT NULL, pack_digest TEXT NOT NULL DEFAULT '',
    summary_json TEXT NOT NULL DEFAULT '', definition TEXT NOT NULL DEFAULT '',
    UNIQUE (sender, submission_id)) STRICT;
CREATE TABLE sluice_submission_file (
    receipt INTEGER NOT NULL REFERENCES sluice_receipt, file INTEGER NOT NULL, name TEXT NOT NULL,
    sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, sender TEXT NOT NULL, PRIMARY KEY (receipt, file))
    STRICT, WITHOUT ROWID;
CREATE TABLE sluice_file_tally (
    receipt INTEGER NOT NULL REFERENCES sluice_receipt, file INTEGER NOT NULL, name TEXT NOT NULL,
    sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, source_table TEXT NOT NULL, rows_read INTEGER NOT NULL,
    accepted INTEGER NOT NULL, held INTEGER NOT NULL, rejected INTEGER NOT NULL, skipped INTEGER NOT NULL,
    source_system TEXT NOT NULL, PRIMARY KEY (receipt, file)) STRICT, WITHOUT ROWID;
CREATE TABLE sluice_entity_tally (
    receipt INTEGER NOT NULL REFERENCES sluice_receipt, ordinal INTEGER NOT NULL, entity TEXT NOT NULL,
    accepted INTEGER NOT NULL, held INTEGER NOT NULL, rejected INTEGER NOT NULL, released INTEGER NOT NULL,
    added INTEGER NOT NULL, changed INTEGER NOT NULL, removed INTEGER NOT NULL, unchanged INTEGER NOT NULL,
    PRIMARY KEY (receipt, ordinal)) STRICT, WITHOUT ROWID;
CREATE TABLE sluice_issue_count (
    receipt INTEGER NOT NULL REFERENCES sluice_receipt, ordinal INTEGER NOT NULL, rule TEXT NOT NULL,
    severity TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (receipt, ordinal)) STRICT, WITHOUT ROWID;
CREATE TABLE sluice_issue (
    id INTEGER PRIMARY KEY, receipt INTEGER NOT NULL REFERENCES sluice_receipt, rule TEXT NOT NULL,
    severity TEXT NOT NULL, file INTEGER NOT NULL, record INTEGER NOT NULL, source_column INTEGER NOT NULL,
    byte_offset INTEGER NOT NULL, entity TEXT NOT NULL, record_id TEXT NOT NULL, field TEXT NOT NULL,
    organisation TEXT NOT NULL, origin INTEGER NOT NULL) STRICT;
CREATE INDEX sluice_issue_receipt ON sluice_issue (receipt);
CREATE TABLE sluice_receipt_organisation (
    receipt INTEGER NOT NULL REFERENCES sluice_receipt, organisation TEXT NOT NULL,
    PRIMARY KEY (receipt, organisation)) STRICT, WITHOUT ROWID;
CREATE TABLE sluice_field_tally (
    receipt INTEGER NOT NULL REFERENCES sluice_receipt, ordinal INTEGER NOT NULL, entity TEXT NOT NULL,
    field TEXT NOT NULL, expected INTEGER NOT NULL, not_collected INTEGER NOT NULL, present INTEGER NOT NULL,
    valid INTEGER NOT NULL, known INTEGER NOT NULL, declined INTEGER NOT NULL,
    PRIMARY KEY (receipt, ordinal)) STRICT, WITHOUT ROWID;
CREATE TABLE sluice_open_finding (
    receipt INTEGER NOT NULL REFERENCES sluice_receipt, ordinal INTEGER NOT NULL, rule TEXT NOT NULL,
    severity TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (receipt, ordinal)) STRICT, WITHOUT ROWID;
CREATE TABLE sluice_collected (
    purpose TEXT NOT NULL, supplier TEXT NOT NULL, sender TEXT NOT NULL, entity TEXT NOT NULL,
    field TEXT NOT NULL, PRIMARY KEY (purpose, supplier, sender, entity, field)) STRICT, WITHOUT ROWID;

CREATE TABLE sluice_person (
    id INTEGER PRIMARY KEY, purpose TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (purpose, text)) STRICT;
CREATE TABLE sluice_fact_table (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE sluice_layout (id INTEGER PRIMARY KEY, columns BLOB NOT NULL UNIQUE) STRICT;
CREATE TABLE sluice_fact (
    person INTEGER NOT NULL, source_table INTEGER NOT NULL, key TEXT NOT NULL, hash INTEGER NOT NULL,
    receipt INTEGER NOT NULL, file INTEGER NOT NULL, record INTEGER NOT NULL, byte_offset INTEGER NOT NULL,
    stamp TEXT NOT NULL, sequence INTEGER NOT NULL, vacated INTEGER NOT NULL, removed INTEGER NOT NULL,
    held INTEGER NOT NULL, gone INTEGER NOT NULL, layout INTEGER NOT NULL, cells BLOB NOT NULL,
    PRIMARY KEY (person, source_table, key)) STRICT, WITHOUT ROWID;
CREATE TABLE sluice_fact_holder (
    source_table INTEGER NOT NULL, key TEXT NOT NULL, person INTEGER NOT NULL,
    PRIMARY KEY (source_table, key, person)) STRICT, WITHOUT ROWID;
CREATE TABLE sluice_link (
    person INTEGER NOT NULL, source_table INTEGER NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (person, source_table, key)) STRICT, WITHOUT ROWID;
CREATE INDEX sluice_link_key ON sluice_link (source_table, key);
CREATE TABLE sluice_link_value (
    person INTEGER NOT NULL, scheme TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (person, scheme)) STRICT, WITHOUT ROWID;
CREATE INDEX sluice_link_value_value ON sluice_link_value (scheme, value);

CREATE TABLE sluice_entity (
    ordinal INTEGER PRIMARY KEY, entity TEXT NOT NULL UNIQUE, title TEXT NOT NULL, key TEXT NOT NULL) STRICT;
CREATE TABLE sluice_field (
    entity TEXT NOT NULL, ordinal INTEGER NOT NULL, field TEXT NOT NULL, type TEXT NOT NULL, zone TEXT NOT NULL,
    title TEXT NOT NULL, standard TEXT NOT NULL, PRIMARY KEY (entity, field)) STRICT, WITHOUT ROWID;
CREATE TABLE sluice_record_state (
    purpose TEXT NOT NULL, entity TEXT NOT NULL, record_id TEXT NOT NULL, person TEXT NOT NULL,
    verdict TEXT NOT NULL, content_hash TEXT NOT NULL, receipt INTEGER NOT NULL, lineage_json TEXT NOT NULL,
    issues_json TEXT NOT NULL, pending_json TEXT NOT NULL, sender TEXT NOT NULL,
    PRIMARY KEY (purpose, entity, record_id)) STRICT, WITHOUT ROWID;
CREATE INDEX sluice_record_state_person ON sluice_record_state (purpose, person);
CREATE TABLE sluice_former_record (
    purpose TEXT NOT NULL, person TEXT NOT NULL, entity TEXT NOT NULL, record_id TEXT NOT NULL,
    PRIMARY KEY (purpose, person, entity, record_id)) STRICT, WITHOUT ROWID;
)sql";

// Stores of this layout were made before these were there.
constexpr const char* kLater = R"sql(
CREATE INDEX IF NOT EXISTS sluice_record_state_sender ON sluice_record_state (purpose, sender, receipt, person);
CREATE TABLE IF NOT EXISTS sluice_form (
    sender TEXT NOT NULL, organisation TEXT NOT NULL, source_system TEXT NOT NULL, source_table TEXT NOT NULL,
    report TEXT NOT NULL, receipt INTEGER NOT NULL REFERENCES sluice_receipt, fingerprint TEXT NOT NULL,
    version TEXT NOT NULL, columns TEXT NOT NULL,
    PRIMARY KEY (sender, organisation, source_system, source_table, report, receipt, fingerprint))
    STRICT, WITHOUT ROWID;
)sql";

// Of the connection, not of the file: whom the open transaction has touched.
constexpr const char* kTemporaryTables = R"sql(
CREATE TEMP TABLE IF NOT EXISTS sluice_touched (
    purpose TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (purpose, person)) STRICT, WITHOUT ROWID;
)sql";

// The version of the layout of our file; 0: a new file.
Result<std::int64_t> layout_of(sqlite::Database& database) {
    SLUICE_ASSIGN(
        const std::int64_t application, database.read_int("read the file", "PRAGMA application_id")
    );
    SLUICE_ASSIGN(const std::int64_t version, database.read_int("read the file", "PRAGMA user_version"));
    SLUICE_ASSIGN(
        const std::int64_t objects, database.read_int("read the file", "SELECT count(*) FROM sqlite_schema")
    );
    if (application == 0 && version == 0 && objects == 0) {
        return 0;
    }
    if (application != kApplicationId) {
        return Error(ErrorCode::usage, "sluice.db is a database of another program");
    }
    if (version > kSchemaVersion) {
        return Error(
            ErrorCode::usage, "this store was written by a newer Sluice (layout " + std::to_string(version) +
                                  "; this one knows up to " + std::to_string(kSchemaVersion) +
                                  "): use that one"
        );
    }
    if (version < kSchemaVersion) {
        return Error(
            ErrorCode::usage,
            "this store was written by a Sluice of before the first release (layout " +
                std::to_string(version) + "; this one reads " + std::to_string(kSchemaVersion) +
                "), which told submissions and sources apart in another way: send what you received again "
                "into a new data folder, and keep the old one until that is done"
        );
    }
    return version;
}

}  // namespace

Result<void> prepare_schema(sqlite::Database& database) {
    SLUICE_TRY(layout_of(database));
    // Not possible within a transaction, and kept in the file from then on.
    SLUICE_ASSIGN(const std::string mode, database.read_text("switch to WAL", "PRAGMA journal_mode=WAL"));
    if (mode != "wal") {
        return Error(ErrorCode::io, "store: the file system does not allow SQLite's WAL");
    }
    SLUICE_TRY(database.execute("make the store", "BEGIN IMMEDIATE"));
    // Asked again: another process may have made it meanwhile.
    SLUICE_ASSIGN(const std::int64_t layout, layout_of(database));
    if (layout == 0) {
        SLUICE_TRY(database.execute(
            "make the store", std::string(kTables) +
                                  "PRAGMA application_id=" + std::to_string(kApplicationId) +
                                  "; PRAGMA user_version=" + std::to_string(kSchemaVersion)
        ));
    }
    SLUICE_TRY(database.execute("make the store", kLater));
    SLUICE_TRY(database.execute("make the store", "COMMIT"));
    return database.execute("make the store", kTemporaryTables);
}

}  // namespace sluice::store
