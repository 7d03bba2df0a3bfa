// The files of a submission as a whole, before any row of them is used: what each is, whether it can be read,
// and what is wrong with it. What is wrong goes to the tally; none of it is an error of ours.
#pragma once

#include "gateway/pipeline/packages.hpp"
#include "gateway/pipeline/sets.hpp"
#include "gateway/pipeline/submission.hpp"

#include <vector>

namespace sluice::pipeline {

// As they were gathered, in that order; one that was refused there is rejected.
std::vector<MemberFile> members_of(const Gathered& gathered);

// Gives the tally a line for each member, recognises and describes the members, and binds the columns of
// those that can be used. Of a submission that was rejected as a whole nothing is looked at.
// REQUIRES: the members of `gathered`, and the packages among them; a tally without files.
Result<void> inspect_members(
    std::vector<MemberFile>& members, const Gathered& gathered, const std::vector<Package>& packages,
    const Pack& pack, const store::Submission& submission, Tally& tally
);

// Tells each member whose it is, of which set and time, and binds its columns: of a submission that has come,
// and of one that is read again. REQUIRES: members that were inspected.
Result<void> describe_and_bind(
    std::vector<MemberFile>& members, const std::vector<Package>& packages, const Pack& pack,
    const store::Submission& submission, Tally& tally
);

// Rows of a file that no system knows; its heading is none.
Result<std::uint64_t> count_rows(const MemberFile& member, const Limits& limits);
// Of a file whose set waits: its rows are not read, and whom they are about is told all the same. Only where
// they name it by a code.
Result<void> note_organisations(const MemberFile& member, Tally& tally);

}  // namespace sluice::pipeline
