#include "gateway/expression/lexer.hpp"

#include "gateway/base/text.hpp"
#include "gateway/expression/utf8.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace sluice::expression {
namespace {

bool starts_identifier(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

struct Escape {
    char letter;
    char meaning;
};
// N1 2.0.0, 4.1 "String".
constexpr std::array kEscapes = {Escape{'\'', '\''}, Escape{'"', '"'},   Escape{'`', '`'},
                                 Escape{'r', '\r'},  Escape{'n', '\n'},  Escape{'t', '\t'},
                                 Escape{'f', '\f'},  Escape{'\\', '\\'}, Escape{'/', '/'}};

// Longest first, so that <= is not read as <.
constexpr std::array<std::string_view, 24> kSymbols = {"<=", ">=", "!=", "!~", "<", ">", "=", "~",
                                                       "+",  "-",  "*",  "/",  "&", "|", ".", ",",
                                                       "(",  ")",  "[",  "]",  "{", "}", "%", "?"};

class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) {}

    Result<std::vector<Token>> run() {
        std::vector<Token> tokens;
        for (;;) {
            SLUICE_TRY(skip_blank());
            start_ = at_;
            if (at_ == text_.size()) {
                tokens.push_back({TokenKind::end, {}, at_});
                return tokens;
            }
            SLUICE_ASSIGN(auto token, read_token());
            tokens.push_back(std::move(token));
        }
    }
    std::size_t fault_offset() const { return start_; }

  private:
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    Error fault(std::string_view expected) const {
        return {ErrorCode::pack, "at offset " + std::to_string(start_) + ": " + std::string(expected)};
    }

    Token take(TokenKind kind, std::string text) const { return {kind, std::move(text), start_}; }

    // Blanks and both kinds of comment.
    Result<void> skip_blank() {
        for (;;) {
            const auto rest = text_.substr(at_);
            if (!rest.empty() && is_blank(rest.front())) {
                ++at_;
            } else if (rest.substr(0, 2) == "//") {
                at_ += std::min(rest.find_first_of("\r\n"), rest.size());
            } else if (rest.substr(0, 2) == "/*") {
                const auto close = rest.find("*/", 2);
                if (close == std::string_view::npos) {
                    start_ = at_;
                    return fault("the comment has no end, expected */");
                }
                at_ += close + 2;
            } else {
                return {};
            }
        }
    }

    Result<Token> read_token() {
        const char c = peek();
        if (starts_identifier(c)) {
            return take(TokenKind::identifier, read_word());
        }
        if (is_digit(c)) {
            return take(TokenKind::number, read_number());
        }
        if (c == '\'' || c == '`') {
            return read_quoted(c);
        }
        if (c == '@') {
            return read_moment();
        }
        if (c == '$') {
            ++at_;
            return take(TokenKind::special, "$" + read_word());
        }
        for (const auto symbol : kSymbols) {
            if (text_.substr(at_, symbol.size()) == symbol) {
                at_ += symbol.size();
                return take(TokenKind::symbol, std::string(symbol));
            }
        }
        return fault("this character starts nothing that an expression may hold");
    }

    std::string read_word() {
        const std::size_t begin = at_;
        while (starts_identifier(peek()) || is_digit(peek())) {
            ++at_;
        }
        return std::string(text_.substr(begin, at_ - begin));
    }

    std::size_t skip_digits() {
        const std::size_t begin = at_;
        while (is_digit(peek())) {
            ++at_;
        }
        return at_ - begin;
    }

    std::string read_number() {
        const std::size_t begin = at_;
        skip_digits();
        // In 1.toString() the point belongs to the call.
        if (peek() == '.' && is_digit(peek(1))) {
            ++at_;
            skip_digits();
        }
        return std::string(text_.substr(begin, at_ - begin));
    }

    Result<Token> read_quoted(char quote) {
        std::string out;
        for (++at_; at_ < text_.size() && peek() != quote; ++at_) {
            if (peek() != '\\') {
                out += peek();
                continue;
            }
            ++at_;
            if (!read_escape(out)) {
                start_ = at_ - 1;
                return fault("unknown escape; expected one of \\' \\\" \\` \\r \\n \\t \\f \\\\ \\/ \\uXXXX");
            }
        }
        if (at_ >= text_.size()) {
            return fault(
                quote == '`' ? "the name has no end, expected a backtick"
                             : "the text has no end, expected a quote"
            );
        }
        ++at_;
        return take(quote == '`' ? TokenKind::delimited : TokenKind::string, std::move(out));
    }

    // Leaves at_ on the last byte of the escape.
    bool read_escape(std::string& out) {
        if (peek() == 'u') {
            const auto unit = read_hex(at_ + 1);
            if (!unit) {
                return false;
            }
            at_ += 4;
            // A surrogate pair is two escapes.
            const auto low = *unit >= 0xD800 && *unit < 0xDC00 && peek(1) == '\\' && peek(2) == 'u'
                                 ? read_hex(at_ + 3)
                                 : std::nullopt;
            if (low && *low >= 0xDC00 && *low < 0xE000) {
                at_ += 6;
                append_code_point(out, 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00));
            } else {
                append_code_point(out, *unit);
            }
            return true;
        }
        const auto* found = std::find_if(kEscapes.begin(), kEscapes.end(), [this](const Escape& escape) {
            return escape.letter == peek();
        });
        if (found == kEscapes.end() || at_ >= text_.size()) {
            return false;
        }
        out += found->meaning;
        return true;
    }

    std::optional<std::uint32_t> read_hex(std::size_t from) const {
        if (from + 4 > text_.size()) {
            return std::nullopt;
        }
        std::uint32_t value = 0;
        for (const char c : text_.substr(from, 4)) {
            const auto digit = std::string_view("0123456789abcdef").find(to_lower({&c, 1}));
            if (digit == std::string_view::npos) {
                return std::nullopt;
            }
            value = value * 16 + static_cast<std::uint32_t>(digit);
        }
        return value;
    }

    // @2026-03, @2026-03-04T10:15Z, @T10:15. Which digits make sense is the parser's to say.
    Result<Token> read_moment() {
        ++at_;
        const std::size_t begin = at_;
        if (peek() == 'T') {
            ++at_;
            read_clock();
            return take(TokenKind::time, std::string(text_.substr(begin + 1, at_ - begin - 1)));
        }
        if (skip_digits() == 0) {
            return fault("expected a date, or T and a time, after @");
        }
        while (peek() == '-' && is_digit(peek(1))) {
            ++at_;
            skip_digits();
        }
        if (peek() != 'T') {
            return take(TokenKind::date, std::string(text_.substr(begin, at_ - begin)));
        }
        ++at_;
        read_clock();
        read_zone();
        return take(TokenKind::date_time, std::string(text_.substr(begin, at_ - begin)));
    }

    void read_clock() {
        skip_digits();
        while (peek() == ':' && is_digit(peek(1))) {
            ++at_;
            skip_digits();
        }
        if (peek() == '.' && is_digit(peek(1))) {
            ++at_;
            skip_digits();
        }
    }

    void read_zone() {
        if (peek() == 'Z') {
            ++at_;
            return;
        }
        const bool zone = (peek() == '+' || peek() == '-') && is_digit(peek(1)) && is_digit(peek(2)) &&
                          peek(3) == ':' && is_digit(peek(4)) && is_digit(peek(5));
        at_ += zone ? 6 : 0;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t start_ = 0;
};

}  // namespace

Result<std::vector<Token>> read_tokens(std::string_view text, std::size_t& fault_offset) {
    if (text.size() > kExpressionBytesMax) {
        fault_offset = kExpressionBytesMax;
        return Error(
            ErrorCode::pack, "the expression is longer than " + std::to_string(kExpressionBytesMax) + " bytes"
        );
    }
    Lexer lexer(text);
    auto tokens = lexer.run();
    if (!tokens) {
        fault_offset = lexer.fault_offset();
    }
    return tokens;
}

}  // namespace sluice::expression
