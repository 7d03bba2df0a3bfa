// One submission derived under two packs, each in a store of its own, and what differs between the two.
#pragma once

#include "gateway/store/store.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sluice::pipeline {

// Before and after: under the old pack and under the new one.
using Both = std::array<std::uint64_t, 2>;

struct EntityDifference {
    std::map<std::string, Both> verdicts;  // verdict -> records
    std::uint64_t appeared = 0;            // records that only the new pack gives
    std::uint64_t disappeared = 0;
    std::uint64_t judged_otherwise = 0;  // another verdict
    std::uint64_t changed = 0;           // accepted by both, with other values
    std::vector<std::string> examples;   // ids of any of these, in their order

    bool any() const { return appeared + disappeared + judged_otherwise + changed > 0; }
};

// Accepted records of both sides whose value of the field is another one.
struct FieldDifference {
    std::uint64_t changed = 0;
    std::uint64_t filled = 0;   // had none under the old pack
    std::uint64_t emptied = 0;  // has none under the new pack
};

struct Replay {
    std::vector<std::pair<std::string, EntityDifference>>
        entities;                                   // those with a record, in the new pack's order
    std::map<std::string, FieldDifference> fields;  // entity.field
    std::map<std::string, Both> rules;              // rule -> findings, where the numbers differ

    bool any() const;
};

struct ReplaySide {
    store::Store* store = nullptr;
    std::int64_t receipt = 0;
};

// REQUIRES: both stores hold the one submission, for this purpose.
Result<Replay> compare_stores(
    const ReplaySide& before, const ReplaySide& after, const std::string& purpose, std::size_t examples_max
);

}  // namespace sluice::pipeline
