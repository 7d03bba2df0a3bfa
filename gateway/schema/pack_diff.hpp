// What differs between two packs, item by item: entities and fields, code lists and codes, value sets and
// members, maps and entries, rules, mappings, instruments, and whatever else their folders hold.
#pragma once

#include "gateway/schema/layers.hpp"

#include <string>
#include <vector>

namespace sluice::schema {

struct KeyChange {
    std::string key;
    std::string before;  // compact JSON; empty: it was not there
    std::string after;
    auto operator<=>(const KeyChange&) const = default;
};

struct ItemChange {
    enum class What { added, removed, changed };
    std::string kind;  // field, rule, code, …
    std::string id;    // referral.status, REF-001, decline-reason/not_now, …
    What what = What::changed;
    std::vector<KeyChange> keys = {};  // of a changed item
    auto operator<=>(const ItemChange&) const = default;
};
std::string_view to_string(ItemChange::What what);

// By kind, then id. Cases beside the mappings are no part of what a pack does and are left out.
// ErrorCode::pack where a document is no JSON.
Result<std::vector<ItemChange>> diff_layers(
    const std::vector<Layer>& before, const std::vector<Layer>& after
);

}  // namespace sluice::schema
