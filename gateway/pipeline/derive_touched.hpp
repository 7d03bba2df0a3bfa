// Derives everybody whom a submission has touched, on all workers, and publishes what changed, in the order
// of the persons: no output depends on the number of workers.
#pragma once

#include "gateway/pipeline/context.hpp"

namespace sluice::pipeline {

// Each person with the program of the system whose rows they are. Twice over the touched persons of all
// systems: first to see whose national numbers link them, because one person's number can hold another's
// records, also those of another system (rule X24); then to publish. Persons of a system that the pack does
// not have stay as they are. REQUIRES: an open transaction; the store's mutex is free; somebody is told the
// progress.
Result<void> derive_touched(const SubmissionContext& context);

}  // namespace sluice::pipeline
