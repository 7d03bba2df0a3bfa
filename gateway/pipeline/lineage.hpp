// Where each value of a stored record came from. The store keeps an entry for what a mapping copied or the
// engine derived; the rest (the id, the parts of a coded value, whose record it is) follows from these, from
// the pack and from the facts, and is worked out when somebody asks.
#pragma once

#include "gateway/pipeline/pack.hpp"
#include "gateway/store/store.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::pipeline {

struct LineageEntry {
    std::string field;
    std::string file;
    std::uint64_t record = 0;
    std::string column;   // empty: the value stands in no column
    std::string mapping;  // or the document of the pack that gives the value
    std::string how;      // of a value that was worked out: from what; empty for a copied one
    bool blank = false;   // the record has no value here; file and record are those of the record
};

// One entry a column of the record's table, in its order, then the columns that every table has.
// REQUIRES: `state` is of this store, and its entity has a table.
Result<std::vector<LineageEntry>> lineage_of(
    const Pack& pack, store::Store& store, const store::RecordState& state
);

}  // namespace sluice::pipeline
