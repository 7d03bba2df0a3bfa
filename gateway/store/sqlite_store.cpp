#include "gateway/store/sqlite_store.hpp"

#include "gateway/env/files.hpp"
#include "gateway/store/sqlite_collected.hpp"
#include "gateway/store/sqlite_dataset.hpp"
#include "gateway/store/sqlite_facts.hpp"
#include "gateway/store/sqlite_forms.hpp"
#include "gateway/store/sqlite_links.hpp"
#include "gateway/store/sqlite_receipts.hpp"
#include "gateway/store/sqlite_schema.hpp"

#include <map>
#include <utility>

namespace sluice::store {

namespace {

// What speaks for one purpose.
struct PurposeParts {
    PurposeParts(SqliteSession& session, TableNames& tables, SqliteLayouts& layouts, std::string purpose)
        : persons(session, std::move(purpose)),
          facts(session, tables, layouts, persons),
          links(session, tables, persons) {}
    PersonNames persons;
    SqliteFacts facts;
    SqliteLinks links;
};

class SqliteStore final : public Store {
  public:
    SqliteStore(SqliteSession session, Landing landing)
        : session_(std::move(session)),
          landing_(std::move(landing)),
          receipts_(*this, session_),
          tables_(session_),
          layouts_(session_),
          dataset_(session_),
          collected_(session_),
          forms_(session_),
          read_mark_(*session_.database, "read a mark", "SELECT value FROM sluice_mark WHERE name=?"),
          write_mark_(
              *session_.database, "write a mark",
              "INSERT OR REPLACE INTO sluice_mark(name, value) VALUES(?,?)"
          ) {}

    Result<void> load() { return dataset_.load(); }

    Landing& landing() override { return landing_; }
    Receipts& receipts() override { return receipts_; }
    Facts& facts(std::string_view purpose) override { return parts(purpose).facts; }
    Links& links(std::string_view purpose) override { return parts(purpose).links; }
    Dataset& dataset() override { return dataset_; }
    Collected& collected() override { return collected_; }
    Forms& forms() override { return forms_; }

    Result<std::optional<std::string>> mark(std::string_view name) override {
        sqlite::Cursor cursor = read_mark_.query(name);
        SLUICE_ASSIGN(const bool found, cursor.next());
        return found ? std::optional(cursor.string(0)) : std::nullopt;
    }
    Result<void> set_mark(std::string_view name, std::string_view value) override {
        return session_.write(write_mark_, name, value);
    }

  protected:
    Result<void> begin_work() override;
    Result<void> commit_work() override;
    void rollback_work() override;

  private:
    PurposeParts& parts(std::string_view purpose) {
        auto at = parts_.find(purpose);
        if (at == parts_.end()) {
            const std::string name(purpose);
            at =
                parts_.emplace(name, std::make_unique<PurposeParts>(session_, tables_, layouts_, name)).first;
        }
        return *at->second;
    }

    SqliteSession session_;
    Landing landing_;
    SqliteReceipts receipts_;
    TableNames tables_;
    SqliteLayouts layouts_;
    std::map<std::string, std::unique_ptr<PurposeParts>, std::less<>> parts_;
    SqliteDataset dataset_;
    SqliteCollected collected_;
    SqliteForms forms_;
    sqlite::Statement read_mark_;
    sqlite::Statement write_mark_;
};

Result<void> SqliteStore::begin_work() {
    if (session_.database->in_transaction()) {
        return Error(ErrorCode::internal, "store: a transaction is open already");
    }
    SLUICE_TRY(session_.database->execute("begin a transaction", "BEGIN IMMEDIATE"));
    ++session_.transaction;
    session_.writes = 0;
    if (const Result<void> cleared =
            session_.database->execute("begin a transaction", "DELETE FROM temp.sluice_touched");
        !cleared) {
        rollback_work();
        return cleared;
    }
    return {};
}

Result<void> SqliteStore::commit_work() {
    Result<void> result = session_.ready_to_write();
    if (result && session_.hooks.before_commit) {
        result = session_.hooks.before_commit();
    }
    if (result) {
        result = session_.database->execute("commit a transaction", "COMMIT");
    }
    if (!result) {
        rollback_work();
    }
    return result;
}

void SqliteStore::rollback_work() {
    // SQLite may have rolled back on its own. Where ROLLBACK itself fails the transaction ends with the
    // connection, so there is nothing to report that the first error has not said.
    if (session_.database->in_transaction()) {
        static_cast<void>(session_.database->execute("roll back a transaction", "ROLLBACK"));
    }
    ++session_.transaction;
    // The definitions may have been made in what was rolled back.
    static_cast<void>(dataset_.load());
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite(const std::string& directory, SqliteOptions options) {
    SLUICE_TRY(env::create_directories_synced(directory));
    SqliteSession session;
    SLUICE_ASSIGN(
        session.database,
        sqlite::Database::open(directory + "/sluice.db", {options.busy_timeout_ms, options.cache_bytes})
    );
    SLUICE_TRY(prepare_schema(*session.database));
    SLUICE_ASSIGN(Landing landing, Landing::open(directory + "/landing"));
    session.hooks = std::move(options.hooks);
    auto store = std::make_unique<SqliteStore>(std::move(session), std::move(landing));
    SLUICE_TRY(store->load());
    return std::unique_ptr<Store>(std::move(store));
}

}  // namespace sluice::store
