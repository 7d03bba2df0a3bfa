// Derives everybody whom a submission has touched, on all workers, and publishes what changed, in the order
// of the persons: no output depends on the number of workers.
#pragma once

#include "gateway/pipeline/context.hpp"

#include <set>
#include <string>
#include <vector>

namespace sluice::pipeline {

// Each person with the program of the system whose rows they are. Twice over the touched persons of all
// systems: first to see whose national numbers link them, because one person's number can hold another's
// records, also those of another system (rule X24); then to publish. Persons of a system that the pack does
// not have stay as they are. REQUIRES: an open transaction; the store's mutex is free; somebody is told the
// progress.
Result<void> derive_touched(const SubmissionContext& context);

// Touched persons who were kept out because of an objection (objections.hpp) that stands no longer; they are
// marked so no more. Their rows are to be read again before derive_touched(). REQUIRES: as above.
struct LetIn {
    const schema::SourceSystem* system = nullptr;
    std::set<std::string> persons;
};
Result<std::vector<LetIn>> let_in(const SubmissionContext& context);

}  // namespace sluice::pipeline
