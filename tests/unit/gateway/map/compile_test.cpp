#include "gateway/map/program.hpp"

#include "tests/support/clinic.hpp"

#include <gmock/gmock.h>

namespace sluice::map {
namespace {

using tests::clinic;
using tests::mapping;

std::string refusal(const std::string& text) {
    const auto world = tests::make_world(clinic({text}));
    return world ? std::string() : world.error().text();
}

struct Spoilt {
    const char* fields;
    const char* more;
    const char* fault;
};
const Spoilt kSpoilt[] = {
    {R"("status": { "from": "Texts" })", "", "/fields/status/from: 'Texts' is not a column of Entry"},
    {R"("status": { "from": "clerks.Role" })", "", "/fields/status/from: 'clerks' is not a link of Entry"},
    {R"("status": { "from": "clerk.Rule" })", "", "/fields/status/from: 'Rule' is not a column of Clerk"},
    {R"J("status": { "value": "Text.uper()" })J", "", "/fields/status/value: "},
    {R"("status": { "value": "Text =" })", "", "/fields/status/value: "},
    {R"("status": { "const": "x", "when": "%now = 1" })", "", "/fields/status/when: "},
    {R"("status": { "ref": "clinic/nobody" })", "",
     "/fields/status/ref: there is no mapping 'clinic/nobody'"},
    {R"("status": { "from": "Text", "code": "no-map" })", "",
     "/fields/status/code: there is no ConceptMap 'no-map'"},
    {R"("state": { "from": "Text" })", "", "/fields/state: 'state' is not a field of referral"},
    {R"("status": { "first_of": [ { "const": "x" }, { "from": "Texts" } ] })", "",
     "/fields/status/first_of/1/from: 'Texts' is not a column of Entry"},
    {"", R"J("when": "code.concept.memberOf('no-set')")J", "/when: "},
    {"", R"("when": "Text.exists(")", "/when: "},
    {"", R"J("select": "nothing.exists()")J", "/select: 'nothing' is neither a column nor a link of Entry"},
    {"", R"("select": "_vacated")", "/select: '_vacated' is neither a column nor a link of Entry"},
    {"", R"("merge": "latest by Days")", "merge by 'Days': not a column of Entry"},
    {"", R"("into": "clinic/nobody")", "/into: there is no mapping 'clinic/nobody'"},
    {"", R"("key": ["Org", "((" ])", "/key/1: "},
};

TEST(MapCompile, refuses_what_does_not_fit_the_source_or_the_dataset) {
    for (const auto& spoilt : kSpoilt) {
        const auto text = refusal(mapping("referral", "referral", spoilt.fields, spoilt.more));

        EXPECT_THAT(text, testing::HasSubstr("mapping.json:1: ")) << spoilt.fields << spoilt.more;
        EXPECT_THAT(text, testing::HasSubstr(spoilt.fault)) << spoilt.fields << spoilt.more;
    }
}

TEST(MapCompile, refuses_an_unknown_table_or_entity) {
    EXPECT_THAT(
        refusal(mapping("x", "referral", "", "", "Entries")),
        testing::HasSubstr("/source: no such source table")
    );
    EXPECT_THAT(refusal(mapping("x", "referrals", "")), testing::HasSubstr("/entity: no such entity"));
}

TEST(MapCompile, refuses_two_mappings_of_one_name) {
    const auto text = mapping("x", "referral", "");

    const auto world = tests::make_world(clinic({text, text}));

    ASSERT_FALSE(world);
    EXPECT_THAT(world.error().text(), testing::HasSubstr("there is another mapping 'clinic/x'"));
}

TEST(MapCompile, reports_the_faults_of_all_mappings_at_once) {
    const auto world = tests::make_world(clinic(
        {mapping("x", "referral", R"("status": { "from": "A" })"),
         mapping("y", "need", R"("code": { "from": "B" })")}
    ));

    ASSERT_FALSE(world);
    EXPECT_THAT(world.error().text(), testing::HasSubstr("'A' is not a column"));
    EXPECT_THAT(world.error().text(), testing::HasSubstr("'B' is not a column"));
}

TEST(MapCompile, orders_mappings_by_name_whatever_the_order_of_the_files) {
    const auto world = tests::make_world(
        clinic({mapping("b", "referral", ""), mapping("a", "need", ""), mapping("c", "contact", "")})
    );
    ASSERT_TRUE(world) << world.error().text();

    std::vector<std::string> names;
    for (const auto& compiled : world->program->mappings()) {
        names.push_back(compiled.name);
    }

    EXPECT_THAT(names, testing::ElementsAre("clinic/a", "clinic/b", "clinic/c"));
}

}  // namespace
}  // namespace sluice::map
