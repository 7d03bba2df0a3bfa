#include "gateway/schema/codes.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

namespace sluice::schema {
namespace {

using tests::document;

TEST(ReadCodeSystem, reads_codes_with_their_meaning) {
    const auto text = document("c.json", R"({ "resourceType": "CodeSystem", "id": "colour",
        "property": [ { "code": "order", "type": "code" } ], "concept": [
        { "code": "r", "display": "Red" },
        { "code": "z", "display": "Would not say",
          "property": [ { "code": "order", "valueCode": "9" }, { "code": "meaning", "valueCode": "declined" } ] },
        { "code": "x", "property": [ { "code": "meaning", "valueCode": "default" } ] } ] })");
    Faults faults;

    const auto system = read_code_system(text, faults);

    ASSERT_FALSE(faults.any());
    ASSERT_EQ(system.codes.size(), 3U);
    EXPECT_EQ(system.id, "colour");
    EXPECT_EQ(system.codes[0].meaning, CodeMeaning::known);
    EXPECT_EQ(system.codes[1].meaning, CodeMeaning::declined);
    EXPECT_EQ(system.codes[2].meaning, CodeMeaning::default_);
}

TEST(ReadCodeSystem, refuses_another_resource_and_an_unknown_meaning) {
    const auto text = document("c.json", R"({ "resourceType": "ValueSet", "id": "colour", "concept": [
        { "code": "r", "property": [ { "code": "meaning", "valueCode": "perhaps" } ] } ] })");
    Faults faults;

    (void)read_code_system(text, faults);

    EXPECT_THAT(faults.error().text(), testing::HasSubstr("a FHIR CodeSystem is expected here"));
    EXPECT_THAT(faults.error().text(), testing::HasSubstr("/concept/0/property/0/valueCode: 'perhaps'"));
}

TEST(ReadValueSet, reads_the_members_of_every_include) {
    const auto text = document("v.json", R"({ "resourceType": "ValueSet", "id": "v", "compose": { "include": [
        { "system": "s1", "concept": [ { "code": "a" }, { "code": "b", "display": "B" } ] },
        { "system": "s2", "concept": [ { "code": "a" } ] } ] } })");
    Faults faults;

    const auto set = read_value_set(text, faults);

    ASSERT_FALSE(faults.any());
    ASSERT_EQ(set.members.size(), 3U);
    EXPECT_EQ(set.members[1].display, "B");
    EXPECT_EQ(set.members[2].system, "s2");
}

TEST(ReadValueSet, knows_which_codes_are_out_of_use) {
    const auto text = document("v.json", R"({ "resourceType": "ValueSet", "id": "v", "compose": { "include": [
        { "system": "s", "concept": [ { "code": "old", "extension": [
            { "url": "urn:other", "valueBoolean": false },
            { "url": "http://hl7.org/fhir/StructureDefinition/valueset-deprecated", "valueBoolean": true } ] },
          { "code": "new" } ] } ] } })");
    Faults faults;

    const auto set = read_value_set(text, faults);

    ASSERT_FALSE(faults.any());
    EXPECT_TRUE(set.members.at(0).deprecated);
    EXPECT_FALSE(set.members.at(1).deprecated);
}

TEST(ReadConceptMap, reads_source_and_target_of_every_group) {
    const auto text = document("m.json", R"({ "resourceType": "ConceptMap", "id": "m", "group": [
        { "source": "s1", "element": [ { "code": "a", "target": [ { "code": "1" } ] }, { "code": "b" } ] },
        { "source": "s2", "element": [ { "code": "c", "target": [ { "code": "3" } ] } ] } ] })");
    Faults faults;

    const auto map = read_concept_map(text, faults);

    ASSERT_FALSE(faults.any());
    ASSERT_EQ(map.entries.size(), 2U);
    EXPECT_EQ(map.entries[1].system, "s2");
    EXPECT_EQ(map.entries[1].code, "c");
    EXPECT_EQ(map.entries[1].target, "3");
}

TEST(ReadLocalCodes, reads_lines_that_a_user_filled_in) {
    Faults faults;

    const auto codes = read_local_codes(
        "l.csv",
        "list,system,code,display,maps_to\r\nneeds,urn:x,N1,\"Debt, money\",debt\r\nneeds,urn:x,N2,,\r\n",
        faults
    );

    ASSERT_FALSE(faults.any());
    ASSERT_EQ(codes.size(), 2U);
    EXPECT_EQ(codes[0].code.display, "Debt, money");
    EXPECT_EQ(codes[0].maps_to, "debt");
    EXPECT_EQ(codes[1].maps_to, "");
}

TEST(ReadLocalCodes, refuses_another_header_and_says_which_line_is_short) {
    Faults header;
    Faults line;

    (void)read_local_codes("l.csv", "list,code\nneeds,N1\n", header);
    (void)read_local_codes("l.csv", "list,system,code,display,maps_to\nneeds,urn:x,,Debt,debt\n", line);

    EXPECT_THAT(header.error().text(), testing::HasSubstr("l.csv:1: the header must be list,system,code"));
    EXPECT_THAT(line.error().text(), testing::HasSubstr("l.csv: record 2: five cells are expected"));
}

std::string refused(const std::string& type, const std::string& members) {
    const auto text =
        document("x.json", R"({ "resourceType": ")" + type + R"(", "id": "x", )" + members + " }");
    Faults faults;
    if (type == "CodeSystem") {
        (void)read_code_system(text, faults);
    } else if (type == "ValueSet") {
        (void)read_value_set(text, faults);
    } else {
        (void)read_concept_map(text, faults);
    }
    return faults.any() ? faults.error().text() : "";
}

struct Refused {
    const char* type;
    const char* members;
    const char* fault;
};
const Refused kRefused[] = {
    {"CodeSystem", R"("concept": [], "select": [])", "x.json:1: /select: 'select' is not known here"},
    {"CodeSystem", R"("concept": [], "supplements": "y")", "/supplements: 'supplements' is not known here"},
    {"CodeSystem", R"("concept": [], "status": "retierd")", "/status: 'retierd' is not one of"},
    {"CodeSystem", R"("concept": [{"code": "a", "meaning": "unknown"}])",
     "/concept/0/meaning: 'meaning' is not known here"},
    {"CodeSystem", R"("concept": [{"code": "a", "concept": [{"code": "b"}]}])",
     "/concept/0/concept: 'concept' is not known here"},
    {"CodeSystem", R"("concept": [{"code": "a", "property": [{"code": "meening", "valueCode": "unknown"}]}])",
     "/concept/0/property/0: the property 'meening' is neither meaning, attendance, since or until, nor "
     "declared"},
    {"CodeSystem", R"("concept": [{"code": "a"}, {"code": "b"}, {"code": "a"}])",
     "/concept/2: the code 'a' stands twice"},
    {"CodeSystem", R"("count": 2, "concept": [{"code": "a"}])", "/count: the list has 1 codes"},
    {"CodeSystem", R"("concept": [{"code": "a", "property": [{"code": "meaning", "valueCode": ""}]}])",
     "/concept/0/property/0: the property 'meaning' stands twice or is empty"},
    {"CodeSystem",
     R"("concept": [{"code": "a", "property": [{"code": "attendance", "valueCode": "missed"}, {"code": "attendance", "valueCode": "attended"}]}])",
     "/concept/0/property/1: the property 'attendance' stands twice or is empty"},
    {"ValueSet", R"("compose": {}, "stand_in_for": "1")", "/stand_in_for: 'stand_in_for' is not known here"},
    {"ValueSet", R"("compose": {"include": [], "exclude": []})",
     "/compose/exclude: 'exclude' is not known here"},
    {"ValueSet", R"("compose": {"include": [{"system": "s", "filter": []}]})",
     "/compose/include/0/filter: 'filter' is not known here"},
    {"ValueSet", R"("compose": {"include": [{"system": "s", "concept": [{"code": "a", "inactive": true}]}]})",
     "/compose/include/0/concept/0/inactive: 'inactive' is not known here"},
    {"ConceptMap", R"("groups": [])", "/groups: 'groups' is not known here"},
    {"ConceptMap", R"("group": [{"source": "s", "element": [], "unmapped": {"mode": "fixed"}}])",
     "/group/0/unmapped: 'unmapped' is not known here"},
    {"ConceptMap", R"("group": [{"source": "s", "element": [{"code": "a", "targets": []}]}])",
     "/group/0/element/0/targets: 'targets' is not known here"},
    {"ConceptMap",
     R"("group": [{"source": "s", "element": [{"code": "a", "target": [{"code": "1", "dependsOn": []}]}]}])",
     "/group/0/element/0/target/0/dependsOn: 'dependsOn' is not known here"},
};

TEST(ReadCodes, refuses_what_it_does_not_read) {
    for (const auto& [type, members, fault] : kRefused) {
        EXPECT_THAT(refused(type, members), testing::HasSubstr(fault)) << type << ' ' << members;
    }
}

TEST(ReadCodes, takes_what_fhir_lets_stand_anywhere) {
    const std::string described = R"("meta": {}, "contact": [], "jurisdiction": [], "experimental": true)";

    EXPECT_EQ(
        refused("CodeSystem", described + R"(, "status": "draft", "concept": [{"code": "a", "id": "1"}])"), ""
    );
    EXPECT_EQ(refused("ValueSet", described + R"(, "expansion": {}, "compose": {"include": []})"), "");
    EXPECT_EQ(refused("ConceptMap", described + R"(, "targetCanonical": "urn:x", "group": [])"), "");
}

}  // namespace
}  // namespace sluice::schema
