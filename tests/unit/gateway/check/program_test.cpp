// Rules over one person's records, and with them REC-002 to REC-004.
#include "gateway/check/program.hpp"

#include "tests/unit/gateway/check/program_records.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <tuple>

namespace sluice::check {
namespace {

using record::Record;
using testing::ElementsAre;
using tests::record_of;

TEST(Remark, notes_findings_on_accepted_records_and_changes_no_verdict) {
    auto declined = referral("R");
    declined.cells[*declined.entity->field("status")] = {true, "declined_by_person", {}, {}};
    std::vector<Record> records = {person(), declined};

    tests::repository_pack().checks.remark(records, kContext);

    EXPECT_THAT(rules(record_of(records, "R")), testing::Contains("REF-003"));
    EXPECT_EQ(record_of(records, "R").verdict, Verdict::accepted);
}

// Words that no code has stand in the cell, and are told of it.
TEST(Remark, finds_nothing_missing_where_what_was_sent_could_not_be_used) {
    const auto& pack = tests::repository_pack();
    auto unplaced = person();
    const auto consent = static_cast<FieldIndex>(*unplaced.entity->field("consent_to_share"));
    unplaced.cells[consent] = {true, {}, {}, "yes"};
    unplaced.issues.push_back(pack.rules().issue(schema::Fault::value_code_not_listed, {}, consent));
    auto declined = referral("R");
    const auto reason = static_cast<FieldIndex>(*declined.entity->field("decline_reason"));
    declined.cells[*declined.entity->field("status")] = {true, "declined_by_person", {}, {}};
    declined.issues.push_back(pack.rules().issue(schema::Fault::value_code_not_listed, {}, reason));
    std::vector<Record> records = {unplaced, declined};

    pack.checks.remark(records, kContext);

    EXPECT_THAT(rules(record_of(records, "P")), testing::Not(testing::Contains("PER-012")));
    EXPECT_THAT(rules(record_of(records, "R")), testing::Not(testing::Contains("REF-003")));
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

// Each record takes few steps, all together take too many.
TEST(Remark, leaves_out_a_check_that_compares_every_record_with_every_other_one) {
    const auto pack = pack_with_rule("note", "person.need.where(status = 'met' or code = '1').empty()");
    auto few = needs(*pack, 100);
    auto many = needs(*pack, 2000);

    pack->checks.remark(few, kContext);
    pack->checks.remark(many, kContext);

    EXPECT_FALSE(tests::count_rules(pack->rules(), few).contains("REC-002"));
    EXPECT_EQ(tests::count_rules(pack->rules(), many).at("REC-002"), 1);
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

}  // namespace
}  // namespace sluice::check
