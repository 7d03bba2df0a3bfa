// One SELECT that somebody else wrote: a rule of a pack. Private to gateway/store.
#pragma once

#include "gateway/store/dataset.hpp"
#include "gateway/store/sqlite.hpp"

namespace sluice::store::sqlite {

// Whoever wrote the query may have made it endless. Counted, not timed: one store gives one answer.
struct QueryLimits {
    std::uint64_t steps_max = 1'000'000'000;  // of SQLite's machine: some seconds
    std::uint64_t rows_max = 5'000'000;       // that it gives
};

// See Dataset::query.
Result<void> run_query(
    Database& database, const std::string& sql, const std::map<std::string, std::string>& parameters,
    const RowVisitor& visit, const QueryLimits& limits = {}
);

// The columns that it gives, without running it.
Result<std::vector<std::string>> query_columns(
    Database& database, const std::string& sql, const std::map<std::string, std::string>& parameters
);

}  // namespace sluice::store::sqlite
