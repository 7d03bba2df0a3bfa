#include "gateway/expression/literal.hpp"

#include "gateway/expression/unit.hpp"

namespace sluice::expression {
namespace {

Result<Value> read_number_or_quantity(const Token& token, Tokens& tokens) {
    const auto decimal = Decimal::parse(token.text);
    if (!decimal) {
        return tokens.refuse(token.offset, "a number has at most 18 digits");
    }
    const bool unit = tokens.now().kind == TokenKind::string ||
                      (tokens.now().kind == TokenKind::identifier && is_calendar_unit(tokens.now().text));
    if (unit) {
        std::string text = tokens.now().text;
        tokens.advance();
        return Value(Quantity{*decimal, std::move(text)});
    }
    if (token.text.find('.') == std::string::npos) {
        return Value(decimal->unscaled());
    }
    return Value(*decimal);
}

}  // namespace

Result<Value> read_value(Tokens& tokens) {
    const Token token = tokens.now();
    tokens.advance();
    switch (token.kind) {
        case TokenKind::string:
            return Value(token.text);
        case TokenKind::number:
            return read_number_or_quantity(token, tokens);
        case TokenKind::date:
            if (const auto date = Date::parse(token.text); date && is_date_only(*date)) {
                return Value(*date);
            }
            return tokens.refuse(token.offset, "this is not a date (YYYY, YYYY-MM or YYYY-MM-DD)");
        case TokenKind::date_time:
            if (const auto date_time = DateTime::parse(token.text)) {
                return Value(*date_time);
            }
            return tokens.refuse(token.offset, "this is not a date with a time");
        case TokenKind::time:
            if (const auto time = Time::parse(token.text)) {
                return Value(*time);
            }
            return tokens.refuse(token.offset, "this is not a time of day");
        default:
            return Value(token.text == "true");
    }
}

}  // namespace sluice::expression
