#include "gateway/store/store.hpp"

#include <utility>

namespace sluice::store {

Result<Transaction> Store::begin() {
    SLUICE_TRY(begin_work());
    return Transaction(*this);
}

Transaction::Transaction(Transaction&& other) noexcept : store_(std::exchange(other.store_, nullptr)) {}

Transaction::~Transaction() {
    rollback();
}

Result<void> Transaction::commit() {
    if (store_ == nullptr) {
        return Error(ErrorCode::internal, "store: the transaction is over");
    }
    return std::exchange(store_, nullptr)->commit_work();
}

void Transaction::rollback() {
    if (store_ != nullptr) {
        std::exchange(store_, nullptr)->rollback_work();
    }
}

}  // namespace sluice::store
