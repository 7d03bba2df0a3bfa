// Zips for tests: as an honest tool makes them, and such as none makes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::tests {

struct ZipMember {
    std::string name;
    std::string bytes;
};

// Deflated; the bytes depend on the members and their order alone.
std::string make_zip(const std::vector<ZipMember>& members);

// A stored member of which each header can lie.
struct RawMember {
    std::string name;
    std::string bytes;
    std::uint16_t flags = 0;                  // kEncrypted
    std::uint32_t mode = 0100644;             // as a Unix file system says it
    std::uint32_t claimed_size = 0xFFFFFFFF;  // default: the truth
    std::uint32_t crc_error = 0;
    std::uint16_t method = 0;
};

inline constexpr std::uint16_t kEncrypted = 1;
inline constexpr std::uint32_t kLinkMode = 0120777;

std::string raw_zip(const std::vector<RawMember>& members);

}  // namespace sluice::tests
