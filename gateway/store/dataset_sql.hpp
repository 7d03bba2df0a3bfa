// The SQL of the dataset's tables, made from their definitions. Pure text; the same for every store.
// Private to gateway/store.
#pragma once

#include "gateway/store/dataset.hpp"

#include <string>
#include <vector>

namespace sluice::store {

// A definition whose names are usable and unambiguous; ErrorCode::pack otherwise.
Result<void> check_table(const TableSpec& table);

struct SqlColumn {
    std::string name;
    std::string type;  // TEXT or INTEGER
    auto operator<=>(const SqlColumn&) const = default;
};

// The tables of one entity with their columns in order; identity is empty where the entity has none.
struct SqlTables {
    std::vector<SqlColumn> main;
    std::vector<SqlColumn> identity;
    std::vector<SqlColumn> history;
};
SqlTables sql_tables(const TableSpec& table);

std::string quoted(std::string_view name);
std::string identity_table(const TableSpec& table);
std::string history_table(const TableSpec& table);

// CREATE TABLE IF NOT EXISTS for all of them, and the index of history.
std::string create_sql(const TableSpec& table);
std::string add_column_sql(const std::string& table_name, const SqlColumn& column);

// Parameters: main columns in order.
std::string upsert_main_sql(const TableSpec& table);
std::string upsert_identity_sql(const TableSpec& table);
// Parameters of the following: record id, purpose.
std::string delete_sql(const TableSpec& table, const std::string& table_name);
// Parameters: receipt id that ends the row, change, record id, purpose.
std::string to_history_sql(const TableSpec& table);

// Columns that a reader sees and where each comes from (alias m or i).
struct ReadColumn {
    std::string name;
    std::string expression;
    bool boolean = false;
};
std::vector<ReadColumn> read_columns(const TableSpec& table, const ReadOptions& options);
// Parameters: purpose, purpose (empty: all).
std::string read_sql(
    const TableSpec& table, const ReadOptions& options, const std::vector<ReadColumn>& columns
);

}  // namespace sluice::store
