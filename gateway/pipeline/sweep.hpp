// A snapshot is all that there is: what an earlier package of the same sender gave and this one no longer
// has, is gone (rule F06: corrections replace, they never add).
#pragma once

#include "gateway/pipeline/context.hpp"
#include "gateway/pipeline/sets.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_set>

namespace sluice::pipeline {

// What the files of one set were seen to hold.
struct Seen {
    std::map<std::string, std::unordered_set<std::uint64_t>> keys;  // by fact table: hashes of the rows' keys
    std::set<std::string> owners;  // supplier and organisation, as they begin the keys

    void note(const std::string& table, const std::string& key);
};

// Removes the rows of the set's tables that are not among `seen`, of its owners, that an earlier package of
// the same sender gave. Tables that are `incomplete` are left alone, so that a slip in a file or on its
// way never takes a record away.
Result<void> sweep(
    const SubmissionContext& context, const FileSet& set, const std::vector<MemberFile>& members,
    const Seen& seen, const std::set<std::size_t>& incomplete
);

// Tells of organisations that the applied snapshots of the submission leave out (SET-006), each once.
Result<void> report_absent(
    const SubmissionContext& context, const std::vector<const FileSet*>& sets,
    const std::vector<MemberFile>& members
);

}  // namespace sluice::pipeline
