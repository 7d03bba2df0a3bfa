// The tables of the store itself; those of the dataset are generated (dataset_sql.hpp).
// Private to gateway/store.
#pragma once

#include "gateway/store/sqlite.hpp"

#include <cstdint>

namespace sluice::store {

inline constexpr std::int64_t kApplicationId = 0x534C5543;  // "SLUC", PRAGMA application_id
// PRAGMA user_version. Layouts before this one were never released.
inline constexpr std::int64_t kSchemaVersion = 6;

// Checks that the file is ours and of this layout, switches it to WAL and makes what is missing.
Result<void> prepare_schema(sqlite::Database& database);

}  // namespace sluice::store
