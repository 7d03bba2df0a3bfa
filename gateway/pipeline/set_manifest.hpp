// The file in which a set of an extract says what belongs to it and of which time it is (schemas/README.md,
// `manifest` of a set). A package of the exchange contract is another thing: packages.hpp.
#pragma once

#include "gateway/pipeline/sets.hpp"

#include <optional>
#include <string>

namespace sluice::pipeline {

// Says of every file of a system with such manifests which set it is of (groups folder, agreement, stamp,
// mode, from), and what differs between a manifest and the files beside it. Sets are kept apart by their
// folders; those of one agreement follow one another: of one sender, and of one folder above the dated ones.
Result<void> describe_sets(std::vector<MemberFile>& members, const std::string& sender, Tally& tally);

// The set holds differences from a state that is later than the last that was applied, or none was.
bool leaves_gap(const FileSet& set, const std::optional<std::string>& applied);

}  // namespace sluice::pipeline
