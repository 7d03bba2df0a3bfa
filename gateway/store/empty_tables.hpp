// The dataset's tables without a row, in memory: so that a query of a pack that no store could run is refused
// with the pack, before anything lands.
#pragma once

#include "gateway/store/dataset.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sluice::store {

namespace sqlite {
class Database;
}

class EmptyTables {
  public:
    // ErrorCode::pack: a definition that cannot be a table.
    static Result<EmptyTables> make(const std::vector<TableSpec>& tables);
    EmptyTables(EmptyTables&&) noexcept;
    EmptyTables& operator=(EmptyTables&&) noexcept;
    ~EmptyTables();

    // The columns that Dataset::query would give; ErrorCode::pack where it would refuse.
    Result<std::vector<std::string>> columns_of(
        const std::string& sql, const std::map<std::string, std::string>& parameters
    );

  private:
    explicit EmptyTables(std::unique_ptr<sqlite::Database> database);
    std::unique_ptr<sqlite::Database> database_;
};

}  // namespace sluice::store
