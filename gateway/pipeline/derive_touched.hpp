// Derives everybody whom a submission has touched, on all workers, and publishes what changed, in the order
// of the persons: no output depends on the number of workers.
#pragma once

#include "gateway/pipeline/derive.hpp"
#include "gateway/pipeline/progress.hpp"
#include "gateway/pipeline/tally.hpp"
#include "gateway/pipeline/workers.hpp"

#include <mutex>

namespace sluice::pipeline {

// All of it must outlive the call; the store's mutex is free when it begins.
struct DerivationContext {
    const Pack* pack = nullptr;
    const map::Program* program = nullptr;
    store::Store* store = nullptr;
    std::mutex* store_mutex = nullptr;
    Workers* workers = nullptr;
    SharedRows* shared = nullptr;
    Tally* tally = nullptr;
    const store::Receipt* receipt = nullptr;
    bool production = false;
    Watch watch;
    Progress* progress = nullptr;
};

// Twice over the touched persons: first to see whose national numbers link them, because one person's number
// can hold another's records (rule X24); then to publish. REQUIRES: an open transaction.
Result<void> derive_touched(const DerivationContext& context);

}  // namespace sluice::pipeline
