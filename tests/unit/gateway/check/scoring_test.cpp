#include "gateway/check/scoring.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

namespace sluice::check {
namespace {

const schema::Instrument& instrument(std::string_view id) {
    return *tests::repository_pack().documents->dataset.instrument(id);
}

// item_1 and so on; a blank where there is no answer.
Answers answers(const std::vector<std::string>& values, const std::string& total = "") {
    Answers out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i].empty()) {
            out["item_" + std::to_string(i + 1)] = Decimal::parse(values[i]).value();
        }
    }
    if (!total.empty()) {
        out["total"] = Decimal::parse(total).value();
    }
    return out;
}

std::string text_of(const std::optional<Decimal>& value) {
    return value ? value->to_string() : "";
}

struct Case {
    const char* what;
    const char* instrument;
    std::vector<std::string> values;
    const char* received;
    const char* total;
    const char* metric;
    const char* band;
    bool incomplete;
};
const Case kCases[] = {
    {"all items", "PHQ-9", {"1", "1", "1", "1", "1", "1", "1", "1", "2"}, "", "10", "", "moderate", false},
    {"all items at zero", "GAD-7", {"0", "0", "0", "0", "0", "0", "0"}, "", "0", "", "minimal", false},
    {"items count before the total", "UCLA-3", {"1", "2", "3"}, "9", "6", "", "", false},
    {"a total alone", "PHQ-9", {}, "20", "20", "", "severe", false},
    {"a total where an item lacks",
     "PHQ-9",
     {"3", "3", "3", "3", "3", "3", "3", "3", ""},
     "25",
     "25",
     "",
     "severe",
     false},
    {"a total of what is answered", "SWEMWBS", {"3", "3", "3", "3", "3", "3", ""}, "18", "", "", "", true},
    {"a total of what is answered, which could be of all",
     "GAD-7",
     {"1", "1", "1", "1", "1", "1", ""},
     "6",
     "",
     "",
     "",
     true},
    {"a total that the missing answer cannot make up",
     "GAD-7",
     {"1", "1", "1", "1", "1", "1", ""},
     "20",
     "",
     "",
     "",
     true},
    {"an item lacks",
     "WEMWBS",
     {"5", "5", "5", "5", "5", "5", "5", "5", "5", "5", "5", "5", "5", ""},
     "",
     "",
     "",
     "",
     true},
    {"raw to metric", "SWEMWBS", {"3", "3", "3", "3", "4", "4", "4"}, "", "24", "21.54", "", false},
    {"a raw total to metric", "SWEMWBS", {}, "20", "20", "18.59", "", false},
    {"a metric total", "SWEMWBS", {}, "21.54", "", "21.54", "", false},
    {"six of seven", "SWEMWBS", {"3", "3", "3", "3", "4", "4", ""}, "", "", "", "", true},
    {"never worked out",
     "CORE-10",
     {"0", "0", "0", "0", "0", "0", "0", "0", "0", "4"},
     "",
     "",
     "",
     "",
     false},
    {"as received", "PAM", {}, "56.4", "56.4", "", "", false},
    {"no index", "EQ-5D-5L", {"1", "1", "2", "3", "5"}, "", "", "", "", false},
    {"nothing", "PHQ-9", {}, "", "", "", "", false},
};

TEST(ScoreOf, sums_what_is_complete_and_else_takes_what_was_received) {
    for (const auto& entry : kCases) {
        const auto score = score_of(instrument(entry.instrument), answers(entry.values, entry.received));

        EXPECT_EQ(text_of(score.total), entry.total) << entry.what;
        EXPECT_EQ(text_of(score.metric), entry.metric) << entry.what;
        EXPECT_EQ(score.band, entry.band) << entry.what;
        EXPECT_EQ(score.incomplete, entry.incomplete) << entry.what;
    }
}

TEST(ScoreOf, builds_no_score_of_ons4) {
    const Answers all = {
        {"life_satisfaction", Decimal(7)},
        {"worthwhile", Decimal(7)},
        {"happy_yesterday", Decimal(7)},
        {"anxious_yesterday", Decimal(2)}};

    const auto score = score_of(instrument("ONS4"), all);

    EXPECT_FALSE(score.total);
    EXPECT_FALSE(score.incomplete);
}

TEST(ScoreOf, prorates_where_the_instrument_says_so) {
    auto lenient = instrument("WEMWBS");
    lenient.scoring.items_min = 12;
    lenient.scoring.decimals = 1;
    std::vector<std::string> values(14, "4");
    values[0] = "3";

    EXPECT_EQ(text_of(score_of(lenient, answers(values)).total), "55");
    values[13] = "";
    values[12] = "";
    EXPECT_EQ(text_of(score_of(lenient, answers(values)).total), "54.8");  // 47 * 14 / 12, rounded once
    values[11] = "";
    EXPECT_TRUE(score_of(lenient, answers(values)).incomplete);
}

}  // namespace
}  // namespace sluice::check
