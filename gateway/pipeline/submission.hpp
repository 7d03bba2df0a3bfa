// From the paths that a user names to the members of one submission: files, folders, and what zips hold.
#pragma once

#include "gateway/base/limits.hpp"
#include "gateway/pipeline/progress.hpp"
#include "gateway/schema/fault.hpp"
#include "gateway/store/landing.hpp"

#include <string>
#include <vector>

namespace sluice::pipeline {

struct Member {
    std::string name;  // as sent; in folders relative to the folder that was named
    std::string sha256;
    std::uint64_t bytes = 0;
    std::string path;  // where its bytes lie now
    auto operator<=>(const Member&) const = default;
};

// Something about an archive or a member of it.
struct MemberFault {
    schema::Fault fault = schema::Fault::archive_corrupt;
    std::string name;  // of the archive or the member; made safe to print
};

struct Gathered {
    std::vector<Member>
        members;  // sorted by name, then digest: the order does not depend on how they were sent
    std::vector<MemberFault> faults;
    bool rejected = false;  // an archive could not be read to its end: nothing of the submission may be used
};

// Lands every byte (copied, synced) and says where it lies. A zip and the folder it came from give the same
// members. ErrorCode::usage: a path that does not exist.
Result<Gathered> gather(
    const std::vector<std::string>& paths, const store::Landing& landing, const Limits& limits,
    const Watch& watch
);

}  // namespace sluice::pipeline
