// What the parts of the SQLite store share: the connection, and the one way to write through it.
// Private to gateway/store.
#pragma once

#include "gateway/store/sqlite.hpp"
#include "gateway/store/store.hpp"

#include <cstdint>

namespace sluice::store {

struct SqliteSession {
    std::unique_ptr<sqlite::Database> database;
    FaultHooks hooks;
    std::uint64_t writes = 0;       // in the open transaction
    std::uint64_t transaction = 0;  // counts begin and rollback, so that caches know when they are old

    template <class... Arguments>
    Result<void> write(sqlite::Statement& statement, const Arguments&... arguments) {
        SLUICE_TRY(ready_to_write());
        SLUICE_TRY(statement.run(arguments...));
        return wrote();
    }
    // A write outside a transaction would be a commit of its own.
    Result<void> ready_to_write() const {
        if (!database->in_transaction()) {
            return Error(ErrorCode::internal, "store: a write needs an open transaction");
        }
        return {};
    }
    Result<void> wrote() {
        ++writes;
        return hooks.after_write ? hooks.after_write(writes) : Result<void>();
    }
};

}  // namespace sluice::store
