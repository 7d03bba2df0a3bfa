// Collected fields in SQLite. Private to gateway/store.
#pragma once

#include "gateway/store/collected.hpp"
#include "gateway/store/sqlite_session.hpp"

namespace sluice::store {

class SqliteCollected final : public Collected {
  public:
    explicit SqliteCollected(SqliteSession& session)
        : session_(&session),
          note_(
              *session.database, "note a collected field",
              "INSERT OR IGNORE INTO sluice_collected(purpose, supplier, sender, entity, field) "
              "VALUES(?,?,?,?,?)"
          ),
          read_(
              *session.database, "read collected fields",
              "SELECT DISTINCT supplier, sender, entity, field FROM sluice_collected WHERE ?='' OR purpose=? "
              "ORDER BY supplier, sender, entity, field"
          ) {}

    Result<bool> note(std::string_view purpose, const CollectedField& field) override {
        SLUICE_TRY(session_->write(note_, purpose, field.supplier, field.sender, field.entity, field.field));
        return session_->database->changes() > 0;
    }
    Result<std::vector<CollectedField>> fields(std::string_view purpose) override {
        std::vector<CollectedField> fields;
        sqlite::Cursor cursor = read_.query(purpose, purpose);
        for (;;) {
            SLUICE_ASSIGN(const bool found, cursor.next());
            if (!found) {
                return fields;
            }
            fields.push_back({cursor.string(0), cursor.string(1), cursor.string(2), cursor.string(3)});
        }
    }

  private:
    SqliteSession* session_;
    sqlite::Statement note_;
    sqlite::Statement read_;
};

}  // namespace sluice::store
