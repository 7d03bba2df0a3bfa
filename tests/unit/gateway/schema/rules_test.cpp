#include "gateway/schema/rules.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

namespace sluice::schema {
namespace {

const RuleBook& book() {
    return tests::repository_pack().rules();
}

TEST(RuleBook, finds_rules_by_id_in_order) {
    ASSERT_TRUE(book().find("NHS-003"));
    EXPECT_EQ(book()[*book().find("NHS-003")].shape, Fault::nhs_number_check_digit);
    EXPECT_EQ(book().find("NHS-999"), std::nullopt);
    EXPECT_TRUE(std::is_sorted(
        book().rules().begin(), book().rules().end(), [](const auto& a, const auto& b) { return a.id < b.id; }
    ));
}

TEST(RuleBook, has_a_rule_for_every_fault) {
    for (std::size_t i = 0; i < kFaultCount; ++i) {
        const auto fault = static_cast<Fault>(i);

        EXPECT_EQ(book()[book().of(fault)].shape, fault) << to_string(fault);
    }
}

TEST(RuleBook, makes_an_issue_with_the_rules_severity) {
    const auto issue = book().issue(Fault::row_duplicate, {3, 0, 17, 400}, 2);

    EXPECT_EQ(book()[issue.rule].id, "ROW-002");
    EXPECT_EQ(issue.severity, Severity::information);
    EXPECT_EQ(issue.field, 2);
    EXPECT_EQ(issue.at, (SourceRef{3, 0, 17, 400}));
}

TEST(RuleBook, may_have_a_rule_of_its_own_for_a_field) {
    const auto rule = [](std::string_view entity, std::string_view field) {
        return book()[book().of(Fault::ods_code_format, entity, field)].id;
    };

    EXPECT_EQ(rule("referral", "referrer_org_ods"), "ODS-004");
    EXPECT_EQ(rule("referral", "practice_ods"), "ODS-001");
    EXPECT_EQ(rule("person", "referrer_org_ods"), "ODS-001");
}

TEST(RuleBook, finds_rules_by_id_or_by_source) {
    const auto ids = [](std::string_view text) {
        std::vector<std::string> out;
        for (const auto index : book().find_all(text)) {
            out.push_back(book()[index].id);
        }
        return out;
    };

    EXPECT_THAT(ids("nhs-003"), testing::ElementsAre("NHS-003"));
    EXPECT_THAT(ids("V01"), testing::ElementsAre("NHS-001", "NHS-002", "NHS-003"));
    EXPECT_THAT(ids("x04"), testing::ElementsAre("REF-016"));
    EXPECT_THAT(ids("V16"), testing::ElementsAre("VAL-006")) << "of two sources";
    EXPECT_THAT(ids("V0"), testing::IsEmpty());
    EXPECT_THAT(ids(""), testing::IsEmpty());
}

TEST(ExampleText, is_a_text_as_it_is_and_records_on_one_line) {
    const auto text = [](const char* json) { return example_text(format::parse_json(json).value()); };

    EXPECT_EQ(text(R"("9990000018")"), "9990000018");
    EXPECT_EQ(text(R"("")"), "");
    EXPECT_EQ(text(R"({ "text": "a zip", "send": [ { "of": "package" } ] })"), "a zip");
    EXPECT_EQ(text(R"({ "send": [ { "of": "package" } ] })"), "send: of=package");
    EXPECT_EQ(
        text(R"({ "asOf": "2026-11-01", "episode": { "status": "open" },
                  "referral": [ { "status": "accepted", "counted": true }, { "urgency": 2 } ] })"),
        "asOf: 2026-11-01; episode: status=open; referral: status=accepted, counted=true; referral: urgency=2"
    );
    EXPECT_EQ(
        text(R"({ "text": "the same row twice", "send": [ { "of": "package" } ] })"), "the same row twice"
    );
}

TEST(RuleWords, are_those_of_the_source_where_the_rule_has_any) {
    Rule rule;
    rule.problem = "p";
    rule.why = "w";
    rule.fix = "ask the supplier";
    rule.words_by_system["exchange"] = {"", "", "save the sheet again"};

    EXPECT_EQ(rule.words_for("emis").fix, "ask the supplier");
    EXPECT_EQ(rule.words_for("").fix, "ask the supplier");
    EXPECT_EQ(rule.words_for("exchange").fix, "save the sheet again");
    EXPECT_EQ(rule.words_for("exchange").problem, "p") << "what is not said otherwise is said as always";
}

std::string refusal(const std::string& rule) {
    const auto text = tests::document(
        "r.json",
        R"({ "area": "ABC", "rules": [ { "id": "ABC-001", "version": "1", "source": "X", "title": "t",
        "problem": "p", "why": "w", "fix": "f", )" +
            rule + "} ] }"
    );
    Faults faults;
    (void)read_rules(text, faults);
    return faults.any() ? faults.error().text() : std::string();
}

TEST(ReadRules, takes_a_shape_an_expression_or_a_note_of_where_it_is_met) {
    EXPECT_EQ(
        refusal(R"("severity": "error", "effect": "hold", "shape": "link/conflict", "good": "a", "bad": "")"),
        ""
    );
    EXPECT_EQ(
        refusal(R"("severity": "fatal", "effect": "note", "on": "person", "expression": "true",
        "good": { "person": {} }, "bad": { "person": {} })"),
        ""
    );
    EXPECT_EQ(
        refusal(R"("severity": "error", "effect": "hold", "shape": "link/conflict", "good": "a",
        "bad": { "text": "b", "send": [ { "of": "package" } ] })"),
        ""
    );
    EXPECT_EQ(refusal(R"("listed": "met by the design")"), "");
}

TEST(ReadRules, refuses_a_check_that_does_not_show_what_it_takes_and_what_it_finds) {
    const std::string shape = R"("severity": "error", "effect": "hold", "shape": "link/conflict")";
    const std::string check =
        R"("severity": "error", "effect": "hold", "on": "person", "expression": "true")";

    EXPECT_THAT(refusal(shape + R"(, "bad": "b")"), testing::HasSubstr("/rules/0: 'good' is missing"));
    EXPECT_THAT(refusal(shape + R"(, "good": "g")"), testing::HasSubstr("/rules/0: 'bad' is missing"));
    EXPECT_THAT(
        refusal(shape + R"(, "good": "g", "bad": [])"),
        testing::HasSubstr("/rules/0/bad: the example must be a text, or a text with what is sent")
    );
    EXPECT_THAT(
        refusal(shape + R"(, "good": "g", "bad": { "send": [ {} ] })"),
        testing::HasSubstr("/rules/0/bad: 'text' is missing")
    );
    EXPECT_THAT(
        refusal(shape + R"(, "good": "g", "bad": { "text": "b", "send": [] })"),
        testing::HasSubstr("/rules/0/bad/send: a delivery at least is expected here")
    );
    EXPECT_THAT(
        refusal(shape + R"(, "good": "g", "bad": { "text": "b", "send": [ {} ], "sent": 1 })"),
        testing::HasSubstr("sent")
    );
    EXPECT_THAT(
        refusal(shape + R"(, "good": "g", "bad": "b", "shown_by": "a test")"), testing::HasSubstr("shown_by")
    );
    EXPECT_THAT(
        refusal(check + R"(, "good": "g", "bad": {})"),
        testing::HasSubstr("/rules/0/good: the example must be records by entity")
    );
}

TEST(ReadRules, takes_fields_of_a_shape_alone) {
    const std::string shape =
        R"("severity": "error", "effect": "hold", "shape": "link/conflict", "good": "a", "bad": "")";
    const char* kFields = R"(, "fields": ["x"])";

    EXPECT_EQ(refusal(shape + kFields + R"(, "on": "person")"), "");
    EXPECT_THAT(
        refusal(shape + kFields), testing::HasSubstr("/rules/0/fields: only a shape may have fields")
    );
    EXPECT_THAT(
        refusal(std::string(R"("listed": "met by the design", "on": "person")") + kFields),
        testing::HasSubstr("/rules/0/fields: only a shape may have fields")
    );
}

TEST(ReadRules, refuses_a_rule_of_no_kind_or_of_two) {
    const std::string rest = R"("severity": "error", "effect": "note")";

    EXPECT_THAT(refusal(rest), testing::HasSubstr("/rules/0: exactly one of shape, expression, sql, listed"));
    EXPECT_THAT(
        refusal(rest + R"(, "shape": "link/conflict", "listed": "x")"), testing::HasSubstr("exactly one of")
    );
    EXPECT_THAT(refusal(rest + R"(, "expression": "true")"), testing::HasSubstr("an expression needs 'on'"));
    EXPECT_THAT(
        refusal(R"("severity": "grave", "effect": "note", "shape": "link/conflict")"),
        testing::HasSubstr("/rules/0/severity: 'grave' is not one of: fatal, error, warning, information")
    );
    EXPECT_THAT(
        refusal(R"("severity": "error", "shape": "link/conflict")"), testing::HasSubstr("'effect' is missing")
    );
}

TEST(ReadRules, lets_only_an_expression_ask_what_is_collected) {
    EXPECT_THAT(
        refusal(R"("severity": "error", "effect": "hold", "shape": "link/conflict", "good": "a", "bad": "",
        "collected": ["gender"])"),
        testing::HasSubstr("/rules/0/collected: only an expression may ask what is collected")
    );
}

TEST(Effect, is_spelt_as_in_the_rules) {
    EXPECT_EQ(to_string(Effect::drop_value), "drop-value");
    EXPECT_EQ(to_string(Effect::reject_submission), "reject-submission");
}

}  // namespace
}  // namespace sluice::schema
