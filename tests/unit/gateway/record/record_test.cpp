#include "gateway/record/record.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

#include <gtest/gtest.h>

namespace sluice::record {
namespace {

const schema::Dataset& dataset() {
    return tests::repository_pack().documents->dataset;
}

TEST(Record, answers_an_absent_cell_for_an_unknown_field) {
    const auto record = tests::make_record(dataset(), "referral", {{"referral_id", "R1"}});

    EXPECT_FALSE(record.cell("nothing").present);
    EXPECT_FALSE(record.cell("status").present);
    EXPECT_EQ(record.text("referral_id"), "R1");
}

TEST(Record, reads_dates_with_their_precision) {
    const auto record = tests::make_record(
        dataset(), "referral",
        {{"referral_id", "R1"}, {"referral_date", "2026-03"}, {"recorded_date", "soon"}}
    );

    EXPECT_EQ(record.date("referral_date")->precision(), DatePrecision::month);
    EXPECT_EQ(record.date("recorded_date"), std::nullopt);
    EXPECT_EQ(record.date("nothing"), std::nullopt);
}

TEST(Record, notes_that_the_engine_set_a_value) {
    auto record = tests::make_record(dataset(), "referral", {{"referral_id", "R1"}});
    record.rows.push_back({7, {1, 0, 20, 300}});

    record.set("counted", "true");

    EXPECT_EQ(record.text("counted"), "true");
    ASSERT_EQ(record.lineage.size(), 1U);
    EXPECT_EQ(record.lineage[0].field, *record.entity->field("counted"));
    EXPECT_EQ(record.lineage[0].mapping, kEngine);
    EXPECT_EQ(record.lineage[0].origin, record.rows.front());
}

TEST(Record, takes_a_value_away_where_it_is_set_to_nothing) {
    auto record = tests::make_record(dataset(), "referral", {{"referral_id", "R1"}, {"counted", "true"}});

    record.set("counted", "");

    EXPECT_FALSE(record.cell("counted").present);
}

TEST(PersonRecords, finds_the_first_record_of_an_entity) {
    PersonRecords person;
    person.records = {
        tests::make_record(dataset(), "person", {{"person_id", "P1"}}),
        tests::make_record(dataset(), "need", {{"need_id", "N1"}}),
        tests::make_record(dataset(), "need", {{"need_id", "N2"}})};

    EXPECT_EQ(person.find("need")->id, "N1");
    EXPECT_EQ(person.find("contact"), nullptr);
}

}  // namespace
}  // namespace sluice::record
