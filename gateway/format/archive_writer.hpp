// A zip that is the same bytes for the same entries, always: no time, no user, entries in the order given.
#pragma once

#include "gateway/base/error.hpp"

#include <string>
#include <vector>

namespace sluice::format {

struct ZipEntry {
    std::string name;  // with '/'
    std::string bytes;
};

// The whole zip. ErrorCode::internal where the library cannot make it, of a name for instance that a zip
// cannot hold.
Result<std::string> zip_of(const std::vector<ZipEntry>& entries);

}  // namespace sluice::format
