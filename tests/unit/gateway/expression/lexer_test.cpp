#include "gateway/expression/lexer.hpp"

namespace sluice::expression {
namespace {

std::string kinds(std::string_view text) {
    std::size_t offset = 0;
    const auto tokens = read_tokens(text, offset);
    if (!tokens) {
        return "error at " + std::to_string(offset);
    }
    constexpr std::string_view kLetters = "eidsnDMTxy";
    std::string out;
    for (const auto& token : *tokens) {
        out += kLetters[static_cast<std::size_t>(token.kind)];
    }
    return out;
}

std::string first_text(std::string_view text) {
    std::size_t offset = 0;
    const auto tokens = read_tokens(text, offset);
    return tokens ? tokens->front().text : "error";
}

TEST(Lexer, tells_the_kinds_of_token_apart) {
    EXPECT_EQ(kinds("a.`b c` = 'x'"), "iydyse");
    EXPECT_EQ(kinds("1 + 2.5"), "nyne");
    EXPECT_EQ(kinds("1.toString()"), "nyiyye");
    EXPECT_EQ(kinds("@2015 @2015-02 @2015T @2015-02-04T14:34:28.5+10:00 @T14"), "DDMMTe");
    EXPECT_EQ(kinds("$this <= %x"), "xyyie");
    EXPECT_EQ(kinds("a!=b!~c"), "iyiyie");
    EXPECT_EQ(kinds(""), "e");
}

TEST(Lexer, leaves_what_follows_a_date_alone) {
    EXPECT_EQ(kinds("@2015.is(Date)"), "Dyiyiye");
    EXPECT_EQ(kinds("@2015-02-04T14:34:28.is(x)"), "Myiyiye");
    EXPECT_EQ(kinds("@2015-02-04T14:34:28-1"), "Myne");
}

TEST(Lexer, skips_comments) {
    EXPECT_EQ(kinds("a // b\n+ c"), "iyie");
    EXPECT_EQ(kinds("a /* b\n */ + c"), "iyie");
    EXPECT_EQ(kinds("a /* b"), "error at 2");
}

TEST(Lexer, resolves_escapes) {
    EXPECT_EQ(first_text(R"('\'\"\`\r\n\t\f\\\/')"), "'\"`\r\n\t\f\\/");
    EXPECT_EQ(first_text(R"('\u0041\u00e9')"), "A\xC3\xA9");
    EXPECT_EQ(first_text(R"('\uD83D\uDE00')"), "\xF0\x9F\x98\x80");
    EXPECT_EQ(first_text(R"('\uD83D')"), "\xEF\xBF\xBD");
    EXPECT_EQ(first_text(R"(`a\`b`)"), "a`b");
}

TEST(Lexer, says_where_the_text_stops_making_sense) {
    EXPECT_EQ(kinds("ab + 'x"), "error at 5");
    EXPECT_EQ(kinds("'\\q'"), "error at 1");
    EXPECT_EQ(kinds("'\\u12'"), "error at 1");
    EXPECT_EQ(kinds("a ; b"), "error at 2");
    EXPECT_EQ(kinds("@x"), "error at 0");
    EXPECT_EQ(kinds("'\\"), "error at 1");
}

TEST(Lexer, refuses_a_text_past_its_limit) {
    EXPECT_EQ(kinds(std::string(kExpressionBytesMax, ' ')), "e");
    EXPECT_EQ(
        kinds(std::string(kExpressionBytesMax + 1, ' ')), "error at " + std::to_string(kExpressionBytesMax)
    );
}

}  // namespace
}  // namespace sluice::expression
