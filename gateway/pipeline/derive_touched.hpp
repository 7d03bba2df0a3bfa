// Derives everybody whom a submission has touched, on all workers, and publishes what changed, in the order
// of the persons: no output depends on the number of workers.
#pragma once

#include "gateway/pipeline/context.hpp"
#include "gateway/pipeline/shared_rows.hpp"

namespace sluice::pipeline {

// Twice over the touched persons: first to see whose national numbers link them, because one person's number
// can hold another's records (rule X24); then to publish. REQUIRES: an open transaction; the store's mutex
// is free; somebody is told the progress.
Result<void> derive_touched(const SubmissionContext& context, SharedRows& shared);

}  // namespace sluice::pipeline
