#include "gateway/expression/tokens.hpp"

namespace sluice::expression {

bool Tokens::accept(std::string_view symbol) {
    const bool found = now().is_symbol(symbol);
    if (found) {
        advance();
    }
    return found;
}

Result<void> Tokens::expect(std::string_view symbol) {
    if (!accept(symbol)) {
        return fault("'" + std::string(symbol) + "'");
    }
    return {};
}

Error Tokens::refuse(std::size_t offset, std::string_view text) {
    fault_offset_ = offset;
    return {ErrorCode::pack, "at offset " + std::to_string(offset) + ": " + std::string(text)};
}

Error Tokens::fault(std::string_view expected) {
    const std::string found = now().kind == TokenKind::end ? "the end" : "'" + now().text.substr(0, 40) + "'";
    return refuse(now().offset, "expected " + std::string(expected) + ", found " + found);
}

}  // namespace sluice::expression
