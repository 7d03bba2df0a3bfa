// Verdicts, and with them rules REC-001, LNK-003 and PER-005.
#include "gateway/check/program.hpp"

#include "tests/unit/gateway/check/program_records.hpp"

#include <gmock/gmock.h>

namespace sluice::check {
namespace {

using record::Record;
using testing::ElementsAre;
using tests::record_of;

std::vector<Record> scores(const std::string& instrument, const std::string& item, const std::string& value) {
    return {
        tests::make_record(
            dataset(), "assessment",
            {{"assessment_id", "A"},
             {"person_id", "P"},
             {"assessment_date", "2026-03-02"},
             {"instrument", instrument}}
        ),
        tests::make_record(
            dataset(), "assessment_item",
            {{"assessment_item_id", "I"},
             {"person_id", "P"},
             {"assessment_id", "A"},
             {"assessment_date", "2026-03-02"},
             {"instrument", instrument},
             {"item", item},
             {"value", value}}
        )};
}

std::vector<Record> decide(std::vector<Record> records, const CheckContext& context = kContext) {
    tests::repository_pack().checks.decide(records, context);
    return records;
}

TEST(Decide, accepts_records_that_have_what_they_must) {
    const auto records = decide({person(), referral("R")});

    for (const auto& record : records) {
        EXPECT_EQ(record.verdict, Verdict::accepted) << record.entity->name;
        EXPECT_TRUE(record.issues.empty()) << record.entity->name;
    }
}

TEST(Decide, rejects_a_record_without_a_mandatory_field_and_points_at_it) {
    auto bare = referral("R");
    const auto field = *bare.entity->field("referral_date");
    bare.cells[field] = {};
    bare.rows.push_back({1, {4, 0, 17, 400}});

    const auto records = decide({person(), bare});

    const auto& found = record_of(records, "R");
    EXPECT_EQ(found.verdict, Verdict::rejected);
    EXPECT_THAT(rules(found), ElementsAre("REC-001"));
    EXPECT_EQ(found.issues[0].field, field);
    EXPECT_EQ(found.issues[0].at, (SourceRef{4, 0, 17, 400}));
    EXPECT_EQ(record_of(records, "P").verdict, Verdict::accepted);
}

TEST(Decide, takes_words_without_a_code_for_a_missing_code) {
    auto worded = referral("R");
    worded.cells[*worded.entity->field("status")] = {true, "", "", "Perhaps"};

    EXPECT_THAT(rules(record_of(decide({person(), worded}), "R")), ElementsAre("REC-001"));
}

// What was said of the cell says why the record is refused.
std::vector<Record> referral_without_date(schema::Fault told) {
    auto bare = referral("R");
    const auto field = static_cast<FieldIndex>(*bare.entity->field("referral_date"));
    bare.cells[field] = {};
    bare.issues.push_back(tests::repository_pack().rules().issue(told, {4, 7, 17, 400}, field));
    return decide({person(), bare});
}

TEST(Decide, rejects_without_a_second_finding_where_the_mandatory_cell_could_not_be_read) {
    const auto records = referral_without_date(schema::Fault::value_date_invalid);

    EXPECT_EQ(record_of(records, "R").verdict, Verdict::rejected);
    EXPECT_THAT(rules(record_of(records, "R")), ElementsAre("VAL-001"));
}

TEST(Decide, says_of_an_unmapped_mandatory_value_that_the_record_was_refused_and_where) {
    const auto records = referral_without_date(schema::Fault::value_code_unmapped);

    const auto& found = record_of(records, "R");
    EXPECT_EQ(found.verdict, Verdict::rejected);
    EXPECT_THAT(rules(found), ElementsAre("VAL-017"));
    EXPECT_EQ(found.issues[0].at, (SourceRef{4, 7, 17, 400}));
    EXPECT_EQ(found.issues[0].severity, Severity::error);
}

TEST(Decide, calls_a_date_that_stands_for_none_missing) {
    EXPECT_THAT(
        rules(record_of(referral_without_date(schema::Fault::value_sentinel_date), "R")),
        ElementsAre("VAL-004", "REC-001")
    );
}

struct Score {
    const char* instrument;
    const char* item;
    const char* value;
    std::vector<std::string> rules;
};
const Score kScores[] = {
    {"ONS4", "worthwhile", "0", {}},
    {"ONS4", "worthwhile", "10", {}},
    {"ONS4", "worthwhile", "10.0", {}},
    {"ONS4", "worthwhile", "10.1", {"ASM-002"}},
    {"ONS4", "worthwhile", "-1", {"ASM-002"}},
    {"PHQ-9", "total", "27", {}},
    {"PHQ-9", "total", "28", {"ASM-002"}},
    {"SWEMWBS", "total", "6", {"ASM-002"}},
    {"SWEMWBS", "total", "7", {}},
    {"ONS4", "worthwhile", "9.5", {"ASM-002"}},
    {"PHQ-9", "worthwhile", "2", {"ASM-007"}},
};

TEST(Decide, rejects_a_score_outside_its_instrument_and_nothing_else) {
    for (const auto& score : kScores) {
        const auto records = decide(scores(score.instrument, score.item, score.value));

        EXPECT_EQ(rules(record_of(records, "I")), score.rules) << score.instrument << ' ' << score.value;
        EXPECT_EQ(record_of(records, "A").verdict, Verdict::accepted);
    }
}

TEST(Decide, rejects_an_item_without_a_value) {
    auto records = scores("ONS4", "worthwhile", "5");
    records[1].cells[*records[1].entity->field("value")] = {};

    const auto decided = decide(records);

    EXPECT_EQ(record_of(decided, "I").verdict, Verdict::rejected);
    EXPECT_THAT(rules(record_of(decided, "I")), ElementsAre("ASM-001"));
}

TEST(Decide, holds_what_hangs_on_a_person_who_is_not_accepted) {
    const auto records = decide({person("2027-01-01"), referral("R1"), referral("R2", "2027-02-01")});

    EXPECT_EQ(record_of(records, "P").verdict, Verdict::rejected);
    EXPECT_EQ(record_of(records, "R1").verdict, Verdict::held);
    EXPECT_THAT(rules(record_of(records, "R1")), ElementsAre("LNK-003"));
    EXPECT_EQ(record_of(records, "R2").verdict, Verdict::rejected);  // on its own account
    EXPECT_THAT(rules(record_of(records, "R2")), ElementsAre("REF-001"));
}

// Rule LNK-004.
TEST(Decide, holds_what_names_a_record_that_was_refused_along_a_chain_in_any_order) {
    auto first = referral("R1");
    first.cells[*first.entity->field("referral_date")] = {};
    std::vector<Record> records = {person(), first};
    for (int number = 2; number <= 2000; ++number) {
        auto next = referral("R" + std::to_string(number));
        next.cells[*next.entity->field("parent_referral_id")] = {
            true, "R" + std::to_string(number - 1), {}, {}};
        records.insert(records.begin(), std::move(next));
    }
    records.push_back(referral("alone"));

    const auto decided = decide(std::move(records));

    EXPECT_EQ(record_of(decided, "R1").verdict, Verdict::rejected);
    for (const auto* id : {"R2", "R3", "R2000"}) {
        EXPECT_EQ(record_of(decided, id).verdict, Verdict::held) << id;
        EXPECT_THAT(rules(record_of(decided, id)), ElementsAre("LNK-004")) << id;
    }
    EXPECT_EQ(record_of(decided, "alone").verdict, Verdict::accepted);
}

TEST(Decide, holds_a_person_whose_number_is_anothers) {
    const auto records = decide({person(), referral("R")}, {kContext.as_of, true});

    EXPECT_EQ(record_of(records, "P").verdict, Verdict::held);
    EXPECT_THAT(rules(record_of(records, "P")), ElementsAre("PER-005"));
    EXPECT_EQ(record_of(records, "R").verdict, Verdict::held);
    EXPECT_THAT(rules(record_of(records, "R")), ElementsAre("LNK-003"));
}

TEST(Decide, leaves_remarks_for_later) {
    auto late = referral("R");
    // REF-006, a note
    late.cells[*late.entity->field("referrer_role")] = {true, "R9807", {}, {}};
    late.cells[*late.entity->field("code")] = {true, "871731000000106", "http://snomed.info/sct", {}};

    EXPECT_TRUE(record_of(decide({person("1900-01-01"), late}), "R").issues.empty());
}

TEST(PassOn, holds_records_that_were_formed_after_the_verdicts) {
    std::vector<Record> records = {
        person(), tests::make_record(dataset(), "episode", {{"episode_id", "E"}, {"person_id", "P"}})};
    records[0].verdict = Verdict::held;

    tests::repository_pack().checks.pass_on(records);

    EXPECT_EQ(record_of(records, "E").verdict, Verdict::held);
    EXPECT_THAT(rules(record_of(records, "E")), ElementsAre("LNK-003"));
}

TEST(PassOn, says_nothing_twice) {
    std::vector<Record> records = {person(), referral("R")};
    records[0].verdict = Verdict::held;

    tests::repository_pack().checks.pass_on(records);
    tests::repository_pack().checks.pass_on(records);

    EXPECT_THAT(rules(record_of(records, "R")), ElementsAre("LNK-003"));
}

}  // namespace
}  // namespace sluice::check
