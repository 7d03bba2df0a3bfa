// The tokens of one expression, read from front to back.
#pragma once

#include "gateway/expression/lexer.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::expression {

class Tokens {
  public:
    // `fault_offset` is set by refuse() and must outlive this. REQUIRES: the last token is `end`.
    Tokens(std::vector<Token> tokens, std::size_t& fault_offset)
        : tokens_(std::move(tokens)), fault_offset_(fault_offset) {}

    const Token& now() const { return tokens_[at_]; }
    const Token& next() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
    const Token& last() const { return tokens_[at_ - 1]; }  // REQUIRES: advance() was called
    void advance() { at_ += at_ + 1 < tokens_.size() ? 1 : 0; }

    // Goes past the symbol where it stands here.
    bool accept(std::string_view symbol);
    Result<void> expect(std::string_view symbol);

    // ErrorCode::pack, with the place.
    Error refuse(std::size_t offset, std::string_view text);
    Error fault(std::string_view expected);  // something else stands here

  private:
    std::vector<Token> tokens_;
    std::size_t& fault_offset_;
    std::size_t at_ = 0;
};

}  // namespace sluice::expression
