#include "gateway/store/sqlite_dataset.hpp"

#include "gateway/base/assert.hpp"

#include <algorithm>
#include <charconv>

namespace sluice::store {

namespace {

const std::string kStateColumns =
    "SELECT purpose, entity, record_id, person, verdict, content_hash, receipt, lineage_json, issues_json, "
    "pending_json, sender FROM sluice_record_state ";

// Binds canonical text as its column is stored.
Result<void> bind_value(
    sqlite::Statement& statement, int index, const ColumnSpec& column, const Value& value
) {
    const auto refuse = [&] {
        return Error(
            ErrorCode::internal, "store: the field '" + column.name + "' is not a canonical value of its type"
        );
    };
    if (!value) {
        statement.bind(index, std::nullopt);
    } else if (column.type == ColumnType::boolean) {
        if (*value != "true" && *value != "false") {
            return refuse();
        }
        statement.bind(index, *value == "true");
    } else if (column.type == ColumnType::integer) {
        std::int64_t number = 0;
        const char* end = value->data() + value->size();
        const auto [stop, code] = std::from_chars(value->data(), end, number);
        if (code != std::errc() || stop != end || std::to_string(number) != *value) {
            return refuse();
        }
        statement.bind(index, number);
    } else {
        statement.bind(index, std::string_view(*value));
    }
    return {};
}

}  // namespace

SqliteDataset::Writer::Writer(sqlite::Database& database, const TableSpec& spec)
    : table(&spec),
      has_identity(!sql_tables(spec).identity.empty()),
      upsert(database, "write a record", upsert_main_sql(spec)),
      upsert_identity(database, "write a record's identity", upsert_identity_sql(spec)),
      remove(database, "remove a record", delete_sql(spec, spec.name)),
      remove_identity(database, "remove a record's identity", delete_sql(spec, identity_table(spec))),
      to_history(database, "keep a record's history", to_history_sql(spec)),
      purge_history(database, "erase a record's history", delete_sql(spec, history_table(spec))) {}

SqliteDataset::SqliteDataset(SqliteSession& session)
    : session_(&session),
      receipt_id_(*session.database, "find a receipt", "SELECT id FROM sluice_receipt WHERE seq=?"),
      put_state_(
          *session.database, "write a record's state",
          "INSERT OR REPLACE INTO sluice_record_state(purpose, entity, record_id, person, verdict, "
          "content_hash, receipt, lineage_json, issues_json, pending_json, sender) "
          "VALUES(?,?,?,?,?,?,?,?,?,?,?)"
      ),
      remove_state_(
          *session.database, "remove a record's state",
          "DELETE FROM sluice_record_state WHERE purpose=? AND entity=? AND record_id=?"
      ),
      part_(
          *session.database, "note whose a record was",
          "INSERT OR IGNORE INTO sluice_former_record(purpose, person, entity, record_id) "
          "SELECT purpose, person, entity, record_id FROM sluice_record_state "
          "WHERE purpose=? AND entity=? AND record_id=? AND person<>?"
      ),
      former_of_(
          *session.database, "read a person's former records",
          "SELECT entity, record_id FROM sluice_former_record WHERE purpose=? AND person=?"
      ),
      forget_former_(
          *session.database, "forget a person's former records",
          "DELETE FROM sluice_former_record WHERE purpose=? AND person=?"
      ),
      states_of_(
          *session.database, "read a person's records",
          // Left to itself SQLite walks all of the purpose's records, because they lie in this order.
          kStateColumns +
              "INDEXED BY sluice_record_state_person WHERE purpose=? AND person=? "
              "ORDER BY entity, record_id"
      ),
      lineage_(
          *session.database, "read a record's state",
          kStateColumns + "WHERE purpose=? AND entity=? AND record_id=?"
      ),
      states_(
          *session.database, "read states",
          kStateColumns + "WHERE purpose=? AND entity=? AND (?='' OR verdict=?) ORDER BY record_id"
      ),
      findings_(
          *session.database, "read findings",
          "SELECT entity, record_id, sender, issues_json FROM sluice_record_state "
          "WHERE (?='' OR purpose=?) AND issues_json NOT IN ('', '[]') ORDER BY entity, record_id, purpose"
      ) {}

Result<void> SqliteDataset::check_change(const TableSpec& table) const {
    const auto before = std::find_if(tables_.begin(), tables_.end(), [&](const TableSpec& other) {
        return other.name == table.name;
    });
    if (before == tables_.end()) {
        return {};
    }
    const auto refuse = [&](const std::string& what) {
        return Error(
            ErrorCode::pack, "entity '" + table.name + "': " + what + "; a store cannot follow that"
        );
    };
    if (before->key != table.key) {
        return refuse("its key was '" + before->key + "' and is now '" + table.key + "'");
    }
    for (const ColumnSpec& column : table.columns) {
        const auto old =
            std::find_if(before->columns.begin(), before->columns.end(), [&](const ColumnSpec& other) {
                return other.name == column.name;
            });
        if (old == before->columns.end()) {
            continue;
        }
        if (old->type != column.type) {
            return refuse("the field '" + column.name + "' has changed its type");
        }
        // A move between zones must be explicit and audited, never a side effect of a new definition.
        if (old->is_identity() != column.is_identity()) {
            return refuse("the field '" + column.name + "' has moved between the zone identity and another");
        }
    }
    return {};
}

Result<void> SqliteDataset::grow(const std::string& table_name, const std::vector<SqlColumn>& columns) {
    std::vector<SqlColumn> present;
    sqlite::Statement info(
        *session_->database, "read a table's columns", "SELECT name, type FROM pragma_table_info(?)"
    );
    sqlite::Cursor cursor = info.query(table_name);
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            break;
        }
        present.push_back({cursor.string(0), cursor.string(1)});
    }
    for (const SqlColumn& column : columns) {
        const auto old = std::find_if(present.begin(), present.end(), [&](const SqlColumn& other) {
            return other.name == column.name;
        });
        if (old == present.end()) {
            SLUICE_TRY(session_->database->execute("add a column", add_column_sql(table_name, column)));
        } else if (old->type != column.type) {
            // A column that an earlier definition had, and that comes back as something else.
            return Error(
                ErrorCode::pack, "table '" + table_name + "': the column '" + column.name +
                                     "' is there with another type; a store cannot follow that"
            );
        }
    }
    return {};
}

Result<void> SqliteDataset::write_catalogue(std::size_t ordinal, const TableSpec& table) {
    sqlite::Statement entity(
        *session_->database, "write the catalogue",
        "INSERT INTO sluice_entity(ordinal, entity, title, key) VALUES(?,?,?,?)"
    );
    SLUICE_TRY(session_->write(entity, ordinal, table.name, table.title, table.key));
    sqlite::Statement field(
        *session_->database, "write the catalogue",
        "INSERT INTO sluice_field(entity, ordinal, field, type, zone, title, standard) VALUES(?,?,?,?,?,?,?)"
    );
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        const ColumnSpec& column = table.columns[at];
        SLUICE_TRY(session_->write(
            field, table.name, at, column.name, to_string(column.type), column.zone, column.title,
            column.standard
        ));
    }
    return {};
}

Result<void> SqliteDataset::create_tables(const std::vector<TableSpec>& tables, std::string_view version) {
    SLUICE_TRY(session_->ready_to_write());
    SLUICE_TRY(load());
    for (const TableSpec& table : tables) {
        SLUICE_TRY(check_table(table));
        SLUICE_TRY(check_change(table));
    }
    SLUICE_ASSIGN(const std::string before, this->version());
    if (tables == tables_ && version == before) {
        return {};
    }
    sqlite::Database& database = *session_->database;
    SLUICE_TRY(database.execute("clear the catalogue", "DELETE FROM sluice_entity; DELETE FROM sluice_field")
    );
    for (std::size_t at = 0; at < tables.size(); ++at) {
        const TableSpec& table = tables[at];
        SLUICE_TRY(database.execute("make the tables of the dataset", create_sql(table)));
        const SqlTables columns = sql_tables(table);
        SLUICE_TRY(grow(table.name, columns.main));
        SLUICE_TRY(grow(history_table(table), columns.history));
        if (!columns.identity.empty()) {
            SLUICE_TRY(grow(identity_table(table), columns.identity));
        }
        SLUICE_TRY(write_catalogue(at, table));
    }
    sqlite::Statement mark(
        database, "write the dataset's version",
        "INSERT OR REPLACE INTO sluice_mark(name, value) VALUES('dataset-version', ?)"
    );
    SLUICE_TRY(session_->write(mark, version));
    return load();
}

Result<void> SqliteDataset::load() {
    writers_.clear();
    tables_.clear();
    sqlite::Statement entities(
        *session_->database, "read the catalogue",
        "SELECT entity, title, key FROM sluice_entity ORDER BY ordinal"
    );
    sqlite::Cursor entity = entities.query();
    for (;;) {
        SLUICE_ASSIGN(const bool found, entity.next());
        if (!found) {
            break;
        }
        tables_.push_back({entity.string(0), entity.string(1), {}, entity.string(2)});
    }
    sqlite::Statement fields(
        *session_->database, "read the catalogue",
        "SELECT field, type, zone, title, standard FROM sluice_field WHERE entity=? ORDER BY ordinal"
    );
    for (TableSpec& table : tables_) {
        sqlite::Cursor field = fields.query(table.name);
        for (;;) {
            SLUICE_ASSIGN(const bool found, field.next());
            if (!found) {
                break;
            }
            SLUICE_ASSIGN(const ColumnType type, column_type_of(field.text(1)));
            table.columns.push_back({field.string(0), type, field.string(2), field.string(3), field.string(4)}
            );
        }
    }
    return {};
}

Result<std::string> SqliteDataset::version() {
    return session_->database->read_text(
        "read the dataset's version", "SELECT value FROM sluice_mark WHERE name='dataset-version'"
    );
}

Result<const TableSpec*> SqliteDataset::find_table(std::string_view entity) const {
    for (const TableSpec& table : tables_) {
        if (table.name == entity) {
            return &table;
        }
    }
    return Error(ErrorCode::usage, "the store has no entity '" + std::string(entity) + "'");
}

Result<SqliteDataset::Writer*> SqliteDataset::writer(std::string_view entity) {
    if (const auto at = writers_.find(entity); at != writers_.end()) {
        return at->second.get();
    }
    SLUICE_ASSIGN(const TableSpec* table, find_table(entity));
    return writers_.emplace(table->name, std::make_unique<Writer>(*session_->database, *table))
        .first->second.get();
}

Result<std::string> SqliteDataset::receipt_id(std::int64_t seq) {
    if (transaction_ != session_->transaction) {
        transaction_ = session_->transaction;
        receipt_ids_.clear();
    }
    if (const auto at = receipt_ids_.find(seq); at != receipt_ids_.end()) {
        return at->second;
    }
    sqlite::Cursor cursor = receipt_id_.query(seq);
    SLUICE_ASSIGN(const bool found, cursor.next());
    if (!found) {
        return Error(ErrorCode::internal, "store: there is no receipt number " + std::to_string(seq));
    }
    return receipt_ids_.emplace(seq, cursor.string(0)).first->second;
}

Result<void> SqliteDataset::write_main(Writer& writer, const RecordRow& row, const std::string& receipt) {
    sqlite::Statement& statement = writer.upsert;
    const std::vector<ColumnSpec>& columns = writer.table->columns;
    const auto main =
        static_cast<std::size_t>(std::count_if(columns.begin(), columns.end(), [](const ColumnSpec& column) {
            return !column.is_identity();
        }));
    statement.begin(main + kProvenanceColumns.size(), false);
    int index = 0;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        if (!columns[at].is_identity()) {
            SLUICE_TRY(bind_value(statement, ++index, columns[at], row.values[at]));
        }
    }
    const Provenance& from = row.provenance;
    for (const std::string_view text :
         {std::string_view(from.organisation), std::string_view(from.organisation_name),
          std::string_view(from.supplier), std::string_view(row.state.sender),
          std::string_view(row.state.purpose), std::string_view(from.legal_basis),
          std::string_view(from.zone), std::string_view(receipt), std::string_view(from.source_file)}) {
        statement.bind(++index, text);
    }
    statement.bind(++index, from.source_record);
    statement.bind(++index, std::string_view(from.mapping));
    statement.bind(++index, std::string_view(from.mapping_digest));
    statement.bind(++index, std::string_view(from.definition));
    statement.bind(++index, from.held_back);
    SLUICE_TRY(statement.finish());
    return session_->wrote();
}

// Only where there is something to identify: a secondary-use record has no row there at all.
Result<void> SqliteDataset::write_identity(Writer& writer, const RecordRow& row) {
    if (!writer.has_identity) {
        return {};
    }
    SLUICE_TRY(session_->write(writer.remove_identity, row.state.record_id, row.state.purpose));
    const std::vector<ColumnSpec>& columns = writer.table->columns;
    std::vector<std::size_t> identity;
    bool any = false;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        if (columns[at].is_identity()) {
            identity.push_back(at);
            any = any || row.values[at].has_value();
        }
    }
    if (!any) {
        return {};
    }
    sqlite::Statement& statement = writer.upsert_identity;
    statement.begin(identity.size() + 2, false);
    statement.bind(1, std::string_view(row.state.record_id));
    statement.bind(2, std::string_view(row.state.purpose));
    int index = 2;
    for (const std::size_t at : identity) {
        SLUICE_TRY(bind_value(statement, ++index, columns[at], row.values[at]));
    }
    SLUICE_TRY(statement.finish());
    return session_->wrote();
}

Result<void> SqliteDataset::end_row(
    Writer& writer, std::string_view purpose, std::string_view record_id, const std::string& receipt,
    std::string_view change, bool keep_row
) {
    SLUICE_TRY(session_->write(writer.to_history, receipt, change, record_id, purpose));
    if (keep_row) {
        return {};
    }
    SLUICE_TRY(session_->write(writer.remove, record_id, purpose));
    return writer.has_identity ? session_->write(writer.remove_identity, record_id, purpose) : Result<void>();
}

Result<void> SqliteDataset::put_record(const RecordRow& row) {
    SLUICE_TRY(session_->ready_to_write());
    const RecordState& state = row.state;
    SLUICE_ASSIGN(Writer* const writer, this->writer(state.entity));
    SLUICE_ASSIGN(const std::string receipt, receipt_id(state.receipt));
    const bool accepted = state.verdict == Verdict::accepted;
    SLUICE_ASSERT(!accepted || row.values.size() == writer->table->columns.size());
    SLUICE_TRY(end_row(
        *writer, state.purpose, state.record_id, receipt, accepted ? "changed" : to_string(state.verdict),
        accepted
    ));
    if (accepted) {
        SLUICE_TRY(write_main(*writer, row, receipt));
        SLUICE_TRY(write_identity(*writer, row));
    }
    return write_state(state);
}

Result<void> SqliteDataset::put_state(const RecordState& state) {
    SLUICE_TRY(session_->ready_to_write());
    return write_state(state);
}

Result<void> SqliteDataset::write_state(const RecordState& state) {
    SLUICE_TRY(session_->write(part_, state.purpose, state.entity, state.record_id, state.person));
    return session_->write(
        put_state_, state.purpose, state.entity, state.record_id, state.person, to_string(state.verdict),
        state.content_hash, state.receipt, state.lineage_json, state.issues_json, state.pending_json,
        state.sender
    );
}

Result<bool> SqliteDataset::remove_record(
    std::string_view purpose, std::string_view entity, std::string_view record_id, std::int64_t receipt
) {
    SLUICE_TRY(session_->ready_to_write());
    if (find_table(entity)) {
        SLUICE_ASSIGN(Writer* const writer, this->writer(entity));
        SLUICE_ASSIGN(const std::string id, receipt_id(receipt));
        SLUICE_TRY(end_row(*writer, purpose, record_id, id, "removed", false));
    }
    SLUICE_TRY(session_->write(part_, purpose, entity, record_id, ""));
    SLUICE_TRY(session_->write(remove_state_, purpose, entity, record_id));
    return session_->database->changes() > 0;
}

Result<std::uint64_t> SqliteDataset::purge_person(std::string_view purpose, std::string_view person) {
    SLUICE_TRY(session_->ready_to_write());
    SLUICE_ASSIGN(const auto states, states_of(purpose, person));
    std::vector<std::pair<std::string, std::string>> records;
    for (const RecordState& state : states) {
        if (find_table(state.entity)) {
            SLUICE_ASSIGN(Writer* const writer, this->writer(state.entity));
            SLUICE_TRY(session_->write(writer->remove, state.record_id, purpose));
            if (writer->has_identity) {
                SLUICE_TRY(session_->write(writer->remove_identity, state.record_id, purpose));
            }
        }
        SLUICE_TRY(session_->write(remove_state_, purpose, state.entity, state.record_id));
        records.emplace_back(state.entity, state.record_id);
    }
    {
        sqlite::Cursor former = former_of_.query(purpose, person);
        for (;;) {
            SLUICE_ASSIGN(const bool found, former.next());
            if (!found) {
                break;
            }
            records.emplace_back(former.string(0), former.string(1));
        }
    }
    for (const auto& [entity, record_id] : records) {
        if (find_table(entity)) {
            SLUICE_ASSIGN(Writer* const writer, this->writer(entity));
            SLUICE_TRY(session_->write(writer->purge_history, record_id, purpose));
        }
    }
    SLUICE_TRY(session_->write(forget_former_, purpose, person));
    return states.size();
}

Result<std::uint64_t> SqliteDataset::hold_back(
    std::string_view purpose, std::string_view supplier, std::string_view organisation, bool held_back
) {
    std::uint64_t rows = 0;
    for (const TableSpec& table : tables_) {
        sqlite::Statement update(
            *session_->database, "hold back an organisation's records",
            "UPDATE " + quoted(table.name) +
                " SET held_back=? WHERE purpose=? AND supplier=? AND organisation=? AND held_back<>?"
        );
        SLUICE_TRY(session_->write(update, held_back, purpose, supplier, organisation, held_back));
        rows += static_cast<std::uint64_t>(session_->database->changes());
    }
    return rows;
}

Result<void> SqliteDataset::set_column(
    std::string_view purpose, std::string_view entity, std::string_view record_id, std::string_view column,
    const Value& value
) {
    SLUICE_TRY(session_->ready_to_write());
    SLUICE_ASSIGN(Writer* const writer, this->writer(entity));
    auto set = writer->set.find(column);
    if (set == writer->set.end()) {
        const bool known = std::any_of(
            writer->table->columns.begin(), writer->table->columns.end(),
            [&](const ColumnSpec& spec) { return spec.name == column && !spec.is_identity(); }
        );
        SLUICE_ASSERT(known);
        set = writer->set
                  .emplace(
                      column, sqlite::Statement(
                                  *session_->database, "set a column",
                                  "UPDATE " + quoted(writer->table->name) + " SET " + quoted(column) +
                                      "=? WHERE " + quoted(writer->table->key) + "=? AND purpose=?"
                              )
                  )
                  .first;
    }
    return session_->write(set->second, value, record_id, purpose);
}

}  // namespace sluice::store
