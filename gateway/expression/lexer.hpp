// Cuts the text of an expression into tokens (N1 2.0.0, appendix B "Grammar": fhirpath.g4, lexical rules).
#pragma once

#include "gateway/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::expression {

// Longer texts are refused: an expression is written by hand.
inline constexpr std::size_t kExpressionBytesMax = std::size_t{64} << 10;

enum class TokenKind : std::uint8_t {
    end,
    identifier,  // also every keyword: which one it is depends on the place
    delimited,   // `in backticks`
    string,
    number,
    date,
    date_time,
    time,
    special,  // $this, $index, $total
    symbol,
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::string text;        // escapes resolved; of a date or time without @ and T; of a symbol itself
    std::size_t offset = 0;  // of the first byte in the expression

    bool is_symbol(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
    bool is_word(std::string_view word) const { return kind == TokenKind::identifier && text == word; }
};

// The last token is `end`. On an error `fault_offset` is set to where the text stops making sense.
Result<std::vector<Token>> read_tokens(std::string_view text, std::size_t& fault_offset);

}  // namespace sluice::expression
