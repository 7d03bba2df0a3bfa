// A thin, typed door to SQLite: connections, prepared statements, cursors. Private to gateway/store.
// One thread at a time. Errors are ErrorCode::io, name the statement and SQLite's own text for its code, and
// never a bound value.
#pragma once

#include "gateway/base/error.hpp"

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace sluice::store::sqlite {

class Database {
  public:
    struct Options {
        int busy_timeout_ms = 5000;
        std::int64_t cache_bytes = std::int64_t{64} << 20;
    };

    // Opens or makes the file (mode 0600, its folder synced). Sets nothing that changes the file.
    static Result<std::unique_ptr<Database>> open(const std::string& path, const Options& options);
    static Result<std::unique_ptr<Database>> open_in_memory();
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // Statements without parameters or rows; several may be joined with ';'. `name` stands in errors.
    Result<void> execute(std::string_view name, const std::string& sql);
    Result<std::int64_t> read_int(std::string_view name, const std::string& sql);
    Result<std::string> read_text(std::string_view name, const std::string& sql);

    std::int64_t changes() const;  // rows that the last INSERT, UPDATE or DELETE wrote
    std::int64_t last_insert_rowid() const;
    // False as well where SQLite has rolled back on its own, after a full disk for instance.
    bool in_transaction() const;

    sqlite3* handle() const { return handle_; }
    Error error(std::string_view name, int code) const;

  private:
    explicit Database(sqlite3* handle) : handle_(handle) {}
    static Result<std::unique_ptr<Database>> connect(const std::string& path, const Options& options);
    sqlite3* handle_;
};

// Bytes that are not text.
struct Blob {
    std::string_view bytes;
};

class Statement;

// The rows of one run of a statement; rewinds it when destroyed, so that no read stays open. Text and blobs
// live until the next call of next() or the end of the cursor.
class Cursor {
  public:
    explicit Cursor(Statement& statement) : statement_(&statement) {}
    Cursor(Cursor&& other) noexcept : statement_(other.statement_) { other.statement_ = nullptr; }
    Cursor& operator=(Cursor&&) = delete;
    ~Cursor();

    Result<bool> next();  // true: a row is there
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;  // of a blob, too; empty for NULL
    std::string string(int column) const { return std::string(text(column)); }
    std::optional<std::string> optional_text(int column) const;

  private:
    Statement* statement_;
};

// Prepared at its first use and then reused. `name` must outlive it (a literal).
class Statement {
  public:
    Statement(Database& database, const char* name, std::string sql)
        : database_(&database), name_(name), sql_(std::move(sql)) {}
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    // REQUIRES: one argument a parameter. Arguments are copied. No second cursor while the first lives.
    template <class... Arguments>
    [[nodiscard]] Cursor query(const Arguments&... arguments) {
        begin(sizeof...(arguments), true);
        int index = 0;
        (bind(++index, arguments), ...);
        return Cursor(*this);
    }
    // For statements without rows; arguments are not copied.
    template <class... Arguments>
    Result<void> run(const Arguments&... arguments) {
        begin(sizeof...(arguments), false);
        int index = 0;
        (bind(++index, arguments), ...);
        return finish();
    }

    // Piecewise, where the number of parameters is known only when running.
    void begin(std::size_t parameters, bool copy);
    void bind(int index, std::string_view text);
    void bind(int index, Blob blob);
    void bind(int index, std::nullopt_t);
    void bind_integer(int index, std::int64_t value);
    template <std::integral Number>
    void bind(int index, Number value) {
        bind_integer(index, static_cast<std::int64_t>(value));
    }
    template <class Value>
    void bind(int index, const std::optional<Value>& value) {
        value ? bind(index, *value) : bind(index, std::nullopt);
    }
    Result<void> finish();

    Database& database() const { return *database_; }

  private:
    friend class Cursor;
    Result<bool> step();
    void rewind();

    Database* database_;
    const char* name_;
    std::string sql_;
    sqlite3_stmt* handle_ = nullptr;
    int fault_ = 0;  // the first failure of prepare or bind, reported by the next step
    bool copy_ = true;
};

}  // namespace sluice::store::sqlite
