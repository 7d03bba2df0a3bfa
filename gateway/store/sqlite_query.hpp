// One SELECT that somebody else wrote: a rule of a pack. Private to gateway/store.
#pragma once

#include "gateway/store/dataset.hpp"
#include "gateway/store/sqlite.hpp"

namespace sluice::store::sqlite {

// See Dataset::query.
Result<void> run_query(
    Database& database, const std::string& sql, const std::map<std::string, std::string>& parameters,
    const RowVisitor& visit
);

// The columns that it gives, without running it.
Result<std::vector<std::string>> query_columns(
    Database& database, const std::string& sql, const std::map<std::string, std::string>& parameters
);

}  // namespace sluice::store::sqlite
