// Links in SQLite. Private to gateway/store.
#pragma once

#include "gateway/store/links.hpp"
#include "gateway/store/sqlite_names.hpp"

#include <unordered_set>

namespace sluice::store {

class SqliteLinks final : public Links {
  public:
    SqliteLinks(SqliteSession& session, TableNames& tables, PersonNames& persons);

    Result<void> replace_links(std::string_view person, std::vector<SharedKey> keys) override;
    Result<std::vector<std::string>> persons_linked_to(std::string_view table, std::string_view key) override;
    Result<void> set_link_value(std::string_view person, std::string_view scheme, std::string_view value)
        override;
    Result<std::string> link_value(std::string_view person, std::string_view scheme) override;
    Result<std::vector<std::string>> persons_with(std::string_view scheme, std::string_view value) override;
    Result<void> touch(std::string_view person) override;
    Result<void> touch_all() override;
    Result<std::uint64_t> touched_count(std::string_view prefix) override;
    Result<std::vector<std::string>> touched(
        std::string_view prefix, std::string_view after, std::size_t limit
    ) override;

  private:
    SqliteSession* session_;
    TableNames* tables_;
    PersonNames* persons_;
    // Rows of one person come in runs, so most touches repeat; a bounded memory of them saves the search.
    std::uint64_t transaction_ = 0;
    std::unordered_set<std::string, TextHash, std::equal_to<>> recent_;
    sqlite::Statement links_of_;
    sqlite::Statement clear_links_;
    sqlite::Statement add_link_;
    sqlite::Statement linked_to_;
    sqlite::Statement clear_value_;
    sqlite::Statement set_value_;
    sqlite::Statement value_of_;
    sqlite::Statement with_value_;
    sqlite::Statement touch_;
    sqlite::Statement touch_all_;
    sqlite::Statement count_touched_;
    sqlite::Statement touched_;
};

}  // namespace sluice::store
