#include "gateway/store/sqlite_query.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <memory>

#include <sqlite3.h>

namespace sluice::store::sqlite {
namespace {

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using StatementHandle = std::unique_ptr<sqlite3_stmt, Finalize>;

Error refused(const std::string& why) {
    return {ErrorCode::pack, "a query of the pack was refused: " + why};
}

// SQLite counts COMMIT, ATTACH and many a PRAGMA among what only reads.
int allow_reading(void*, int action, const char*, const char*, const char*, const char*) {
    const bool reads = action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_FUNCTION ||
                       action == SQLITE_RECURSIVE;
    return reads ? SQLITE_OK : SQLITE_DENY;
}

Result<StatementHandle> prepare(Database& database, const std::string& sql) {
    sqlite3_stmt* handle = nullptr;
    const char* rest = nullptr;
    sqlite3_set_authorizer(database.handle(), allow_reading, nullptr);
    const int code =
        sqlite3_prepare_v2(database.handle(), sql.c_str(), static_cast<int>(sql.size()), &handle, &rest);
    sqlite3_set_authorizer(database.handle(), nullptr, nullptr);
    StatementHandle statement(handle);
    if (code != SQLITE_OK) {
        return refused(sqlite3_errmsg(database.handle()));
    }
    if (statement == nullptr || !trim(rest).empty() || sqlite3_stmt_readonly(handle) == 0) {
        return refused("it must be one statement that only reads");
    }
    return statement;
}

Result<void> bind(sqlite3_stmt* statement, const std::map<std::string, std::string>& parameters) {
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i) {
        const char* name = sqlite3_bind_parameter_name(statement, i);
        const auto found = parameters.find(name == nullptr ? "" : name + 1);
        if (found == parameters.end()) {
            return refused("the parameter " + std::string(name == nullptr ? "?" : name) + " has no value");
        }
        sqlite3_bind_text(
            statement, i, found->second.data(), static_cast<int>(found->second.size()), SQLITE_TRANSIENT
        );
    }
    return {};
}

std::vector<std::string> columns_of(sqlite3_stmt* statement) {
    std::vector<std::string> names;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        names.emplace_back(sqlite3_column_name(statement, i));
    }
    return names;
}

Value value_at(sqlite3_stmt* statement, int column) {
    if (sqlite3_column_type(statement, column) == SQLITE_NULL) {
        return std::nullopt;
    }
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
}

// Stops what runs on the connection while it lives, once that has taken its steps.
class StepLimit {
  public:
    StepLimit(Database& database, std::uint64_t steps_max) : database_(database), left_(steps_max) {
        sqlite3_progress_handler(database_.handle(), kStepsAtATime, &StepLimit::count, this);
    }
    ~StepLimit() { sqlite3_progress_handler(database_.handle(), 0, nullptr, nullptr); }
    StepLimit(const StepLimit&) = delete;
    StepLimit& operator=(const StepLimit&) = delete;

  private:
    static constexpr int kStepsAtATime = 1000;

    static int count(void* limit) {
        auto& left = static_cast<StepLimit*>(limit)->left_;
        left -= std::min<std::uint64_t>(left, kStepsAtATime);
        return left == 0 ? 1 : 0;
    }

    Database& database_;
    std::uint64_t left_;
};

Error failed(const Database& database, int code) {
    switch (code & 0xFF) {
        case SQLITE_INTERRUPT:
            return {ErrorCode::limit, "a query of the pack takes more steps than are allowed"};
        case SQLITE_TOOBIG:
            return {ErrorCode::limit, "a query of the pack makes a value that is too long"};
        case SQLITE_ERROR:
            // What SQLite says may hold a value.
            return {ErrorCode::pack, "a query of the pack fails on the rows of this store"};
        default:
            return database.error("run a query of the pack", code);
    }
}

}  // namespace

Result<std::vector<std::string>> query_columns(
    Database& database, const std::string& sql, const std::map<std::string, std::string>& parameters
) {
    SLUICE_ASSIGN(const auto statement, prepare(database, sql));
    SLUICE_TRY(bind(statement.get(), parameters));
    return columns_of(statement.get());
}

Result<void> run_query(
    Database& database, const std::string& sql, const std::map<std::string, std::string>& parameters,
    const RowVisitor& visit, const QueryLimits& limits
) {
    SLUICE_ASSIGN(const auto statement, prepare(database, sql));
    SLUICE_TRY(bind(statement.get(), parameters));
    const auto names = columns_of(statement.get());
    std::vector<Value> values(names.size());
    const StepLimit steps(database, limits.steps_max);
    for (std::uint64_t rows = 0; rows <= limits.rows_max; ++rows) {
        const int code = sqlite3_step(statement.get());
        if (code == SQLITE_DONE) {
            return {};
        }
        if (code != SQLITE_ROW) {
            return failed(database, code);
        }
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = value_at(statement.get(), static_cast<int>(i));
        }
        SLUICE_TRY(visit(names, values));
    }
    return Error(ErrorCode::limit, "a query of the pack gives more rows than are allowed");
}

}  // namespace sluice::store::sqlite
