#include "gateway/schema/mapping.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

namespace sluice::schema {
namespace {

using tests::document;

Mapping read(const std::string& text, Faults& faults) {
    return read_mapping(document("m.json", text), faults);
}
Mapping with_field(const std::string& field, Faults& faults) {
    return read(
        R"({ "mapping": "s/m", "source": "s/T", "entity": "e", "fields": { "f": )" + field + "} }", faults
    );
}

TEST(ReadMapping, selects_by_when_unless_it_says_otherwise) {
    Faults faults;

    const auto plain =
        read(R"({ "mapping": "s/m", "source": "s/T", "entity": "e", "when": "A", "fields": {} })", faults);
    const auto own = read(
        R"({ "mapping": "s/m", "source": "s/T", "entity": "e", "when": "A", "select": "B", "fields": {} })",
        faults
    );

    ASSERT_FALSE(faults.any());
    EXPECT_EQ(plain.select.text, "A");
    EXPECT_EQ(own.select.text, "B");
    EXPECT_EQ(plain.rank, 10);
    EXPECT_FALSE(plain.anchor);
}

struct MergeCase {
    const char* text;
    Merge::Take take;
    std::vector<std::string> by;
};
const MergeCase kMerges[] = {
    {"all", Merge::Take::all, {}},
    {"latest by A, B", Merge::Take::latest, {"A", "B"}},
    {"first by A", Merge::Take::first, {"A"}},
    {"first by A,B ,C", Merge::Take::first, {"A", "B", "C"}},
};

TEST(ReadMapping, reads_how_rows_become_one_record) {
    for (const auto& wanted : kMerges) {
        Faults faults;

        const auto mapping = read(
            std::string(R"({ "mapping": "s/m", "source": "s/T", "entity": "e", "fields": {}, "merge": ")") +
                wanted.text + "\" }",
            faults
        );

        EXPECT_FALSE(faults.any()) << wanted.text;
        EXPECT_EQ(mapping.merge.take, wanted.take) << wanted.text;
        EXPECT_EQ(mapping.merge.by, wanted.by) << wanted.text;
    }
}

TEST(ReadMapping, refuses_another_merge) {
    for (const char* text : {"newest by A", "latest", "", "all of them"}) {
        Faults faults;

        (void)read(
            std::string(R"({ "mapping": "s/m", "source": "s/T", "entity": "e", "fields": {}, "merge": ")") +
                text + "\" }",
            faults
        );

        ASSERT_TRUE(faults.any()) << text;
        EXPECT_THAT(faults.error().text(), testing::HasSubstr("m.json:1: /merge: ")) << text;
    }
}

TEST(ReadMapping, reads_each_producer) {
    Faults faults;

    const auto from = with_field(R"({ "from": "a.B", "as": "date", "formats": ["dd/MM/yyyy"] })", faults);
    const auto code = with_field(R"({ "from": "B", "code": "m", "otherwise": "drop" })", faults);
    const auto split = with_field(R"({ "from": "B", "split": { "by": ";", "take": 2 } })", faults);
    const auto first =
        with_field(R"({ "first_of": [ { "const": "x", "when": "A" }, { "ref": "s/m" } ] })", faults);

    ASSERT_FALSE(faults.any());
    EXPECT_EQ(from.fields[0].producer.kind, Producer::Kind::from);
    EXPECT_EQ(from.fields[0].producer.formats, std::vector<std::string>{"dd/MM/yyyy"});
    EXPECT_EQ(code.fields[0].producer.otherwise, "drop");
    EXPECT_EQ(split.fields[0].producer.split_take, 2);
    ASSERT_EQ(first.fields[0].producer.options.size(), 2U);
    EXPECT_EQ(first.fields[0].producer.options[0].when.text, "A");
    EXPECT_EQ(first.fields[0].producer.options[1].kind, Producer::Kind::ref);
}

TEST(ReadMapping, refuses_a_field_with_no_producer_two_or_an_unknown_key) {
    const std::pair<const char*, const char*> spoilt[] = {
        {"{ \"as\": \"date\" }", "/fields/f: exactly one of from, value, const, first_of, ref is expected"},
        {"{ \"from\": \"A\", \"const\": \"x\" }", "/fields/f: exactly one of"},
        {"{ \"form\": \"A\" }", "/fields/f/form: 'form' is not known here"},
        {"{ \"from\": \"A\", \"as\": \"colour\" }", "/fields/f/as: 'colour' is not one of"},
        {"{ \"first_of\": [ { \"const\": \"x\" }, {} ] }", "/fields/f/first_of/1: exactly one of"},
    };
    for (const auto& [text, fault] : spoilt) {
        Faults faults;

        (void)with_field(text, faults);

        ASSERT_TRUE(faults.any()) << text;
        EXPECT_THAT(faults.error().text(), testing::HasSubstr(fault));
    }
}

}  // namespace
}  // namespace sluice::schema
