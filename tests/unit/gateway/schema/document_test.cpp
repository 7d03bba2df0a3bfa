#include "gateway/schema/document.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

namespace sluice::schema {
namespace {

using tests::document;

TEST(Reader, reads_values_of_each_kind) {
    const auto text = document("a.json", R"({ "name": "x", "count": 3, "on": true, "list": ["p", "q"] })");
    Faults faults;
    const Reader reader(text, faults);

    EXPECT_EQ(reader.at("name").text(), "x");
    EXPECT_EQ(reader.at("count").integer_or(0), 3);
    EXPECT_TRUE(reader.at("on").boolean_or(false));
    EXPECT_THAT(reader.at("list").texts(), testing::ElementsAre("p", "q"));
    EXPECT_FALSE(faults.any());
}

TEST(Reader, answers_defaults_for_what_is_absent_and_optional) {
    const auto text = document("a.json", "{}");
    Faults faults;
    const Reader reader(text, faults);

    EXPECT_FALSE(reader.find("name").present());
    EXPECT_EQ(reader.find("name").text_or("other"), "other");
    EXPECT_EQ(reader.find("count").integer_or(7), 7);
    EXPECT_TRUE(reader.find("on").boolean_or(true));
    EXPECT_TRUE(reader.find("list").texts().empty());
    EXPECT_TRUE(reader.find("a").find("b").members().empty());
    EXPECT_FALSE(faults.any());
}

struct Spoilt {
    const char* name;
    const char* text;
    void (*read)(const Reader&);
    const char* fault;
};

const Spoilt kSpoilt[] = {
    {"missing", "{\n \"a\": {} }", [](const Reader& r) { (void)r.at("a").at("b").text(); },
     "a.json:2: /a: 'b' is missing"},
    {"no string", "{ \"a\":\n 1 }", [](const Reader& r) { (void)r.at("a").text(); },
     "a.json:2: /a: a string is expected here"},
    {"no whole number", "{ \"a\": 1.5 }", [](const Reader& r) { (void)r.at("a").integer_or(0); },
     "a.json:1: /a: a whole number is expected here"},
    {"no boolean", "{ \"a\": \"true\" }", [](const Reader& r) { (void)r.at("a").boolean_or(false); },
     "a.json:1: /a: true or false is expected here"},
    {"no array", "{ \"a\": {} }", [](const Reader& r) { (void)r.at("a").items(); },
     "a.json:1: /a: an array is expected here"},
    {"no object", "{ \"a\": [] }", [](const Reader& r) { (void)r.at("a").members(); },
     "a.json:1: /a: an object is expected here"},
    {"an item", "{ \"a\": [\n\"x\",\n2] }", [](const Reader& r) { (void)r.at("a").texts(); },
     "a.json:3: /a/1: a string is expected here"},
    {"unknown key", "{ \"a\": {\n\"typo\": 1 } }", [](const Reader& r) { r.at("a").only({"b"}); },
     "a.json:2: /a/typo: 'typo' is not known here"},
    {"key with a slash and a tilde", "{ \"a/b\": { \"c~d\": 1 } }",
     [](const Reader& r) { (void)r.at("a/b").at("c~d").text(); },
     "a.json:1: /a~1b/c~0d: a string is expected here"},
};

TEST(Reader, says_file_line_and_pointer_of_each_fault) {
    for (const auto& spoilt : kSpoilt) {
        const auto text = document("a.json", spoilt.text);
        Faults faults;

        spoilt.read(Reader(text, faults));

        ASSERT_TRUE(faults.any()) << spoilt.name;
        EXPECT_EQ(faults.error().code(), ErrorCode::pack);
        EXPECT_EQ(faults.error().text(), "the pack was refused:\n  " + std::string(spoilt.fault))
            << spoilt.name;
    }
}

TEST(Reader, collects_every_fault_before_it_gives_up) {
    const auto text = document("a.json", R"({ "a": 1, "b": 2 })");
    Faults faults;
    const Reader reader(text, faults);

    (void)reader.at("a").text();
    (void)reader.at("b").text();

    EXPECT_THAT(faults.error().text(), testing::HasSubstr("/a:"));
    EXPECT_THAT(faults.error().text(), testing::HasSubstr("/b:"));
}

TEST(Faults, shows_twenty_and_counts_the_rest) {
    Faults faults;
    for (int i = 0; i < 23; ++i) {
        faults.add("file", "fault " + std::to_string(i));
    }

    const auto text = faults.error().text();

    EXPECT_THAT(text, testing::HasSubstr("fault 19"));
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("fault 20")));
    EXPECT_THAT(text, testing::HasSubstr("and 3 more"));
}

TEST(OneOf, lists_what_is_allowed) {
    const auto text = document("a.json", R"({ "a": "purple" })");
    Faults faults;

    const int value = one_of<int>(Reader(text, faults).at("a"), {{"red", 1}, {"blue", 2}}, 9);

    EXPECT_EQ(value, 9);
    EXPECT_THAT(faults.error().text(), testing::HasSubstr("'purple' is not one of: red, blue"));
}

}  // namespace
}  // namespace sluice::schema
