// What several sources say of one person: which of their records are one event (check/same_events).
#pragma once

#include "gateway/pipeline/context.hpp"

namespace sluice::pipeline {

// Sets `same_as` of the records of every touched person whom another source has, too; of everybody where a
// service has said that its tool goes on with another one. The sender of both records is told; of a record of
// somebody else nobody is. REQUIRES: an open transaction, and every touched person is published.
Result<void> join_sources(const SubmissionContext& context);

}  // namespace sluice::pipeline
