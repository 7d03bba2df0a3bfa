// From the paths that a user names to the members of one submission: files, folders, and what zips hold.
#pragma once

#include "gateway/base/limits.hpp"
#include "gateway/pipeline/progress.hpp"
#include "gateway/schema/fault.hpp"
#include "gateway/store/landing.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::pipeline {

struct Member {
    std::string name;  // as sent, made safe to print; in folders relative to the folder that was named
    std::string sha256;
    std::uint64_t bytes = 0;
    std::string path;      // where its bytes lie now
    bool refused = false;  // a fault says why; its name stands for it, and nothing of it is read
    std::optional<store::Landed> decrypted =
        {};  // what it holds, where it was sent encrypted; `path` is of that
    auto operator<=>(const Member&) const = default;
};

// Something about an archive, a member of it, or what lies in a folder in place of a file.
struct MemberFault {
    schema::Fault fault = schema::Fault::archive_corrupt;
    std::string name;          // of the member that it is about
    std::uint64_t record = 0;  // of it; 0: all of it
};

struct Gathered {
    std::vector<Member>
        members;  // sorted by name, then digest: the order does not depend on how they were sent
    std::vector<MemberFault> faults;
    std::vector<MemberFault> remarks = {};  // about members that are read all the same
    bool rejected = false;  // an archive could not be read to its end: nothing of the submission may be used
};

// Lands every byte (copied, synced) and says where it lies. A zip and the folder it came from give the same
// members; a zip with a fault is a member itself besides, so that it is never taken for a sound one.
// ErrorCode::usage: a path that does not exist. ErrorCode::io: also a file that changes while it is read.
// `passed_over` (schema::StrayFiles) lie in folders and zips, and are no part of a submission.
Result<Gathered> gather(
    const std::vector<std::string>& paths, const store::Landing& landing, const Limits& limits,
    const Watch& watch, const std::vector<std::string>& passed_over = {}
);

// ErrorCode::usage for the first path that is not there.
Result<void> check_paths(const std::vector<std::string>& paths);

}  // namespace sluice::pipeline
