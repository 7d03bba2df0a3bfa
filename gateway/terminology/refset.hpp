// Members of a SNOMED CT reference set, from what its owner distributes: an RF2 release that the user holds a
// licence for, or a plain list. Nothing of it is shipped with Sluice. One thread at a time.
#pragma once

#include "gateway/base/error.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::terminology {

struct Refset {
    struct Member {
        std::string code;
        std::string display;  // a plain list may have it; RF2 does not
    };
    std::vector<Member> members;    // active, well formed, once each, by code
    std::vector<Member> withdrawn;  // the same of those that are in inactive rows alone
    std::string version;            // the latest effective time; empty for a plain list
    std::uint64_t rows = 0;         // that were about this set
    std::uint64_t inactive = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t unreadable = 0;      // rows that are cut short, or whose id, time or state is none
    std::vector<std::string> damaged;  // identifiers whose check digit or shape is wrong: left out
};

// A file, or a folder whose files are searched for reference sets, as distributed: id, effectiveTime, active,
// moduleId, refsetId, referencedComponentId with tabs between. Full and Snapshot files are taken alike: of
// each row the latest state counts. A row that cannot be read is counted, whichever set it is of: it may have
// been of this one. Streams. ErrorCode::usage where no file is one, none has the set, or no member is left.
Result<Refset> read_rf2(const std::string& path, std::string_view refset);

// One code a line, with commas or tabs between it and its term; a first line that begins with no digit is a
// heading, and one that begins with # a remark. ErrorCode::usage where no member is left.
Result<Refset> read_list(const std::string& path);

}  // namespace sluice::terminology
