// Is what is sent now the submission that was sent before? A package whose manifest was only written anew is,
// until that can matter: it may have been refused for its time, or have become what is to count again.
#pragma once

#include "gateway/pipeline/packages.hpp"

#include <vector>

namespace sluice::pipeline {

// The receipt of the submission: the stored one where it is a repetition. It is none where the time of a
// manifest is another one, and either a set of the stored submission was refused or a later one of the same
// sender and system was applied since; it then goes under the id of before with its times. Of several stored
// ones the last one counts. Otherwise as store::Receipts::accept(). REQUIRES: complete() was called; no
// transaction is open.
Result<store::Receipt> accept_once(
    const Pack& pack, store::Store& store, store::Submission submission, const std::vector<Package>& packages
);

}  // namespace sluice::pipeline
