// Checks across records, once what a submission changed has been written: the rules that are SQL, and names
// that may be one. They look at the whole store, and report what concerns the organisations of this
// submission.
#pragma once

#include "gateway/pipeline/context.hpp"

namespace sluice::pipeline {

// Within the transaction of the publication. Findings go to the tally; nothing is changed.
Result<void> check_across(const SubmissionContext& context);

}  // namespace sluice::pipeline
