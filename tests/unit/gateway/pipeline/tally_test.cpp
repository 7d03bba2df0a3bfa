#include "gateway/pipeline/tally.hpp"

#include "tests/support/pack.hpp"

#include <gtest/gtest.h>

namespace sluice::pipeline {
namespace {

using schema::Fault;

class TallyTest : public testing::Test {
  protected:
    TallyTest() { tally_.files.resize(2); }

    Tally tally_{tests::repository_pack().rules()};
};

TEST_F(TallyTest, counts_issues_by_rule_in_the_order_of_the_rules) {
    tally_.add(Fault::row_duplicate, {0, 0, 5, 50});
    tally_.add(Fault::csv_ragged_row, {0, 0, 6, 60});
    tally_.add(Fault::csv_ragged_row, {1, 0, 7, 70});

    const auto counts = tally_.issue_counts();

    ASSERT_EQ(counts.size(), 2U);
    EXPECT_EQ(counts[0].rule, "CSV-001");
    EXPECT_EQ(counts[0].count, 2U);
    EXPECT_EQ(counts[1].rule, "ROW-002");
    EXPECT_EQ(tally_.issues().size(), 3U);
    EXPECT_EQ(tally_.issues()[1].at, (SourceRef{0, 0, 6, 60}));
}

TEST(Tally, counts_what_it_does_not_list_and_says_so_once) {
    Tally tally(tests::repository_pack().rules(), 2);
    tally.files.resize(1);
    for (std::uint64_t record = 2; record < 7; ++record) {
        tally.add(Fault::csv_ragged_row, {0, 0, record, 0});
    }

    const auto counts = tally.issue_counts();

    ASSERT_EQ(counts.size(), 2U);
    EXPECT_EQ(counts[0].count, 5U);
    EXPECT_EQ(counts[1].rule, "SUB-002");
    EXPECT_EQ(counts[1].count, 1U);
    EXPECT_EQ(tally.issues().size(), 2U);
}

TEST_F(TallyTest, moves_a_row_from_one_verdict_to_another) {
    tally_.files[0].read = 2;
    tally_.count(0, 2, Verdict::accepted);
    tally_.count(0, 3, Verdict::skipped);

    tally_.move(0, 2, Verdict::skipped);
    tally_.move(0, 3, Verdict::held);
    tally_.settle();

    EXPECT_EQ(tally_.files[0].accepted, 0U);
    EXPECT_EQ(tally_.files[0].held, 1U);
    EXPECT_EQ(tally_.files[0].skipped, 1U);
    EXPECT_EQ(tally_.verdict_of(0, 2), Verdict::skipped);
    EXPECT_EQ(tally_.verdict_of(0, 3), Verdict::held);
}

TEST_F(TallyTest, gives_a_row_the_worst_verdict_of_what_it_gave_and_once_only) {
    tally_.files[0].read = 2;
    tally_.count(0, 10, Verdict::accepted);
    tally_.count(0, 11, Verdict::accepted);

    tally_.worsen(0, 10, Verdict::held);
    tally_.worsen(0, 10, Verdict::rejected);
    tally_.worsen(0, 10, Verdict::accepted);
    tally_.worsen(0, 11, Verdict::accepted);
    tally_.settle();

    EXPECT_EQ(tally_.files[0].rejected, 1U);
    EXPECT_EQ(tally_.files[0].accepted, 1U);
    EXPECT_EQ(tally_.files[0].held, 0U);
}

TEST_F(TallyTest, settles_twice_as_once) {
    tally_.files[0].read = 1;
    tally_.count(0, 10, Verdict::accepted);
    tally_.worsen(0, 10, Verdict::held);

    tally_.settle();
    tally_.settle();

    EXPECT_EQ(tally_.files[0].held, 1U);
}

using TallyDeathTest = TallyTest;

TEST_F(TallyDeathTest, stops_the_process_where_a_files_rows_do_not_add_up) {
    tally_.files[1].read = 3;
    tally_.files[1].accepted = 2;

    EXPECT_DEATH(tally_.settle(), "broken invariant");
}

TEST_F(TallyDeathTest, stops_the_process_where_a_row_was_never_counted) {
    EXPECT_DEATH(tally_.move(0, 2, Verdict::accepted), "broken invariant");
}

TEST_F(TallyTest, knows_whether_anything_was_held_or_rejected) {
    EXPECT_FALSE(tally_.anything_held_or_rejected());

    tally_.files[1].held = 1;
    EXPECT_TRUE(tally_.anything_held_or_rejected());

    tally_.files[1].held = 0;
    tally_.entities["referral"].rejected = 1;
    EXPECT_TRUE(tally_.anything_held_or_rejected());
}

}  // namespace
}  // namespace sluice::pipeline
