// Verdicts, and with them rules REC-001 to REC-004, LNK-003 and PER-005.
#include "gateway/check/program.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <tuple>

namespace sluice::check {
namespace {

using record::Record;
using testing::ElementsAre;
using testing::HasSubstr;
using tests::record_of;

const CheckContext kContext{Date(2026, 11, 1), false};

const schema::Dataset& dataset() {
    return tests::repository_pack().documents->dataset;
}
std::vector<std::string> rules(const Record& record) {
    return tests::rules_of(tests::repository_pack().rules(), record);
}

Record person(const std::string& birth_date = "1950-01-29") {
    return tests::make_record(
        dataset(), "person", {{"person_id", "P"}, {"linkage_level", "local"}, {"birth_date", birth_date}}
    );
}
Record referral(const std::string& id, const std::string& date = "2026-03-02") {
    return tests::make_record(
        dataset(), "referral",
        {{"referral_id", id}, {"person_id", "P"}, {"referral_date", date}, {"status", "accepted"}}
    );
}
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

TEST(Remark, notes_findings_on_accepted_records_and_changes_no_verdict) {
    auto declined = referral("R");
    declined.cells[*declined.entity->field("status")] = {true, "declined_by_person", {}, {}};
    std::vector<Record> records = {person(), declined};

    tests::repository_pack().checks.remark(records, kContext);

    EXPECT_THAT(rules(record_of(records, "R")), testing::Contains("REF-003"));
    EXPECT_EQ(record_of(records, "R").verdict, Verdict::accepted);
}

TEST(Remark, says_nothing_of_records_that_are_held_or_rejected) {
    for (const auto verdict : {Verdict::held, Verdict::rejected}) {
        auto declined = referral("R");
        declined.cells[*declined.entity->field("status")] = {true, "declined_by_person", {}, {}};
        declined.verdict = verdict;
        std::vector<Record> records = {person(), declined};

        tests::repository_pack().checks.remark(records, kContext);

        EXPECT_TRUE(record_of(records, "R").issues.empty());
    }
}

// The record's own cell, but of a value that a linked row gave the record's row: the linked one, a user of
// the system, is found in many records.
TEST(Remark, points_at_the_cell_that_gave_the_value_or_at_the_row) {
    auto early = referral("R");
    const auto field = static_cast<FieldIndex>(*early.entity->field("referrer_role"));
    early.cells[field] = {true, "R9807", {}, {}};
    early.cells[*early.entity->field("code")] = {true, "871731000000106", "http://snomed.info/sct", {}};
    early.rows.push_back({1, {4, 0, 17, 400}});
    auto linked = early;
    early.lineage.push_back({field, {1, {4, 3, 17, 400}}, 0, 0});
    linked.id = "L";
    linked.lineage.push_back({field, {1, {2, 3, 9, 90}}, 0, 0});
    std::vector<Record> records = {person(), early, linked};

    tests::repository_pack().checks.remark(records, kContext);

    EXPECT_THAT(rules(record_of(records, "R")), ElementsAre("REF-006"));
    EXPECT_EQ(record_of(records, "R").issues[0].at, (SourceRef{4, 3, 17, 400}));
    EXPECT_EQ(record_of(records, "L").issues[0].at, (SourceRef{4, 0, 17, 400}));
}

// Rows of two submissions may lie at the same place of their files.
TEST(Remark, knows_the_receipt_in_whose_files_it_points) {
    auto early = referral("R");
    const auto field = static_cast<FieldIndex>(*early.entity->field("referrer_role"));
    early.cells[field] = {true, "R9807", {}, {}};
    early.cells[*early.entity->field("code")] = {true, "871731000000106", "http://snomed.info/sct", {}};
    early.rows = {{1, {0, 0, 2, 40}}, {2, {0, 0, 2, 40}}};
    auto late = early;
    late.id = "L";
    late.lineage.push_back({field, {2, {0, 3, 2, 40}}, 0, 0});
    std::vector<Record> records = {person(), early, late};

    tests::repository_pack().checks.remark(records, kContext);

    EXPECT_EQ(record_of(records, "R").issues.at(0).receipt, 1U);
    EXPECT_EQ(record_of(records, "L").issues.at(0).receipt, 2U);
}

// REF-003, which asks whether the reason is collected.
TEST(Remark, is_silent_about_what_the_source_does_not_collect) {
    const auto declined = [] {
        auto records = std::vector{person(), referral("R")};
        records[1].set("status", "declined_by_person");
        return records;
    };
    const auto remark = [&](const schema::FieldSet* collected) {
        auto records = declined();
        CheckContext context = kContext;
        context.collected = collected;
        tests::repository_pack().checks.remark(records, context);
        return rules(records[1]);
    };
    const schema::FieldSet elsewhere{{"referral", "method"}};
    const schema::FieldSet here{{"referral", "decline_reason"}};

    EXPECT_THAT(remark(nullptr), ElementsAre("REF-003"));
    EXPECT_THAT(remark(&here), ElementsAre("REF-003"));
    EXPECT_THAT(remark(&elsewhere), ElementsAre());
}

TEST(AsksCollected, names_the_fields_of_the_rules_that_ask) {
    const auto& checks = tests::repository_pack().checks;

    EXPECT_TRUE(checks.asks_collected("referral", "decline_reason"));
    EXPECT_FALSE(checks.asks_collected("referral", "method"));
    EXPECT_FALSE(checks.asks_collected("contact", "decline_reason"));
}

TEST(FindsFault, answers_for_expression_rules_only) {
    const auto& pack = tests::repository_pack();
    const std::vector<Record> records = {referral("R", "2027-01-01")};

    EXPECT_TRUE(
        pack.checks.finds_fault(*pack.rules().find("REF-001"), records, 0, {Date(2026, 11, 1)}).value()
    );
    EXPECT_FALSE(
        pack.checks.finds_fault(*pack.rules().find("REF-001"), records, 0, {Date(2027, 1, 1)}).value()
    );
    EXPECT_FALSE(pack.checks.finds_fault(*pack.rules().find("NHS-003"), records, 0, {Date(2026, 11, 1)}));
}

struct Spoilt {
    const char* path;
    const char* from;
    const char* to;
    const char* pointer;
};
const Spoilt kSpoilt[] = {
    {"schemas/sp-mds/rules/contact.json", "contact_date <= %asOf\"", "contact_date <= %asOn\"",
     "/rules/0/expression"},
    {"schemas/sp-mds/rules/contact.json", "contact_date.empty() or", "contact_date.empty( or",
     "/rules/0/expression"},
    {"schemas/sp-mds/entities/contact.json", "\"condition\": \"outcome = 'attended'\"",
     "\"condition\": \"outcome = \"", "/fields/9/condition"},
    {"schemas/sp-mds/entities/contact.json", "\"condition\": \"outcome = 'attended'\"",
     "\"condition\": \"outcomes = 'attended'\"", "/fields/9/condition: 'outcomes' is neither a field"},
    {"schemas/sp-mds/rules/goal.json", "\"need_id.exists() or", "\"nope.exists() or",
     "/rules/2/expression: 'nope' is neither a field"},
    {"schemas/sp-mds/rules/goal.json", "person.need.empty()", "person.need.where(stats = 'active').empty()",
     "/rules/2/expression: 'stats' is neither a field"},
    {"schemas/sp-mds/rules/goal.json", "person.need.empty()", "person.need.status_display.empty()",
     "/rules/2/expression: 'status_display' is neither a field"},
    {"schemas/sp-mds/rules/goal.json", "person.need.empty()", "person.birth_date.day.empty()",
     "/rules/2/expression: 'day' is neither a field"},
};

TEST(CheckCompile, refuses_an_expression_that_does_not_compile_with_its_place) {
    for (const auto& spoilt : kSpoilt) {
        const tests::PackCopy pack;
        const int line = pack.patch(spoilt.path, spoilt.from, spoilt.to);

        EXPECT_THAT(
            pack.refusal(),
            HasSubstr(std::string(spoilt.path) + ":" + std::to_string(line) + ": " + spoilt.pointer)
        );
    }
}

TEST(Program, a_code_that_its_list_gave_up_is_reported) {
    for (const auto& [code, found] : {std::pair("4", true), std::pair("W", false)}) {
        std::vector<Record> records = {person()};
        records[0].set("marital_status", code);
        tests::repository_pack().checks.remark(records, kContext);
        EXPECT_THAT(rules(records[0]), testing::Contains("VAL-008").Times(found ? 1 : 0)) << code;
        EXPECT_EQ(records[0].verdict, Verdict::accepted);
    }
}

TEST(Program, a_code_was_in_use_until_its_last_day) {
    const CheckContext last_day{Date(2006, 9, 30), false};
    const CheckContext day_after{Date(2006, 10, 1), false};
    std::vector<Record> records = {person()};
    records[0].set("marital_status", "1");
    tests::repository_pack().checks.remark(records, last_day);
    EXPECT_THAT(rules(records[0]), testing::Not(testing::Contains("VAL-008")));
    tests::repository_pack().checks.remark(records, day_after);
    EXPECT_THAT(rules(records[0]), testing::Contains("VAL-008"));
}

// One rule more, over needs.
std::shared_ptr<const pipeline::Pack> pack_with_rule(
    const std::string& effect, const std::string& expression
) {
    const tests::PackCopy copy;
    copy.write(
        "schemas/sp-mds/rules/heavy.json",
        R"json({ "area": "HVY", "title": "Heavy", "rules": [
        { "id": "HVY-001", "version": "1.0", "source": "local", "severity": "warning", "effect": ")json" +
            effect + R"json(", "on": "need", "expression": ")json" + expression + R"json(",
          "title": "t", "problem": "p", "why": "w", "fix": "f",
          "good": { "need": { "need_id": "n" } }, "bad": { "need": { "need_id": "n" } } } ] })json"
    );
    return pipeline::load_pack(copy.folder()).value();
}

// Takes more steps than allowed with sixty needs.
constexpr const char* kHeavy =
    "person.need.select(person.need.select(person.need.select(person.need.select(person.need)))).exists()";
// Is an error for whoever has more than one need.
constexpr const char* kOnlyForOne = "person.need.status + 'x' = 'activex'";

std::vector<Record> needs(const pipeline::Pack& pack, int count) {
    const auto& definitions = pack.documents->dataset;
    std::vector<Record> records = {
        tests::make_record(definitions, "person", {{"person_id", "P"}, {"linkage_level", "local"}})};
    for (int i = 0; i < count; ++i) {
        records.push_back(tests::make_record(
            definitions, "need",
            {{"need_id", "N" + std::to_string(i)},
             {"person_id", "P"},
             {"identified_date", "2026-03-02"},
             {"code", "105412007"},
             {"status", "active"}}
        ));
    }
    return records;
}

std::size_t count_of(const std::vector<Record>& records, Verdict verdict) {
    return static_cast<std::size_t>(std::count_if(records.begin(), records.end(), [&](const auto& record) {
        return record.verdict == verdict;
    }));
}

std::string rule_that_failed(const pipeline::Pack& pack, const Record& record) {
    const auto found = std::find_if(record.issues.begin(), record.issues.end(), [](const auto& issue) {
        return issue.unable != kNoRule;
    });
    return found == record.issues.end() ? "" : pack.rules()[found->unable].id;
}

TEST(Remark, leaves_out_a_check_that_has_too_much_to_compare_and_says_so_once) {
    const auto pack = pack_with_rule("note", kHeavy);
    auto records = needs(*pack, 60);

    pack->checks.remark(records, kContext);

    const auto counts = tests::count_rules(pack->rules(), records);
    EXPECT_EQ(counts.at("REC-002"), 1);
    EXPECT_FALSE(counts.contains("HVY-001"));
    EXPECT_EQ(rule_that_failed(*pack, records[1]), "HVY-001");
    EXPECT_EQ(count_of(records, Verdict::accepted), records.size());
}

// Rule REC-004.
TEST(Decide, holds_every_record_that_a_rule_has_too_much_to_decide_on) {
    const auto pack = pack_with_rule("reject", kHeavy);
    auto records = needs(*pack, 60);

    pack->checks.decide(records, kContext);

    EXPECT_EQ(tests::count_rules(pack->rules(), records).at("REC-004"), 60);
    EXPECT_EQ(count_of(records, Verdict::held), 60U);
    EXPECT_EQ(records[0].verdict, Verdict::accepted);
}

// Rules REC-003 and REC-004.
TEST(Program, names_a_rule_that_is_no_answer_and_accepts_nothing_unchecked) {
    for (const auto& [effect, rule, verdict] :
         {std::tuple("note", "REC-003", Verdict::accepted), std::tuple("hold", "REC-004", Verdict::held),
          std::tuple("reject", "REC-004", Verdict::held)}) {
        const auto pack = pack_with_rule(effect, kOnlyForOne);
        auto records = needs(*pack, 2);

        pack->checks.decide(records, kContext);
        pack->checks.remark(records, kContext);

        for (std::size_t i = 1; i < records.size(); ++i) {
            EXPECT_THAT(tests::rules_of(pack->rules(), records[i]), testing::Contains(rule)) << effect;
            EXPECT_EQ(rule_that_failed(*pack, records[i]), "HVY-001") << effect;
            EXPECT_EQ(records[i].verdict, verdict) << effect;
        }
        EXPECT_FALSE(tests::count_rules(pack->rules(), records).contains("REC-002")) << effect;
    }
}

TEST(Program, says_of_a_missing_group_once_that_it_is_missing_and_keeps_what_was_wrong) {
    const auto& pack = tests::repository_pack();
    CheckContext context = kContext;
    context.profile = pack.checks.profile("referral", "direct-care");
    std::vector<Record> records = {person()};
    const auto field = static_cast<FieldIndex>(*records[0].entity->field("practice_ods"));
    for (const auto fault : {schema::Fault::ods_code_format, schema::Fault::record_mandatory_missing}) {
        records[0].issues.push_back(pack.rules().issue(fault, {}, field));
    }

    pack.checks.remark(records, context);

    EXPECT_THAT(rules(records[0]), testing::Contains("ODS-001"));
    EXPECT_THAT(rules(records[0]), testing::Not(testing::Contains("REC-001")));
    EXPECT_THAT(rules(records[0]), testing::Not(testing::Contains("PER-012")))
        << "consent is missing: PRF-001";
    context.profile = nullptr;
    records = {person()};
    pack.checks.remark(records, context);
    EXPECT_THAT(rules(records[0]), testing::Contains("PER-012"));
}

TEST(Program, says_of_a_value_that_was_dropped_not_that_it_is_missing) {
    const auto& pack = tests::repository_pack();
    CheckContext context = kContext;
    context.profile = pack.checks.profile("referral", "secondary-use");
    const auto missing = [&](bool dropped) {
        std::vector<Record> records = {person()};
        const auto field = static_cast<FieldIndex>(*records[0].entity->field("birth_date"));
        records[0].cells[field] = {};
        records[0].cells[*records[0].entity->field("gender")] = {true, "2", {}, {}};
        if (dropped) {
            records[0].issues.push_back(pack.rules().issue(schema::Fault::value_date_form, {}, field));
        }
        pack.checks.remark(records, context);
        return std::count_if(records[0].issues.begin(), records[0].issues.end(), [&](const Issue& issue) {
            return issue.field == field && pack.rules()[issue.rule].id == "PRF-001";
        });
    };

    EXPECT_EQ(missing(false), 1);
    EXPECT_EQ(missing(true), 0);
}

}  // namespace
}  // namespace sluice::check
