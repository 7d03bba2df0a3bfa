#include "gateway/store/sqlite_links.hpp"

#include "gateway/store/facts.hpp"

#include <algorithm>
#include <utility>

namespace sluice::store {

namespace {

constexpr std::size_t kRecentMax = std::size_t{1} << 16;

// The least text that sorts after all that start with the prefix; empty where there is none.
std::string end_of(std::string_view prefix) {
    std::string end(prefix);
    if (!end.empty()) {
        ++end.back();  // text of a pack: ASCII
    }
    return end;
}

Result<std::vector<std::string>> first_column(sqlite::Cursor cursor) {
    std::vector<std::string> texts;
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return texts;
        }
        texts.push_back(cursor.string(0));
    }
}

}  // namespace

SqliteLinks::SqliteLinks(SqliteSession& session, TableNames& tables, PersonNames& persons)
    : session_(&session),
      tables_(&tables),
      persons_(&persons),
      links_of_(
          *session.database, "read a person's links",
          "SELECT source_table, key FROM sluice_link WHERE person=? ORDER BY source_table, key"
      ),
      clear_links_(*session.database, "clear a person's links", "DELETE FROM sluice_link WHERE person=?"),
      add_link_(
          *session.database, "add a link", "INSERT INTO sluice_link(person, source_table, key) VALUES(?,?,?)"
      ),
      linked_to_(
          *session.database, "find linked persons",
          "SELECT p.text FROM sluice_link l CROSS JOIN sluice_person p ON p.id = l.person "
          "WHERE l.source_table=? AND l.key=? AND p.purpose=?"
      ),
      clear_value_(
          *session.database, "clear a link value", "DELETE FROM sluice_link_value WHERE person=? AND scheme=?"
      ),
      set_value_(
          *session.database, "set a link value",
          "INSERT INTO sluice_link_value(person, scheme, value) VALUES(?,?,?) "
          "ON CONFLICT(person, scheme) DO UPDATE SET value=excluded.value WHERE value<>excluded.value"
      ),
      value_of_(
          *session.database, "read a link value",
          "SELECT value FROM sluice_link_value WHERE person=? AND scheme=?"
      ),
      with_value_(
          *session.database, "find persons by a link value",
          "SELECT p.text FROM sluice_link_value v CROSS JOIN sluice_person p ON p.id = v.person "
          "WHERE v.scheme=? AND v.value=? AND p.purpose=? ORDER BY p.text"
      ),
      touch_(
          *session.database, "touch a person",
          "INSERT INTO temp.sluice_touched(purpose, person) VALUES(?,?) ON CONFLICT DO NOTHING"
      ),
      touch_all_(
          *session.database, "touch all persons",
          "INSERT OR IGNORE INTO temp.sluice_touched(purpose, person) SELECT purpose, text FROM "
          "sluice_person p "
          "WHERE purpose=? AND text<>'' AND EXISTS (SELECT 1 FROM sluice_fact f WHERE f.person=p.id AND "
          "f.gone=0)"
      ),
      count_touched_(
          *session.database, "count touched persons",
          "SELECT count(*) FROM temp.sluice_touched WHERE purpose=? AND person>=? AND (?='' OR person<?)"
      ),
      touched_(
          *session.database, "list touched persons",
          "SELECT person FROM temp.sluice_touched WHERE purpose=? AND person>=? AND (?='' OR person<?) "
          "AND person>? ORDER BY person LIMIT ?"
      ) {}

Result<void> SqliteLinks::replace_links(std::string_view person, std::vector<SharedKey> keys) {
    SLUICE_ASSIGN(const std::int64_t person_id, persons_->id(person));
    std::vector<std::pair<std::int64_t, std::string>> wanted;
    wanted.reserve(keys.size());
    for (SharedKey& key : keys) {
        SLUICE_ASSIGN(const std::int64_t table, tables_->id(key.table));
        wanted.emplace_back(table, std::move(key.key));
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());

    std::vector<std::pair<std::int64_t, std::string>> stored;
    sqlite::Cursor cursor = links_of_.query(person_id);
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            break;
        }
        stored.emplace_back(cursor.integer(0), cursor.string(1));
    }
    // The same as before for nearly everyone.
    if (stored == wanted) {
        return {};
    }
    SLUICE_TRY(session_->write(clear_links_, person_id));
    for (const auto& [table, key] : wanted) {
        SLUICE_TRY(session_->write(add_link_, person_id, table, key));
    }
    return {};
}

Result<std::vector<std::string>> SqliteLinks::persons_linked_to(
    std::string_view table, std::string_view key
) {
    std::vector<std::string> persons;
    SLUICE_ASSIGN(const std::optional<std::int64_t> table_id, tables_->find(table));
    if (!table_id) {
        return persons;
    }
    for (std::size_t end = key.find(kKeySeparator);; end = key.find(kKeySeparator, end + 1)) {
        SLUICE_ASSIGN(
            const std::vector<std::string> some,
            first_column(linked_to_.query(*table_id, key.substr(0, end), persons_->purpose()))
        );
        persons.insert(persons.end(), some.begin(), some.end());
        if (end == std::string_view::npos) {
            break;
        }
    }
    std::sort(persons.begin(), persons.end());
    persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
    return persons;
}

Result<void> SqliteLinks::set_link_value(
    std::string_view person, std::string_view scheme, std::string_view value
) {
    SLUICE_ASSIGN(const std::int64_t person_id, persons_->id(person));
    if (value.empty()) {
        return session_->write(clear_value_, person_id, scheme);
    }
    return session_->write(set_value_, person_id, scheme, value);
}

Result<std::string> SqliteLinks::link_value(std::string_view person, std::string_view scheme) {
    SLUICE_ASSIGN(const std::optional<std::int64_t> person_id, persons_->find(person));
    if (!person_id) {
        return std::string();
    }
    SLUICE_ASSIGN(const auto values, first_column(value_of_.query(*person_id, scheme)));
    return values.empty() ? std::string() : values.front();
}

Result<std::vector<std::string>> SqliteLinks::persons_with(std::string_view scheme, std::string_view value) {
    return first_column(with_value_.query(scheme, value, persons_->purpose()));
}

Result<void> SqliteLinks::touch(std::string_view person) {
    if (transaction_ != session_->transaction) {
        transaction_ = session_->transaction;
        recent_.clear();
    }
    if (recent_.find(person) != recent_.end()) {
        return {};
    }
    SLUICE_TRY(session_->write(touch_, persons_->purpose(), person));
    if (recent_.size() >= kRecentMax) {
        recent_.clear();
    }
    recent_.emplace(person);
    return {};
}

Result<void> SqliteLinks::touch_all() {
    return session_->write(touch_all_, persons_->purpose());
}

Result<std::uint64_t> SqliteLinks::touched_count(std::string_view prefix) {
    const auto end = end_of(prefix);
    sqlite::Cursor cursor = count_touched_.query(persons_->purpose(), prefix, end, end);
    SLUICE_TRY(cursor.next());
    return static_cast<std::uint64_t>(cursor.integer(0));
}

Result<std::vector<std::string>> SqliteLinks::touched(
    std::string_view prefix, std::string_view after, std::size_t limit
) {
    const auto end = end_of(prefix);
    return first_column(touched_.query(persons_->purpose(), prefix, end, end, after, limit));
}

}  // namespace sluice::store
