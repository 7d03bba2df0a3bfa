// Reads earlier submissions again, from their landed bytes, for rows that were not worth keeping then and are
// now: a user has become a link worker, a code has gained a meaning, a person is no longer confidential. So
// somebody who belongs to the dataset from today on comes out exactly as if it had been so from the start.
#pragma once

#include "gateway/pipeline/load.hpp"

#include <cstdint>
#include <set>

namespace sluice::pipeline {

// A submission that was received before, from its landed bytes. The sets point into the members.
struct Earlier {
    store::Receipt receipt;
    std::vector<MemberFile> members;
    std::vector<FileSet> sets;  // in the order in which they apply
};

// Files of sets that were applied, or of those that were refused as a whole; the others are rejected.
enum class Which { applied, refused };
Result<Earlier> read_submission(const store::Receipt& receipt, const SubmissionContext& context, Which which);

// Was a set of it applied, or may have been since? One that was held as a whole may have been taken up.
bool may_be_applied(const store::Receipt& receipt);

// Counts of files that are read again, apart from those of the submission in hand.
Tally tally_for(const std::vector<MemberFile>& members, const SubmissionContext& context);

// Keeps with the receipt which of its files (by index) belong to sets that were not applied. REQUIRES: an
// open transaction.
Result<void> remember_refused(
    store::Store& store, const store::Receipt& receipt, const std::set<std::uint32_t>& files
);

// Those files: their rows wait.
Result<std::set<std::uint32_t>> refused_files(store::Store& store, const store::Receipt& receipt);

// Rows that hang on a person of one set that was applied before, of `context.receipt`.
Result<void> read_set_again(
    const std::vector<MemberFile>& members, const FileSet& set, const SubmissionContext& context,
    SharedRows& shared
);

// Every submission of the same purpose that was published before `context.receipt`, in order, for the system
// of `shared`, without the sets that were refused. Rows that are there stay as they are: a fact has its
// order, and nothing older takes the place of anything newer. Tallies and findings of earlier receipts never
// change.
Result<void> backfill(const SubmissionContext& context, SharedRows& shared);

}  // namespace sluice::pipeline
