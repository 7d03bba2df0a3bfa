#include "gateway/format/json_writer.hpp"

#include <gtest/gtest.h>

namespace sluice::format {
namespace {

void write_sample(JsonWriter& writer) {
    writer.begin_object();
    writer.member("name", "x");
    writer.key("list");
    writer.begin_array();
    writer.number("1.00");
    writer.integer(-7);
    writer.boolean(true);
    writer.null();
    writer.begin_object();
    writer.end_object();
    writer.end_array();
    writer.key("empty");
    writer.begin_array();
    writer.end_array();
    writer.end_object();
}

TEST(JsonWriter, writes_compactly) {
    JsonWriter writer;

    write_sample(writer);

    EXPECT_EQ(writer.take(), R"({"name":"x","list":[1.00,-7,true,null,{}],"empty":[]})");
    EXPECT_EQ(writer.text(), "");
}

TEST(JsonWriter, writes_for_people) {
    JsonWriter writer(JsonStyle::pretty);

    write_sample(writer);

    EXPECT_EQ(
        writer.text(),
        "{\n  \"name\": \"x\",\n  \"list\": [\n    1.00,\n    -7,\n    true,\n    null,\n    {}\n  ],\n  "
        "\"empty\": []\n}"
    );
}

TEST(JsonWriter, escapes_what_must_be_escaped_and_nothing_else) {
    const struct {
        std::string text;
        std::string json;
    } cases[] = {
        {"", R"("")"},
        {"\"\\/", R"("\"\\/")"},
        {"\b\f\n\r\t", R"("\b\f\n\r\t")"},
        {std::string("\0\x1F\x7F", 3), "\"\\u0000\\u001f\x7F\""},
        {"caf\xC3\xA9 \xF0\x9F\x98\x80", "\"caf\xC3\xA9 \xF0\x9F\x98\x80\""},
        {"bad\xFF"
         "end\xC3",
         "\"bad\xEF\xBF\xBD"
         "end\xEF\xBF\xBD\""},
    };
    for (const auto& c : cases) {
        JsonWriter writer;
        writer.string(c.text);
        EXPECT_EQ(writer.text(), c.json);
        EXPECT_TRUE(parse_json(writer.text()));
    }
}

TEST(JsonWriter, writes_a_parsed_tree_with_the_digits_it_had) {
    const std::string text = R"({"b":[1.0,1.00,-0,1e5,null,true,false,"\u0001é"],"a":{"x":{}}})";

    JsonWriter writer;
    writer.value(*parse_json(text));

    EXPECT_EQ(writer.text(), text);
}

TEST(JsonWriterDeathTest, stops_where_the_calls_are_no_json) {
    EXPECT_DEATH(
        {
            JsonWriter w;
            w.begin_object();
            w.null();
        },
        ""
    );
    EXPECT_DEATH(
        {
            JsonWriter w;
            w.begin_array();
            w.key("a");
        },
        ""
    );
    EXPECT_DEATH(
        {
            JsonWriter w;
            w.begin_array();
            w.end_object();
        },
        ""
    );
    EXPECT_DEATH(
        {
            JsonWriter w;
            w.null();
            w.null();
        },
        ""
    );
    EXPECT_DEATH(
        {
            JsonWriter w;
            w.number("1.");
        },
        ""
    );
    EXPECT_DEATH(
        {
            JsonWriter w;
            w.begin_array();
            static_cast<void>(w.take());
        },
        ""
    );
}

}  // namespace
}  // namespace sluice::format
