#include "gateway/pipeline/propose.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace sluice::pipeline {
namespace {

using Rows = std::vector<std::vector<std::string>>;

ProposedTable proposed(const std::vector<std::string>& header, const Rows& rows) {
    return propose(tests::repository_pack(), {"list", header, rows});
}

const ProposedField* field_of(const ProposedTable& table, std::size_t column, const std::string& name) {
    const auto& fields = table.columns.at(column).fields;
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const auto& one) { return one.field == name; });
    return found == fields.end() ? nullptr : &*found;
}

const std::vector<std::string> kReferrals = {"Case ID", "Client ID", "Referral Date", "Status"};

TEST(Propose, takes_the_entity_that_most_headings_are_known_of) {
    const auto table = proposed(kReferrals, {{"K1", "C1", "02/10/2026", "Active"}});

    EXPECT_EQ(table.entity, "referral");
    EXPECT_TRUE(table.columns[0].row_key);
    EXPECT_TRUE(table.columns[1].person_key);
    EXPECT_TRUE(table.columns[2].date);
    EXPECT_EQ(field_of(table, 2, "referral_date")->confidence, Confidence::high);
    EXPECT_THAT(table.missing, testing::IsEmpty());
}

TEST(Propose, does_not_trust_a_heading_whose_values_do_not_fit) {
    const auto table =
        proposed(kReferrals, {{"K1", "C1", "02/10/2026", "purple"}, {"K2", "C2", "03/10/2026", "green"}});

    ASSERT_NE(field_of(table, 3, "status"), nullptr);
    EXPECT_EQ(field_of(table, 3, "status")->confidence, Confidence::low);
}

TEST(Propose, names_a_mandatory_field_that_nothing_was_found_for) {
    const auto table = proposed({"Case ID", "Client ID", "Referral Date"}, {{"K1", "C1", "02/10/2026"}});

    EXPECT_THAT(table.missing, testing::ElementsAre("status"));
}

TEST(Propose, knows_nhs_numbers_by_their_check_and_only_when_there_are_several) {
    const Rows many = {{"999 000 0018"}, {"9990000026"}, {"9990000034"}};

    const auto found = proposed({"Thing", "x"}, many);
    const auto few = proposed({"Thing", "x"}, {many[0], many[1]});
    const auto wrong = proposed({"Thing", "x"}, {{"9990000019"}, {"9990000027"}, {"9990000035"}});

    ASSERT_NE(field_of(found, 0, "nhs_number"), nullptr);
    EXPECT_EQ(field_of(found, 0, "nhs_number")->confidence, Confidence::medium);
    EXPECT_TRUE(found.columns[0].person_key);
    EXPECT_EQ(field_of(few, 0, "nhs_number"), nullptr);
    EXPECT_EQ(field_of(wrong, 0, "nhs_number"), nullptr);
}

TEST(Propose, says_of_words_that_are_alike_and_no_more_that_they_are) {
    const auto table = proposed({"Client ID", "Armed forces status"}, {{"C1", "x"}});

    ASSERT_FALSE(table.columns[1].fields.empty());
    EXPECT_EQ(table.columns[1].fields[0].confidence, Confidence::low);
}

TEST(Propose, knows_no_key_among_cells_that_come_again) {
    const auto table = proposed({"Case ID", "Client ID"}, {{"K1", "C1"}, {"K1", "C2"}, {"K2", "C2"}});

    EXPECT_FALSE(table.columns[0].row_key);
}

TEST(Propose, never_says_a_value) {
    const auto table = proposed(kReferrals, {{"K1", "C1", "02/10/2026", "SECRETWORD"}});

    for (const auto& column : table.columns) {
        for (const auto& one : column.fields) {
            EXPECT_THAT(one.why, testing::Not(testing::HasSubstr("SECRETWORD")));
            EXPECT_THAT(one.why, testing::Not(testing::HasSubstr("02/10")));
        }
    }
}

}  // namespace
}  // namespace sluice::pipeline
