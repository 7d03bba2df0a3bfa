// The end of a submission: what became of it, in the receipt.
#pragma once

#include "gateway/pipeline/run.hpp"
#include "gateway/pipeline/submission.hpp"

namespace sluice::pipeline {

// How many sets there were, and how many of them were not applied.
struct SetCounts {
    std::size_t all = 0;
    std::size_t refused = 0;

    bool any_applied() const { return all > refused; }
};

// Writes issues, counts and status. REQUIRES: an open transaction.
Result<void> conclude(IngestRun& run, const Gathered& gathered, SetCounts sets);

}  // namespace sluice::pipeline
