// Which columns the pack needs of a table: minimal by construction, what no mapping names is never kept.
#pragma once

#include "gateway/schema/documents.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sluice::map {

// Indexes of schema columns, ascending. `only`: for the mappings into this entity; empty: for all.
std::vector<std::uint16_t> needed_columns(
    const schema::Documents& documents, const schema::SourceSystem& system, std::string_view purpose,
    std::size_t table, std::string_view only = {}
);

}  // namespace sluice::map
