#include "gateway/store/sqlite_names.hpp"

namespace sluice::store {

namespace {
constexpr std::size_t kPersonsKeptMax = std::size_t{1} << 17;
}

TableNames::TableNames(SqliteSession& session)
    : session_(&session),
      find_(*session.database, "find a source table", "SELECT id FROM sluice_fact_table WHERE name=?"),
      insert_(*session.database, "name a source table", "INSERT INTO sluice_fact_table(name) VALUES(?)"),
      name_(
          *session.database, "read a source table's name", "SELECT name FROM sluice_fact_table WHERE id=?"
      ) {}

void TableNames::forget_when_old() {
    if (transaction_ != session_->transaction) {
        transaction_ = session_->transaction;
        ids_.clear();
        names_.clear();
    }
}

Result<std::optional<std::int64_t>> TableNames::find(std::string_view name) {
    forget_when_old();
    if (const auto at = ids_.find(name); at != ids_.end()) {
        return std::optional(at->second);
    }
    sqlite::Cursor cursor = find_.query(name);
    SLUICE_ASSIGN(const bool found, cursor.next());
    if (!found) {
        return std::optional<std::int64_t>();
    }
    const std::int64_t id = cursor.integer(0);
    const std::string_view kept = pool_.try_emplace(std::string(name), name).first->second;
    ids_.emplace(kept, id);
    names_.emplace(id, kept);
    return std::optional(id);
}

Result<std::int64_t> TableNames::id(std::string_view name) {
    SLUICE_ASSIGN(const std::optional<std::int64_t> found, find(name));
    if (found) {
        return *found;
    }
    SLUICE_TRY(session_->write(insert_, name));
    return session_->database->last_insert_rowid();
}

Result<std::string_view> TableNames::name(std::int64_t id) {
    forget_when_old();
    if (const auto at = names_.find(id); at != names_.end()) {
        return at->second;
    }
    sqlite::Cursor cursor = name_.query(id);
    SLUICE_ASSIGN(const bool found, cursor.next());
    if (!found) {
        return Error(ErrorCode::io, "store: a fact refers to a source table that is not there: damaged");
    }
    const std::string text = cursor.string(0);
    const std::string_view kept = pool_.try_emplace(text, text).first->second;
    names_.emplace(id, kept);
    return kept;
}

PersonNames::PersonNames(SqliteSession& session, std::string purpose)
    : session_(&session),
      purpose_(std::move(purpose)),
      find_(*session.database, "find a person", "SELECT id FROM sluice_person WHERE purpose=? AND text=?"),
      insert_(*session.database, "add a person", "INSERT INTO sluice_person(purpose, text) VALUES(?, ?)"),
      erase_(*session.database, "erase a person", "DELETE FROM sluice_person WHERE purpose=? AND text=?") {}

void PersonNames::remember(std::string_view text, std::int64_t id) {
    if (ids_.size() >= kPersonsKeptMax) {
        ids_.clear();
    }
    ids_.emplace(text, id);
}

Result<std::optional<std::int64_t>> PersonNames::find(std::string_view text) {
    if (transaction_ != session_->transaction) {
        transaction_ = session_->transaction;
        ids_.clear();
    }
    if (const auto at = ids_.find(text); at != ids_.end()) {
        return std::optional(at->second);
    }
    sqlite::Cursor cursor = find_.query(purpose_, text);
    SLUICE_ASSIGN(const bool found, cursor.next());
    if (!found) {
        return std::optional<std::int64_t>();
    }
    const std::int64_t id = cursor.integer(0);
    remember(text, id);
    return std::optional(id);
}

Result<std::int64_t> PersonNames::id(std::string_view text) {
    SLUICE_ASSIGN(const std::optional<std::int64_t> found, find(text));
    if (found) {
        return *found;
    }
    SLUICE_TRY(session_->write(insert_, purpose_, text));
    const std::int64_t id = session_->database->last_insert_rowid();
    remember(text, id);
    return id;
}

Result<void> PersonNames::erase(std::string_view text) {
    if (const auto at = ids_.find(text); at != ids_.end()) {
        ids_.erase(at);
    }
    return session_->write(erase_, purpose_, text);
}

}  // namespace sluice::store
