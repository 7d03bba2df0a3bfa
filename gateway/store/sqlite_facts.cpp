#include "gateway/store/sqlite_facts.hpp"

#include <algorithm>

namespace sluice::store {

struct SqliteFacts::Existing {
    FactState state;
    std::string stamp;
    std::int64_t sequence = 0;
    bool held = false;

    FactState view() const {
        FactState seen = state;
        seen.order = {stamp, sequence};
        return seen;
    }
};

struct SqliteFacts::Holder {
    std::int64_t person = 0;
    std::string text;
    std::string stamp;
    std::int64_t sequence = 0;
    bool vacated = false;
    bool gone = false;
};

SqliteFacts::SqliteFacts(
    SqliteSession& session, TableNames& tables, SqliteLayouts& layouts, PersonNames& persons
)
    : session_(&session),
      tables_(&tables),
      layouts_(&layouts),
      persons_(&persons),
      insert_(
          *session.database, "put a fact",
          "INSERT INTO sluice_fact(person, source_table, key, hash, receipt, file, record, byte_offset, "
          "stamp, "
          "sequence, vacated, removed, held, gone, layout, cells) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,0,?,?) "
          "ON CONFLICT DO NOTHING"
      ),
      find_(
          *session.database, "find a fact",
          "SELECT hash, receipt, file, record, stamp, sequence, vacated, removed, gone, held, layout FROM "
          "sluice_fact "
          "WHERE person=? AND source_table=? AND key=?"
      ),
      overwrite_(
          *session.database, "change a fact",
          "UPDATE sluice_fact SET hash=?, receipt=?, file=?, record=?, byte_offset=?, stamp=?, sequence=?, "
          "vacated=?, "
          "removed=?, held=?, gone=0, layout=?, cells=? WHERE person=? AND source_table=? AND key=?"
      ),
      refresh_(
          *session.database, "refresh a fact",
          "UPDATE sluice_fact SET stamp=?, sequence=?, held=? WHERE person=? AND source_table=? AND key=?"
      ),
      set_held_(
          *session.database, "hold or release a fact",
          "UPDATE sluice_fact SET held=? WHERE person=? AND source_table=? AND key=? AND gone=0"
      ),
      hold_(
          *session.database, "note the holder of a fact",
          "INSERT INTO sluice_fact_holder(source_table, key, person) VALUES(?,?,?) ON CONFLICT DO NOTHING"
      ),
      holders_(
          *session.database, "find the holders of a fact",
          "SELECT h.person, p.text, f.stamp, f.sequence, f.vacated, f.gone FROM sluice_fact_holder h "
          "CROSS JOIN sluice_person p ON p.id = h.person CROSS JOIN sluice_fact f ON f.person = h.person "
          "AND f.source_table = h.source_table AND f.key = h.key "
          "WHERE h.source_table=? AND h.key=? AND p.purpose=? ORDER BY p.text"
      ),
      vacate_(
          *session.database, "vacate a fact",
          "UPDATE sluice_fact SET vacated=1, stamp=?, sequence=? WHERE person=? AND source_table=? AND key=?"
      ),
      bury_(
          *session.database, "remove a fact",
          "UPDATE sluice_fact SET gone=1, hash=0, vacated=0, removed=0, held=0, cells=x'', stamp=?, "
          "sequence=? "
          "WHERE person=? AND source_table=? AND key=?"
      ),
      count_(
          *session.database, "count a person's facts",
          "SELECT count(*) FROM sluice_fact WHERE person=? AND gone=0"
      ),
      keys_of_(
          *session.database, "erase a person's facts",
          "SELECT source_table, key FROM sluice_fact WHERE person=?"
      ),
      purge_holder_(
          *session.database, "erase a person's facts",
          "DELETE FROM sluice_fact_holder WHERE source_table=? AND key=? AND person=?"
      ),
      purge_facts_(*session.database, "erase a person's facts", "DELETE FROM sluice_fact WHERE person=?"),
      purge_links_(*session.database, "erase a person's links", "DELETE FROM sluice_link WHERE person=?"),
      purge_values_(
          *session.database, "erase a person's links", "DELETE FROM sluice_link_value WHERE person=?"
      ),
      for_prefix_(
          *session.database, "read facts by key",
          "SELECT source_table, key, cells, layout, hash, receipt, file, record, byte_offset, stamp, "
          "sequence, "
          "vacated, removed, held FROM sluice_fact "
          "WHERE person=? AND source_table=? AND key>=? AND key<? AND gone=0 ORDER BY key"
      ),
      for_person_(
          *session.database, "read a person's facts",
          "SELECT source_table, key, cells, layout, hash, receipt, file, record, byte_offset, stamp, "
          "sequence, "
          "vacated, removed, held FROM sluice_fact WHERE person=? AND gone=0 ORDER BY source_table, key"
      ),
      all_keys_(
          *session.database, "read the keys of facts",
          "SELECT f.source_table, f.key FROM sluice_fact f JOIN sluice_person p ON p.id=f.person "
          "WHERE p.purpose=? AND p.text<>'' AND f.gone=0"
      ),
      list_persons_(
          *session.database, "list persons",
          "SELECT text FROM sluice_person p WHERE purpose=? AND text>? AND text<? AND EXISTS "
          "(SELECT 1 FROM sluice_fact f WHERE f.person=p.id AND f.gone=0) ORDER BY text LIMIT ?"
      ) {}

namespace {

// A row without a stamp or a sequence takes nothing away from what is known.
FactOrder later_of(const FactOrder& stored, const FactOrder& incoming) {
    if (compare(incoming, stored) < 0) {
        return stored;
    }
    return {
        incoming.stamp.empty() ? stored.stamp : incoming.stamp,
        incoming.sequence == 0 ? stored.sequence : incoming.sequence};
}

}  // namespace

Result<PutResult> SqliteFacts::put(const Fact& fact) {
    SLUICE_ASSIGN(const std::int64_t person, persons_->id(fact.person));
    SLUICE_ASSIGN(const std::int64_t table, tables_->id(fact.table));
    // Most rows are new, so try that first: one search instead of two.
    SLUICE_TRY(session_->write(
        insert_, person, table, fact.key, static_cast<std::int64_t>(fact.hash), fact.receipt, fact.file,
        fact.record, fact.byte_offset, fact.order.stamp, fact.order.sequence, fact.vacated, fact.removed,
        fact.held, fact.layout, sqlite::Blob{fact.cells}
    ));
    PutResult result;
    if (session_->database->changes() == 0) {
        SLUICE_ASSIGN(result, put_over({person, table, fact.key}, fact));
    }
    if (fact.moves && result.kind != PutKind::stale) {
        SLUICE_TRY(session_->write(hold_, table, fact.key, person));
    }
    return result;
}

Result<PutResult> SqliteFacts::put_over(const Place& place, const Fact& fact) {
    SLUICE_ASSIGN(const std::optional<Existing> existing, find_existing(place));
    if (!existing) {
        return Error(ErrorCode::io, "store: a fact is there and is not: the database is damaged");
    }
    const FactState stored = existing->view();
    PutResult result;
    result.kind = judge(stored, fact);
    switch (result.kind) {
        case PutKind::superseded_existing:
            result.lost_file = stored.file;
            result.lost_record = stored.record;
            [[fallthrough]];
        case PutKind::inserted:
        case PutKind::changed:
            SLUICE_TRY(overwrite(place, fact));
            break;
        case PutKind::unchanged:
        case PutKind::duplicate: {
            const FactOrder order = later_of(stored.order, fact.order);
            if (order.stamp != stored.order.stamp || order.sequence != stored.order.sequence ||
                existing->held != fact.held) {
                SLUICE_TRY(session_->write(
                    refresh_, order.stamp, order.sequence, fact.held, place.person, place.table, place.key
                ));
            }
            break;
        }
        case PutKind::superseded_incoming:
            result.lost_file = fact.file;
            result.lost_record = fact.record;
            break;
        case PutKind::stale:
            break;
    }
    return result;
}

Result<void> SqliteFacts::overwrite(const Place& place, const Fact& fact) {
    return session_->write(
        overwrite_, static_cast<std::int64_t>(fact.hash), fact.receipt, fact.file, fact.record,
        fact.byte_offset, fact.order.stamp, fact.order.sequence, fact.vacated, fact.removed, fact.held,
        fact.layout, sqlite::Blob{fact.cells}, place.person, place.table, place.key
    );
}

Result<std::optional<SqliteFacts::Place>> SqliteFacts::find_place(
    std::string_view table, std::string_view key, std::string_view person
) {
    SLUICE_ASSIGN(const std::optional<std::int64_t> person_id, persons_->find(person));
    SLUICE_ASSIGN(const std::optional<std::int64_t> table_id, tables_->find(table));
    if (!person_id || !table_id) {
        return std::optional<Place>();
    }
    return std::optional<Place>({*person_id, *table_id, key});
}

Result<std::optional<SqliteFacts::Existing>> SqliteFacts::find_existing(const Place& place) {
    sqlite::Cursor cursor = find_.query(place.person, place.table, place.key);
    SLUICE_ASSIGN(const bool found, cursor.next());
    if (!found) {
        return std::optional<Existing>();
    }
    Existing existing;
    existing.state.hash = static_cast<std::uint64_t>(cursor.integer(0));
    existing.state.receipt = cursor.integer(1);
    existing.state.file = static_cast<std::uint32_t>(cursor.integer(2));
    existing.state.record = static_cast<std::uint64_t>(cursor.integer(3));
    existing.stamp = cursor.string(4);
    existing.sequence = cursor.integer(5);
    existing.state.vacated = cursor.integer(6) != 0;
    existing.state.removed = cursor.integer(7) != 0;
    existing.state.gone = cursor.integer(8) != 0;
    existing.held = cursor.integer(9) != 0;
    existing.state.layout = static_cast<std::int32_t>(cursor.integer(10));
    return std::optional(std::move(existing));
}

Result<bool> SqliteFacts::set_held(
    std::string_view table, std::string_view key, std::string_view person, bool held
) {
    SLUICE_ASSIGN(const std::optional<Place> place, find_place(table, key, person));
    if (!place) {
        return false;
    }
    SLUICE_TRY(session_->write(set_held_, held, place->person, place->table, place->key));
    return session_->database->changes() > 0;
}

Result<std::vector<SqliteFacts::Holder>> SqliteFacts::read_holders(
    std::string_view table, std::string_view key
) {
    std::vector<Holder> holders;
    SLUICE_ASSIGN(const std::optional<std::int64_t> table_id, tables_->find(table));
    if (!table_id) {
        return holders;
    }
    sqlite::Cursor cursor = holders_.query(*table_id, key, persons_->purpose());
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return holders;
        }
        holders.push_back(
            {cursor.integer(0), cursor.string(1), cursor.string(2), cursor.integer(3), cursor.integer(4) != 0,
             cursor.integer(5) != 0}
        );
    }
}

Result<MoveResult> SqliteFacts::move(
    std::string_view table, std::string_view key, std::string_view person, const FactOrder& order
) {
    SLUICE_TRY(session_->ready_to_write());
    SLUICE_ASSIGN(const std::vector<Holder> holders, read_holders(table, key));
    SLUICE_ASSIGN(const std::int64_t table_id, tables_->id(table));
    // A row that was vacated or removed carries the order of what did that, so it takes part, too.
    const bool stale = std::any_of(holders.begin(), holders.end(), [&](const Holder& holder) {
        return holder.text != person && compare(order, {holder.stamp, holder.sequence}) < 0;
    });
    MoveResult result;
    result.stale = stale;
    for (const Holder& holder : holders) {
        if (stale || holder.text == person || holder.vacated || holder.gone) {
            continue;
        }
        const FactOrder later = later_of({holder.stamp, holder.sequence}, order);
        SLUICE_TRY(session_->write(vacate_, later.stamp, later.sequence, holder.person, table_id, key));
        result.vacated.push_back(holder.text);
    }
    return result;
}

Result<std::vector<std::string>> SqliteFacts::holders(std::string_view table, std::string_view key) {
    SLUICE_ASSIGN(const std::vector<Holder> all, read_holders(table, key));
    std::vector<std::string> persons;
    for (const Holder& holder : all) {
        if (!holder.gone) {
            persons.push_back(holder.text);
        }
    }
    return persons;
}

Result<RemoveKind> SqliteFacts::remove(
    std::string_view table, std::string_view key, std::string_view person, const FactOrder& order
) {
    SLUICE_TRY(session_->ready_to_write());
    SLUICE_ASSIGN(const std::optional<Place> place, find_place(table, key, person));
    if (!place) {
        return RemoveKind::absent;
    }
    SLUICE_ASSIGN(const std::optional<Existing> existing, find_existing(*place));
    if (!existing) {
        return RemoveKind::absent;
    }
    const FactState stored = existing->view();
    if (compare(order, stored.order) < 0) {
        return stored.gone ? RemoveKind::absent : RemoveKind::stale;
    }
    const FactOrder later = later_of(stored.order, order);
    SLUICE_TRY(session_->write(bury_, later.stamp, later.sequence, place->person, place->table, place->key));
    return stored.gone ? RemoveKind::absent : RemoveKind::removed;
}

// Fact by fact: in one statement SQLite would walk every holder of the table.
Result<void> SqliteFacts::purge_holders(std::int64_t person) {
    std::vector<std::pair<std::int64_t, std::string>> keys;
    {
        sqlite::Cursor cursor = keys_of_.query(person);
        for (;;) {
            SLUICE_ASSIGN(const bool found, cursor.next());
            if (!found) {
                break;
            }
            keys.emplace_back(cursor.integer(0), cursor.string(1));
        }
    }
    for (const auto& [table, key] : keys) {
        SLUICE_TRY(session_->write(purge_holder_, table, key, person));
    }
    return {};
}

Result<std::uint64_t> SqliteFacts::purge_person(std::string_view person) {
    if (person.empty()) {
        return Error(ErrorCode::usage, "store: rows without a person cannot be erased as a person's");
    }
    SLUICE_TRY(session_->ready_to_write());
    SLUICE_ASSIGN(const std::optional<std::int64_t> id, persons_->find(person));
    if (!id) {
        return std::uint64_t{0};
    }
    std::uint64_t count = 0;
    {
        sqlite::Cursor cursor = count_.query(*id);
        SLUICE_TRY(cursor.next());
        count = static_cast<std::uint64_t>(cursor.integer(0));
    }
    SLUICE_TRY(purge_holders(*id));
    for (sqlite::Statement* erase : {&purge_facts_, &purge_links_, &purge_values_}) {
        SLUICE_TRY(session_->write(*erase, *id));
    }
    SLUICE_TRY(persons_->erase(person));
    return count;
}

Result<std::vector<StoredFact>> SqliteFacts::read_rows(sqlite::Cursor& cursor, std::string_view person) {
    std::vector<StoredFact> facts;
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return facts;
        }
        StoredFact& fact = facts.emplace_back();
        SLUICE_ASSIGN(fact.table, tables_->name(cursor.integer(0)));
        fact.key = cursor.text(1);
        fact.person = person;
        fact.cells = cursor.text(2);
        fact.layout = static_cast<std::int32_t>(cursor.integer(3));
        fact.hash = static_cast<std::uint64_t>(cursor.integer(4));
        fact.receipt = cursor.integer(5);
        fact.file = static_cast<std::uint32_t>(cursor.integer(6));
        fact.record = static_cast<std::uint64_t>(cursor.integer(7));
        fact.byte_offset = static_cast<std::uint64_t>(cursor.integer(8));
        fact.stamp = cursor.text(9);
        fact.sequence = cursor.integer(10);
        fact.vacated = cursor.integer(11) != 0;
        fact.removed = cursor.integer(12) != 0;
        fact.held = cursor.integer(13) != 0;
    }
}

Result<std::vector<StoredFact>> SqliteFacts::for_prefix(
    std::string_view table, std::string_view prefix, std::string_view person
) {
    SLUICE_ASSIGN(const std::optional<Place> place, find_place(table, prefix, person));
    if (!place) {
        return std::vector<StoredFact>();
    }
    // No UTF-8 text reaches 0xFF.
    const std::string end =
        prefix.empty() ? "\xFF" : std::string(prefix) + static_cast<char>(kKeySeparator + 1);
    sqlite::Cursor cursor = for_prefix_.query(place->person, place->table, prefix, end);
    SLUICE_ASSIGN(std::vector<StoredFact> facts, read_rows(cursor, person));
    // Control characters below the separator sort in between and are other keys.
    std::erase_if(facts, [&](const StoredFact& fact) {
        return !prefix.empty() && fact.key.size() > prefix.size() && fact.key[prefix.size()] != kKeySeparator;
    });
    return facts;
}

Result<std::vector<StoredFact>> SqliteFacts::for_person(std::string_view person) {
    SLUICE_ASSIGN(const std::optional<std::int64_t> id, persons_->find(person));
    if (!id) {
        return std::vector<StoredFact>();
    }
    sqlite::Cursor cursor = for_person_.query(*id);
    SLUICE_ASSIGN(std::vector<StoredFact> facts, read_rows(cursor, person));
    // The numbers of tables follow the order of arrival; what we promise is the order of their names.
    std::stable_sort(facts.begin(), facts.end(), [](const StoredFact& a, const StoredFact& b) {
        return a.table < b.table;
    });
    return facts;
}

Result<void> SqliteFacts::visit_keys(
    const std::function<void(std::string_view table, std::string_view key)>& visit
) {
    sqlite::Cursor cursor = all_keys_.query(persons_->purpose());
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return {};
        }
        SLUICE_ASSIGN(const auto table, tables_->name(cursor.integer(0)));
        visit(table, cursor.text(1));
    }
}

Result<std::vector<std::string>> SqliteFacts::persons(
    std::string_view prefix, std::string_view after, std::size_t limit
) {
    std::vector<std::string> persons;
    const std::string end = std::string(prefix) + '\xFF';  // no UTF-8 text reaches it
    sqlite::Cursor cursor = list_persons_.query(persons_->purpose(), std::max(prefix, after), end, limit);
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return persons;
        }
        persons.push_back(cursor.string(0));
    }
}

}  // namespace sluice::store
