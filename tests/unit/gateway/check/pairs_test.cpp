#include "gateway/check/pairs.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

#include <gmock/gmock.h>

namespace sluice::check {
namespace {

using record::Record;
using testing::IsEmpty;
using testing::SizeIs;

using Fields = std::vector<std::pair<std::string, std::string>>;

const schema::Dataset& dataset() {
    return tests::repository_pack().documents->dataset;
}
Record episode(const std::string& referral_date = "2026-03-01", const std::string& start = "2026-03-01") {
    Fields fields = {{"episode_id", "E"}, {"person_id", "P"}, {"start_date", start}};
    if (!referral_date.empty()) {
        fields.emplace_back("referral_date", referral_date);
    }
    return tests::make_record(dataset(), "episode", fields);
}
struct At {
    const char* date;
    const char* stage;
    const char* value;
    const char* version = "";
    const char* home = "E";
};
// An assessment with ONS4 and one answer.
std::vector<Record> ons4(const std::vector<At>& moments) {
    std::vector<Record> out = {episode()};
    for (const auto& at : moments) {
        const std::string id = "A" + std::to_string(out.size());
        Fields fields = {
            {"assessment_id", id}, {"person_id", "P"}, {"assessment_date", at.date}, {"instrument", "ONS4"}};
        for (const auto& [field, text] :
             Fields{{"stage", at.stage}, {"instrument_version", at.version}, {"episode_id", at.home}}) {
            if (!text.empty()) {
                fields.emplace_back(field, text);
            }
        }
        out.push_back(tests::make_record(dataset(), "assessment", fields));
        out.push_back(tests::make_record(
            dataset(), "assessment_item",
            {{"assessment_item_id", "I" + id},
             {"person_id", "P"},
             {"assessment_id", id},
             {"assessment_date", at.date},
             {"instrument", "ONS4"},
             {"item", "anxious_yesterday"},
             {"value", at.value}}
        ));
    }
    return out;
}
std::string text_of(const std::optional<Measured>& measured) {
    return measured ? measured->value.to_string() : "";
}

struct Case {
    const char* what;
    std::vector<At> moments;
    const char* baseline;
    const char* follow_up;
};
const Case kCases[] = {
    {"one pair", {{"2026-03-05", "baseline", "7"}, {"2026-06-05", "review", "4"}}, "7", "4"},
    {"the last follow-up",
     {{"2026-03-05", "baseline", "7"}, {"2026-04-05", "review", "5"}, {"2026-06-05", "end", "3"}},
     "7",
     "3"},
    {"the first baseline",
     {{"2026-03-05", "baseline", "7"}, {"2026-03-15", "baseline", "6"}, {"2026-06-05", "end", "3"}},
     "7",
     "3"},
    {"30 days after the referral", {{"2026-03-31", "baseline", "7"}, {"2026-06-05", "end", "3"}}, "7", "3"},
    {"31 days after the referral", {{"2026-04-01", "baseline", "7"}, {"2026-06-05", "end", "3"}}, "", "3"},
    {"30 days before it", {{"2026-01-30", "", "8", "", ""}, {"2026-06-05", "end", "3"}}, "8", "3"},
    {"31 days before it", {{"2026-01-29", "", "8", "", ""}, {"2026-06-05", "end", "3"}}, "", "3"},
    {"outside the episode, after the referral", {{"2026-03-09", "", "8", "", ""}}, nullptr, nullptr},
    {"7 days later", {{"2026-03-05", "baseline", "7"}, {"2026-03-12", "review", "4"}}, "7", "4"},
    {"6 days later", {{"2026-03-05", "baseline", "7"}, {"2026-03-11", "review", "4"}}, "7", ""},
    {"follow-up only", {{"2026-03-12", "review", "4"}}, "", "4"},
    {"follow-up before the baseline",
     {{"2026-03-02", "review", "4"}, {"2026-03-05", "baseline", "7"}},
     "7",
     ""},
    {"a date known to the month", {{"2026-03", "baseline", "7"}}, nullptr, nullptr},
};

TEST(PairsOf, takes_the_first_baseline_in_the_window_and_the_last_follow_up) {
    for (const auto& entry : kCases) {
        const auto records = ons4(entry.moments);

        const auto pairs = pairs_of(dataset(), records);

        if (entry.baseline == nullptr) {
            EXPECT_THAT(pairs, IsEmpty()) << entry.what;
            continue;
        }
        ASSERT_THAT(pairs, SizeIs(1)) << entry.what;
        EXPECT_EQ(text_of(pairs[0].baseline), entry.baseline) << entry.what;
        EXPECT_EQ(text_of(pairs[0].follow_up), entry.follow_up) << entry.what;
        EXPECT_EQ(pairs[0].direction, schema::Direction::lower);
    }
}

TEST(PairsOf, keeps_versions_apart) {
    const auto records = ons4({{"2026-03-05", "baseline", "7", "1"}, {"2026-06-05", "review", "4", "2"}});

    const auto pairs = pairs_of(dataset(), records);

    ASSERT_THAT(pairs, SizeIs(2));
    EXPECT_FALSE(pairs[0].follow_up);
    EXPECT_FALSE(pairs[1].baseline);
}

TEST(PairsOf, leaves_out_what_was_refused) {
    auto records = ons4({{"2026-03-05", "baseline", "7"}, {"2026-06-05", "review", "4"}});
    records.back().verdict = Verdict::rejected;

    EXPECT_EQ(text_of(pairs_of(dataset(), records).at(0).follow_up), "");
}

TEST(PairsOf, goes_by_the_start_where_no_referral_opened_the_episode) {
    auto records = ons4({{"2026-03-05", "baseline", "7"}});
    records[0] = episode("", "2026-02-20");

    EXPECT_EQ(text_of(pairs_of(dataset(), records).at(0).baseline), "7");
}

TEST(PairsOf, compares_scores_on_the_metric_scale) {
    std::vector<Record> records = {episode()};
    for (const auto& [id, date, stage, metric] : std::vector<std::array<const char*, 4>>{
             {"A1", "2026-03-05", "baseline", "19.25"}, {"A2", "2026-06-05", "end", "22.35"}}) {
        records.push_back(tests::make_record(
            dataset(), "assessment",
            {{"assessment_id", id},
             {"person_id", "P"},
             {"episode_id", "E"},
             {"assessment_date", date},
             {"instrument", "SWEMWBS"},
             {"stage", stage},
             {"score", "21"},
             {"metric_score", metric}}
        ));
    }

    const auto pairs = pairs_of(dataset(), records);

    ASSERT_THAT(pairs, SizeIs(1));
    EXPECT_EQ(pairs[0].item, "total");
    EXPECT_EQ(text_of(pairs[0].baseline), "19.25");
    EXPECT_EQ(change_of(pairs[0]), Change::better);
}

Pair pair(int baseline, int follow_up, schema::Direction direction = schema::Direction::higher) {
    Pair out;
    out.direction = direction;
    out.baseline = Measured{{}, {}, Decimal(baseline)};
    out.follow_up = Measured{{}, {}, Decimal(follow_up)};
    return out;
}

TEST(ChangeOf, goes_by_the_direction_of_the_item) {
    EXPECT_EQ(change_of(pair(4, 6)), Change::better);
    EXPECT_EQ(change_of(pair(4, 6, schema::Direction::lower)), Change::worse);
    EXPECT_EQ(change_of(pair(6, 4, schema::Direction::lower)), Change::better);
    EXPECT_EQ(change_of(pair(4, 4, schema::Direction::lower)), Change::same);
}

PairSummary summed(const std::vector<Pair>& pairs) {
    PairSummary summary;
    for (const auto& pair : pairs) {
        EXPECT_TRUE(summary.add(pair));
    }
    return summary;
}

TEST(PairSummary, counts_what_is_not_paired_and_leaves_it_out_of_the_sums) {
    std::vector<Pair> pairs = {pair(4, 6), pair(5, 5), pair(10, 0), pair(0, 10)};
    pairs[2].follow_up.reset();
    pairs[3].baseline.reset();

    const auto summary = summed(pairs);

    EXPECT_EQ(summary.paired, 2U);
    EXPECT_EQ(summary.baseline_only, 1U);
    EXPECT_EQ(summary.follow_up_only, 1U);
    EXPECT_EQ(summary.baseline_sum, Decimal(9));
    EXPECT_EQ(summary.mean_change(1)->to_string(), "1.0");
    EXPECT_FALSE(PairSummary().mean_change(1));
}

TEST(PairSummary, stays_as_it_is_where_a_sum_has_too_many_digits) {
    auto large = pair(4, 6);
    large.follow_up->value = *Decimal::parse("999999999999999999");
    PairSummary summary;
    ASSERT_TRUE(summary.add(large));

    EXPECT_FALSE(summary.add(large));

    EXPECT_EQ(summary.paired, 1U);
    EXPECT_EQ(summary.baseline_sum, Decimal(4));
}

// Whole answers from 0 to 10 with these sums, spread over so many people.
std::vector<Pair> with_sums(int count, int baseline, int follow_up) {
    std::vector<Pair> pairs;
    for (int i = 0; i < count; ++i) {
        const auto part = [&](int sum) { return sum / count + (i < sum % count ? 1 : 0); };
        pairs.push_back(pair(part(baseline), part(follow_up)));
    }
    return pairs;
}

struct Published {
    const char* item;
    int count;
    int baseline_sum;
    int follow_up_sum;
    const char* baseline;
    const char* follow_up;
    const char* change;
};
const Published kPublished[] = {
    {"life_satisfaction", 263, 1262, 1657, "4.8", "6.3", "1.5"},
    {"worthwhile", 250, 1175, 1600, "4.7", "6.4", "1.7"},
    {"happy_yesterday", 251, 1155, 1581, "4.6", "6.3", "1.7"},
    {"anxious_yesterday", 246, 1732, 1366, "7.0", "5.6", "-1.5"},  // not 5.6 - 7.0
};

// AT-30: the mean change comes from the exact sums.
TEST(PairSummary, shows_the_change_of_the_unrounded_means) {
    for (const auto& entry : kPublished) {
        const auto pairs = with_sums(entry.count, entry.baseline_sum, entry.follow_up_sum);

        const auto summary = summed(pairs);

        EXPECT_EQ(summary.baseline_sum, Decimal(entry.baseline_sum)) << entry.item;
        EXPECT_EQ(summary.baseline_mean(1)->to_string(), entry.baseline) << entry.item;
        EXPECT_EQ(summary.follow_up_mean(1)->to_string(), entry.follow_up) << entry.item;
        EXPECT_EQ(summary.mean_change(1)->to_string(), entry.change) << entry.item;
    }
}

}  // namespace
}  // namespace sluice::check
