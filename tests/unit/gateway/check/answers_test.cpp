// Answers by way of the whole checks, and with them rules ASM-005 to ASM-013.
#include "gateway/check/program.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

#include <gmock/gmock.h>

namespace sluice::check {
namespace {

using record::Record;
using testing::ElementsAre;
using testing::IsEmpty;
using tests::record_of;

using Fields = std::vector<std::pair<std::string, std::string>>;

const CheckContext kContext{Date(2026, 11, 1), false};

Record make(std::string_view entity, const Fields& fields) {
    return tests::make_record(tests::repository_pack().documents->dataset, entity, fields);
}
Record assessment(const std::string& id, const std::string& instrument, const Fields& more = {}) {
    Fields fields = {
        {"assessment_id", id},
        {"person_id", "P"},
        {"assessment_date", "2026-03-02"},
        {"instrument", instrument}};
    fields.insert(fields.end(), more.begin(), more.end());
    return make("assessment", fields);
}
Record answer(const std::string& item, const std::string& value, const std::string& of = "A") {
    auto out = make(
        "assessment_item", {{"assessment_item_id", of + item},
                            {"person_id", "P"},
                            {"assessment_id", of},
                            {"assessment_date", "2026-03-02"},
                            {"instrument", "PHQ-9"},
                            {"item", item}}
    );
    if (!value.empty()) {
        out.cells[*out.entity->field("value")] = {true, value, {}, {}};
    }
    return out;
}
// Nine answers of one value.
std::vector<Record> phq9(const std::string& value) {
    std::vector<Record> out = {assessment("A", "PHQ-9")};
    for (int i = 1; i <= 9; ++i) {
        out.push_back(answer("item_" + std::to_string(i), value));
    }
    return out;
}

std::vector<Record> check(std::vector<Record> records) {
    const auto& checks = tests::repository_pack().checks;
    checks.decide(records, kContext);
    checks.score(records);
    checks.remark(records, kContext);
    return records;
}
std::vector<std::string> rules(const std::vector<Record>& records, std::string_view id) {
    return tests::rules_of(tests::repository_pack().rules(), record_of(records, id));
}

TEST(Answers, give_a_score_with_its_band_and_its_lineage) {
    const auto records = check(phq9("0"));

    const auto& scored = record_of(records, "A");
    EXPECT_EQ(scored.text("score"), "0");
    EXPECT_EQ(scored.text("band"), "none or minimal");
    EXPECT_FALSE(scored.cell("metric_score").present);
    ASSERT_EQ(scored.lineage.size(), 2U);
    EXPECT_EQ(scored.lineage[0].mapping, record::kEngine);
    EXPECT_THAT(rules(records, "A"), IsEmpty());
}

TEST(Answers, beat_a_total_that_differs) {
    auto some = phq9("0");
    some.push_back(answer("total", "7"));

    const auto records = check(some);

    EXPECT_EQ(record_of(records, "A").text("score"), "0");
    EXPECT_THAT(rules(records, "Atotal"), ElementsAre("ASM-005"));
    EXPECT_EQ(record_of(records, "Atotal").verdict, Verdict::accepted);
}

TEST(Answers, agree_with_a_metric_total) {
    std::vector<Record> some = {assessment("A", "SWEMWBS"), answer("total", "21.54")};
    for (int i = 1; i <= 7; ++i) {
        some.push_back(answer("item_" + std::to_string(i), i < 5 ? "3" : "4"));
    }

    const auto records = check(some);

    EXPECT_EQ(record_of(records, "A").text("score"), "24");
    EXPECT_EQ(record_of(records, "A").text("metric_score"), "21.54");
    EXPECT_THAT(rules(records, "Atotal"), IsEmpty());
}

TEST(Answers, out_of_range_are_refused_and_leave_no_score_but_the_rest) {
    auto some = phq9("1");
    some[3] = answer("item_3", "4");

    const auto records = check(some);

    EXPECT_EQ(record_of(records, "Aitem_3").verdict, Verdict::rejected);
    EXPECT_THAT(rules(records, "Aitem_3"), ElementsAre("ASM-002"));
    EXPECT_EQ(record_of(records, "Aitem_2").verdict, Verdict::accepted);
    EXPECT_EQ(record_of(records, "A").verdict, Verdict::accepted);
    EXPECT_THAT(rules(records, "A"), ElementsAre("ASM-006"));
    EXPECT_FALSE(record_of(records, "A").cell("score").present);
}

TEST(Answers, that_are_few_are_no_matter_where_the_total_came) {
    const auto records = check({assessment("A", "PHQ-9"), answer("item_1", "1"), answer("total", "12")});

    EXPECT_EQ(record_of(records, "A").text("score"), "12");
    EXPECT_THAT(rules(records, "A"), IsEmpty());
    EXPECT_THAT(rules(records, "Atotal"), IsEmpty());
}

TEST(Answers, of_another_instrument_are_refused) {
    const auto records = check({assessment("A", "ONS4"), answer("total", "26"), answer("worthwhile", "6")});

    EXPECT_EQ(record_of(records, "Atotal").verdict, Verdict::rejected);
    EXPECT_THAT(rules(records, "Atotal"), ElementsAre("ASM-007"));
    EXPECT_EQ(record_of(records, "Aworthwhile").verdict, Verdict::accepted);
}

TEST(Answers, that_stand_for_none_lose_their_number) {
    const auto records = check(
        {assessment("A", "EQ-5D-5L"), answer("item_1", "9"), answer("vas", "999"), answer("item_2", "5")}
    );

    for (const char* id : {"Aitem_1", "Avas"}) {
        EXPECT_THAT(rules(records, id), ElementsAre("ASM-008")) << id;
        EXPECT_FALSE(record_of(records, id).cell("value").present) << id;
        EXPECT_EQ(record_of(records, id).verdict, Verdict::accepted) << id;
    }
    EXPECT_EQ(record_of(records, "Aitem_2").text("value"), "5");
}

TEST(Answers, may_lack_a_value_where_the_reason_is_given) {
    auto asked = answer("item_1", "");
    asked.cells[*asked.entity->field("value_missing_reason")] = {true, "declined", {}, {}};

    const auto records = check({assessment("A", "PHQ-9"), asked, answer("item_2", ""), answer("total", "9")});

    EXPECT_THAT(rules(records, "Aitem_1"), IsEmpty());
    EXPECT_THAT(rules(records, "Aitem_2"), ElementsAre("ASM-001"));
}

TEST(Answers, about_safety_are_pointed_out_and_kept) {
    const auto records = check(phq9("1"));

    EXPECT_THAT(rules(records, "Aitem_9"), ElementsAre("ASM-009"));
    EXPECT_EQ(record_of(records, "Aitem_9").text("value"), "1");
    EXPECT_THAT(rules(records, "Aitem_8"), IsEmpty());
}

TEST(Assessment, without_an_answer_is_noted) {
    EXPECT_THAT(rules(check({assessment("A", "PHQ-9")}), "A"), ElementsAre("ASM-010"));
}

// Assessments of one episode, each with its total.
std::vector<Record> in_episode(std::vector<Record> assessments) {
    std::vector<Record> out = {
        make("person", {{"person_id", "P"}, {"linkage_level", "local"}}),
        make(
            "episode",
            {{"episode_id", "E"}, {"person_id", "P"}, {"start_date", "2026-01-10"}, {"status", "open"}}
        )};
    for (auto& one : assessments) {
        out.push_back(answer("total", "9", one.id));
        out.push_back(std::move(one));
    }
    return out;
}
Record staged(
    const std::string& id, const std::string& date, const std::string& stage,
    const std::string& instrument = "PHQ-9", const std::string& version = "", const std::string& episode = "E"
) {
    auto out = assessment(id, instrument, {{"stage", stage}});
    out.cells[*out.entity->field("assessment_date")].text = date;
    for (const auto& [field, text] : Fields{{"instrument_version", version}, {"episode_id", episode}}) {
        out.cells[*out.entity->field(field)] = {!text.empty(), text, {}, {}};
    }
    return out;
}

TEST(Stages, need_a_baseline_of_the_same_instrument_and_version) {
    const auto records = check(in_episode(
        {staged("A1", "2026-01-20", "baseline", "PHQ-9", "1"),
         staged("A2", "2026-04-20", "review", "PHQ-9", "1"), staged("A3", "2026-04-20", "end", "PHQ-9", "2"),
         staged("A4", "2026-04-20", "follow_up", "GAD-7")}
    ));

    EXPECT_THAT(rules(records, "A1"), IsEmpty());
    EXPECT_THAT(rules(records, "A2"), IsEmpty());
    EXPECT_THAT(rules(records, "A3"), ElementsAre("ASM-011"));
    EXPECT_THAT(rules(records, "A4"), ElementsAre("ASM-011"));
}

TEST(Stages, take_a_baseline_from_before_the_episode) {
    const auto records = check(in_episode(
        {staged("A1", "2026-01-02", "baseline", "PHQ-9", "", ""), staged("A2", "2026-04-20", "review")}
    ));

    EXPECT_THAT(rules(records, "A2"), IsEmpty());
}

TEST(Stages, find_a_follow_up_on_the_day_of_its_baseline_or_before) {
    const auto records = check(in_episode(
        {staged("A1", "2026-03-10", "baseline"), staged("A2", "2026-03-10", "review"),
         staged("A3", "2026-03-09", "end"), staged("A4", "2026-03-11", "follow_up")}
    ));

    EXPECT_THAT(rules(records, "A2"), ElementsAre("ASM-012"));
    EXPECT_THAT(rules(records, "A3"), ElementsAre("ASM-012"));
    EXPECT_THAT(rules(records, "A4"), IsEmpty());
}

TEST(Stages, find_a_second_baseline_and_measure_from_the_first) {
    const auto records = check(in_episode(
        {staged("A1", "2026-01-20", "baseline"), staged("A2", "2026-02-20", "review"),
         staged("A3", "2026-03-20", "baseline"), staged("A4", "2026-01-20", "baseline", "GAD-7")}
    ));

    EXPECT_THAT(rules(records, "A1"), ElementsAre("ASM-013"));
    EXPECT_THAT(rules(records, "A2"), IsEmpty());
    EXPECT_THAT(rules(records, "A3"), ElementsAre("ASM-013"));
    EXPECT_THAT(rules(records, "A4"), IsEmpty());
}

TEST(Stages, are_compared_within_the_person_outside_an_episode) {
    const auto review = staged("A1", "2026-04-20", "review", "PHQ-9", "", "");
    const auto alone = check(in_episode({review}));
    const auto sound = check(in_episode({review, staged("A2", "2026-01-20", "baseline", "PHQ-9", "", "")}));
    const auto early = check(in_episode({review, staged("A2", "2026-05-20", "baseline", "PHQ-9", "", "")}));

    EXPECT_THAT(rules(alone, "A1"), ElementsAre("ASM-011"));
    EXPECT_THAT(rules(sound, "A1"), IsEmpty());
    EXPECT_THAT(rules(early, "A1"), ElementsAre("ASM-012"));
}

}  // namespace
}  // namespace sluice::check
