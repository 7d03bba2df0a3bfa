// Notices in which form files come: which headings they have. A form that differs from that of the submission
// before is reported, because what a changed template no longer asks for falls silent.
#pragma once

#include "gateway/pipeline/context.hpp"
#include "gateway/pipeline/sets.hpp"

namespace sluice::pipeline {

// "+NumericValue -CodeTerm": columns of the table that are new, and that are no longer there.
std::string form_difference(const store::Form& before, const store::Form& now);

// Of the files of a set that is applied.
Result<void> note_forms(
    const SubmissionContext& context, const FileSet& set, const std::vector<MemberFile>& members
);

}  // namespace sluice::pipeline
