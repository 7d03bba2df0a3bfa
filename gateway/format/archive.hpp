// Zip archives in, bounded: what a sender put into one file, member by member, without unpacking to disk.
// Nothing a header claims is believed: names are checked, bytes are counted as they come out.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/base/limits.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::format {

enum class ArchiveFault : std::uint8_t {
    // The member is refused alone; the others are read.
    unsafe_name,     // absolute, with "..", a drive letter or a backslash: it would land outside its folder
    bad_name,        // empty, not UTF-8, or with a control character
    duplicate_name,  // a second member of the same name
    not_a_file,      // a symbolic link, device or pipe
    encrypted,
    // The archive is left here.
    too_many_members,  // archive_members_max
    too_large,         // archive_bytes_max, all members together
    ratio_too_high,    // archive_ratio_max against the size of the archive, once past archive_ratio_from
    corrupt,           // no zip, cut short, a bad checksum, or packed in a way that is not known
};

struct ArchiveMember {
    std::string name;         // as in the archive; not safe to show or use when the fault is about the name
    std::uint64_t size = 0;   // bytes; before the member is read, the header's claim
    std::size_t ordinal = 0;  // 1-based among all entries, directories too
};

// What a reader is told, in the order of the archive. A member is whole only once `end` was called for it;
// after `refused`, what came in chunks is to be thrown away. An error returned by a callback stops and is
// handed on.
struct ArchiveVisitor {
    // Asked of each member that is not refused; one that is not wanted is passed over without being unpacked.
    // May be empty: all are wanted.
    std::function<bool(const ArchiveMember&)> wanted = {};
    std::function<Result<void>(const ArchiveMember&)> begin;
    std::function<Result<void>(std::string_view chunk)> chunk;  // valid during the call
    std::function<Result<void>(const ArchiveMember&)> end;      // size is now what was counted
    std::function<Result<void>(const ArchiveMember&, ArchiveFault)> refused;
    // After each chunk: how far the archive itself was read, in bytes. May be empty.
    std::function<void(std::uint64_t packed_bytes)> position;
};

struct ArchiveOutcome {
    std::size_t member_count = 0;         // read whole
    std::size_t refused_count = 0;        // refused alone
    std::uint64_t bytes = 0;              // unpacked, all together
    std::optional<ArchiveFault> stopped;  // why the rest was not read
};

// Directories are passed over; an archive inside is a file like any other. An error means that the file could
// not be read, not that it is bad.
Result<ArchiveOutcome> read_zip(const std::string& path, const Limits& limits, const ArchiveVisitor& visitor);

// By signature (PKWARE APPNOTE 4.3.7 and 4.3.16): a local header, or the end record of an empty archive.
bool is_zip(std::string_view first_bytes);

// "a/b.csv" is safe (libarchive gives a name whose only separators are backslashes with '/' instead, and it
// is judged so): relative, '/' only, no empty, "." or ".." part. Nothing when it is.
std::optional<ArchiveFault> name_fault(std::string_view name);

}  // namespace sluice::format
