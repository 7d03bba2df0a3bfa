// The embedded store: <directory>/sluice.db (SQLite, WAL, synchronous=FULL) and <directory>/landing.
#pragma once

#include "gateway/store/store.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace sluice::store {

struct SqliteOptions {
    int busy_timeout_ms = 5000;                         // how long begin() waits for another writer
    std::int64_t cache_bytes = std::int64_t{64} << 20;  // page cache of the connection
    FaultHooks hooks;
};

// Makes the directory and the database where they are missing. ErrorCode::usage: the file is not a Sluice
// store, or a newer Sluice wrote it.
Result<std::unique_ptr<Store>> open_sqlite(const std::string& directory, SqliteOptions options = {});

}  // namespace sluice::store
