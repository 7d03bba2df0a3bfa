// Accepted records of an entity, row by row, by the names of their columns; for reports over a whole store.
#pragma once

#include "gateway/store/store.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pipeline {

// Lives during one call of the visitor.
struct DatasetRow {
    const std::vector<std::string>& columns;
    const std::vector<store::Value>& values;

    // Empty where the store, which an older pack may have filled, has no such column.
    std::string text(std::string_view column) const {
        const auto found = std::find(columns.begin(), columns.end(), column);
        return found == columns.end()
                   ? std::string()
                   : values[static_cast<std::size_t>(found - columns.begin())].value_or("");
    }
};

inline Result<void> visit(
    store::Store& store, std::string_view entity, const std::string& purpose,
    const std::function<void(const DatasetRow&)>& visitor
) {
    store::ReadOptions options;
    options.purpose = purpose;
    return store.dataset().visit_rows(
        entity, options,
        [&](const auto& columns, const auto& values) -> Result<void> {
            visitor({columns, values});
            return {};
        }
    );
}

}  // namespace sluice::pipeline
