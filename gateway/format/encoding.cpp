#include "gateway/format/encoding.hpp"

#include <algorithm>
#include <array>

namespace sluice::format {
namespace {

bool starts_with(std::string_view bytes, std::string_view mark) {
    return bytes.substr(0, mark.size()) == mark;
}

// UTF-16 of mostly ASCII: at least four units, nearly all of whose bytes on one side are NUL, none on the
// other.
Encoding detect_by_nuls(std::string_view bytes) {
    const std::size_t units = bytes.size() / 4;
    if (units == 0) {
        return Encoding::utf8;
    }
    std::array<std::size_t, 4> nuls{};
    for (std::size_t i = 0; i < units * 4; ++i) {
        nuls[i % 4] += bytes[i] == '\0' ? 1 : 0;
    }
    const auto most = [units](std::size_t count) { return count * 10 >= units * 9; };
    if ((most(nuls[1]) && most(nuls[2]) && most(nuls[3]) && nuls[0] == 0) ||
        (most(nuls[0]) && most(nuls[1]) && most(nuls[2]) && nuls[3] == 0)) {
        return Encoding::utf32;
    }
    if (units < 2) {
        return Encoding::utf8;
    }
    if (nuls[0] == 0 && nuls[2] == 0 && most(nuls[1]) && most(nuls[3])) {
        return Encoding::utf16le;
    }
    if (nuls[1] == 0 && nuls[3] == 0 && most(nuls[0]) && most(nuls[2])) {
        return Encoding::utf16be;
    }
    return Encoding::utf8;
}

}  // namespace

std::string_view to_string(Encoding encoding) {
    switch (encoding) {
        case Encoding::utf8:
            return "utf-8";
        case Encoding::utf8_bom:
            return "utf-8-bom";
        case Encoding::utf16le:
            return "utf-16le";
        case Encoding::utf16be:
            return "utf-16be";
        case Encoding::utf32:
            return "utf-32";
    }
    return "utf-8";
}

std::string utf8_from_windows_1252(std::string_view bytes) {
    // Of 0x80 to 0x9F; all other bytes are the characters of their number.
    static constexpr char16_t kHigh[] = {0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                         0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                         0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                         0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            out += c;
            continue;
        }
        const unsigned point = byte < 0xA0 ? kHigh[byte - 0x80] : byte;
        if (point < 0x800) {
            out += static_cast<char>(0xC0U | (point >> 6U));
        } else {
            out += static_cast<char>(0xE0U | (point >> 12U));
            out += static_cast<char>(0x80U | (point >> 6U & 0x3FU));
        }
        out += static_cast<char>(0x80U | (point & 0x3FU));
    }
    return out;
}

Encoding detect(std::string_view bytes) {
    using namespace std::string_view_literals;
    static constexpr struct {
        std::string_view mark;
        Encoding encoding;
    } kMarks[] = {
        {"\xEF\xBB\xBF"sv, Encoding::utf8_bom}, {"\xFF\xFE\0\0"sv, Encoding::utf32},
        {"\0\0\xFE\xFF"sv, Encoding::utf32},    {"\xFF\xFE"sv, Encoding::utf16le},
        {"\xFE\xFF"sv, Encoding::utf16be},
    };
    for (const auto& known : kMarks) {
        if (starts_with(bytes, known.mark)) {
            return known.encoding;
        }
    }
    return detect_by_nuls(bytes.substr(0, kDetectBytes));
}

}  // namespace sluice::format
