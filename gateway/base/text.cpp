#include "gateway/base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace sluice {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}
// Length of the well-formed sequence that starts at `at`, or 0.
std::size_t sequence_length(std::string_view bytes, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[at + i]); };
    const auto continues = [&](std::size_t i, std::uint8_t low = 0x80, std::uint8_t high = 0xBF) {
        return at + i < bytes.size() && byte(i) >= low && byte(i) <= high;
    };
    const std::uint8_t lead = byte(0);
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return continues(1) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        const std::uint8_t low = lead == 0xE0 ? 0xA0 : 0x80;
        const std::uint8_t high = lead == 0xED ? 0x9F : 0xBF;
        return continues(1, low, high) && continues(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const std::uint8_t low = lead == 0xF0 ? 0x90 : 0x80;
        const std::uint8_t high = lead == 0xF4 ? 0x8F : 0xBF;
        return continues(1, low, high) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

// Neither a control character (it could drive a terminal) nor one that turns the direction of the text (it
// could make a name look like another); U+0080 to U+009F and the marks are all that well-formed UTF-8 adds.
bool is_unsafe(std::string_view rest) {
    const auto byte = [&](std::size_t i) {
        return i < rest.size() ? static_cast<unsigned char>(rest[i]) : 0U;
    };
    const auto lead = byte(0);
    if (lead < 0x20 || lead == 0x7F) {
        return true;
    }
    if (lead == 0xC2) {
        return byte(1) < 0xA0;
    }
    const bool marks =
        byte(1) == 0x80 && ((byte(2) >= 0x8B && byte(2) <= 0x8F) || (byte(2) >= 0xA8 && byte(2) <= 0xAE));
    const bool isolates = byte(1) == 0x81 && byte(2) >= 0xA0 && byte(2) <= 0xAF;
    return lead == 0xE2 && (marks || isolates);
}

}  // namespace

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::string to_lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

std::string to_upper(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), upper);
    return out;
}

std::optional<bool> parse_boolean(std::string_view text) {
    for (const std::string_view yes : {"true", "1", "yes", "y"}) {
        if (equals_ignoring_case(text, yes)) {
            return true;
        }
    }
    for (const std::string_view no : {"false", "0", "no", "n"}) {
        if (equals_ignoring_case(text, no)) {
            return false;
        }
    }
    return std::nullopt;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return lower(x) == lower(y);
    });
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(at + 1);
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) {
            out += separator;
        }
        out += parts[i];
    }
    return out;
}

std::string_view base_name(std::string_view path) {
    return path.substr(path.find_last_of("/\\") + 1);  // npos + 1 == 0: the whole
}

std::size_t find_invalid_utf8(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        // Extracts are nearly all ASCII: eight bytes at a time.
        std::uint64_t word = 0;
        while (at + sizeof word <= bytes.size()) {
            std::memcpy(&word, bytes.data() + at, sizeof word);
            if ((word & 0x8080808080808080ULL) != 0) {
                break;
            }
            at += sizeof word;
        }
        if (at == bytes.size()) {
            break;
        }
        const std::size_t length = sequence_length(bytes, at);
        if (length == 0) {
            return at;
        }
        at += length;
    }
    return std::string_view::npos;
}

std::string printable(std::string_view text) {
    const bool utf8 = find_invalid_utf8(text) == std::string_view::npos;
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool ascii = static_cast<unsigned char>(text[i]) < 0x80;
        if (is_unsafe(text.substr(i)) || (!utf8 && !ascii)) {
            out += '?';
            while (utf8 && i + 1 < text.size() && (static_cast<unsigned char>(text[i + 1]) & 0xC0U) == 0x80) {
                ++i;
            }
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace sluice
