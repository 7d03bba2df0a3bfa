#include "gateway/schema/pack_diff.hpp"

#include "gateway/schema/pack_items.hpp"

#include <set>

namespace sluice::schema {
namespace {

std::string value_of(const ItemKeys& keys, const std::string& key) {
    const auto found = keys.find(key);
    return found == keys.end() ? std::string() : found->second;
}

std::vector<KeyChange> changes_of(const ItemKeys& before, const ItemKeys& after) {
    std::set<std::string> keys;
    for (const auto* side : {&before, &after}) {
        for (const auto& [key, value] : *side) {
            keys.insert(key);
        }
    }
    std::vector<KeyChange> out;
    for (const auto& key : keys) {
        if (value_of(before, key) != value_of(after, key)) {
            out.push_back({key, value_of(before, key), value_of(after, key)});
        }
    }
    return out;
}

}  // namespace

std::string_view to_string(ItemChange::What what) {
    switch (what) {
        case ItemChange::What::added:
            return "added";
        case ItemChange::What::removed:
            return "removed";
        case ItemChange::What::changed:
            break;
    }
    return "changed";
}

Result<std::vector<ItemChange>> diff_layers(
    const std::vector<Layer>& before, const std::vector<Layer>& after
) {
    SLUICE_ASSIGN(const auto old_items, items_of(before));
    SLUICE_ASSIGN(const auto new_items, items_of(after));
    std::set<ItemId> ids;
    for (const auto* side : {&old_items, &new_items}) {
        for (const auto& [id, keys] : *side) {
            ids.insert(id);
        }
    }
    std::vector<ItemChange> out;
    for (const auto& id : ids) {
        const auto old_item = old_items.find(id);
        const auto new_item = new_items.find(id);
        if (old_item == old_items.end()) {
            out.push_back({id.first, id.second, ItemChange::What::added});
        } else if (new_item == new_items.end()) {
            out.push_back({id.first, id.second, ItemChange::What::removed});
        } else if (auto keys = changes_of(old_item->second, new_item->second); !keys.empty()) {
            out.push_back({id.first, id.second, ItemChange::What::changed, std::move(keys)});
        }
    }
    return out;
}

}  // namespace sluice::schema
