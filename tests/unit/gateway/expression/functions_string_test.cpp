#include "tests/unit/gateway/expression/tree.hpp"

namespace sluice::test {
namespace {

void expect_all(const std::vector<Case>& cases) {
    for (const Case& entry : cases) {
        EXPECT_EQ(
            run(entry.expression, &person()).substr(0, entry.result == "error" ? 5 : std::string::npos),
            entry.result
        ) << entry;
    }
}

TEST(Functions, of_text) {
    expect_all({
        {"'abcabc'.indexOf('c')", "2"},
        {"'abcabc'.lastIndexOf('c')", "5"},
        {"'abc'.indexOf('x')", "-1"},
        {"'abc'.indexOf('')", "0"},
        {"{}.indexOf('a')", ""},
        {"'abc'.indexOf({})", ""},
        {"'abc'.substring(1)", "bc"},
        {"'abc'.substring(1, 1)", "b"},
        {"'abc'.substring(3)", ""},
        {"'abc'.substring(-1)", ""},
        {"'abc'.substring(0, 99)", "abc"},
        {"'abc'.startsWith('ab')", "true"},
        {"'abc'.startsWith('abcd')", "false"},
        {"'abc'.endsWith('bc')", "true"},
        {"'abc'.contains('b')", "true"},
        {"'aB'.upper()", "AB"},
        {"'aB'.lower()", "ab"},
        {"' a '.trim()", "a"},
        {"'abc'.length()", "3"},
        {"'abc'.toChars()", "a | b | c"},
        {"'a,b,,'.split(',').count()", "4"},
        {"'ab'.split('')", "a | b"},
        {"'abc'.replace('b', 'xx')", "axxc"},
        {"'abc'.replace('', 'x')", "xaxbxcx"},
        {"'aaa'.replace('aa', 'b')", "ba"},
        {"name.given.length()", "error"},
        {"1.length()", "error"},
        {"'a'.startsWith(1)", "error"},
    });
}

TEST(Functions, count_code_points_and_not_bytes) {
    expect_all({
        {"'h\xC3\xA9llo'.length()", "5"},
        {"'h\xC3\xA9llo'.substring(1, 1)", "\xC3\xA9"},
        {"'h\xC3\xA9llo'.indexOf('l')", "2"},
        {"'\xC3\xA9'.toChars().count()", "1"},
    });
}

TEST(Functions, of_regular_expressions) {
    expect_all({
        {"'abc123'.matches('[0-9]+')", "true"},
        {"'abc'.matchesFull('b')", "false"},
        {"'abc'.matchesFull('a.c')", "true"},
        {"'a\\nb'.matches('a.b')", "true"},
        {"'FHIR'.matches('fhir')", "false"},
        {"{}.matches('a')", ""},
        {"'a'.matches({})", ""},
        {"'123456'.replaceMatches('234', 'X')", "1X56"},
        {"'2018-03'.replaceMatches('(\\\\d+)-(\\\\d+)', '$2/$1')", "03/2018"},
        {"'a'.matches(id)", "false"},
        {"'a'.matches('(' & 'a')", "error"},
    });
}

TEST(Functions, of_text_coding) {
    expect_all({
        {"'test'.encode('base64')", "dGVzdA=="},
        {"'dGVzdA=='.decode('base64')", "test"},
        {"'subjects?_d'.encode('urlbase64')", "c3ViamVjdHM_X2Q="},
        {"'te'.encode('hex')", "7465"},
        {"'7465'.decode('hex')", "te"},
        {"'746'.decode('hex')", ""},
        {"'dG*zdA=='.decode('base64')", ""},
        {"'\"1<2\"'.escape('html')", "&quot;1&lt;2&quot;"},
        {"'&amp;lt;'.unescape('html')", "&lt;"},
        {"'a\"b'.escape('json')", "a\\\"b"},
        {"'x'.encode('rot13')", "error"},
        {"{}.encode('hex')", ""},
    });
}

}  // namespace
}  // namespace sluice::test
