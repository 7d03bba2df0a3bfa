// What the paired assessments of a store come to: by instrument, version and item how many people have
// baseline and follow-up, and how far the answers moved between the two.
#pragma once

#include "gateway/check/pairs.hpp"
#include "gateway/pipeline/pack.hpp"
#include "gateway/store/store.hpp"

#include <string>
#include <vector>

namespace sluice::pipeline {

struct ItemOutcome {
    std::string instrument;
    std::string version;
    std::string item;  // `total`: the score
    check::PairSummary summary;
    std::size_t better = 0;  // of the paired, by the direction of the item
    std::size_t same = 0;
    std::size_t worse = 0;
};

// Accepted records of the purpose, in the order of instrument, version and item. What several sources say of
// one person counts once (`same_as`), and the baseline of the one goes with the follow-up of the other.
// Memory: the records of whom several sources have, those of one other person, a row of each entity, and what
// SQLite takes to sort them (store::Dataset::visit_grouped).
Result<std::vector<ItemOutcome>> outcomes_of(
    const Pack& pack, store::Store& store, const std::string& purpose
);

}  // namespace sluice::pipeline
