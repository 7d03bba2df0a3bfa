// The dataset: plain typed tables, generated from the definitions, that an analyst can read; the state of
// every record, also of those that are not accepted; and history.
//
// Tables of an entity `e` with id column `e_id` (all columns lower case):
//   e            accepted records, one row a record and purpose: the columns whose zone is not identity, then
//                kProvenanceColumns
//   e_identity   e_id, purpose and the identity columns, where the entity has any; current values only
//   e_history    every row of `e` that is no longer so, as it was, and valid_from, valid_to (receipt ids) and
//   change
//                (changed, held, rejected, removed)
// Types: text, date and decimal are TEXT, because a column with numeric affinity would turn 1.50 into 1.5 and
// the year 2026 into a number; integer is INTEGER; boolean is INTEGER, 0 or 1. Beside them: sluice_entity and
// sluice_field (the catalogue) and sluice_record_state.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/base/issue.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::store {

enum class ColumnType : std::uint8_t { text, integer, decimal, date, boolean };
std::string_view to_string(ColumnType type);
Result<ColumnType> column_type_of(std::string_view name);

inline constexpr std::string_view kIdentityZone = "identity";

struct ColumnSpec {
    std::string name;  // [a-z][a-z0-9_]*
    ColumnType type = ColumnType::text;
    std::string zone;  // identity, care, secondary, public
    std::string title;
    std::string standard;  // path in the published standard, or "local extension"
    bool is_identity() const { return zone == kIdentityZone; }
    auto operator<=>(const ColumnSpec&) const = default;
};

struct TableSpec {
    std::string name;  // of the entity
    std::string title;
    std::vector<ColumnSpec> columns;
    std::string key;  // the column that holds the record id; never of zone identity
    auto operator<=>(const TableSpec&) const = default;
};

inline constexpr std::array<std::string_view, 14> kProvenanceColumns = {
    "organisation", "organisation_name", "supplier",    "sender",        "purpose", "legal_basis",
    "zone",         "receipt",           "source_file", "source_record", "mapping", "mapping_digest",
    "definition",   "held_back"};

// Small letters, digits, underscores, a letter first; not too long; none that the store has for itself.
bool is_table_name(std::string_view name);
bool is_column_name(std::string_view name);

// Where a record came from; the purpose, the sender and the receipt stand in RecordState.
struct Provenance {
    std::string organisation;  // code
    std::string organisation_name;
    std::string supplier;
    std::string legal_basis;
    std::string zone;
    std::string source_file;
    std::uint64_t source_record = 0;
    std::string mapping;
    std::string mapping_digest;
    std::string definition;  // of the dataset that the record met: "sp-mds 1.1.0", with its extensions
    bool held_back = false;  // stored, but not for outlets
};

using Value = std::optional<std::string>;  // canonical text; booleans are "true" and "false"

struct RecordState {
    std::string purpose;
    std::string entity;
    std::string record_id;
    std::string person;
    Verdict verdict = Verdict::accepted;
    std::string content_hash;
    std::int64_t receipt = 0;  // that added it or changed it last, or first told its sender of the change
    std::string lineage_json;
    std::string issues_json;
    std::string pending_json;  // content of a held or rejected record; empty for an accepted one
    std::string sender = {};   // code: who sent the row that it is read from
};

struct RecordRow {
    RecordState state;
    std::vector<Value> values;  // by TableSpec::columns; read only where the verdict is accepted
    Provenance provenance;
};

struct ReadOptions {
    std::string purpose;     // empty: all
    bool identity = false;   // the identity columns, too, in the order of the definition
    bool held_back = false;  // rows that are kept from outlets, too
    bool provenance = true;  // kProvenanceColumns after the record's own
    std::string record_id;   // empty: all
};

// Both live only during the call. An error stops the visit and is returned by it.
using RowVisitor =
    std::function<Result<void>(const std::vector<std::string>& columns, const std::vector<Value>& values)>;

// The same of several entities; `entity` is an index among those that were asked for.
using GroupedVisitor = std::function<Result<void>(
    std::size_t entity, const std::vector<std::string>& columns, const std::vector<Value>& values
)>;

// One thread at a time. Writes need an open transaction.
class Dataset {
  public:
    virtual ~Dataset() = default;

    // Idempotent; a definition that has grown adds columns. ErrorCode::pack: a name that cannot be a column,
    // or a column that changed its type or moved between identity and the other zones (a store cannot follow
    // that). A column that a definition no longer has stays in its table and is not written.
    virtual Result<void> create_tables(const std::vector<TableSpec>& tables, std::string_view version) = 0;
    // As created last, also by an earlier process; in that order. Read it anew after create_tables() and
    // after a rollback. Version: empty before the first.
    virtual const std::vector<TableSpec>& tables() const = 0;
    virtual Result<std::string> version() = 0;

    // Writes the record as it is now; what it was goes to history. The caller knows that it has changed.
    virtual Result<void> put_record(const RecordRow& row) = 0;
    // Of a record whose entity has no table, because it is only used while deriving: kept for what was found
    // about it, so that it is found once.
    virtual Result<void> put_state(const RecordState& state) = 0;
    // False where there was none. `receipt` ends the record's life in history.
    virtual Result<bool> remove_record(
        std::string_view purpose, std::string_view entity, std::string_view record_id, std::int64_t receipt
    ) = 0;
    // Erases all that was ever stored of a person's records: rows, identity, history, states with their
    // pending content; also of records that were removed earlier or have become another person's, whose
    // current row stays. The number of records that the person had.
    virtual Result<std::uint64_t> purge_person(std::string_view purpose, std::string_view person) = 0;
    // For all accepted records of an organisation; the number of rows that changed. Not a change of the
    // record, so without history.
    virtual Result<std::uint64_t> hold_back(
        std::string_view purpose, std::string_view supplier, std::string_view organisation, bool held_back
    ) = 0;

    // Of an accepted record a column that is worked out from records of other persons. Not a change of the
    // record, so without history; put_record() sets it back.
    virtual Result<void> set_column(
        std::string_view purpose, std::string_view entity, std::string_view record_id,
        std::string_view column, const Value& value
    ) = 0;

    virtual Result<std::vector<RecordState>> states_of(std::string_view purpose, std::string_view person) = 0;
    virtual Result<std::optional<RecordState>> lineage(
        std::string_view purpose, std::string_view entity, std::string_view record_id
    ) = 0;
    // Every state of a purpose and entity by record id, optionally of one verdict only (fix lists).
    virtual Result<void> visit_states(
        std::string_view purpose, std::string_view entity, std::optional<Verdict> verdict,
        const std::function<Result<void>(const RecordState&)>& visit
    ) = 0;

    // Records of whatever verdict about which something was found, by entity and id; an empty purpose: all.
    // Of the state only entity, record_id, sender and issues_json are filled.
    virtual Result<void> visit_findings(
        std::string_view purpose, const std::function<Result<void>(const RecordState&)>& visit
    ) = 0;

    // Accepted records by record id, then purpose (by bytes). ErrorCode::usage: no such entity.
    virtual Result<void> visit_rows(
        std::string_view entity, const ReadOptions& options, const RowVisitor& visit
    ) = 0;
    // Rows of several entities by the text of a column that all of them have: those of the first text, entity
    // by entity, then those of the next. A row of each entity is held in memory; SQLite sorts the rows of
    // each beside that, in temporary files where they are more than its cache. REQUIRES: `by` is such a
    // column.
    virtual Result<void> visit_grouped(
        const std::vector<std::string>& entities, std::string_view by, const ReadOptions& options,
        const GroupedVisitor& visit
    ) = 0;
    // Earlier forms of one record, oldest first; columns are as visit_rows with valid_from, valid_to, change.
    virtual Result<void> visit_history(
        std::string_view entity, std::string_view record_id, const RowVisitor& visit
    ) = 0;
    // One SELECT over these tables, with its :parameters bound as text. ErrorCode::pack where the text is not
    // one statement that only reads, or has a parameter that is not given, or fails on these rows;
    // ErrorCode::limit where it does not come to an end (sqlite_query.hpp).
    virtual Result<void> query(
        const std::string& sql, const std::map<std::string, std::string>& parameters, const RowVisitor& visit
    ) = 0;
    // Persons of whose records that the sender sent one was changed last by a receipt that does not speak for
    // the sender (Submission::senders).
    virtual Result<std::vector<std::string>> persons_untold(
        std::string_view purpose, std::string_view sender
    ) = 0;
    // By entity: accepted records that one of the senders sent and an outlet may show. An entity without any
    // is left out.
    virtual Result<std::map<std::string, std::uint64_t>> counts_of_senders(
        std::string_view purpose, const std::set<std::string>& senders
    ) = 0;
};

}  // namespace sluice::store
