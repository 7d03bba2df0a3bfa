// How many rows the tables of a full extract have, beside the last full extract of the same agreement: a file
// that was cut off at the end of a row, or that lacks a practice, looks like any other.
#pragma once

#include "gateway/pipeline/context.hpp"
#include "gateway/pipeline/sets.hpp"

#include <string>

namespace sluice::pipeline {

// Reports what has shrunk, and keeps the counts of this set for the next one. `order`: the mark under which
// the agreement's order is kept (SetOrder). REQUIRES: the files of the set were read and counted; an open
// transaction.
Result<void> compare_row_counts(
    const SubmissionContext& context, const FileSet& set, const std::vector<MemberFile>& members,
    const std::string& order
);

}  // namespace sluice::pipeline
