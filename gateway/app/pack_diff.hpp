// What `sluice pack diff` prints. Private to gateway/app.
#pragma once

#include "gateway/pipeline/replay.hpp"
#include "gateway/schema/pack_diff.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::app {

struct PackSide {
    std::string folder;
    std::string definition;
    std::string digest;
};

struct PackDifference {
    PackSide before;
    PackSide after;
    std::vector<schema::ItemChange> items;
    std::string receipt;  // empty: no submission was replayed
    std::optional<pipeline::Replay> replay;

    bool any() const { return !items.empty() || (replay && replay->any()); }
};

std::string difference_text(const PackDifference& difference);
std::string difference_json(const PackDifference& difference);

}  // namespace sluice::app
