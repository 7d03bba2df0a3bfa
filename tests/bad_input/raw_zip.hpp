// Zips that no honest tool makes: names, attributes and flags as given. Members are stored, not deflated.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::tests {

struct RawMember {
    std::string name;
    std::string bytes;
    std::uint16_t flags = 0;       // 1: encrypted
    std::uint32_t mode = 0100644;  // as a Unix file system says it; 0120777: a symbolic link
};

inline constexpr std::uint16_t kEncrypted = 1;
inline constexpr std::uint32_t kLinkMode = 0120777;

std::string raw_zip(const std::vector<RawMember>& members);

}  // namespace sluice::tests
