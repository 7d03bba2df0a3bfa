// Record ids: derived from what the source says, so that the same row has the same id for ever, whoever sends
// it.
#pragma once

#include <string>
#include <string_view>

namespace sluice::map {

// A UUID of version 8 (RFC 9562, 5.8) over SHA-256 of supplier, table, key and entity. The key begins with
// the organisation where the table has one.
std::string record_id(
    std::string_view supplier, std::string_view table, std::string_view key, std::string_view entity
);

}  // namespace sluice::map
