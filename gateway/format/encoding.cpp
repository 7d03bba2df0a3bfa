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
