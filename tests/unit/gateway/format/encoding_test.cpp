#include "gateway/format/encoding.hpp"

#include "gateway/base/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace sluice::format {
namespace {

std::string widen(const std::string& text, std::size_t before, std::size_t after) {
    std::string wide;
    for (const char c : text) {
        wide += std::string(before, '\0') + c + std::string(after, '\0');
    }
    return wide;
}

TEST(DetectEncoding, knows_marks_and_the_look_of_wide_text) {
    const std::string header = "PatientGuid,Organisation\r\n";
    const struct {
        const char* name;
        std::string bytes;
        Encoding encoding;
    } cases[] = {
        {"empty", "", Encoding::utf8},
        {"plain", header, Encoding::utf8},
        {"mark", "\xEF\xBB\xBF" + header, Encoding::utf8_bom},
        {"UTF-16 LE mark", "\xFF\xFE" + widen(header, 0, 1), Encoding::utf16le},
        {"UTF-16 BE mark", "\xFE\xFF" + widen(header, 1, 0), Encoding::utf16be},
        {"UTF-32 LE mark", std::string("\xFF\xFE\0\0", 4) + widen(header, 0, 3), Encoding::utf32},
        {"UTF-32 BE mark", std::string("\0\0\xFE\xFF", 4) + widen(header, 3, 0), Encoding::utf32},
        {"UTF-16 LE", widen(header, 0, 1), Encoding::utf16le},
        {"UTF-16 BE", widen(header, 1, 0), Encoding::utf16be},
        {"UTF-32 LE", widen(header, 0, 3), Encoding::utf32},
        {"UTF-32 BE", widen(header, 3, 0), Encoding::utf32},
        {"UTF-16 with a few wide letters", widen(header, 0, 1) + "\x01\x02", Encoding::utf16le},
        {"a NUL or two are damage, not an encoding", header + std::string(2, '\0') + header, Encoding::utf8},
        {"NULs only", std::string(64, '\0'), Encoding::utf8},
        {"Windows-1252 is for the records to tell", "caf\xE9\n", Encoding::utf8},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(detect(c.bytes), c.encoding) << c.name;
    }
}

TEST(DetectEncoding, looks_at_the_first_four_kibibytes_only) {
    EXPECT_EQ(detect(widen(std::string(kDetectBytes / 2, 'a'), 0, 1) + "bbbb"), Encoding::utf16le);
}

TEST(Encoding, has_the_names_of_its_standard) {
    EXPECT_EQ(to_string(Encoding::utf8), "utf-8");
    EXPECT_EQ(to_string(Encoding::utf8_bom), "utf-8-bom");
    EXPECT_EQ(to_string(Encoding::utf16le), "utf-16le");
    EXPECT_EQ(to_string(Encoding::utf16be), "utf-16be");
    EXPECT_EQ(to_string(Encoding::utf32), "utf-32");
}

TEST(Windows1252, keeps_every_character) {
    EXPECT_EQ(
        utf8_from_windows_1252("Zo\xEB O\x92"
                               "Brien \x80 5 \x96 6"),
        "Zoë O’Brien € 5 – 6"
    );
    EXPECT_EQ(utf8_from_windows_1252("plain"), "plain");
    std::string all;
    for (int byte = 0; byte < 256; ++byte) {
        all += static_cast<char>(byte);
    }

    const auto text = utf8_from_windows_1252(all);

    const auto characters = std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
    EXPECT_EQ(characters, 256) << "also of the five bytes that the table leaves open";
    EXPECT_EQ(find_invalid_utf8(text), std::string_view::npos);
}

}  // namespace
}  // namespace sluice::format
