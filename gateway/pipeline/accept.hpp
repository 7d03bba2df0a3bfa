// Who sends this, for what purpose, and the receipt for it: issued as soon as the bytes are landed, before
// anything of them is used.
#pragma once

#include "gateway/pipeline/run.hpp"
#include "gateway/pipeline/submission.hpp"

namespace sluice::pipeline {

// The receipt of what was gathered. The same files sent again have the receipt that they had, unless what
// stood against them has gone (a key, list sizes) or `--without-missing` is another word about them.
// REQUIRES: members and packages of the run. ErrorCode::usage: nobody is named as the sender.
Result<store::Receipt> accept(const IngestRun& run, const Gathered& gathered);

// That a file could not be opened, or that people lacked, so that the same files may be tried again.
Result<void> remember_obstacles(const IngestRun& run, const Gathered& gathered, bool people_lacked);

}  // namespace sluice::pipeline
