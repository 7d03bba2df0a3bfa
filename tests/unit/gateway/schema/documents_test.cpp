#include "gateway/schema/documents.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace sluice::schema {
namespace {

using testing::HasSubstr;
using tests::PackCopy;

std::string refusal(const std::string& folder) {
    const auto documents = load_documents(folder);
    return documents ? std::string() : documents.error().text();
}

// One change to the repository's pack and what it is refused with. `line` in the pointer's text stands for
// the line of the change.
struct Spoilt {
    const char* name;
    const char* path;
    const char* from;
    const char* to;
    const char* pointer;
    const char* fault;
};

const Spoilt kSpoilt[] = {
    {"unknown key", "schemas/sp-mds/entities/referral.json", "\"stored\": true", "\"sotred\": true",
     "/sotred", "'sotred' is not known here"},
    {"wrong type", "schemas/sp-mds/dataset.json", "\"months_without_activity\": 12",
     "\"months_without_activity\": \"12\"", "/episode/months_without_activity",
     "a whole number is expected here"},
    {"unknown kind of source", "schemas/sp-mds/dataset.json", "\"otherwise\": \"case-management\"",
     "\"otherwise\": \"other\"", "/same/otherwise", "'other' is not among the kinds of 'stands'"},
    {"same event of an entity that cannot have one", "schemas/sp-mds/dataset.json",
     "{ \"entity\": \"person\", \"many\": true }", "{ \"entity\": \"need\", \"many\": true }",
     "/same/events/0", "'need' is no entity with the field same_as"},
    {"same event by a field that is not there", "schemas/sp-mds/dataset.json",
     "\"unlike\": [\"instrument\", \"instrument_version\"]", "\"unlike\": [\"instrument\", \"edition\"]",
     "/same/events/7", "'edition' is not a field of assessment"},
    {"unknown fault name", "schemas/sp-mds/rules/snomed.json", "\"shape\": \"snomed-id/invalid\"",
     "\"shape\": \"snomed-id/wrong\"", "/rules/2/shape", "'snomed-id/wrong' is not the name of a fault"},
    {"unknown fault of a link", "schemas/sources/emis/CareRecord_Observation.json",
     "\"required\": \"link/unknown-code\"", "\"required\": \"link/unknown\"", "/foreignKeys/1/required",
     "'link/unknown' is not the name of a fault"},
    {"foreign key to an unknown column", "schemas/sources/emis/CareRecord_Observation.json",
     "{ \"name\": \"code\", \"fields\": [\"CodeId\"], \"reference\": {\"resource\": \"Coding_ClinicalCode\", "
     "\"fields\": [\"CodeId\"]}",
     "{ \"name\": \"code\", \"fields\": [\"CodeId\"], \"reference\": {\"resource\": \"Coding_ClinicalCode\", "
     "\"fields\": [\"CodeNo\"]}",
     "/foreignKeys/1", "'code' points at 'CodeNo', which is not a column of Coding_ClinicalCode"},
    {"foreign key of an unknown column", "schemas/sources/emis/CareRecord_Observation.json",
     "{ \"name\": \"code\", \"fields\": [\"CodeId\"]", "{ \"name\": \"code\", \"fields\": [\"CodeNo\"]",
     "/foreignKeys/1", "the column 'CodeNo' is not a field of this table"},
    {"foreign key to an unknown table", "schemas/sources/emis/CareRecord_Observation.json",
     "{ \"name\": \"code\", \"fields\": [\"CodeId\"], \"reference\": {\"resource\": \"Coding_ClinicalCode\"",
     "{ \"name\": \"code\", \"fields\": [\"CodeId\"], \"reference\": {\"resource\": \"Coding_Nothing\"",
     "/foreignKeys/1", "'code' points at 'Coding_Nothing', which is not a used table of this system"},
    {"unknown CodeSystem", "schemas/sp-mds/entities/referral.json", "\"codes\": \"referral-status\"",
     "\"codes\": \"referral-state\"", "/fields/4", "there is no CodeSystem 'referral-state'"},
    {"unknown entity of a reference", "schemas/sp-mds/entities/referral.json", "\"entity\": \"person\"",
     "\"entity\": \"persona\"", "/fields/1", "there is no entity 'persona'"},
    {"duplicate rule id", "schemas/sp-mds/rules/snomed.json", "{ \"id\": \"SCT-002\"",
     "{ \"id\": \"SCT-001\"", "/rules/1", "the rule SCT-001 stands twice; ids are never reused"},
    {"rule with a retired id", "schemas/sp-mds/rules/person.json", "{ \"id\": \"PER-012\"",
     "{ \"id\": \"PER-011\"", "/rules/9", "the id PER-011 is retired; ids are never reused"},
    {"rule of another area", "schemas/sp-mds/rules/snomed.json", "{ \"id\": \"SCT-002\"",
     "{ \"id\": \"SXT-002\"", "/rules/1", "the id must begin with the area, SCT-"},
    {"rule on an unknown entity", "schemas/sp-mds/rules/contact.json", "\"on\": \"contact\"",
     "\"on\": \"contract\"", "/rules/0", "there is no entity 'contract'"},
    {"rule on an unknown field", "schemas/sp-mds/rules/contact.json", "\"field\": \"contact_date\"",
     "\"field\": \"date\"", "/rules/0", "'date' is not a field of contact"},
    {"rule at an unknown field", "schemas/sp-mds/rules/ods.json", "\"fields\": [\"referrer_org_ods\"",
     "\"fields\": [\"referer_org_ods\"", "/rules/3",
     "'referer_org_ods' in 'fields' is not a field of referral"},
    {"two rules at one field", "schemas/sp-mds/rules/ods.json", "\"referrer_org_ods\", \"target_org_ods\"",
     "\"target_org_ods\", \"target_org_ods\"", "/rules/3",
     "'target_org_ods' has another rule for this shape already"},
    {"rule that asks about an unknown field", "schemas/sp-mds/rules/referral.json",
     "\"collected\": [\"decline_reason\"]", "\"collected\": [\"reason_declined\"]", "/rules/2",
     "'reason_declined' in 'collected' is not a field of referral"},
    {"value set that is not there", "schemas/sp-mds/entities/need.json", "\"value_set\": \"sp-needs\"",
     "\"value_set\": \"needs\"", "/fields/4", "there is no ValueSet 'needs'"},
    {"value set of what is no concept", "schemas/sp-mds/entities/need.json", "\"type\": \"date\"",
     "\"type\": \"date\", \"value_set\": \"sp-needs\"", "/fields/3/value_set",
     "only a concept has a value set"},
    {"other list without a map", "schemas/sp-mds/entities/contact.json", "\"consultation-medium-used\"",
     "\"contact-method\"", "/fields/6", "'also' needs a CodeSystem and a ConceptMap called 'contact-method'"},
    {"other list that says something else", "schemas/sp-mds/entities/contact.json",
     "\"consultation-medium-used\"", "\"attended-or-did-not-attend\"", "/fields/6",
     "the ConceptMap 'attended-or-did-not-attend' leads to another list than contact-mode"},
    {"the same digits in two lists of a field", "mappings/codes/consultation-medium-used.map.json",
     "\"code\": \"email\"", "\"code\": \"sms\"", "/group/0/element/4/target/0",
     "'05' is 'email' by consultation-mechanism and 'sms' by consultation-medium-used, and 'mode' takes "
     "both"},
    {"list that is named beside itself", "schemas/sp-mds/entities/contact.json",
     "\"also\": [\"consultation-mechanism\"", "\"also\": [\"contact-mode\"", "/fields/6/also",
     "'contact-mode' is the list of the field itself, or named twice"},
    {"other list named twice", "schemas/sp-mds/entities/contact.json", "\"consultation-medium-used\"",
     "\"consultation-mechanism\"", "/fields/6/also",
     "'consultation-mechanism' is the list of the field itself, or named twice"},
    {"field that stands for itself", "schemas/sp-mds/entities/need.json", "\"instead\": \"category\"",
     "\"instead\": \"code\"", "/fields/4", "'instead' leads from 'code' back to it"},
    {"fields that stand for each other", "schemas/sp-mds/entities/support_offered.json",
     "\"codes\": \"support-kind\"", "\"codes\": \"support-kind\", \"instead\": \"code\"", "/fields/4",
     "'instead' leads from 'kind' back to it"},
    {"person that stands for a value", "schemas/sp-mds/entities/need.json", "\"instead\": \"category\"",
     "\"instead\": \"person_id\"", "/fields/4", "'instead' cannot be 'person_id'"},
    {"id that stands for a value", "schemas/sp-mds/entities/need.json", "\"instead\": \"category\"",
     "\"instead\": \"need_id\"", "/fields/4", "'instead' cannot be 'need_id'"},
    {"value that stands for the person", "schemas/sp-mds/entities/need.json", "\"entity\": \"person\"",
     "\"entity\": \"person\", \"instead\": \"category\"", "/fields/1", "'person_id' cannot have 'instead'"},
    {"map beside a path", "schemas/sp-mds/entities/need.json", "{\"from\": \"referral.referral_date\"}",
     "{\"from\": \"referral.referral_date\", \"map\": \"sp-needs\", \"of\": \"code\"}",
     "/fields/3/exchange/else", "'map' and 'of' beside 'from' are never reached"},
    {"path to the field's own column", "schemas/sp-mds/entities/need.json",
     "{\"from\": \"referral.referral_date\"}", "{\"from\": \"identified_date\"}",
     "/fields/3/exchange/else/from", "'identified_date' is the column that was blank"},
    {"column beside a path", "schemas/sp-mds/entities/assessment_item.json",
     "{\"from\": \"assessment.date\"}", "{\"from\": \"assessment.date\", \"column\": \"date\"}",
     "/fields/4/exchange", "'column' beside 'from' is never read"},
    {"otherwise of nothing", "schemas/sp-mds/entities/need.json",
     "{\"column\": \"identified_date\", \"else\"", "{\"else\"", "/fields/3/exchange/else",
     "'else' is never reached: the field has neither 'column' nor 'from'"},
    {"otherwise of a concept", "schemas/sp-mds/entities/need.json", "\"instead\": \"category\"",
     "\"instead\": \"category\", \"exchange\": {\"column\": \"code\", \"else\": {\"from\": \"category\"}}",
     "/fields/4/exchange/else", "'else' is never reached: a concept"},
    {"bar above all", "schemas/sp-mds/entities/need.json", "\"bar\": \"99\"", "\"bar\": \"101\"",
     "/fields/3/bar", "a bar is a percentage, from 0 to 100"},
    {"bar that is no decimal", "schemas/sp-mds/entities/need.json", "\"bar\": \"99\"", "\"bar\": \"most\"",
     "/fields/3/bar", "a decimal in quotes is expected here"},
    {"bar of a field that is not counted", "schemas/sp-mds/entities/need.json", "\"weight\": 0",
     "\"weight\": 0, \"bar\": \"90\"", "/fields/0/bar",
     "a bar is set for a field that completeness does not"},
    {"role in a field that no entity has", "schemas/sp-mds/profiles.json", "\"field\": \"worker_role\"",
     "\"field\": \"workers_role\"", "/profiles/4/role/field", "no entity has the field 'workers_role'"},
    {"entity that no table can be called", "schemas/sp-mds/entities/need.json", "\"entity\": \"need\"",
     "\"entity\": \"Need\"", "/entity", "a name is small letters, digits and underscores"},
    {"unknown conformance", "schemas/sp-mds/entities/need.json", "\"conformance\": \"mandatory\"",
     "\"conformance\": \"compulsory\"", "/fields/0/conformance",
     "'compulsory' is not one of: mandatory, required, optional"},
};

TEST(LoadDocuments, refuses_with_file_line_and_pointer) {
    for (const auto& spoilt : kSpoilt) {
        const PackCopy pack;
        const int line = pack.patch(spoilt.path, spoilt.from, spoilt.to);

        const auto text = refusal(pack.folder());

        EXPECT_THAT(
            text, HasSubstr(
                      std::string(spoilt.path) + ":" + std::to_string(line) + ": " + spoilt.pointer + ": " +
                      spoilt.fault
                  )
        ) << spoilt.name;
    }
}

TEST(LoadDocuments, takes_the_repositorys_own_pack) {
    EXPECT_EQ(refusal(tests::source_folder()), "");
}

TEST(LoadDocuments, refuses_a_missing_key) {
    const PackCopy pack;
    pack.patch("mappings/emis/closure.json", "\"entity\": \"closure\",", "");

    EXPECT_THAT(refusal(pack.folder()), HasSubstr("mappings/emis/closure.json:1: /: 'entity' is missing"));
}

TEST(LoadDocuments, refuses_a_fault_that_no_rule_reports) {
    const PackCopy pack;
    pack.patch(
        "schemas/sp-mds/rules/snomed.json", "\"shape\": \"snomed-id/invalid\"", "\"listed\": \"elsewhere\""
    );

    EXPECT_THAT(refusal(pack.folder()), HasSubstr("no rule reports the fault 'snomed-id/invalid'"));
}

TEST(LoadDocuments, refuses_two_rules_for_one_fault) {
    const PackCopy pack;
    const int line = pack.patch(
        "schemas/sp-mds/rules/snomed.json", "\"shape\": \"snomed-id/invalid\"",
        "\"shape\": \"snomed-id/spreadsheet-exponent\""
    );

    EXPECT_THAT(
        refusal(pack.folder()), HasSubstr(
                                    "schemas/sp-mds/rules/snomed.json:" + std::to_string(line) +
                                    ": /rules/2: 'snomed-id/spreadsheet-exponent' has another rule already"
                                )
    );
}

TEST(LoadDocuments, refuses_what_is_not_json_with_its_line) {
    const PackCopy pack;
    const int line =
        pack.patch("mappings/emis/closure.json", "\"entity\": \"closure\",", "\"entity\" \"closure\",");

    EXPECT_THAT(
        refusal(pack.folder()),
        HasSubstr("mappings/emis/closure.json: line " + std::to_string(line) + ", column ")
    );
}

TEST(LoadDocuments, refuses_a_resource_that_is_not_there) {
    const PackCopy pack;
    pack.patch("schemas/sources/emis/datapackage.json", "\"Admin_Location.json\"", "\"Admin_Place.json\"");

    EXPECT_THAT(
        refusal(pack.folder()), HasSubstr("the resource 'Admin_Place.json' is not there or is not JSON")
    );
}

TEST(LoadDocuments, refuses_a_required_table_that_is_no_resource) {
    const PackCopy pack;
    pack.patch(
        "schemas/sources/emis/datapackage.json", "\"Admin_Organisation\", \"Admin_UserInRole\"",
        "\"Admin_Organisation\", \"Admin_Nobody\""
    );

    EXPECT_THAT(
        refusal(pack.folder()), HasSubstr("the required table 'Admin_Nobody' is not among the resources")
    );
}

TEST(LoadDocuments, refuses_a_document_in_the_wrong_place) {
    const PackCopy pack;
    pack.write("schemas/other/notes.json", "{}");

    EXPECT_THAT(
        refusal(pack.folder()), HasSubstr("schemas/other/notes.json: no document of a pack is expected here")
    );
}

TEST(LoadDocuments, refuses_a_pack_without_a_dataset) {
    const PackCopy pack;
    std::filesystem::remove(pack.folder() + "/schemas/sp-mds/dataset.json");

    EXPECT_THAT(refusal(pack.folder()), HasSubstr("schemas/sp-mds/dataset.json: is missing"));
}

TEST(LoadDocuments, refuses_an_id_that_is_made_of_itself_or_of_a_column_twice) {
    for (const std::string part : {"gap_tag_id", "tag"}) {
        const PackCopy pack;
        pack.patch(
            "schemas/sp-mds/entities/gap_tag.json", "\"tag\", \"start_date\"]", "\"tag\", \"" + part + "\"]"
        );

        EXPECT_THAT(
            refusal(pack.folder()),
            HasSubstr("the id cannot be made of '" + part + "': that is the id itself, or named twice")
        );
    }
}

// Told of the id, which is made of them.
TEST(LoadDocuments, refuses_an_id_that_is_made_of_no_column) {
    const PackCopy pack;
    pack.patch("schemas/sp-mds/entities/gap_tag.json", "\"tag\", \"start_date\"]", "\"tag\", \"started\"]");

    EXPECT_THAT(refusal(pack.folder()), HasSubstr("/fields/0: the id cannot be made of 'started'"));
}

TEST(LoadDocuments, refuses_a_list_of_local_codes_that_the_pack_does_not_have) {
    const PackCopy pack;
    const auto path = std::string("mappings/emis/local-codes.csv");
    const auto text = tests::read_text(pack.folder() + "/" + path);
    pack.write(path, text + "no-such-list,urn:sluice:emis-local,X1,A word,\n");

    EXPECT_THAT(
        refusal(pack.folder()), HasSubstr("the list 'no-such-list' is neither a ValueSet nor a ConceptMap")
    );
}

TEST(LoadDocuments, adds_local_codes_to_value_set_and_map) {
    const PackCopy pack;
    const auto path = std::string("mappings/emis/local-codes.csv");
    const auto text = tests::read_text(pack.folder() + "/" + path);
    pack.write(path, text + "ethnicity,urn:sluice:emis-local,EMISNQZZ99,A word,A\n");

    const auto documents = load_documents(pack.folder());

    ASSERT_TRUE(documents) << documents.error().text();
    const auto last = [](const auto& lists) {
        for (const auto& list : lists) {
            if (list.id == "ethnicity") {
                return list;
            }
        }
        return lists.front();
    };
    EXPECT_EQ(last(documents->value_sets).members.back().code, "EMISNQZZ99");
    EXPECT_EQ(last(documents->concept_maps).entries.back().code, "EMISNQZZ99");
    EXPECT_EQ(last(documents->concept_maps).entries.back().target, "A");
}

TEST(LoadDocuments, needs_profiles_each_once) {
    const std::string path = "schemas/sp-mds/profiles.json";
    const PackCopy missing;
    const PackCopy none;
    const PackCopy twice;
    std::filesystem::remove(missing.folder() + "/" + path);
    none.write(path, "{\"profiles\": []}");
    twice.patch(path, "\"profile\": \"referral\"", "\"profile\": \"store\"");

    EXPECT_THAT(refusal(missing.folder()), HasSubstr(path + ": is missing"));
    EXPECT_THAT(refusal(none.folder()), HasSubstr(path + ":1: /: there is no profile here"));
    EXPECT_THAT(refusal(twice.folder()), HasSubstr("/profiles/1: there is another profile 'store'"));
}

TEST(LoadDocuments, says_io_where_the_folder_is_not_there) {
    const tests::TemporaryFolder folder;

    const auto documents = load_documents(folder / "nothing");

    ASSERT_FALSE(documents);
    EXPECT_EQ(documents.error().code(), ErrorCode::io);
}

TEST(LoadDocuments, gives_the_same_digest_for_the_same_files_and_another_for_others) {
    const PackCopy first;
    const PackCopy second;
    const PackCopy other;
    other.patch("mappings/emis/closure.json", "\"entity\": \"closure\",", "\"entity\":  \"closure\",");

    const auto digest = load_documents(first.folder())->digest;

    EXPECT_EQ(digest.size(), 64U);
    EXPECT_EQ(load_documents(second.folder())->digest, digest);
    EXPECT_NE(load_documents(other.folder())->digest, digest);
}

}  // namespace
}  // namespace sluice::schema
