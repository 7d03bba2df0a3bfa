#include "gateway/base/assert.hpp"
#include "gateway/store/sqlite_dataset.hpp"
#include "gateway/store/sqlite_query.hpp"

#include <algorithm>
#include <memory>

namespace sluice::store {

namespace {

Verdict verdict_of(std::string_view text) {
    for (const Verdict verdict : {Verdict::accepted, Verdict::held, Verdict::rejected}) {
        if (text == to_string(verdict)) {
            return verdict;
        }
    }
    return Verdict::skipped;
}

RecordState read_state(const sqlite::Cursor& cursor) {
    RecordState state;
    state.purpose = cursor.string(0);
    state.entity = cursor.string(1);
    state.record_id = cursor.string(2);
    state.person = cursor.string(3);
    state.verdict = verdict_of(cursor.text(4));
    state.content_hash = cursor.string(5);
    state.receipt = cursor.integer(6);
    state.lineage_json = cursor.string(7);
    state.issues_json = cursor.string(8);
    state.pending_json = cursor.string(9);
    state.sender = cursor.string(10);
    return state;
}

std::vector<std::string> names_of(const std::vector<ReadColumn>& columns) {
    std::vector<std::string> names;
    for (const ReadColumn& column : columns) {
        names.push_back(column.name);
    }
    return names;
}

// Booleans as their canonical text.
void read_values(
    const sqlite::Cursor& cursor, const std::vector<ReadColumn>& columns, std::vector<Value>& values
) {
    values.resize(columns.size());
    for (std::size_t at = 0; at < columns.size(); ++at) {
        const int index = static_cast<int>(at);
        values[at] = cursor.optional_text(index);
        if (columns[at].boolean && values[at]) {
            values[at] = cursor.integer(index) != 0 ? "true" : "false";
        }
    }
}

// Hands every row to `visit`.
Result<void> visit_all(
    sqlite::Cursor& cursor, const std::vector<ReadColumn>& columns, const RowVisitor& visit
) {
    const auto names = names_of(columns);
    std::vector<Value> values;
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return {};
        }
        read_values(cursor, columns, values);
        SLUICE_TRY(visit(names, values));
    }
}

// One entity's rows, sorted by a column.
struct SortedRows {
    SortedRows(
        sqlite::Database& database, const TableSpec& table, const ReadOptions& options, std::string_view by
    )
        : columns(read_columns(table, options)),
          names(names_of(columns)),
          key(static_cast<std::size_t>(std::find(names.begin(), names.end(), by) - names.begin())),
          statement(
              database, "read sorted records",
              "SELECT * FROM (" + read_sql(table, options, columns) + ") ORDER BY " +
                  std::to_string(key + 1) + ", 1"
          ),
          cursor(statement.query(options.purpose, options.purpose)) {
        SLUICE_ASSERT(key < names.size());
    }

    Result<void> next() {
        SLUICE_ASSIGN(there, cursor.next());
        if (there) {
            read_values(cursor, columns, values);
        }
        return {};
    }

    std::vector<ReadColumn> columns;
    std::vector<std::string> names;
    std::size_t key;
    sqlite::Statement statement;
    sqlite::Cursor cursor;
    std::vector<Value> values;
    bool there = false;
};

}  // namespace

Result<std::vector<RecordState>> SqliteDataset::states_of(std::string_view purpose, std::string_view person) {
    std::vector<RecordState> states;
    sqlite::Cursor cursor = states_of_.query(purpose, person);
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return states;
        }
        states.push_back(read_state(cursor));
    }
}

Result<std::optional<RecordState>> SqliteDataset::lineage(
    std::string_view purpose, std::string_view entity, std::string_view record_id
) {
    sqlite::Cursor cursor = lineage_.query(purpose, entity, record_id);
    SLUICE_ASSIGN(const bool found, cursor.next());
    return found ? std::optional(read_state(cursor)) : std::nullopt;
}

Result<void> SqliteDataset::visit_states(
    std::string_view purpose, std::string_view entity, std::optional<Verdict> verdict,
    const std::function<Result<void>(const RecordState&)>& visit
) {
    const std::string_view wanted = verdict ? to_string(*verdict) : std::string_view();
    sqlite::Cursor cursor = states_.query(purpose, entity, wanted, wanted);
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return {};
        }
        SLUICE_TRY(visit(read_state(cursor)));
    }
}

Result<void> SqliteDataset::visit_findings(
    std::string_view purpose, const std::function<Result<void>(const RecordState&)>& visit
) {
    sqlite::Cursor cursor = findings_.query(purpose, purpose);
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return {};
        }
        RecordState state;
        state.entity = cursor.string(0);
        state.record_id = cursor.string(1);
        state.sender = cursor.string(2);
        state.issues_json = cursor.string(3);
        SLUICE_TRY(visit(state));
    }
}

Result<void> SqliteDataset::visit_rows(
    std::string_view entity, const ReadOptions& options, const RowVisitor& visit
) {
    SLUICE_ASSIGN(const TableSpec* const table, find_table(entity));
    const std::vector<ReadColumn> columns = read_columns(*table, options);
    sqlite::Statement statement(*session_->database, "read records", read_sql(*table, options, columns));
    sqlite::Cursor cursor = options.record_id.empty()
                                ? statement.query(options.purpose, options.purpose)
                                : statement.query(options.purpose, options.purpose, options.record_id);
    return visit_all(cursor, columns, visit);
}

Result<void> SqliteDataset::visit_grouped(
    const std::vector<std::string>& entities, std::string_view by, const ReadOptions& options,
    const GroupedVisitor& visit
) {
    std::vector<std::unique_ptr<SortedRows>> sorted;
    for (const auto& entity : entities) {
        SLUICE_ASSIGN(const TableSpec* const table, find_table(entity));
        sorted.push_back(std::make_unique<SortedRows>(*session_->database, *table, options, by));
        SLUICE_TRY(sorted.back()->next());
    }
    for (;;) {
        const auto first = std::min_element(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
            return a->there && (!b->there || a->values[a->key] < b->values[b->key]);
        });
        if (first == sorted.end() || !(*first)->there) {
            return {};
        }
        SLUICE_TRY(visit(static_cast<std::size_t>(first - sorted.begin()), (*first)->names, (*first)->values)
        );
        SLUICE_TRY((*first)->next());
    }
}

Result<void> SqliteDataset::query(
    const std::string& sql, const std::map<std::string, std::string>& parameters, const RowVisitor& visit
) {
    return sqlite::run_query(*session_->database, sql, parameters, visit);
}

Result<void> SqliteDataset::visit_history(
    std::string_view entity, std::string_view record_id, const RowVisitor& visit
) {
    SLUICE_ASSIGN(const TableSpec* const table, find_table(entity));
    std::vector<ReadColumn> columns = read_columns(*table, {});
    for (const char* name : {"valid_from", "valid_to", "change"}) {
        columns.push_back({name, std::string("m.") + quoted(name), false});
    }
    std::string sql = "SELECT ";
    for (const ReadColumn& column : columns) {
        sql += (&column == &columns.front() ? "" : ", ") + column.expression;
    }
    sql +=
        " FROM " + quoted(history_table(*table)) + " m WHERE m." + quoted(table->key) + "=? ORDER BY m.rowid";
    sqlite::Statement statement(*session_->database, "read a record's history", sql);
    sqlite::Cursor cursor = statement.query(record_id);
    return visit_all(cursor, columns, visit);
}

Result<std::vector<std::string>> SqliteDataset::persons_untold(
    std::string_view purpose, std::string_view sender
) {
    sqlite::Statement statement(
        *session_->database, "find records that others changed",
        "SELECT DISTINCT person FROM sluice_record_state INDEXED BY sluice_record_state_sender WHERE "
        "purpose=?1 AND sender=?2 AND receipt NOT IN "
        "(SELECT seq FROM sluice_receipt WHERE sender=?2 "
        "UNION SELECT receipt FROM sluice_submission_file WHERE sender=?2) ORDER BY person"
    );
    sqlite::Cursor cursor = statement.query(purpose, sender);
    std::vector<std::string> persons;
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return persons;
        }
        persons.push_back(cursor.string(0));
    }
}

// One pass over each table, however many the senders of a submission are.
Result<std::map<std::string, std::uint64_t>> SqliteDataset::counts_of_senders(
    std::string_view purpose, const std::set<std::string>& senders
) {
    std::map<std::string, std::uint64_t> counts;
    for (const TableSpec& table : tables_) {
        sqlite::Statement statement(
            *session_->database, "count the senders' records",
            "SELECT sender, count(*) FROM " + quoted(table.name) +
                " WHERE held_back=0 AND purpose=? GROUP BY sender"
        );
        sqlite::Cursor cursor = statement.query(purpose);
        for (;;) {
            SLUICE_ASSIGN(const bool found, cursor.next());
            if (!found) {
                break;
            }
            if (senders.contains(cursor.string(0))) {
                counts[table.name] += static_cast<std::uint64_t>(cursor.integer(1));
            }
        }
    }
    return counts;
}

}  // namespace sluice::store
