// Facts in SQLite. Private to gateway/store.
#pragma once

#include "gateway/store/facts.hpp"
#include "gateway/store/sqlite_names.hpp"

#include <map>
#include <unordered_map>

namespace sluice::store {

class SqliteLayouts {
  public:
    explicit SqliteLayouts(SqliteSession& session);
    Result<std::int32_t> id(const std::vector<std::string>& columns);
    Result<const std::vector<std::string>*> columns(std::int32_t id);

  private:
    void forget_when_old();

    SqliteSession* session_;
    std::uint64_t transaction_ = 0;
    std::map<std::string, std::vector<std::string>>
        pool_;  // by encoded columns; pointers are out, so it stays
    std::unordered_map<std::int32_t, const std::vector<std::string>*> by_id_;
    std::unordered_map<std::string, std::int32_t> ids_;
    sqlite::Statement find_;
    sqlite::Statement insert_;
    sqlite::Statement read_;
};

class SqliteFacts final : public Facts {
  public:
    SqliteFacts(SqliteSession& session, TableNames& tables, SqliteLayouts& layouts, PersonNames& persons);

    Result<std::int32_t> layout_id(const std::vector<std::string>& columns) override {
        return layouts_->id(columns);
    }
    Result<const std::vector<std::string>*> layout(std::int32_t id) override { return layouts_->columns(id); }

    Result<PutResult> put(const Fact& fact) override;
    Result<bool> set_held(std::string_view table, std::string_view key, std::string_view person, bool held)
        override;
    Result<MoveResult> move(
        std::string_view table, std::string_view key, std::string_view person, const FactOrder& order
    ) override;
    Result<std::vector<std::string>> holders(std::string_view table, std::string_view key) override;
    Result<RemoveKind> remove(
        std::string_view table, std::string_view key, std::string_view person, const FactOrder& order
    ) override;
    Result<std::uint64_t> purge_person(std::string_view person) override;
    Result<std::vector<StoredFact>> for_prefix(
        std::string_view table, std::string_view prefix, std::string_view person
    ) override;
    Result<std::vector<StoredFact>> for_person(std::string_view person) override;
    Result<void> visit_keys(const std::function<void(std::string_view table, std::string_view key)>& visit
    ) override;
    Result<std::vector<std::string>> persons(
        std::string_view prefix, std::string_view after, std::size_t limit
    ) override;

  private:
    struct Place {
        std::int64_t person = 0;
        std::int64_t table = 0;
        std::string_view key;
    };
    struct Holder;
    struct Existing;

    Result<std::optional<Place>> find_place(
        std::string_view table, std::string_view key, std::string_view person
    );
    Result<std::optional<Existing>> find_existing(const Place& place);
    Result<PutResult> put_over(const Place& place, const Fact& fact);
    Result<void> overwrite(const Place& place, const Fact& fact);
    Result<void> purge_holders(std::int64_t person);
    Result<std::vector<Holder>> read_holders(std::string_view table, std::string_view key);
    Result<std::vector<StoredFact>> read_rows(sqlite::Cursor& cursor, std::string_view person);

    SqliteSession* session_;
    TableNames* tables_;
    SqliteLayouts* layouts_;
    PersonNames* persons_;
    sqlite::Statement insert_;
    sqlite::Statement find_;
    sqlite::Statement overwrite_;
    sqlite::Statement refresh_;
    sqlite::Statement set_held_;
    sqlite::Statement hold_;
    sqlite::Statement holders_;
    sqlite::Statement vacate_;
    sqlite::Statement bury_;
    sqlite::Statement count_;
    sqlite::Statement keys_of_;
    sqlite::Statement purge_holder_;
    sqlite::Statement purge_facts_;
    sqlite::Statement purge_links_;
    sqlite::Statement purge_values_;
    sqlite::Statement for_prefix_;
    sqlite::Statement for_person_;
    sqlite::Statement all_keys_;
    sqlite::Statement list_persons_;
};

}  // namespace sluice::store
