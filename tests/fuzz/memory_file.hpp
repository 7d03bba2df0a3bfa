// A file in memory, by the path under which it can be opened.
#pragma once

#include "gateway/base/assert.hpp"

#include <string>
#include <string_view>

#include <sys/mman.h>
#include <unistd.h>

namespace sluice::fuzz {

class MemoryFile {
  public:
    explicit MemoryFile(std::string_view bytes) : file_(::memfd_create("input", 0)) {
        SLUICE_ASSERT(file_ >= 0);
        while (!bytes.empty()) {
            const auto written = ::write(file_, bytes.data(), bytes.size());
            SLUICE_ASSERT(written > 0);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { ::close(file_); }

    std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

  private:
    int file_;
};

}  // namespace sluice::fuzz
