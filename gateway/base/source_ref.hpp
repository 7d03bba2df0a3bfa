// Where a value came from. Every issue and every lineage entry has one.
#pragma once

#include <compare>
#include <cstdint>

namespace sluice {

struct SourceRef {
    std::uint32_t file = 0;         // index of the file within its submission
    std::uint32_t column = 0;       // 1-based column of the source table's schema; 0 = the whole record
    std::uint64_t record = 0;       // record ordinal, header = 1; 0 = the whole file
    std::uint64_t byte_offset = 0;  // of the record's first byte in the file
    auto operator<=>(const SourceRef&) const = default;
};

// A finding about something that is not there: a missing file, the submission as a whole.
inline constexpr std::uint32_t kNoFile = 0xFFFFFFFF;

}  // namespace sluice
