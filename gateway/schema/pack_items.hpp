// The files of a pack as items that can be compared. Private to gateway/schema.
#pragma once

#include "gateway/schema/layers.hpp"

#include <map>
#include <string>

namespace sluice::schema {

using ItemId = std::pair<std::string, std::string>;   // kind, id
using ItemKeys = std::map<std::string, std::string>;  // key -> compact JSON
using Items = std::map<ItemId, ItemKeys>;

// An item that stands in several layers has the keys of all.
Result<Items> items_of(const std::vector<Layer>& layers);

}  // namespace sluice::schema
