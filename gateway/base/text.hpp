// Small readers over text, ASCII only: what they do never depends on a locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

std::string_view trim(std::string_view text);
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);
// true, 1, yes, y and false, 0, no, n in any case; nothing for any other text.
std::optional<bool> parse_boolean(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool all_digits(std::string_view text);  // false for the empty text
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// Without folders, of whichever system the path comes from.
std::string_view base_name(std::string_view path);

// These two shrink `text` by what they read. The character, where it stands first.
inline bool skip(std::string_view& text, char c) {
    const bool found = !text.empty() && text.front() == c;
    text.remove_prefix(found ? 1 : 0);
    return found;
}
// Exactly so many digits, nine at most.
inline std::optional<unsigned> read_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) {
        return std::nullopt;
    }
    unsigned value = 0;
    for (const char c : text.substr(0, digits)) {
        if (!is_digit(c)) {
            return std::nullopt;
        }
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    text.remove_prefix(digits);
    return value;
}

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
