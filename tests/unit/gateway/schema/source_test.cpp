#include "gateway/schema/source.hpp"

#include "tests/support/clinic.hpp"

#include <gmock/gmock.h>

namespace sluice::schema {
namespace {

using testing::HasSubstr;

std::string table_refusal(const std::string& rest) {
    Faults faults;
    (void)read_source_table(
        tests::document(
            "t.json",
            R"({ "name": "T", "fields": [ { "name": "A", "type": "string" }, { "name": "B", "type": "date" } ], )" +
                rest + "}"
        ),
        faults
    );
    return faults.any() ? faults.error().text() : std::string();
}

TEST(ReadSourceTable, reads_what_the_clinics_entry_says) {
    const auto world = tests::make_world(tests::clinic({}));
    ASSERT_TRUE(world) << world.error().text();

    const auto& table = *world->system().table("Entry");

    EXPECT_EQ(table.scope, Scope::person);
    EXPECT_EQ(table.columns[3].precision_column, "Precision");
    EXPECT_EQ(table.columns[3].time_column, "Time");
    EXPECT_EQ(table.columns[3].sentinels, std::vector<std::string>{"1899-12-31"});
    ASSERT_NE(table.link("code"), nullptr);
    EXPECT_EQ(table.link("code")->required, Fault::link_unknown_code);
    EXPECT_EQ(table.link("codes"), nullptr);
    EXPECT_EQ(table.removed->means, Removal::Means::tombstone);
    EXPECT_EQ(table.excluded[0].fault, Fault::privacy_confidential_entry);
    EXPECT_EQ(table.order, "Seq");
    EXPECT_EQ(world->system().table("Person")->removed->means, Removal::Means::scope_exit);
    EXPECT_EQ(world->system().table("Code")->concepts->parent_hops_max, 12);
    EXPECT_FALSE(world->system().table("Notes")->used);
}

struct Spoilt {
    const char* rest;
    const char* fault;
};
const Spoilt kSpoilt[] = {
    {R"("primaryKey": ["C"])", "primaryKey names the column 'C', which is not a field"},
    {R"("primaryKey": [])", "a used table needs a primaryKey"},
    {R"("primaryKey": ["A"], "sluice": { "scope": "person" })", "must say which columns name the person"},
    {R"("primaryKey": ["A"], "sluice": { "mandatory": ["C"] })", "sluice/mandatory names the column 'C'"},
    {R"("primaryKey": ["A"], "sluice": { "removed": { "column": "C", "values": [], "means": "tombstone" } })",
     "sluice/removed names the column 'C'"},
    {R"("primaryKey": ["A"], "sluice": { "removed": { "column": "A", "values": [], "means": "gone" } })",
     "/sluice/removed/means: 'gone' is not one of: tombstone, scope-exit"},
    {R"("primaryKey": ["A"], "sluice": { "excluded": [ { "column": "A", "values": [], "fault": "no/such" } ] })",
     "/sluice/excluded/0/fault: 'no/such' is not the name of a fault"},
    {R"("primaryKey": ["A"], "foreignKeys": [ { "name": "x", "fields": ["A", "B"],
        "reference": { "resource": "T", "fields": ["A"] } } ])",
     "/foreignKeys/0: fields and reference.fields must be equally many"},
    {R"("primaryKey": ["A"], "sluice": { "scope": "everybody" })",
     "'everybody' is not one of: person, shared"},
    {R"("primaryKey": ["A"], "missingValues": ["", "NULL"])", "/missingValues: only [\"\"] is known"},
    {R"("primaryKey": ["A"], "sluice": { "concept": { "codes": [], "key": "A" } })",
     "/sluice/concept/key: 'key' is not known here"},
    {R"("primaryKey": ["A"], "sluice": { "concept": { "codes": [], "parent": "B" } })",
     "there must be a foreign key named 'parent'"},
    {R"("primaryKey": ["A"], "sluice": { "concept": { "codes": [ { "system": "s", "column": "C" } ] } })",
     "sluice/concept/codes names the column 'C'"},
    {R"("primaryKey": ["A"], "primarykey": ["A"])", "/primarykey: 'primarykey' is not known here"},
};

TEST(ReadSourceTable, refuses_what_does_not_fit_together) {
    for (const auto& spoilt : kSpoilt) {
        EXPECT_THAT(table_refusal(spoilt.rest), HasSubstr(spoilt.fault)) << spoilt.rest;
    }
}

TEST(ReadSourceTable, refuses_a_field_that_stands_twice) {
    Faults faults;

    (void)read_source_table(
        tests::document("t.json", R"({ "name": "T", "primaryKey": ["A"],
        "fields": [ { "name": "A", "type": "string" }, { "name": "A", "type": "string" } ] })"),
        faults
    );

    EXPECT_THAT(faults.error().text(), HasSubstr("the field 'A' stands twice"));
}

TEST(ReadSourceSystem, needs_the_tables_that_it_names) {
    auto text = tests::clinic({});
    text.tables.erase(text.tables.begin());  // Practice

    const auto world = tests::make_world(text);

    ASSERT_FALSE(world);
    EXPECT_THAT(world.error().text(), HasSubstr("the table 'Practice' is not among the resources"));
    EXPECT_THAT(
        world.error().text(), HasSubstr("'practice' points at 'Practice', which is not a used table")
    );
}

TEST(ReadSourceTable, refuses_keys_of_a_field_that_nothing_reads) {
    for (const std::string key : {R"("format": "%d/%m/%Y")", R"("constraints": {})"}) {
        Faults faults;

        (void)read_source_table(
            tests::document(
                "t.json",
                R"({ "name": "T", "primaryKey": ["A"], "fields": [ { "name": "A", "type": "date", )" + key +
                    " } ] }"
            ),
            faults
        );

        EXPECT_THAT(faults.error().text(), HasSubstr("t.json:1: /fields/0/")) << key;
    }
}

struct SpoiltPackage {
    const char* from;
    const char* to;
    const char* fault;
};
const SpoiltPackage kSpoiltPackages[] = {
    {"^(bulk|delta)_", "^(bulk|delta_", "/sluice/names/0/pattern: not a regular expression"},
    {R"("agreement"])", R"("agreement", "more"])",
     "/sluice/names/0/groups: there are more names than groups"},
    {R"("version": "8")", R"("version": "eight")", "/sluice/names/0/version: 'eight' is not a version"},
    {R"("delimiter": ",")", R"("delimiter": "")",
     "/sluice/dialect/delimiter: one character is expected here"},
    {R"("delimiter": ",")", R"("delimiter": "::")", "/sluice/dialect/delimiter: one character"},
    {R"("delimiter": ",")", R"("delimiter": "\"")", "/sluice/dialect: delimiter and quoteChar must differ"},
    {R"("delimiter": ",")", R"("header": true)", "/sluice/dialect/header: 'header' is not known here"},
    {R"("same": ["agreement")", R"("same": ["batch")",
     "/sluice/set/same: no pattern of `names` has the group 'batch'"},
    {R"("same":)", R"("sequence": "batch", "same":)",
     "/sluice/set/sequence: no pattern of `names` has the group 'batch'"},
    {R"("same":)", R"("like": [], "same":)", "/sluice/set/like: 'like' is not known here"},
    {R"("YM": "month")", R"("YM": "fortnight")",
     "/sluice/precisions/YM: 'fortnight' is not one of: unknown, year"},
    {R"("precisions": { "U": "unknown", "Y": "year", "YM": "month", "YMD": "day", "YMDT": "time" },)", "",
     "/sluice: there must be `precisions`: Entry says how precise 'Day' is"},
    {R"("oldest_version": "5.0")", R"("oldest_version": "5..0")",
     "/sluice/oldest_version: '5..0' is not a version"},
    {R"("code": "Ods")", R"("code": "Odd")", "/sluice/organisation/code: 'Odd' is not a column of Practice"},
    {R"("name": "clinic")", R"("name": "a/clinic")", "/name: a name without a slash"},
    {R"("person": "Person")", R"("encoding": "cp850", "person": "Person")",
     "/sluice/encoding: 'cp850' is not one of: utf-8, windows-1252"},
    {R"("person": "Person")", R"("others": ["Notes"], "person": "Person")",
     "/sluice/others: the table 'Notes' is there already"},
    {R"("same": ["agreement", "stamp"])",
     R"("same": ["folder"], "manifest": { "table": "Missing", "file": "A", "from": "A", "to": "A",
        "mode": { "column": "A", "delta": "Y", "full": "N" } })",
     "/sluice/set/manifest: the table 'Missing' is not among the resources"},
    {R"("same": ["agreement", "stamp"])",
     R"("same": ["folder"], "manifest": { "table": "Notes", "file": "Note", "from": "Line", "to": "Line",
        "mode": { "column": "A", "delta": "Y", "full": "N" } })",
     "/sluice/set/manifest: 'A' is not a column of Notes"},
};

TEST(ReadSourceSystem, refuses_what_cannot_be_used) {
    for (const auto& spoilt : kSpoiltPackages) {
        auto text = tests::clinic({});
        const auto at = text.package.find(spoilt.from);
        ASSERT_NE(at, std::string::npos) << spoilt.from;
        text.package.replace(at, std::string_view(spoilt.from).size(), spoilt.to);

        const auto world = tests::make_world(text);

        ASSERT_FALSE(world) << spoilt.to;
        EXPECT_THAT(world.error().text(), HasSubstr(spoilt.fault)) << spoilt.to;
        EXPECT_THAT(world.error().text(), HasSubstr("datapackage.json:")) << spoilt.to;
    }
}

TEST(ReadSourceSystem, knows_tables_by_their_names_alone) {
    auto text = tests::clinic({});
    const std::string person = R"("person": "Person")";
    text.package.replace(
        text.package.find(person), person.size(),
        person + R"(, "others": ["Letters"], "encoding": "windows-1252", "dates": ["dd MMM yyyy"])"
    );

    const auto world = tests::make_world(text);

    ASSERT_TRUE(world) << world.error().text();
    ASSERT_NE(world->system().table("Letters"), nullptr);
    EXPECT_FALSE(world->system().table("Letters")->used);
    EXPECT_EQ(world->system().encoding, TextEncoding::windows_1252);
    EXPECT_EQ(world->system().dates, std::vector<std::string>{"dd MMM yyyy"});
}

TEST(SourceTable, says_whether_its_keys_tell_whose_a_row_is) {
    const auto world = tests::make_world(tests::clinic({}));
    SourceTable table = *world->system().table("Entry");
    EXPECT_FALSE(table.key_is_of_all());
    EXPECT_FALSE(world->system().table("Person")->key_is_of_all());
    EXPECT_FALSE(world->system().table("Code")->key_is_of_all());

    table.primary_key = {"Org", "Entry"};

    EXPECT_TRUE(table.key_is_of_all());
}

TEST(CompareVersions, goes_part_by_part) {
    EXPECT_TRUE(compare_versions("5.9", "5.10") < 0);
    EXPECT_TRUE(compare_versions("10", "9.9") > 0);
    EXPECT_TRUE(compare_versions("5", "5.0") == 0);
    EXPECT_TRUE(compare_versions("8", "8.2") < 0);
    EXPECT_TRUE(compare_versions("", "5.0") < 0);
}

TEST(ReadSourceSystem, wants_a_link_to_a_shared_table_to_lead_its_key) {
    auto text = tests::clinic({});
    auto& clerk = text.tables[1];
    clerk.replace(clerk.find("\"fields\": [\"Org\"] } }"), 21, "\"fields\": [\"Ods\"] } }");

    const auto world = tests::make_world(text);

    ASSERT_FALSE(world);
    EXPECT_THAT(
        world.error().text(),
        HasSubstr("/foreignKeys/0: 'practice' must name the first columns of the primary key of Practice")
    );
}

TEST(SourceSystem, finds_tables_by_name) {
    const auto& system = tests::repository_program().system();

    EXPECT_EQ(system.table("Admin_Patient")->name, "Admin_Patient");
    EXPECT_EQ(system.table("admin_patient"), nullptr);
    EXPECT_EQ(system.tables[*system.table_index("Coding_ClinicalCode")].name, "Coding_ClinicalCode");
    EXPECT_EQ(system.tables.size(), 22U);
}

}  // namespace
}  // namespace sluice::schema
