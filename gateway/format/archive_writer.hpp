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

// Writes to `path`, mode 0600, over what is there. ErrorCode::io where it cannot be written in full.
Result<void> write_zip(const std::string& path, const std::vector<ZipEntry>& entries);

}  // namespace sluice::format
