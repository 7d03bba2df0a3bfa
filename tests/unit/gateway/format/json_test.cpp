#include "gateway/format/json.hpp"

#include <gtest/gtest.h>

namespace sluice::format {
namespace {

TEST(ParseJson, reads_each_kind_of_value) {
    const auto root =
        parse_json(R"({"n":null,"t":true,"f":false,"i":-12,"d":1.00,"s":"a\u00e9\"\n","a":[1,[]],"o":{}})");

    ASSERT_TRUE(root);
    EXPECT_EQ(root->kind(), JsonKind::object);
    EXPECT_TRUE(root->find("n")->is_null());
    EXPECT_EQ(root->find("t")->boolean(), true);
    EXPECT_EQ(root->find("f")->boolean(), false);
    EXPECT_EQ(root->find("i")->integer(), -12);
    EXPECT_EQ(root->find("d")->number(), "1.00");
    EXPECT_EQ(root->find("s")->text(), "a\xC3\xA9\"\n");
    EXPECT_EQ(root->find("a")->items().size(), 2U);
    EXPECT_TRUE(root->find("o")->is_object());
    EXPECT_EQ(root->find("absent"), nullptr);
}

TEST(ParseJson, gives_nothing_for_another_kind) {
    const auto root = parse_json("\"text\"");

    ASSERT_TRUE(root);
    EXPECT_FALSE(root->boolean());
    EXPECT_FALSE(root->number());
    EXPECT_FALSE(root->integer());
    EXPECT_TRUE(root->items().empty());
    EXPECT_TRUE(root->members().empty());
    EXPECT_EQ(root->find("text"), nullptr);
}

TEST(ParseJson, keeps_numbers_as_they_are_written) {
    for (const std::string digits :
         {"0", "-0", "1.0", "1.10", "1e3", "1E+03", "-0.000001", "12345678901234567890123"}) {
        const auto root = parse_json(digits);
        ASSERT_TRUE(root) << digits;
        EXPECT_EQ(root->number(), digits);
    }
}

TEST(JsonInteger, is_a_whole_number_that_fits) {
    const struct {
        std::string digits;
        std::optional<std::int64_t> integer;
    } cases[] = {
        {"0", 0},
        {"-0", 0},
        {"9223372036854775807", INT64_MAX},
        {"9223372036854775808", std::nullopt},
        {"-9223372036854775808", INT64_MIN},
        {"1.0", std::nullopt},
        {"1e2", std::nullopt},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(parse_json(c.digits)->integer(), c.integer) << c.digits;
    }
}

TEST(ParseJson, keeps_members_in_the_order_of_the_source) {
    const auto root = parse_json(R"({"z":1,"a":2,"m":3})");

    std::string keys;
    for (const JsonMember& member : root->members()) {
        keys += member.key;
    }

    EXPECT_EQ(keys, "zam");
}

TEST(ParseJson, remembers_where_each_value_stood) {
    const auto root = parse_json("\n {\n  \"k\\u0041y\" : [ 10,\r\n\"caf\xC3\xA9\" , true],\"o\":{} }");
    ASSERT_TRUE(root);
    const JsonMember& first = root->members()[0];
    const auto& items = first.value.items();

    EXPECT_EQ(root->position(), (JsonPosition{2, 2}));
    EXPECT_EQ(first.position, (JsonPosition{3, 3}));
    EXPECT_EQ(first.value.position(), (JsonPosition{3, 16}));
    EXPECT_EQ(items[0].position(), (JsonPosition{3, 18}));
    EXPECT_EQ(items[1].position(), (JsonPosition{4, 1}));
    EXPECT_EQ(items[2].position(), (JsonPosition{4, 10}));  // a column is a character, not a byte
    EXPECT_EQ(root->members()[1].value.position(), (JsonPosition{4, 20}));
}

TEST(ParseJson, refuses_what_is_not_the_standard) {
    using namespace std::string_literals;
    const struct {
        std::string text;
        std::string error;
    } cases[] = {
        {"", "line 1, column 1: The document is empty."},
        {"{\"a\":1,\n \"b\":2,\n \"a\":3}", "line 3, column 2: the same key twice in one object"},
        {"{\"a\":{\"x\":1,\"x\":1}}", "line 1, column 13: the same key twice in one object"},
        {"{\"a\":1,\"\\u0061\":2}", "line 1, column 8: the same key twice in one object"},
        {"[1] 2", "line 1, column 5: "},
        {"[1]\0"s, "line 1, column 4: more after the end of the document"},
        {"[1]\n\0[2]"s, "line 2, column 1: more after the end of the document"},
        {"[\"a\0b\"]"s, "line 1, column "},
        {"[1,]", "line 1, column 4: "},
        {"[// no\n1]", "line 1, column 2: "},
        {"\xEF\xBB\xBF[]", "line 1, column 1: "},
        {"[\n\"\xFF\"]", "line 2, column 2: not UTF-8"},
        {"[\"\\uDC00\"]", "line 1, column 2: half of a surrogate pair"},
        {"{\"\\uDC00\":1}", "line 1, column 2: half of a surrogate pair"},
        {"[\"\\uD800\"]", "line 1, column "},
        {"NaN", "line 1, column 1: "},
        {"[\"open", "line 1, column "},
        {"{\"a\"", "line 1, column "},
        {"[", "line 1, column 2: "},
    };
    for (const auto& c : cases) {
        const auto root = parse_json(c.text);
        ASSERT_FALSE(root) << c.text;
        EXPECT_EQ(root.error().code(), ErrorCode::pack);
        EXPECT_EQ(root.error().text().substr(0, c.error.size()), c.error) << c.text << '\n'
                                                                          << root.error().text();
    }
}

TEST(ParseJson, never_quotes_the_text_in_an_error) {
    for (const std::string text : {R"({"PATIENT":1,"PATIENT":2})", R"(["PATIENT" PATIENT])", "PATIENT"}) {
        EXPECT_EQ(parse_json(text).error().text().find("PATIENT"), std::string::npos);
    }
}

TEST(ParseJson, goes_as_deep_as_the_limit_and_no_deeper) {
    Limits limits;
    limits.json_depth_max = 3;

    EXPECT_TRUE(parse_json("[{\"a\":[1]}]", limits));
    const auto beyond = parse_json("[{\"a\":[\n[]]}]", limits);

    ASSERT_FALSE(beyond);
    EXPECT_EQ(beyond.error().text(), "line 2, column 1: nested deeper than the limit of 3");
}

TEST(ParseJson, survives_two_million_brackets) {
    const std::size_t count = 2'000'000;
    Limits deep;
    deep.json_depth_max = 100;

    EXPECT_FALSE(parse_json(std::string(count, '['), deep));
}

TEST(ParseJson, reads_as_many_bytes_as_the_limit_and_no_more) {
    Limits limits;
    limits.json_bytes_max = 5;

    EXPECT_TRUE(parse_json("[1,2]", limits));
    const auto beyond = parse_json("[1,23]", limits);

    ASSERT_FALSE(beyond);
    EXPECT_NE(beyond.error().text().find("limit of 5 bytes"), std::string::npos);
}

TEST(ParseJson, finds_one_duplicate_among_many_keys) {
    std::string text = "{";
    for (int i = 0; i < 5000; ++i) {
        text += "\"key" + std::to_string(i) + "\":" + std::to_string(i) + ",\n";
    }

    EXPECT_TRUE(parse_json(text + "\"last\":0}"));
    const auto twice = parse_json(text + "\"key17\":0}");

    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().text().substr(0, 20), "line 5001, column 1:");
}

TEST(JsonValue, can_be_copied_and_moved) {
    auto root = parse_json(R"({"a":[1,{"b":"c"}]})");
    ASSERT_TRUE(root);

    const JsonValue copy = *root;
    const JsonValue moved = std::move(*root);

    EXPECT_EQ(copy.find("a")->items()[1].find("b")->text(), "c");
    EXPECT_EQ(moved.find("a")->items()[1].find("b")->text(), "c");
}

TEST(IsJsonNumber, follows_the_grammar) {
    for (const std::string good : {"0", "-0", "10", "1.5", "0.0", "1e5", "1E-5", "1.5e+10"}) {
        EXPECT_TRUE(is_json_number(good)) << good;
    }
    for (const std::string bad :
         {"", "-", "01", "1.", ".5", "+1", "1e", "1e+", "1 ", "0x1", "NaN", "--1", "1.5.5"}) {
        EXPECT_FALSE(is_json_number(bad)) << bad;
    }
}

}  // namespace
}  // namespace sluice::format
