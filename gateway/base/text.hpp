// Small readers over text, ASCII only: what they do never depends on a locale.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sluice {

std::string_view trim(std::string_view text);
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
bool all_digits(std::string_view text);  // false for the empty text
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// Offset of the first byte that is not well-formed UTF-8 (Unicode 15, table 3-7), or npos.
std::size_t find_invalid_utf8(std::string_view bytes);

// A name that somebody else chose may be anything: what is not safe on a terminal and in a page (control
// characters, marks that turn the direction of the text, bytes that are no UTF-8) becomes a question mark.
std::string printable(std::string_view text);

// Heterogeneous lookup for unordered containers keyed by std::string.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

}  // namespace sluice
