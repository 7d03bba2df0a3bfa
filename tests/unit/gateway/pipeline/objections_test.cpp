// Which of a person's entries counts. With rule PRV-007 (privacy/objection-entry).
#include "gateway/pipeline/objections.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

#include <gtest/gtest.h>

namespace sluice::pipeline {
namespace {

const schema::Dataset& dataset() {
    return tests::repository_pack().documents->dataset;
}

// The record's number tells the entries apart.
record::Record entry(std::uint64_t number, const std::string& kind, const std::string& date) {
    auto out = tests::make_record(
        dataset(), "objection",
        {{"objection_id", std::to_string(number)},
         {"person_id", "P"},
         {"kind", kind},
         {"objection_date", date}}
    );
    out.rows.push_back({1, {0, 0, number, 0}});
    return out;
}

// Which entry stands; 0: none.
std::uint64_t standing(const std::vector<record::Record>& entries) {
    const auto found = standing_objection(entries, dataset().objection, *Date::parse("2026-11-01"));
    return found ? found->at.record : 0;
}

TEST(StandingObjection, is_none_without_an_entry) {
    EXPECT_EQ(standing({}), 0U);
    EXPECT_EQ(standing({entry(2, "withdrawal", "2026-03-02")}), 0U);
}

TEST(StandingObjection, is_withdrawn_by_a_later_entry_only) {
    EXPECT_EQ(standing({entry(2, "dissent", "2026-03-02")}), 2U);
    EXPECT_EQ(standing({entry(2, "dissent", "2026-03-02"), entry(3, "withdrawal", "2026-03-03")}), 0U);
    EXPECT_EQ(standing({entry(2, "withdrawal", "2026-03-01"), entry(3, "dissent", "2026-03-02")}), 3U);
}

TEST(StandingObjection, stands_where_both_are_of_one_day) {
    EXPECT_EQ(standing({entry(2, "dissent", "2026-03-02"), entry(3, "withdrawal", "2026-03-02")}), 2U);
}

TEST(StandingObjection, stands_where_a_day_is_not_known) {
    EXPECT_EQ(standing({entry(2, "dissent", ""), entry(3, "withdrawal", "2026-03-02")}), 2U);
    EXPECT_EQ(standing({entry(2, "dissent", "2026-03-02"), entry(3, "withdrawal", "")}), 2U);
}

TEST(StandingObjection, stands_where_a_month_or_a_year_may_be_before_it) {
    EXPECT_EQ(standing({entry(2, "dissent", "2026-03-02"), entry(3, "withdrawal", "2026-03")}), 2U);
    EXPECT_EQ(standing({entry(2, "dissent", "2026"), entry(3, "withdrawal", "2026-03-02")}), 2U);
    EXPECT_EQ(standing({entry(2, "dissent", "2026-03"), entry(3, "withdrawal", "2026-04-01")}), 0U);
}

TEST(StandingObjection, is_not_withdrawn_by_a_day_to_come) {
    EXPECT_EQ(standing({entry(2, "dissent", "2026-03-02"), entry(3, "withdrawal", "2026-11-02")}), 2U);
}

TEST(StandingObjection, is_the_latest_of_several) {
    EXPECT_EQ(
        standing(
            {entry(2, "dissent", "2026-03-02"), entry(3, "withdrawal", "2026-04-01"),
             entry(4, "dissent", "2026-05-01")}
        ),
        4U
    );
}

}  // namespace
}  // namespace sluice::pipeline
