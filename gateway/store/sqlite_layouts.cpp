#include "gateway/store/cells.hpp"
#include "gateway/store/sqlite_facts.hpp"

namespace sluice::store {

SqliteLayouts::SqliteLayouts(SqliteSession& session)
    : session_(&session),
      find_(*session.database, "find a layout", "SELECT id FROM sluice_layout WHERE columns=?"),
      insert_(*session.database, "add a layout", "INSERT INTO sluice_layout(columns) VALUES(?)"),
      read_(*session.database, "read a layout", "SELECT columns FROM sluice_layout WHERE id=?") {}

void SqliteLayouts::forget_when_old() {
    if (transaction_ != session_->transaction) {
        transaction_ = session_->transaction;
        by_id_.clear();
        ids_.clear();
    }
}

Result<std::int32_t> SqliteLayouts::id(const std::vector<std::string>& columns) {
    forget_when_old();
    std::string blob;
    for (const std::string& column : columns) {
        append_cell(blob, column);
    }
    if (const auto at = ids_.find(blob); at != ids_.end()) {
        return at->second;
    }
    std::int64_t id = 0;
    {
        sqlite::Cursor cursor = find_.query(sqlite::Blob{blob});
        SLUICE_ASSIGN(const bool found, cursor.next());
        id = found ? cursor.integer(0) : 0;
    }
    if (id == 0) {
        SLUICE_TRY(session_->write(insert_, sqlite::Blob{blob}));
        id = session_->database->last_insert_rowid();
    }
    return ids_.emplace(std::move(blob), static_cast<std::int32_t>(id)).first->second;
}

Result<const std::vector<std::string>*> SqliteLayouts::columns(std::int32_t id) {
    forget_when_old();
    if (const auto at = by_id_.find(id); at != by_id_.end()) {
        return at->second;
    }
    sqlite::Cursor cursor = read_.query(id);
    SLUICE_ASSIGN(const bool found, cursor.next());
    std::vector<std::string_view> names;
    if (!found || !decode_cells(cursor.text(0), names)) {
        return Error(ErrorCode::internal, "store: no layout has the number " + std::to_string(id));
    }
    const auto [at, is_new] = pool_.try_emplace(cursor.string(0));
    if (is_new) {
        at->second.assign(names.begin(), names.end());
    }
    by_id_.emplace(id, &at->second);
    return &at->second;
}

}  // namespace sluice::store
