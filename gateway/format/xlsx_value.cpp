#include "gateway/format/xlsx_value.hpp"

#include "gateway/base/text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace sluice::format::xlsx {
namespace {

constexpr double kStoredDigitsFrom = 1e15;  // from here on a double leaves digits out
constexpr int kPlainExponentMax = 20;
constexpr int kPlainExponentMin = -9;

// 0.digits * 10^point, without a zero at either end.
struct Digits {
    std::string digits;
    int point = 0;
};

// REQUIRES: a number as from_chars reads it, without its sign.
Digits digits_of(std::string_view text) {
    const std::size_t e = std::min(text.find_first_of("eE"), text.size());
    Digits out;
    if (e < text.size()) {
        std::string_view exponent = text.substr(e + 1);
        exponent.remove_prefix(exponent.starts_with('+') ? 1 : 0);
        std::from_chars(exponent.data(), exponent.data() + exponent.size(), out.point);
    }
    const std::string_view mantissa = text.substr(0, e);
    const std::size_t dot = std::min(mantissa.find('.'), mantissa.size());
    out.digits = mantissa.substr(0, dot);
    out.digits += dot < mantissa.size() ? mantissa.substr(dot + 1) : std::string_view();
    out.point += static_cast<int>(dot);
    const std::size_t zeros = std::min(out.digits.find_first_not_of('0'), out.digits.size());
    out.digits.erase(0, zeros);
    out.point -= static_cast<int>(zeros);
    out.digits.erase(out.digits.find_last_not_of('0') + 1);
    return out;
}

std::string laid_out(const Digits& number) {
    const auto count = static_cast<int>(number.digits.size());
    const int exponent = number.point - 1;
    if (exponent < kPlainExponentMin || (exponent > kPlainExponentMax && exponent >= count)) {
        const std::string rest = number.digits.substr(1);
        return number.digits.substr(0, 1) + (rest.empty() ? "" : "." + rest) + (exponent < 0 ? "E-" : "E+") +
               std::to_string(std::abs(exponent));
    }
    if (number.point <= 0) {
        return "0." + std::string(static_cast<std::size_t>(-number.point), '0') + number.digits;
    }
    if (number.point >= count) {
        return number.digits + std::string(static_cast<std::size_t>(number.point - count), '0');
    }
    const auto point = static_cast<std::size_t>(number.point);
    return number.digits.substr(0, point) + '.' + number.digits.substr(point);
}

// Four hexadecimal digits between "_x" and "_".
std::optional<std::uint32_t> escape_at(std::string_view text, std::size_t at) {
    constexpr std::size_t kLength = 7;
    if (text.substr(at, 2) != "_x" || text.size() < at + kLength || text[at + kLength - 1] != '_') {
        return std::nullopt;
    }
    std::uint32_t code = 0;
    const char* const digits = text.data() + at + 2;
    const auto read = std::from_chars(digits, digits + 4, code, 16);
    return read.ptr == digits + 4 ? std::optional(code) : std::nullopt;
}

void append_utf8(std::string& out, std::uint32_t code) {
    const auto more = [&](unsigned shift) { out += static_cast<char>(0x80U | (code >> shift & 0x3FU)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0U | code >> 6U);
        more(0);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0U | code >> 12U);
        more(6);
        more(0);
    } else {
        out += static_cast<char>(0xF0U | code >> 18U);
        more(12);
        more(6);
        more(0);
    }
}

}  // namespace

std::optional<double> parse_double(std::string_view stored) {
    const std::string_view text = trim(stored);
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<std::string> number_text(std::string_view stored) {
    std::string_view text = trim(stored);
    const auto value = parse_double(text);
    if (!value) {
        return std::nullopt;
    }
    if (*value == 0) {
        return "0";
    }
    text.remove_prefix(text.starts_with('-') ? 1 : 0);
    std::array<char, 32> shortest{};
    const auto end = std::to_chars(
        shortest.data(), shortest.data() + shortest.size(), std::abs(*value), std::chars_format::scientific
    );
    const std::string_view digits(shortest.data(), static_cast<std::size_t>(end.ptr - shortest.data()));
    return (*value < 0 ? "-" : "") +
           laid_out(digits_of(std::abs(*value) < kStoredDigitsFrom ? digits : text));
}

std::string unescaped(std::string text) {
    std::size_t at = text.find("_x");
    if (at == std::string::npos) {
        return text;
    }
    std::string out;
    std::size_t from = 0;
    for (; at != std::string::npos; at = text.find("_x", at)) {
        auto code = escape_at(text, at);
        std::size_t length = 7;
        if (code && *code >= 0xD800 && *code <= 0xDBFF) {
            const auto low = escape_at(text, at + length);
            const bool pair = low && *low >= 0xDC00 && *low <= 0xDFFF;
            code = pair ? std::optional(0x10000 + ((*code - 0xD800) << 10U) + (*low - 0xDC00)) : std::nullopt;
            length *= 2;
        } else if (code && *code >= 0xDC00 && *code <= 0xDFFF) {
            code.reset();
        }
        if (!code) {
            at += 1;
            continue;
        }
        out.append(text, from, at - from);
        append_utf8(out, *code);
        at += length;
        from = at;
    }
    return out.append(text, from, std::string::npos);
}

}  // namespace sluice::format::xlsx
