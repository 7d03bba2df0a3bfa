#include "gateway/store/empty_tables.hpp"

#include "gateway/store/dataset_sql.hpp"
#include "gateway/store/sqlite_query.hpp"

namespace sluice::store {

EmptyTables::EmptyTables(std::unique_ptr<sqlite::Database> database) : database_(std::move(database)) {}
EmptyTables::EmptyTables(EmptyTables&&) noexcept = default;
EmptyTables& EmptyTables::operator=(EmptyTables&&) noexcept = default;
EmptyTables::~EmptyTables() = default;

Result<EmptyTables> EmptyTables::make(const std::vector<TableSpec>& tables) {
    SLUICE_ASSIGN(auto database, sqlite::Database::open_in_memory());
    for (const auto& table : tables) {
        SLUICE_TRY(check_table(table));
        SLUICE_TRY(database->execute("make an empty table", create_sql(table)));
    }
    return EmptyTables(std::move(database));
}

Result<std::vector<std::string>> EmptyTables::columns_of(
    const std::string& sql, const std::map<std::string, std::string>& parameters
) {
    return sqlite::query_columns(*database_, sql, parameters);
}

}  // namespace sluice::store
