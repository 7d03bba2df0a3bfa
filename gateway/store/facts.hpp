// Facts: the source rows that are kept, and the parent rows that later deltas do not send again. They are the
// truth that derivation reads; everything in the dataset follows from them.
//
// A fact is known by (purpose, table, key, person); the person is empty for rows that many share. A Facts
// object speaks for one purpose, so that what was sent for one is never read for another.
#pragma once

#include "gateway/base/error.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::store {

// Joins the columns of a key that has several; no source may hold it in a cell.
inline constexpr char kKeySeparator = '\x1f';

// When a row applies. Stamps (the time in the file's name) compare as text where both have one; with equal or
// missing stamps the sequence decides; 0 stands for "has none" and is neither older nor newer.
struct FactOrder {
    std::string_view stamp;
    std::int64_t sequence = 0;
};
// Below, at or above 0: a applies before b, at the same time, after b.
int compare(const FactOrder& a, const FactOrder& b);

// What to store; all views are the caller's and are copied.
struct Fact {
    std::string_view table;  // <system>/<Table>
    std::string_view key;
    std::string_view person;  // empty: shared
    std::string_view cells;   // cells.hpp
    std::int32_t layout = 0;  // Facts::layout_id
    std::uint64_t hash = 0;   // of what counts as the row's content; equal hash means equal content
    std::int64_t receipt = 0;
    std::uint32_t file = 0;  // index within the submission
    std::uint64_t record = 0;
    std::uint64_t byte_offset = 0;
    FactOrder order;
    bool moves = false;    // the table's rows may come back with another person: hold them for move()
    bool vacated = false;  // the slot went to somebody else
    bool removed = false;  // left the scope of the extract, kept
    bool held = false;     // row_state: waits for a row that it refers to
};

enum class PutKind : std::uint8_t {
    inserted,             // was not there, or was removed earlier
    changed,              // other content than an earlier receipt's, or other columns of it are kept
    unchanged,            // same content as an earlier receipt's, or the very row again
    duplicate,            // same content, same receipt, another record
    superseded_existing,  // same receipt, other content, applies later: the stored row lost
    superseded_incoming,  // same receipt, other content, applies earlier: this row lost and is not stored
    stale,                // applies before what another receipt stored: not stored
};

struct PutResult {
    PutKind kind = PutKind::inserted;
    std::uint32_t lost_file = 0;  // superseded_*: the row that lost
    std::uint64_t lost_record = 0;
};

// A row that was read; owns its bytes except `table`, which lives as long as the store.
struct StoredFact {
    std::string_view table;
    std::string key;
    std::string person;
    std::string cells;
    std::int32_t layout = 0;
    std::uint64_t hash = 0;
    std::int64_t receipt = 0;  // that gave this content, with its position below
    std::uint32_t file = 0;
    std::uint64_t record = 0;
    std::uint64_t byte_offset = 0;
    std::string stamp;
    std::int64_t sequence = 0;
    bool vacated = false;
    bool removed = false;
    bool held = false;
};

enum class RemoveKind : std::uint8_t { removed, absent, stale };

struct MoveResult {
    bool stale = false;  // another person holds the key by a row that applies later: nothing is done
    std::vector<std::string> vacated;  // persons whose row was marked by this call, sorted
};

// What a fact that is already there looks like to a row that comes in; gone: a tombstone.
struct FactState {
    std::int64_t receipt = 0;
    std::uint32_t file = 0;
    std::uint64_t record = 0;
    std::uint64_t hash = 0;
    std::int32_t layout = 0;
    FactOrder order;
    bool vacated = false;
    bool removed = false;
    bool gone = false;
};
// The one place that decides which of two rows with one key counts; every store uses it.
PutKind judge(const FactState& stored, const Fact& incoming);

// One thread at a time. Writes need an open transaction.
class Facts {
  public:
    virtual ~Facts() = default;

    // Layouts: which columns the cells of a fact are, in order. The same names give the same id.
    virtual Result<std::int32_t> layout_id(const std::vector<std::string>& columns) = 0;
    // The reference lives as long as the store. An unknown id is ErrorCode::internal.
    virtual Result<const std::vector<std::string>*> layout(std::int32_t id) = 0;

    virtual Result<PutResult> put(const Fact& fact) = 0;
    // Only the flag; no outcome but "is it there".
    virtual Result<bool> set_held(
        std::string_view table, std::string_view key, std::string_view person, bool held
    ) = 0;
    // Marks the rows of this key that other persons hold as vacated, because it now belongs to `person`
    // (empty: to nobody). Sees rows that were put with `moves`. Call it before put(), and skip put() where it
    // is stale.
    virtual Result<MoveResult> move(
        std::string_view table, std::string_view key, std::string_view person, const FactOrder& order
    ) = 0;
    // Persons who hold the key, vacated ones too, sorted; sees rows that were put with `moves`.
    virtual Result<std::vector<std::string>> holders(std::string_view table, std::string_view key) = 0;
    // Leaves a tombstone with its order, so that an older row sent late does not come to life again; nothing
    // is left for a row that was never kept.
    virtual Result<RemoveKind> remove(
        std::string_view table, std::string_view key, std::string_view person, const FactOrder& order
    ) = 0;
    // Erases everything of a person from facts and links, tombstones too. The count is of live facts.
    virtual Result<std::uint64_t> purge_person(std::string_view person) = 0;

    // Rows whose key is `prefix` or starts with `prefix` and a separator, by key; an empty prefix: all of the
    // table. Shared rows, or those of one person.
    virtual Result<std::vector<StoredFact>> for_prefix(
        std::string_view table, std::string_view prefix, std::string_view person = {}
    ) = 0;
    // All of a person's rows by (table, key).
    virtual Result<std::vector<StoredFact>> for_person(std::string_view person) = 0;
    // Every key of a person's row that is kept, by table; in no order. One pass over all facts.
    virtual Result<void> visit_keys(
        const std::function<void(std::string_view table, std::string_view key)>& visit
    ) = 0;
    // Up to `limit` persons who have a fact and whose text begins so, sorted, after `after`: for going
    // through all of them.
    virtual Result<std::vector<std::string>> persons(
        std::string_view prefix, std::string_view after, std::size_t limit
    ) = 0;
};

}  // namespace sluice::store
