// What a file's first bytes say about its encoding. Sluice reads UTF-8, and Windows-1252 of a system that is
// known to write it; the others are told apart so that the sender hears what to change, and not that every
// row is broken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::format {

enum class Encoding : std::uint8_t {
    utf8,  // or a single-byte encoding: invalid UTF-8 is found record by record
    utf8_bom,
    utf16le,
    utf16be,
    utf32,  // either byte order
};
std::string_view to_string(Encoding encoding);

inline constexpr std::size_t kDetectBytes = 4096;

// By byte-order mark (Unicode 15, section 23.8), else by NULs at every other byte of the first kDetectBytes,
// as ASCII in UTF-16 has them. `bytes` is the start of a file, as much of it as there is.
Encoding detect(std::string_view bytes);

// Windows-1252 as UTF-8. Every byte has a character: those five that the table leaves open are the control
// characters of their number (WHATWG Encoding, "windows-1252").
std::string utf8_from_windows_1252(std::string_view bytes);

}  // namespace sluice::format
