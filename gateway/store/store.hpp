// One store is one data directory: landed bytes, receipts, facts, the dataset. This interface knows no
// database; store::open_sqlite (sqlite_store.hpp) makes the embedded one.
//
// A store is used by one thread at a time. Several processes may open one directory: readers see the state
// before or after a publication, and a second writer gets ErrorCode::io, "the store is busy".
#pragma once

#include "gateway/store/collected.hpp"
#include "gateway/store/dataset.hpp"
#include "gateway/store/facts.hpp"
#include "gateway/store/forms.hpp"
#include "gateway/store/landing.hpp"
#include "gateway/store/links.hpp"
#include "gateway/store/receipt.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::store {

class Store;

// All or nothing. Rolls back when destroyed without commit(). Must not outlive its store.
class Transaction {
  public:
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    // Durable when it returns; where it fails everything is rolled back.
    Result<void> commit();
    void rollback();

  private:
    friend class Store;
    explicit Transaction(Store& store) : store_(&store) {}
    Store* store_;
};

// For tests of what happens when work stops half-way; empty functions are not called.
struct FaultHooks {
    std::function<Result<void>()> before_commit;
    std::function<Result<void>(std::uint64_t writes)> after_write;  // writes in this transaction so far
};

class Store {
  public:
    virtual ~Store() = default;

    // Waits a moment for another writer, then fails. No transaction may be open.
    Result<Transaction> begin();

    // All references live as long as the store.
    virtual Landing& landing() = 0;
    virtual Receipts& receipts() = 0;
    virtual Facts& facts(std::string_view purpose) = 0;
    virtual Links& links(std::string_view purpose) = 0;
    virtual Dataset& dataset() = 0;
    virtual Collected& collected() = 0;
    virtual Forms& forms() = 0;

    // Small named values that belong to the state, such as the stamp applied last for an agreement.
    virtual Result<std::optional<std::string>> mark(std::string_view name) = 0;
    virtual Result<void> set_mark(std::string_view name, std::string_view value) = 0;

  protected:
    friend class Transaction;
    virtual Result<void> begin_work() = 0;
    virtual Result<void> commit_work() = 0;  // has rolled back where it fails
    virtual void rollback_work() = 0;
};

}  // namespace sluice::store
