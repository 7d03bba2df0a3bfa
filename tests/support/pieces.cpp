#include "tests/support/pieces.hpp"

#include <algorithm>
#include <stdexcept>

namespace sluice::tests {
namespace {

using format::JsonValue;

[[noreturn]] void fail(const std::string& what, const JsonValue& at) {
    throw std::runtime_error(what + ", at line " + std::to_string(at.line()));
}

// The UTF-8 of a code point below 256 is one byte, or C2 or C3 and one more.
std::string bytes_of(const JsonValue& value) {
    const auto text = plain(value);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead > 0xC3) {
            fail("'bytes' are characters up to U+00FF", value);
        }
        out += lead < 0x80 ? text[i] : static_cast<char>((lead & 3U) << 6U | (text[++i] & 0x3FU));
    }
    return out;
}

std::string piece_of(const JsonValue& piece) {
    expect_keys(piece, {"text", "bytes", "times"});
    const auto* bytes = piece.find("bytes");
    const auto* text = piece.find("text");
    if ((bytes == nullptr) == (text == nullptr)) {
        fail("a piece is a 'text' or 'bytes'", piece);
    }
    const std::string once = bytes == nullptr ? plain(*text) : bytes_of(*bytes);
    const bool numbered = once.find("{n}") != std::string::npos;
    std::string out;
    for (std::int64_t n = 1; n <= whole(piece.find("times"), 1); ++n) {
        auto next = once;
        if (numbered) {
            replace_all(next, "{n}", std::to_string(n));
        }
        out += next;
    }
    return out;
}

}  // namespace

void expect_keys(const JsonValue& object, const std::vector<std::string>& keys) {
    for (const auto& member : object.members()) {
        if (std::find(keys.begin(), keys.end(), member.key) == keys.end()) {
            fail("'" + member.key + "' is not known", member.value);
        }
    }
}

std::size_t replace_all(std::string& text, std::string_view from, std::string_view to) {
    std::size_t count = 0;
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
        ++count;
    }
    return count;
}

std::string plain(const JsonValue& value) {
    if (!value.is_string()) {
        fail("a text is expected", value);
    }
    return std::string(*value.text());
}

std::int64_t whole(const JsonValue* value, std::int64_t otherwise) {
    if (value != nullptr && !value->integer()) {
        fail("a whole number is expected", *value);
    }
    return value == nullptr ? otherwise : *value->integer();
}

std::string text_of(const JsonValue& value) {
    std::string out;
    for (const auto& item : value.items()) {
        out += text_of(item);
    }
    return value.is_array() ? out : (value.is_object() ? piece_of(value) : plain(value));
}

}  // namespace sluice::tests
