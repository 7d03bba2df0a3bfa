#include "gateway/store/sqlite.hpp"

#include "gateway/base/assert.hpp"
#include "gateway/env/files.hpp"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <sqlite3.h>

namespace sluice::store::sqlite {

namespace {

// SQLite would make the file with the process's umask; the journal and the index beside it take its mode.
Result<void> make_private_file(const std::string& path) {
    if (env::exists(path)) {
        return {};
    }
    const env::FileDescriptor descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!descriptor.valid()) {
        return env::file_error("make the database", path, errno);
    }
    return env::sync_directory(std::filesystem::path(path).parent_path().string());
}

// SQLite counts the memory that it uses, under a lock at each allocation. Nobody asks for the count. Has no
// effect, and does no harm, where somebody else in the process has used SQLite before.
void count_no_memory() {
    static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(configured);
}

std::string describe(int code) {
    switch (code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "the store is busy: another process is writing to it; try again";
        case SQLITE_FULL:
            return "the disk is full";
        case SQLITE_IOERR:
            return std::string("the disk is full or cannot be written or read (") + sqlite3_errstr(code) +
                   ", " + std::to_string(code) + ")";
        case SQLITE_READONLY:
            return "the store may only be read";
        default:
            return std::string(sqlite3_errstr(code)) + " (" + std::to_string(code) + ")";
    }
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& path, const Options& options) {
    SLUICE_TRY(make_private_file(path));
    return connect(path, options);
}

Result<std::unique_ptr<Database>> Database::open_in_memory() {
    return connect(":memory:", {});
}

Result<std::unique_ptr<Database>> Database::connect(const std::string& path, const Options& options) {
    count_no_memory();
    sqlite3* handle = nullptr;
    // One thread at a time uses a store, so SQLite need not lock for us.
    const int code =
        sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    std::unique_ptr<Database> database(new Database(handle));
    if (code != SQLITE_OK) {
        return database->error("open " + path, code);
    }
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, options.busy_timeout_ms);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    // A misspelt "column" must be an error, not the text of its name.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    SLUICE_TRY(database->execute(
        "set up the connection",
        "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA synchronous=FULL;"
        "PRAGMA secure_delete=FAST; PRAGMA cache_size=-" +
            std::to_string(options.cache_bytes / 1024)
    ));
    return database;
}

Database::~Database() {
    // _v2 waits for statements that are destroyed later.
    sqlite3_close_v2(handle_);
}

Result<void> Database::execute(std::string_view name, const std::string& sql) {
    const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        return error(name, code);
    }
    return {};
}

Result<std::int64_t> Database::read_int(std::string_view name, const std::string& sql) {
    const std::string kept(name);
    Statement statement(*this, kept.c_str(), sql);
    Cursor cursor = statement.query();
    SLUICE_ASSIGN(const bool found, cursor.next());
    return found ? cursor.integer(0) : 0;
}

Result<std::string> Database::read_text(std::string_view name, const std::string& sql) {
    const std::string kept(name);
    Statement statement(*this, kept.c_str(), sql);
    Cursor cursor = statement.query();
    SLUICE_ASSIGN(const bool found, cursor.next());
    return found ? cursor.string(0) : std::string();
}

std::int64_t Database::changes() const {
    return sqlite3_changes64(handle_);
}

std::int64_t Database::last_insert_rowid() const {
    return sqlite3_last_insert_rowid(handle_);
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(handle_) == 0;
}

Error Database::error(std::string_view name, int code) const {
    const bool ours = code == SQLITE_ERROR || code == SQLITE_MISUSE || code == SQLITE_RANGE;
    return {
        ours ? ErrorCode::internal : ErrorCode::io,
        "store: cannot " + std::string(name) + ": " + describe(code)};
}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_),
      name_(other.name_),
      sql_(std::move(other.sql_)),
      handle_(other.handle_),
      fault_(other.fault_),
      copy_(other.copy_) {
    other.handle_ = nullptr;
}

Statement::~Statement() {
    sqlite3_finalize(handle_);
}

void Statement::begin(std::size_t parameters, bool copy) {
    fault_ = SQLITE_OK;
    copy_ = copy;
    if (handle_ == nullptr) {
        fault_ = sqlite3_prepare_v3(
            database_->handle(), sql_.data(), static_cast<int>(sql_.size()), SQLITE_PREPARE_PERSISTENT,
            &handle_, nullptr
        );
        if (fault_ != SQLITE_OK) {
            return;
        }
    }
    SLUICE_ASSERT(static_cast<std::size_t>(sqlite3_bind_parameter_count(handle_)) == parameters);
}

void Statement::bind(int index, std::string_view text) {
    if (fault_ == SQLITE_OK) {
        // A null pointer would bind NULL instead of the empty text.
        fault_ = sqlite3_bind_text64(
            handle_, index, text.data() == nullptr ? "" : text.data(), text.size(),
            copy_ ? SQLITE_TRANSIENT : SQLITE_STATIC, SQLITE_UTF8
        );
    }
}

void Statement::bind(int index, Blob blob) {
    if (fault_ == SQLITE_OK) {
        fault_ = sqlite3_bind_blob64(
            handle_, index, blob.bytes.data() == nullptr ? "" : blob.bytes.data(), blob.bytes.size(),
            copy_ ? SQLITE_TRANSIENT : SQLITE_STATIC
        );
    }
}

void Statement::bind(int index, std::nullopt_t) {
    if (fault_ == SQLITE_OK) {
        fault_ = sqlite3_bind_null(handle_, index);
    }
}

void Statement::bind_integer(int index, std::int64_t value) {
    if (fault_ == SQLITE_OK) {
        fault_ = sqlite3_bind_int64(handle_, index, value);
    }
}

Result<bool> Statement::step() {
    if (fault_ != SQLITE_OK) {
        return database_->error(name_, fault_);
    }
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code == SQLITE_DONE) {
        return false;
    }
    return database_->error(name_, code);
}

void Statement::rewind() {
    sqlite3_reset(handle_);
}

Result<void> Statement::finish() {
    const Result<bool> stepped = step();
    rewind();
    if (!stepped) {
        return stepped.error();
    }
    return {};
}

Cursor::~Cursor() {
    if (statement_ != nullptr) {
        statement_->rewind();
    }
}

Result<bool> Cursor::next() {
    return statement_->step();
}

bool Cursor::is_null(int column) const {
    return sqlite3_column_type(statement_->handle_, column) == SQLITE_NULL;
}

std::int64_t Cursor::integer(int column) const {
    return sqlite3_column_int64(statement_->handle_, column);
}

std::string_view Cursor::text(int column) const {
    // The type comes first: asking for bytes before the pointer converts in the order that SQLite documents.
    const auto* bytes = static_cast<const char*>(
        sqlite3_column_type(statement_->handle_, column) == SQLITE_BLOB
            ? sqlite3_column_blob(statement_->handle_, column)
            : static_cast<const void*>(sqlite3_column_text(statement_->handle_, column))
    );
    if (bytes == nullptr) {
        return {};
    }
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_->handle_, column))};
}

std::optional<std::string> Cursor::optional_text(int column) const {
    return is_null(column) ? std::nullopt : std::optional<std::string>(text(column));
}

}  // namespace sluice::store::sqlite
