#include "gateway/expression/function_families.hpp"

#include <array>

namespace sluice::expression {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

using Coded = std::optional<std::string>;

std::uint8_t byte(char c) {
    return static_cast<std::uint8_t>(c);
}

Coded encode_hex(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += kHexDigits[byte(c) >> 4U];
        out += kHexDigits[byte(c) & 15U];
    }
    return out;
}

Coded decode_hex(std::string_view text) {
    std::string out;
    if (text.size() % 2 != 0) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const auto high = kHexDigits.find(static_cast<char>(text[i] | 0x20));
        const auto low = kHexDigits.find(static_cast<char>(text[i + 1] | 0x20));
        if (high == std::string_view::npos || low == std::string_view::npos) {
            return std::nullopt;
        }
        out += static_cast<char>(high * 16 + low);
    }
    return out;
}

std::string encode_base64_with(std::string_view text, std::string_view alphabet) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        const std::size_t bytes = std::min<std::size_t>(3, text.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8U | (k < bytes ? byte(text[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            out += k <= bytes ? alphabet[group >> (18 - 6 * k) & 63U] : '=';
        }
    }
    return out;
}

Coded decode_base64_with(std::string_view text, std::string_view alphabet) {
    if (text.size() % 4 != 0) {
        return std::nullopt;
    }
    while (!text.empty() && text.back() == '=') {
        text.remove_suffix(1);
    }
    std::string out;
    std::uint32_t group = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const auto digit = alphabet.find(c);
        if (digit == std::string_view::npos) {
            return std::nullopt;
        }
        group = group << 6U | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>(group >> bits & 255U);
        }
    }
    return out;
}

Coded encode_base64(std::string_view text) {
    return encode_base64_with(text, kBase64);
}
Coded decode_base64(std::string_view text) {
    return decode_base64_with(text, kBase64);
}
Coded encode_base64_url(std::string_view text) {
    return encode_base64_with(text, kBase64Url);
}
Coded decode_base64_url(std::string_view text) {
    return decode_base64_with(text, kBase64Url);
}

struct Replacement {
    std::string_view plain;
    std::string_view escaped;
};
constexpr std::array kHtml = {
    Replacement{"&", "&amp;"}, Replacement{"<", "&lt;"}, Replacement{">", "&gt;"},
    Replacement{"\"", "&quot;"}, Replacement{"'", "&#39;"}};
constexpr std::array kJson = {
    Replacement{"\\", "\\\\"}, Replacement{"\"", "\\\""}, Replacement{"\n", "\\n"}, Replacement{"\r", "\\r"},
    Replacement{"\t", "\\t"}};

template <class Table>
std::string translate(
    std::string_view text, const Table& table, std::string_view Replacement::*from,
    std::string_view Replacement::*to
) {
    std::string out;
    while (!text.empty()) {
        std::size_t taken = 0;
        for (const auto& entry : table) {
            if (taken == 0 && text.substr(0, (entry.*from).size()) == entry.*from) {
                out += entry.*to;
                taken = (entry.*from).size();
            }
        }
        if (taken == 0) {
            out += text.front();
            taken = 1;
        }
        text.remove_prefix(taken);
    }
    return out;
}

Coded escape_html(std::string_view text) {
    return translate(text, kHtml, &Replacement::plain, &Replacement::escaped);
}
Coded unescape_html(std::string_view text) {
    return translate(text, kHtml, &Replacement::escaped, &Replacement::plain);
}
Coded escape_json(std::string_view text) {
    return translate(text, kJson, &Replacement::plain, &Replacement::escaped);
}
Coded unescape_json(std::string_view text) {
    return translate(text, kJson, &Replacement::escaped, &Replacement::plain);
}

struct Coding {
    std::string_view name;
    Coded (*forward)(std::string_view);
    Coded (*back)(std::string_view);
};
constexpr std::array kEncodings = {
    Coding{"base64", encode_base64, decode_base64}, Coding{"hex", encode_hex, decode_hex},
    Coding{"urlbase64", encode_base64_url, decode_base64_url}};
constexpr std::array kEscapings = {
    Coding{"html", escape_html, unescape_html}, Coding{"json", escape_json, unescape_json}};

template <class Table>
bool run_coding(Call& call, const Table& table, Coded (*Coding::*direction)(std::string_view)) {
    const std::string* text = nullptr;
    std::optional<std::string> name;
    if (!call.input_text(text) || !call.argument_text(0, name)) {
        return false;
    }
    if (!text || !name) {
        return true;
    }
    for (const Coding& coding : table) {
        if (coding.name == *name) {
            auto coded = (coding.*direction)(*text);
            return coded ? call.give(Value(std::move(*coded))) : true;
        }
    }
    return call.fail(call.ast.text + "() does not know this format");
}

}  // namespace

bool run_encode(Call& call) {
    return run_coding(call, kEncodings, &Coding::forward);
}

bool run_decode(Call& call) {
    return run_coding(call, kEncodings, &Coding::back);
}

bool run_escape(Call& call) {
    return run_coding(call, kEscapings, &Coding::forward);
}

bool run_unescape(Call& call) {
    return run_coding(call, kEscapings, &Coding::back);
}

}  // namespace sluice::expression
