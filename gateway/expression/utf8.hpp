// Strings are counted in Unicode code points, not in bytes (N1 2.0.0, 5.6). Text that is not well-formed
// UTF-8 is walked byte by byte, never past its end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::expression {

std::size_t count_code_points(std::string_view text);
// Byte offset of the code point with that index; text.size() where there are not so many.
std::size_t byte_offset(std::string_view text, std::size_t index);
// Bytes of the code point that starts at text.front(); 0 for the empty text.
std::size_t code_point_bytes(std::string_view text);
// Appends the code point in UTF-8; a surrogate or a number past U+10FFFF becomes U+FFFD.
void append_code_point(std::string& out, std::uint32_t code_point);

}  // namespace sluice::expression
