#include "gateway/map/produce.hpp"

#include "tests/unit/gateway/map/clinic_run.hpp"

#include <gmock/gmock.h>

namespace sluice::map {
namespace {

using tests::Cells;
using tests::referral_of;

// One field's producer over one entry and what comes of it.
struct Case {
    const char* name;
    const char* field;
    const char* producer;
    Cells cells;
    const char* wanted;
};

const Case kCases[] = {
    {"from a column", "associated_text", R"({ "from": "Text" })", {{"Text", "as said"}}, "as said"},
    {"from a linked row", "referrer_role", R"({ "from": "clerk.Role" })", {{"Clerk", "U1"}}, "R9815"},
    {"from two links on",
     "referrer_org_ods",
     R"({ "from": "clerk.practice.Ods" })",
     {{"Clerk", "U1"}},
     "A81001"},
    {"from a companion", "associated_text", R"({ "from": "details.Urgency" })", {}, "Urgent"},
    {"from a link that leads nowhere", "referrer_role", R"({ "from": "clerk.Role" })", {{"Clerk", "U9"}}, ""},
    {"from a blank column", "associated_text", R"({ "from": "Text" })", {}, ""},
    {"a date", "referral_date", R"({ "from": "Day", "as": "date" })", {{"Day", "2026-03-02"}}, "2026-03-02"},
    {"a date to the month", "referral_date", R"({ "from": "Day" })", {{"Precision", "YM"}}, "2026-03"},
    {"a date without its time",
     "referral_date",
     R"({ "from": "Day" })",
     {{"Time", "10:15:00"}},
     "2026-03-02"},
    {"a date of unknown precision", "referral_date", R"({ "from": "Day" })", {{"Precision", "U"}}, ""},
    {"a date as text",
     "associated_text",
     R"({ "from": "Day" })",
     {{"Time", "10:15:00"}},
     "2026-03-02T10:15:00"},
    {"a date by its format",
     "recorded_date",
     R"({ "from": "Text", "as": "date", "formats": ["dd/MM/yyyy"] })",
     {{"Text", "02/03/2026"}},
     "2026-03-02"},
    {"a constant", "status", R"({ "const": "accepted" })", {}, "accepted"},
    {"a constant where it applies",
     "status",
     R"({ "const": "accepted", "when": "Flag = 'true'" })",
     {{"Flag", "true"}},
     "accepted"},
    {"a constant where it does not apply",
     "status",
     R"({ "const": "accepted", "when": "Flag = 'true'" })",
     {},
     ""},
    {"an expression", "associated_text", R"({ "value": "Text.upper() & '!'" })", {{"Text", "yes"}}, "YES!"},
    {"an expression with nothing", "associated_text", R"J({ "value": "Text.upper()" })J", {}, ""},
    {"the day of the submission", "recorded_date", R"({ "value": "%asOf" })", {}, "2026-11-01"},
    {"the first that gives a value",
     "associated_text",
     R"({ "first_of": [ { "from": "Text" }, { "from": "Parent" }, { "const": "none" } ] })",
     {{"Parent", "E9"}},
     "E9"},
    {"the last of first_of",
     "associated_text",
     R"({ "first_of": [ { "from": "Text" }, { "const": "none" } ] })",
     {},
     "none"},
    {"first_of passes over what does not apply",
     "associated_text",
     R"({ "first_of": [ { "const": "a", "when": "Flag = 'true'" }, { "const": "b" } ] })",
     {},
     "b"},
    {"first_of passes over a date that stands for none",
     "recorded_date",
     R"({ "first_of": [ { "from": "Day" }, { "value": "%asOf" } ] })",
     {{"Day", "1899-12-31"}},
     "2026-11-01"},
    {"the second part",
     "associated_text",
     R"({ "from": "Text", "split": { "by": ";", "take": 2 } })",
     {{"Text", "one; two ;three"}},
     "two"},
    {"a part that is not there",
     "associated_text",
     R"({ "from": "Text", "split": { "by": ";", "take": 4 } })",
     {{"Text", "one;two"}},
     ""},
    {"a code by its map",
     "priority",
     R"({ "from": "details.Urgency", "code": "emis-urgency" })",
     {},
     "urgent"},
    {"a code's concept by the nearest", "code", R"({ "from": "code.concept" })", {}, "871731000000106"},
};

TEST(Produce, gives_what_the_mapping_asks_for) {
    for (const auto& wanted : kCases) {
        const auto record =
            referral_of("\"" + std::string(wanted.field) + "\": " + wanted.producer, wanted.cells);

        EXPECT_EQ(record.text(wanted.field), wanted.wanted) << wanted.name;
        EXPECT_EQ(record.cell(wanted.field).present, *wanted.wanted != '\0') << wanted.name;
    }
}

TEST(Produce, says_where_a_value_stands) {
    const auto record =
        referral_of(R"("referral_date": { "from": "Day" }, "status": { "const": "accepted" })", {});

    ASSERT_EQ(record.lineage.size(), 2U);
    EXPECT_EQ(record.lineage[0].origin.at.column, 4U);  // Day
    EXPECT_EQ(record.lineage[1].origin.at.column, 0U);  // the row as a whole
    EXPECT_EQ(record.lineage[0].origin.at.record, record.rows.at(0).at.record);
}

TEST(Produce, names_the_linked_row_that_gave_a_value) {
    const auto record = referral_of(R"("referrer_role": { "from": "clerk.Role" })", {{"Clerk", "U1"}});

    ASSERT_EQ(record.lineage.size(), 1U);
    EXPECT_NE(record.lineage[0].origin.at.record, record.rows.at(0).at.record);
    EXPECT_EQ(record.lineage[0].table, 1U);  // Clerk
}

TEST(Produce, keeps_system_and_words_of_a_concept) {
    const auto record = referral_of(R"J("code": { "value": "code.concept.first()" })J", {});

    EXPECT_EQ(record.cell("code").system, "http://snomed.info/sct");
    EXPECT_EQ(record.cell("code").display, "Referral");
}

TEST(Produce, refers_to_the_record_that_another_mapping_makes_of_the_row) {
    tests::ClinicRun run(
        {tests::person_mapping(R"("birth_date": { "from": "Born" })"),
         tests::mapping(
             "referral", "referral", R"("person_id": { "ref": "clinic/person" })", R"("anchor": true)"
         )}
    );
    run.rows.add("Person", tests::person());
    run.rows.add("Entry", tests::entry("E1"));

    const auto mapped = run.run();

    EXPECT_EQ(
        tests::records_of(mapped.records, "referral").at(0)->text("person_id"),
        tests::records_of(mapped.records, "person").at(0)->id
    );
}

struct Unmapped {
    const char* otherwise;
    const char* text;
    const char* words;
    bool present;
};
const Unmapped kUnmapped[] = {
    {"", "", "Whenever", true},
    {R"(, "otherwise": "keep-as-text")", "", "Whenever", true},
    {R"(, "otherwise": "drop")", "", "", false},
    {R"(, "otherwise": "routine")", "routine", "Whenever", true},
};

TEST(Produce, notes_a_code_that_no_map_has_and_keeps_its_words_unless_told_to_drop) {
    for (const auto& wanted : kUnmapped) {
        std::map<std::string, int> issues;

        const auto record = referral_of(
            std::string(R"("priority": { "from": "Text", "code": "emis-urgency")") + wanted.otherwise + "}",
            {{"Text", "Whenever"}}, &issues
        );

        EXPECT_EQ(record.text("priority"), wanted.text) << wanted.otherwise;
        EXPECT_EQ(record.cell("priority").display, wanted.words) << wanted.otherwise;
        EXPECT_EQ(record.cell("priority").present, wanted.present) << wanted.otherwise;
        EXPECT_EQ(issues["VAL-005"], 1) << wanted.otherwise;
    }
}

TEST(Produce, drops_values_that_cannot_be_read_and_says_so) {
    const std::tuple<const char*, Cells, const char*> spoilt[] = {
        {R"("referral_date": { "from": "Day" })", {{"Day", "2026-02-30"}}, "VAL-001"},
        {R"("referral_date": { "from": "Day" })", {{"Day", "1899-12-31"}}, "VAL-004"},
        {R"("status": { "from": "Text" })", {{"Text", "perhaps"}}, "VAL-006"},
        {R"("referrer_org_ods": { "from": "Text" })", {{"Text", "?"}}, "ODS-004"},
    };
    for (const auto& [fields, cells, rule] : spoilt) {
        std::map<std::string, int> issues;

        const auto record = referral_of(fields, cells, &issues);

        EXPECT_EQ(issues, (std::map<std::string, int>{{rule, 1}})) << fields;
        EXPECT_TRUE(record.lineage.empty()) << fields;
        EXPECT_EQ(record.verdict, Verdict::accepted) << fields;
    }
}

TEST(TextOf, writes_values_canonically) {
    EXPECT_EQ(text_of(expression::Item(expression::Value(true))), "true");
    EXPECT_EQ(text_of(expression::Item(expression::Value(Date(2026, 3, 2)))), "2026-03-02");
    EXPECT_EQ(text_of(expression::Item::text("as it is")), "as it is");
}

}  // namespace
}  // namespace sluice::map
