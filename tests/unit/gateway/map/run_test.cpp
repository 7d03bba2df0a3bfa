#include "gateway/map/run.hpp"

#include "tests/unit/gateway/map/clinic_run.hpp"

#include <gmock/gmock.h>

namespace sluice::map {
namespace {

using tests::ClinicRun;
using tests::entry;
using tests::mapping;
using tests::person;
using tests::person_mapping;
using tests::records_of;

const std::string kReferral = mapping(
    "referral", "referral",
    R"("person_id": { "ref": "clinic/person" }, "referral_date": { "from": "Day" }, "status": { "const": "accepted" })",
    R"J("when": "code.concept.memberOf('sp-referral-made')", "anchor": true)J"
);
// Many entries give one field of the person.
std::string into_person(const std::string& name, const std::string& merge, const std::string& more = {}) {
    return mapping(
        name, "person", R"("family_name": { "from": "Text" })",
        R"("into": "clinic/person", "key": ["Org", "Person"], "when": "Code = '3'", "merge": ")" + merge +
            "\"" + more
    );
}

TEST(Run, makes_no_records_without_an_anchor) {
    ClinicRun run({person_mapping(R"("birth_date": { "from": "Born" })"), kReferral});
    run.rows.add("Person", person());
    run.rows.add("Entry", entry("E1", {{"Code", "3"}}));

    const auto mapped = run.run();

    EXPECT_FALSE(mapped.anchored);
    EXPECT_TRUE(mapped.records.empty());
}

TEST(Run, makes_records_of_the_rows_that_a_mapping_takes) {
    ClinicRun run({person_mapping(R"("birth_date": { "from": "Born" })"), kReferral});
    run.rows.add("Person", person());
    run.rows.add("Entry", entry("E1"));
    run.rows.add("Entry", entry("E2", {{"Code", "3"}}));

    const auto mapped = run.run();

    EXPECT_TRUE(mapped.anchored);
    ASSERT_EQ(records_of(mapped.records, "person").size(), 1U);
    ASSERT_EQ(records_of(mapped.records, "referral").size(), 1U);
    EXPECT_EQ(records_of(mapped.records, "person").at(0)->text("birth_date"), "1950-01-29");
    EXPECT_EQ(records_of(mapped.records, "referral").at(0)->text("referral_date"), "2026-03-02");
}

TEST(Run, makes_no_record_of_a_row_whose_key_is_not_whole) {
    ClinicRun run({mapping(
        "referral", "referral", R"("status": { "const": "accepted" })",
        R"("key": ["Org", "Parent"], "anchor": true)"
    )});
    run.rows.add("Entry", entry("E1"));

    const auto mapped = run.run();

    EXPECT_FALSE(mapped.anchored);
    EXPECT_TRUE(mapped.records.empty());
}

const std::string kTags = mapping(
    "tag", "gap_tag",
    R"("person_id": { "ref": "clinic/person" }, "start_date": { "from": "Day" },
       "tag": { "value": "%part", "as": "code", "code": "case-tag" })",
    R"J("each": { "column": "Text", "by": ";," }, "when": "%part != 'none'", "anchor": true)J"
);

TEST(Run, makes_a_record_of_each_part_of_a_cell) {
    ClinicRun run({person_mapping(R"("birth_date": { "from": "Born" })"), kTags});
    run.rows.add("Person", person());
    run.rows.add("Entry", entry("E1", {{"Text", "Housing advocacy; ;Sleep,none;HOUSING ADVOCACY;"}}));

    const auto mapped = run.run();

    const auto tags = records_of(mapped.records, "gap_tag");
    ASSERT_EQ(tags.size(), 2U);
    EXPECT_NE(tags.at(0)->id, tags.at(1)->id);
    EXPECT_THAT(
        (std::vector{std::string(tags.at(0)->text("tag")), std::string(tags.at(1)->text("tag"))}),
        testing::UnorderedElementsAre("housing_advocacy", "sleep")
    );
}

TEST(Run, makes_no_record_of_a_cell_without_parts) {
    ClinicRun run({person_mapping(R"("birth_date": { "from": "Born" })"), kTags});
    run.rows.add("Person", person());
    run.rows.add("Entry", entry("E1", {{"Text", " ; ,"}}));

    EXPECT_FALSE(run.run().anchored);
}

TEST(Run, knows_no_part_in_a_mapping_without_each) {
    const auto world = tests::make_world(
        tests::clinic({mapping("tag", "gap_tag", R"("tag": { "value": "%part" })", R"("anchor": true)")})
    );

    ASSERT_FALSE(world);
    EXPECT_THAT(world.error().text(), testing::HasSubstr("part"));
}

TEST(Run, wants_a_column_for_each) {
    const auto world = tests::make_world(tests::clinic({mapping(
        "tag", "gap_tag", R"("tag": { "value": "%part" })", R"("each": { "column": "Texts", "by": ";" })"
    )}));

    ASSERT_FALSE(world);
    EXPECT_THAT(world.error().text(), testing::HasSubstr("each 'Texts'"));
}

struct MergeCase {
    const char* merge;
    const char* wanted;
};
const MergeCase kMerges[] = {
    {"latest by Day, Entry", "c"},
    {"first by Day, Entry", "b"},
    {"latest by Entry", "z"},
    {"first by Entry", "a"},
    {"all", "a"},  // the first value wins, in key order
};

TEST(Run, folds_many_rows_into_one_record_as_the_mapping_says) {
    for (const auto& wanted : kMerges) {
        ClinicRun run({person_mapping(), kReferral, into_person("name", wanted.merge)});
        run.rows.add("Person", person());
        run.rows.add("Entry", entry("E0"));
        run.rows.add("Entry", entry("E1", {{"Code", "3"}, {"Text", "a"}, {"Day", "2026-03-05"}}));
        run.rows.add("Entry", entry("E2", {{"Code", "3"}, {"Text", "b"}, {"Day", "2026-03-01"}}));
        run.rows.add("Entry", entry("E3", {{"Code", "3"}, {"Text", "c"}, {"Day", "2026-03-10"}}));
        run.rows.add("Entry", entry("E4", {{"Code", "3"}, {"Text", "z"}, {"Day", "2026-03-02"}}));

        const auto mapped = run.run();

        EXPECT_EQ(records_of(mapped.records, "person").at(0)->text("family_name"), wanted.wanted)
            << wanted.merge;
    }
}

TEST(Run, breaks_a_tie_of_dates_by_the_next_column) {
    ClinicRun run({person_mapping(), kReferral, into_person("name", "latest by Day, Entered")});
    run.rows.add("Person", person());
    run.rows.add("Entry", entry("E0"));
    run.rows.add("Entry", entry("E1", {{"Code", "3"}, {"Text", "later"}, {"Entered", "2026-03-09"}}));
    run.rows.add("Entry", entry("E2", {{"Code", "3"}, {"Text", "earlier"}, {"Entered", "2026-03-08"}}));

    const auto mapped = run.run();

    EXPECT_EQ(records_of(mapped.records, "person").at(0)->text("family_name"), "later");
}

TEST(Run, puts_a_date_that_cannot_be_read_first_and_reports_it) {
    ClinicRun run({person_mapping(), kReferral, into_person("name", "latest by Day")});
    run.rows.add("Person", person());
    run.rows.add("Entry", entry("E0"));
    run.rows.add("Entry", entry("E1", {{"Code", "3"}, {"Text", "good"}, {"Day", "2020-01-01"}}));
    run.rows.add("Entry", entry("E2", {{"Code", "3"}, {"Text", "bad"}, {"Day", "9999-99-99"}}));

    const auto mapped = run.run();

    const auto& merged = *records_of(mapped.records, "person").at(0);
    EXPECT_EQ(merged.text("family_name"), "good");
    EXPECT_THAT(tests::rules_of(run.world.documents->rules, merged), testing::Contains("VAL-001"));
    EXPECT_EQ(merged.issues.at(0).at.column, 4U);
}

TEST(Run, puts_blank_dates_and_sentinels_first_and_says_nothing) {
    ClinicRun run({person_mapping(), kReferral, into_person("name", "latest by Day")});
    run.rows.add("Person", person());
    run.rows.add("Entry", entry("E0"));
    run.rows.add("Entry", entry("E1", {{"Code", "3"}, {"Text", "good"}, {"Day", "1850-01-01"}}));
    run.rows.add("Entry", entry("E2", {{"Code", "3"}, {"Text", "blank"}, {"Day", ""}}));
    run.rows.add("Entry", entry("E3", {{"Code", "3"}, {"Text", "sentinel"}, {"Day", "1899-12-31"}}));

    const auto mapped = run.run();

    EXPECT_EQ(records_of(mapped.records, "person").at(0)->text("family_name"), "good");
    EXPECT_EQ(run.issues(mapped).count("VAL-001"), 0U);
}

TEST(Run, lets_the_lower_rank_win_a_field_and_others_fill_the_rest) {
    const auto ranked = [](const std::string& name, const std::string& fields, int rank) {
        return mapping(
            name, "person", fields,
            R"("into": "clinic/person", "key": ["Org", "Person"], "when": "Code = '3'", "rank": )" +
                std::to_string(rank)
        );
    };
    ClinicRun run(
        {person_mapping(), kReferral,
         ranked("a", R"("family_name": { "const": "second" }, "given_name": { "const": "given" })", 20),
         ranked("b", R"("family_name": { "const": "first" })", 5)}
    );
    run.rows.add("Person", person());
    run.rows.add("Entry", entry("E0"));
    run.rows.add("Entry", entry("E1", {{"Code", "3"}}));

    const auto mapped = run.run();

    EXPECT_EQ(records_of(mapped.records, "person").at(0)->text("family_name"), "first");
    EXPECT_EQ(records_of(mapped.records, "person").at(0)->text("given_name"), "given");
}

TEST(Run, fills_no_field_that_the_purpose_does_not_allow) {
    ClinicRun run(
        {person_mapping(R"("family_name": { "from": "Surname" }, "birth_date": { "from": "Born" })"),
         kReferral}
    );
    run.rows.add("Person", person("P1", {{"Surname", "Synthetic"}}));
    run.rows.add("Entry", entry("E1"));

    const auto care = run.run("direct-care");
    const auto secondary = run.run("secondary-use");

    EXPECT_EQ(records_of(care.records, "person").at(0)->text("family_name"), "Synthetic");
    EXPECT_FALSE(records_of(secondary.records, "person").at(0)->cell("family_name").present);
    EXPECT_EQ(records_of(secondary.records, "person").at(0)->text("birth_date"), "1950-01-29");
}

TEST(Run, keeps_a_person_whose_number_is_wrong_and_says_which_way) {
    const std::pair<const char*, const char*> numbers[] = {
        {"99900000A8", "NHS-001"}, {"999000001", "NHS-002"}, {"9990000019", "NHS-003"},
        {"9999999999", "NHS-004"}, {"", "NHS-006"},
    };
    for (const auto& [number, rule] : numbers) {
        ClinicRun run({person_mapping(R"("nhs_number": { "from": "NhsNumber" })"), kReferral});
        run.rows.add("Person", person("P1", {{"NhsNumber", number}}));
        run.rows.add("Entry", entry("E1"));

        const auto mapped = run.run();

        const auto& found = *records_of(mapped.records, "person").at(0);
        EXPECT_EQ(found.verdict, Verdict::accepted) << rule;
        EXPECT_FALSE(found.cell("nhs_number").present) << rule;
        EXPECT_EQ(tests::rules_of(run.world.documents->rules, found), std::vector<std::string>{rule});
    }
}

TEST(Run, refuses_the_person_of_a_test_number_in_production) {
    ClinicRun run({person_mapping(R"("nhs_number": { "from": "NhsNumber" })"), kReferral});
    run.rows.add("Person", person());
    run.rows.add("Entry", entry("E1"));

    const auto mapped = run.run("direct-care", true);

    EXPECT_EQ(records_of(mapped.records, "person").at(0)->verdict, Verdict::rejected);
    EXPECT_EQ(run.issues(mapped).at("NHS-005"), 1);
    EXPECT_EQ(records_of(run.run().records, "person").at(0)->text("nhs_number"), "9990000018");
}

TEST(Run, remembers_which_rows_gave_a_record_and_whether_one_was_held) {
    ClinicRun run({person_mapping(), kReferral, into_person("name", "all")});
    run.rows.add("Person", person());
    run.rows.add("Entry", entry("E1"));
    run.rows.add("Entry", entry("E2", {{"Code", "3"}, {"Text", "x"}})).held = true;

    const auto mapped = run.run();

    EXPECT_EQ(records_of(mapped.records, "person").at(0)->rows.size(), 2U);
    EXPECT_TRUE(records_of(mapped.records, "person").at(0)->source_was_held);
    EXPECT_FALSE(records_of(mapped.records, "referral").at(0)->source_was_held);
}

TEST(Run, gives_records_by_entity_and_id_whatever_the_order_of_the_rows) {
    const auto ids = [](std::vector<std::string> entries) {
        ClinicRun run({person_mapping(), kReferral});
        for (const auto& id : entries) {
            run.rows.add("Entry", entry(id));
        }
        run.rows.add("Person", person());
        std::vector<std::pair<schema::EntityIndex, std::string>> out;
        for (const auto& record : run.run().records) {
            out.emplace_back(record.entity_index, record.id);
        }
        return out;
    };

    const auto forwards = ids({"E1", "E2", "E3"});

    EXPECT_EQ(forwards.size(), 4U);
    EXPECT_TRUE(std::is_sorted(forwards.begin(), forwards.end()));
    EXPECT_EQ(ids({"E3", "E1", "E2"}), forwards);
}

}  // namespace
}  // namespace sluice::map
