#include "gateway/store/dataset_sql.hpp"

#include <algorithm>

namespace sluice::store {

namespace {

constexpr std::size_t kNameBytesMax = 63;  // as PostgreSQL, so that a store can be carried over
constexpr std::array<std::string_view, 3> kHistoryColumns = {"valid_from", "valid_to", "change"};

bool is_name(std::string_view name) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
    constexpr std::string_view kOthers = "abcdefghijklmnopqrstuvwxyz0123456789_";
    return !name.empty() && name.size() <= kNameBytesMax &&
           kLetters.find(name[0]) != std::string_view::npos &&
           name.find_first_not_of(kOthers) == std::string_view::npos;
}

template <class Names>
bool contains(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Error refuse(const TableSpec& table, const std::string& what) {
    return {ErrorCode::pack, "entity '" + table.name + "': " + what};
}

std::string sql_type(ColumnType type) {
    return type == ColumnType::integer || type == ColumnType::boolean ? "INTEGER" : "TEXT";
}

std::string provenance_type(std::string_view name) {
    return name == "source_record" || name == "held_back" ? "INTEGER" : "TEXT";
}

std::string names_of(const std::vector<SqlColumn>& columns, std::string_view prefix = {}) {
    std::string names;
    for (const SqlColumn& column : columns) {
        names += (names.empty() ? "" : ", ") + std::string(prefix) + quoted(column.name);
    }
    return names;
}

std::string definitions_of(const std::vector<SqlColumn>& columns) {
    std::string text;
    for (const SqlColumn& column : columns) {
        text += (text.empty() ? "" : ", ") + quoted(column.name) + ' ' + column.type;
    }
    return text;
}

std::string parameters(std::size_t count) {
    std::string text;
    for (std::size_t at = 0; at < count; ++at) {
        text += at == 0 ? "?" : ",?";
    }
    return text;
}

std::string upsert_sql(const std::string& table_name, const std::vector<SqlColumn>& columns) {
    return "INSERT OR REPLACE INTO " + quoted(table_name) + " (" + names_of(columns) + ") VALUES (" +
           parameters(columns.size()) + ')';
}

std::string primary_key(const TableSpec& table) {
    return "PRIMARY KEY (" + quoted(table.key) + ", \"purpose\")";
}

}  // namespace

std::string quoted(std::string_view name) {
    return '"' + std::string(name) + '"';  // check_table lets no quote into a name
}

std::string identity_table(const TableSpec& table) {
    return table.name + "_identity";
}

std::string history_table(const TableSpec& table) {
    return table.name + "_history";
}

bool is_table_name(std::string_view name) {
    return is_name(name) && !name.starts_with("sluice_") && !name.starts_with("sqlite_") &&
           !name.ends_with("_identity") && !name.ends_with("_history");
}

bool is_column_name(std::string_view name) {
    return is_name(name) && !contains(kProvenanceColumns, name) && !contains(kHistoryColumns, name);
}

Result<void> check_table(const TableSpec& table) {
    if (!is_table_name(table.name)) {
        return refuse(table, "this name cannot be a table of the store");
    }
    std::vector<std::string_view> seen;
    for (const ColumnSpec& column : table.columns) {
        if (!is_name(column.name)) {
            return refuse(table, "the field '" + column.name + "' cannot be a column");
        }
        if (contains(kProvenanceColumns, column.name) || contains(kHistoryColumns, column.name)) {
            return refuse(
                table, "the field '" + column.name + "' has the name of a column that every table has"
            );
        }
        if (contains(seen, column.name)) {
            return refuse(table, "the field '" + column.name + "' is there twice");
        }
        seen.push_back(column.name);
    }
    const auto key = std::find_if(table.columns.begin(), table.columns.end(), [&](const ColumnSpec& column) {
        return column.name == table.key;
    });
    if (key == table.columns.end() || key->is_identity() || key->type != ColumnType::text) {
        return refuse(table, "its key must be one of its fields, of type text, and not of zone identity");
    }
    return {};
}

SqlTables sql_tables(const TableSpec& table) {
    SqlTables tables;
    for (const ColumnSpec& column : table.columns) {
        (column.is_identity() ? tables.identity : tables.main)
            .push_back({column.name, sql_type(column.type)});
    }
    if (!tables.identity.empty()) {
        tables.identity.insert(tables.identity.begin(), {{table.key, "TEXT"}, {"purpose", "TEXT"}});
    }
    for (const std::string_view name : kProvenanceColumns) {
        tables.main.push_back({std::string(name), provenance_type(name)});
    }
    tables.history = tables.main;
    for (const std::string_view name : kHistoryColumns) {
        tables.history.push_back({std::string(name), "TEXT"});
    }
    return tables;
}

std::string create_sql(const TableSpec& table) {
    const SqlTables tables = sql_tables(table);
    std::string sql = "CREATE TABLE IF NOT EXISTS " + quoted(table.name) + " (" +
                      definitions_of(tables.main) + ", " + primary_key(table) + ") STRICT;\n";
    if (!tables.identity.empty()) {
        sql += "CREATE TABLE IF NOT EXISTS " + quoted(identity_table(table)) + " (" +
               definitions_of(tables.identity) + ", " + primary_key(table) + ") STRICT;\n";
    }
    const std::string history = history_table(table);
    sql += "CREATE TABLE IF NOT EXISTS " + quoted(history) + " (" + definitions_of(tables.history) +
           ") STRICT;\n";
    sql += "CREATE INDEX IF NOT EXISTS " + quoted(history + "_key") + " ON " + quoted(history) + " (" +
           quoted(table.key) + ");\n";
    return sql;
}

std::string add_column_sql(const std::string& table_name, const SqlColumn& column) {
    return "ALTER TABLE " + quoted(table_name) + " ADD COLUMN " + quoted(column.name) + ' ' + column.type;
}

std::string upsert_main_sql(const TableSpec& table) {
    return upsert_sql(table.name, sql_tables(table).main);
}

std::string upsert_identity_sql(const TableSpec& table) {
    return upsert_sql(identity_table(table), sql_tables(table).identity);
}

std::string delete_sql(const TableSpec& table, const std::string& table_name) {
    return "DELETE FROM " + quoted(table_name) + " WHERE " + quoted(table.key) + "=? AND \"purpose\"=?";
}

std::string to_history_sql(const TableSpec& table) {
    const SqlTables tables = sql_tables(table);
    return "INSERT INTO " + quoted(history_table(table)) + " (" + names_of(tables.history) + ") SELECT " +
           names_of(tables.main) + ", \"receipt\", ?, ? FROM " + quoted(table.name) + " WHERE " +
           quoted(table.key) + "=? AND \"purpose\"=?";
}

std::vector<ReadColumn> read_columns(const TableSpec& table, const ReadOptions& options) {
    std::vector<ReadColumn> columns;
    for (const ColumnSpec& column : table.columns) {
        if (!column.is_identity() || options.identity) {
            columns.push_back(
                {column.name, (column.is_identity() ? "i." : "m.") + quoted(column.name),
                 column.type == ColumnType::boolean}
            );
        }
    }
    if (options.provenance) {
        for (const std::string_view name : kProvenanceColumns) {
            columns.push_back({std::string(name), "m." + quoted(name), name == "held_back"});
        }
    }
    return columns;
}

std::string read_sql(
    const TableSpec& table, const ReadOptions& options, const std::vector<ReadColumn>& columns
) {
    std::string sql = "SELECT ";
    for (const ReadColumn& column : columns) {
        sql += (&column == &columns.front() ? "" : ", ") + column.expression;
    }
    sql += " FROM " + quoted(table.name) + " m";
    const std::string key = quoted(table.key);
    if (options.identity && !sql_tables(table).identity.empty()) {
        sql += " LEFT JOIN " + quoted(identity_table(table)) + " i ON i." + key + " = m." + key +
               " AND i.\"purpose\" = m.\"purpose\"";
    }
    sql += " WHERE (? = '' OR m.\"purpose\" = ?)";
    if (!options.record_id.empty()) {
        sql += " AND m." + key + " = ?";
    }
    if (!options.held_back) {
        sql += " AND m.\"held_back\" = 0";
    }
    return sql + " ORDER BY m." + key + ", m.\"purpose\"";
}

}  // namespace sluice::store
