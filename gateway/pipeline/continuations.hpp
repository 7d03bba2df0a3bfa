// Which tools go on with which, as services have said in continuation.csv.
#pragma once

#include "gateway/check/same_events.hpp"
#include "gateway/pipeline/context.hpp"

#include <string>
#include <vector>

namespace sluice::pipeline {

// Of the submission's purpose, in one order. None where the store was filled by a pack without them.
Result<std::vector<check::Continuation>> load_continuations(const SubmissionContext& context);

// The service and the person's id with it, in the words of the tool that is used now: the same for the
// person's record of the old tool and of the new one. Empty where the service has not changed its tool.
Result<std::string> continued_value(
    const SubmissionContext& context, const std::vector<check::Continuation>& continuations,
    const std::string& person
);

}  // namespace sluice::pipeline
