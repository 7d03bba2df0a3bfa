#include "gateway/outlet/sums.hpp"

#include "gateway/outlet/summary.hpp"

#include "tests/unit/gateway/outlet/sample_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

namespace sluice::outlet {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

CellCounts cell(Count known, Count expected) {
    return {expected, known, known, 0};
}

std::vector<std::string> ids(const std::vector<const IssueGroup*>& groups) {
    std::vector<std::string> result;
    for (const IssueGroup* group : groups) {
        result.push_back(group->rule);
    }
    return result;
}

TEST(Sums, a_file_adds_up_only_when_every_row_has_one_verdict) {
    EXPECT_TRUE(adds_up({10, 4, 3, 2, 1}));
    EXPECT_TRUE(adds_up({}));
    EXPECT_FALSE(adds_up({10, 4, 3, 2, 0}));
    EXPECT_FALSE(adds_up({10, 4, 3, 2, 2}));
}

TEST(Sums, totals_all_files) {
    Report report;
    report.files = {{"a", "", 0, "", {10, 4, 3, 2, 1}}, {"b", "", 0, "", {5, 5, 0, 0, 1}}};

    const RowCounts rows = total(report.files);

    EXPECT_EQ(rows.read, 15U);
    EXPECT_EQ(rows.accepted, 9U);
    EXPECT_EQ(rows.skipped, 2U);
    EXPECT_EQ(rows_needing_attention(rows), 5U);
    EXPECT_EQ(files_that_do_not_add_up(report.files), 1U);
}

TEST(Sums, rounds_a_percentage_half_up_to_one_decimal) {
    const std::tuple<Count, Count, const char*> cases[] = {
        {0, 10, "0.0"},   {10, 10, "100.0"},     {1, 3, "33.3"},       {2, 3, "66.7"},     {1, 2000, "0.1"},
        {1, 2001, "0.0"}, {1999, 2000, "100.0"}, {1997, 2000, "99.9"}, {333, 1000, "33.3"}};

    for (const auto& [known, expected, text] : cases) {
        EXPECT_EQ(percent_text(Share{known, expected}), text) << known << '/' << expected;
    }
}

TEST(Sums, has_no_percentage_where_nothing_was_expected) {
    EXPECT_EQ(percent_text(Share{0, 0}), "");
    EXPECT_EQ(percent_text(Share{3, 0}), "");
    EXPECT_EQ(percent_short(cell(0, 0)), "–");
    EXPECT_EQ(whole_percent(Share{0, 0}), 0U);
}

TEST(Sums, says_all_or_none_in_a_cell_only_where_it_is_so) {
    EXPECT_EQ(percent_short(cell(0, 1000)), "0%");
    EXPECT_EQ(percent_short(cell(1, 1000)), "<1%");
    EXPECT_EQ(percent_short(cell(999, 1000)), ">99%");
    EXPECT_EQ(percent_short(cell(1000, 1000)), "100%");
    EXPECT_EQ(percent_short(cell(496, 1000)), "50%");
}

TEST(Sums, sums_organisations_into_one_grid_an_entity) {
    Report report;
    report.completeness = {
        {"person", "Person", "gender", "Gender", "A", "", "2026-02", {10, 8, 6, 1}},
        {"referral", "Referral", "status", "Status", "A", "", "2026-02", {4, 4, 4, 0}},
        {"person", "Person", "gender", "Gender", "B", "", "2026-02", {10, 9, 9, 2}},
        {"person", "Person", "gender", "Gender", "B", "", "2026-01", {1, 0, 0, 0}}};

    const std::vector<EntityGrid> grids = entity_grids(all_cells(report));

    ASSERT_EQ(grids.size(), 2U);
    EXPECT_THAT(grids[0].months, ElementsAre("2026-01", "2026-02"));
    ASSERT_EQ(grids[0].fields.size(), 1U);
    EXPECT_EQ(grids[0].fields[0].months.at("2026-02").known, 15U);
    EXPECT_EQ(grids[0].fields[0].months.at("2026-02").declined, 3U);
    EXPECT_EQ(grids[0].fields[0].all.expected, 21U);
    EXPECT_EQ(grids[1].all.known, 4U);
    EXPECT_EQ(cells_by_organisation(report).at("B").size(), 2U);
}

TEST(Sums, orders_issues_by_severity_then_count_then_rule) {
    Report report;
    const std::tuple<const char*, Severity, Count> issues[] = {
        {"W-2", Severity::warning, 5},
        {"I-1", Severity::information, 99},
        {"W-1", Severity::warning, 5},
        {"E-1", Severity::error, 1},
        {"W-3", Severity::warning, 9}};
    for (const auto& [rule, severity, count] : issues) {
        IssueGroup group;
        group.rule = rule;
        group.severity = severity;
        group.count = count;
        report.issues.push_back(group);
    }

    EXPECT_THAT(ids(issues_by_severity(report)), ElementsAre("E-1", "W-3", "W-1", "W-2", "I-1"));
    EXPECT_THAT(ids(worth_fixing(report, 3)), ElementsAre("E-1", "W-3", "W-1"));
    EXPECT_THAT(ids(worth_fixing(report, 9)), ElementsAre("E-1", "W-3", "W-1", "W-2"));
}

TEST(Bar, is_met_exactly_and_not_by_rounding) {
    const auto at = [](Count known, Count expected, const Decimal& bar) {
        return meets({expected, known, known, 0}, bar);
    };

    EXPECT_EQ(at(995, 1000, Decimal(995, 1)), true);
    EXPECT_EQ(at(994, 1000, Decimal(995, 1)), false);
    EXPECT_EQ(at(9999, 10'000, Decimal(100)), false);
    EXPECT_EQ(at(0, 0, Decimal(90)), std::nullopt);
    EXPECT_EQ(meets({5, 5, 5, 0}, std::nullopt), std::nullopt);
}

TEST(Bar, counts_who_declined_as_answered) {
    EXPECT_EQ(meets({100, 95, 80, 10}, Decimal(90)), true);
    EXPECT_EQ(meets({100, 95, 80, 9}, Decimal(90)), false);
    EXPECT_EQ(percent_text(answered_share({100, 95, 80, 10})), "90.0");
    EXPECT_EQ(percent_short(CellCounts{100, 100, 0, 100}), "100%");
}

TEST(Score, counts_by_weight_and_leaves_out_what_is_not_collected) {
    CellCounts apart;
    apart.not_collected = 100;
    Report report;
    report.completeness = {
        {"person", "", "a", "", "F1", "", "2026-10", {10, 10, 10, 0}, "", "", 3},
        {"person", "", "b", "", "F1", "", "2026-10", {10, 0, 0, 0}, "", "", 1},
        {"person", "", "c", "", "F1", "", "2026-10", apart, "", "", 5}};

    EXPECT_EQ(score_text(report), "75.0");
    EXPECT_EQ(score_text({}), "");
}

TEST(Summary, says_in_words_what_came_of_the_rows) {
    Report report;
    report.files = {{"a", "", 0, "", {412'345, 8'120, 25, 12, 404'188}}};

    const Summary summary = summarise(report);

    EXPECT_EQ(summary.state, State::attention);
    EXPECT_EQ(summary.headline, "37 rows need your attention.");
    EXPECT_THAT(
        summary.sentences, Contains(HasSubstr("We read 412,345 rows in 1 file. 8,120 were used; 404,188 "))
    );
    EXPECT_THAT(summary.sentences, Contains(HasSubstr("25 rows are held, not lost")));
    EXPECT_THAT(summary.sentences, Contains(HasSubstr("The counts add up")));
}

TEST(Summary, is_calm_where_nothing_was_found) {
    Report report;
    report.files = {{"a", "", 0, "", {5, 5, 0, 0, 0}}};

    EXPECT_EQ(summarise(report).state, State::good);
    EXPECT_EQ(summarise({}).state, State::empty);
    EXPECT_EQ(summarise({}).headline, "There was nothing to read.");
}

TEST(Summary, calls_a_nil_return_one) {
    Report report;
    report.header.nil_return = true;

    EXPECT_EQ(summarise(report).headline, "This is a nil return.");
    EXPECT_THAT(summarise(report).sentences, ::testing::Not(Contains(HasSubstr("We read"))));
}

TEST(Summary, does_not_count_a_manifest_as_a_file) {
    Report report;
    report.files = {{"person.csv", "", 0, "person", {5, 5, 0, 0, 0}}, {"manifest.json", "", 0, "", {}, true}};

    EXPECT_THAT(summarise(report).sentences, Contains(HasSubstr("5 rows in 1 file.")));
}

TEST(Summary, says_so_where_the_counts_do_not_add_up) {
    Report report;
    report.files = {{"a", "", 0, "", {5, 4, 0, 0, 0}}};

    const Summary summary = summarise(report);

    EXPECT_EQ(summary.state, State::attention);
    EXPECT_THAT(summary.sentences, Contains(HasSubstr("The counts of 1 file do not add up")));
}

TEST(Summary, tells_a_set_on_hold_from_one_that_was_refused) {
    const std::tuple<const char*, State, const char*> cases[] = {
        {"held", State::stopped, "This submission is on hold."},
        {"rejected_file", State::stopped, "This submission was not accepted."},
        {"processed_with_rejects", State::empty, "There was nothing to read."}};

    for (const auto& [status, state, headline] : cases) {
        Report report;
        report.header.status = status;
        EXPECT_EQ(summarise(report).state, state) << status;
        EXPECT_EQ(summarise(report).headline, headline) << status;
    }
}

TEST(Summary, says_that_a_trial_run_stored_nothing) {
    Report report;
    report.header.dry_run = true;

    EXPECT_THAT(summarise(report).sentences, Contains(HasSubstr("nothing was stored")));
    EXPECT_THAT(summarise({}).sentences, ::testing::Not(Contains(HasSubstr("trial"))));
}

}  // namespace
}  // namespace sluice::outlet
