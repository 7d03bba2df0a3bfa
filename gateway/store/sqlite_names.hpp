// Texts that stand in millions of rows are stored once and referred to by a small integer.
// Private to gateway/store.
#pragma once

#include "gateway/base/text.hpp"
#include "gateway/store/sqlite_session.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sluice::store {

// Names of source tables. Few; all that were met are kept in memory.
class TableNames {
  public:
    explicit TableNames(SqliteSession& session);

    Result<std::int64_t> id(std::string_view name);                   // makes it
    Result<std::optional<std::int64_t>> find(std::string_view name);  // does not
    Result<std::string_view> name(std::int64_t id);                   // lives as long as this object

  private:
    void forget_when_old();

    SqliteSession* session_;
    std::uint64_t transaction_ = 0;
    // Rolled-back ids are given again, so they are forgotten; the texts stay, because views of them are out.
    std::map<std::string, std::string, std::less<>> pool_;
    std::unordered_map<std::string_view, std::int64_t> ids_;
    std::unordered_map<std::int64_t, std::string_view> names_;
    sqlite::Statement find_;
    sqlite::Statement insert_;
    sqlite::Statement name_;
};

// Persons of one purpose. Many; a bounded number is kept in memory.
class PersonNames {
  public:
    PersonNames(SqliteSession& session, std::string purpose);

    Result<std::int64_t> id(std::string_view text);
    Result<std::optional<std::int64_t>> find(std::string_view text);
    // Removes the text itself; the caller has removed what refers to it.
    Result<void> erase(std::string_view text);
    const std::string& purpose() const { return purpose_; }

  private:
    void remember(std::string_view text, std::int64_t id);

    SqliteSession* session_;
    std::string purpose_;
    std::uint64_t transaction_ = 0;
    std::unordered_map<std::string, std::int64_t, TextHash, std::equal_to<>> ids_;
    sqlite::Statement find_;
    sqlite::Statement insert_;
    sqlite::Statement erase_;
};

}  // namespace sluice::store
