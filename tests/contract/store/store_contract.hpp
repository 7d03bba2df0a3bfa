// The stores that the contract is run against, and a fixture with one of them in a folder of its own.
#pragma once

#include "gateway/store/sqlite_store.hpp"
#include "gateway/store/store.hpp"

#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sluice::store {

using StorePtr = std::unique_ptr<Store>;

struct Implementation {
    const char* name;
    Result<StorePtr> (*open)(const std::string& directory, FaultHooks hooks);
};

inline const std::array kImplementations = {
    Implementation{"sqlite", [](const std::string& directory, FaultHooks hooks) -> Result<StorePtr> {
                       SqliteOptions options;
                       options.busy_timeout_ms = 0;
                       options.hooks = std::move(hooks);
                       return open_sqlite(directory, std::move(options));
                   }}};

inline std::string name_of(const testing::TestParamInfo<Implementation>& info) {
    return info.param.name;
}

inline Submission submission_of(
    const std::string& file_digest, const std::string& purpose = "secondary-use"
) {
    Submission submission;
    submission.sender = "federation";
    submission.purpose = purpose;
    submission.legal_basis = "DSA-1";
    submission.semantics = "full";
    submission.as_of = "2026-11-01";
    submission.received_at = "2026-11-01T09:00:00Z";
    submission.files = {{"in/a.csv", file_digest, 12}};
    return submission;
}

class StoreContract : public testing::TestWithParam<Implementation> {
  protected:
    void SetUp() override { reopen(); }

    void reopen(FaultHooks hooks = {}) {
        store_.reset();
        Result<StorePtr> opened = another(std::move(hooks));
        ASSERT_TRUE(opened) << opened.error().text();
        store_ = *std::move(opened);
    }
    // A second opening of the same directory.
    Result<StorePtr> another(FaultHooks hooks = {}) {
        return GetParam().open(folder_.path(), std::move(hooks));
    }

    std::int64_t accept(const std::string& file_digest) {
        const Result<Receipt> receipt = store_->receipts().accept(submission_of(file_digest));
        return receipt ? receipt->seq : 0;
    }
    Facts& facts() { return store_->facts("secondary-use"); }
    Links& links() { return store_->links("secondary-use"); }
    Dataset& dataset() { return store_->dataset(); }

    tests::TemporaryFolder folder_;
    StorePtr store_;
};

}  // namespace sluice::store
