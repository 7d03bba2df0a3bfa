// Forms of files in SQLite. Private to gateway/store.
#pragma once

#include "gateway/base/text.hpp"
#include "gateway/store/forms.hpp"
#include "gateway/store/sqlite_session.hpp"

namespace sluice::store {

class SqliteForms final : public Forms {
  public:
    explicit SqliteForms(SqliteSession& session)
        : session_(&session),
          note_(
              *session.database, "note the form of a file",
              "INSERT OR IGNORE INTO sluice_form(sender, organisation, source_system, source_table, report, "
              "fingerprint, version, columns, receipt) VALUES(?,?,?,?,?,?,?,?,?)"
          ),
          before_(
              *session.database, "read the form of a file",
              std::string(kSelect) +
                  "WHERE f.sender=? AND organisation=? AND source_system=? AND source_table=? AND report=? "
                  "AND "
                  "receipt<? ORDER BY receipt DESC, fingerprint"
          ),
          all_(
              *session.database, "read the forms of files",
              std::string(kSelect) +
                  "ORDER BY f.sender, organisation, source_system, source_table, report, receipt, fingerprint"
          ) {}

    Result<void> note(const Form& form) override {
        const auto& key = form.key;
        return session_->write(
            note_, key.sender, key.organisation, key.system, key.table, key.report, form.fingerprint,
            form.version, join(form.columns, ","), form.receipt
        );
    }
    Result<std::vector<Form>> before(const FormKey& key, std::int64_t receipt) override {
        std::vector<Form> forms;
        sqlite::Cursor cursor =
            before_.query(key.sender, key.organisation, key.system, key.table, key.report, receipt);
        for (;;) {
            SLUICE_ASSIGN(const bool found, cursor.next());
            if (!found || (!forms.empty() && cursor.integer(8) != forms.front().receipt)) {
                return forms;
            }
            forms.push_back(read(cursor));
        }
    }
    Result<std::vector<Form>> all() override {
        std::vector<Form> forms;
        sqlite::Cursor cursor = all_.query();
        for (;;) {
            SLUICE_ASSIGN(const bool found, cursor.next());
            if (!found) {
                return forms;
            }
            forms.push_back(read(cursor));
        }
    }

  private:
    static constexpr const char* kSelect =
        "SELECT f.sender, organisation, source_system, source_table, report, fingerprint, version, columns, "
        "receipt, r.as_of FROM sluice_form f JOIN sluice_receipt r ON r.seq = f.receipt ";

    static Form read(sqlite::Cursor& cursor) {
        Form form;
        form.key = {cursor.string(0), cursor.string(1), cursor.string(2), cursor.string(3), cursor.string(4)};
        form.fingerprint = cursor.string(5);
        form.version = cursor.string(6);
        const auto columns = cursor.string(7);
        for (const auto column : split(columns, ',')) {
            form.columns.emplace_back(column);
        }
        form.receipt = cursor.integer(8);
        form.as_of = cursor.string(9);
        return form;
    }

    SqliteSession* session_;
    sqlite::Statement note_;
    sqlite::Statement before_;
    sqlite::Statement all_;
};

}  // namespace sluice::store
