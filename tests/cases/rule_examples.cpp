// `good` and `bad` of every rule: good passes, bad is found.
#include "tests/cases/registered.hpp"
#include "tests/cases/sent_examples.hpp"
#include "tests/cases/sql_examples.hpp"
#include "tests/cases/value_examples.hpp"
#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

namespace sluice::tests {
namespace {

const Date kAsOf(2026, 11, 1);

bool finds_fault(RuleIndex index, const format::JsonValue& example) {
    const auto& pack = repository_pack();
    const auto& rule = pack.rules()[index];
    check::CheckContext context{kAsOf};
    if (const auto* own = example.find("asOf")) {
        context.as_of = Date::parse(own->text().value()).value();
    }
    if (const auto* next = example.find("profile")) {
        context.profile = pack.checks.profile(next->text().value(), "direct-care");
        EXPECT_NE(context.profile, nullptr) << "there is no such profile";
    }
    const auto records = make_records(pack.documents->dataset, example);
    const auto judged = std::find_if(records.begin(), records.end(), [&](const auto& record) {
        return record.entity->name == rule.on;
    });
    if (judged == records.end()) {
        ADD_FAILURE() << "the example has no " << rule.on;
        return false;
    }
    return pack.checks
        .finds_fault(index, records, static_cast<std::size_t>(judged - records.begin()), context)
        .value();
}

void expect_found_across(const schema::Rule& rule, const format::JsonValue& example, bool expected) {
    const auto found = finds_across(rule, example);
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_EQ(*found, expected);
}

void run_example(const std::string& id, const format::JsonValue& document) {
    const auto index = repository_pack().rules().find(id).value();
    const auto& rule = repository_pack().rules()[index];
    const auto& good = *document.find("good");
    const auto& bad = *document.find("bad");
    if (!rule.expression.empty()) {
        EXPECT_FALSE(finds_fault(index, good)) << "good is found";
        EXPECT_TRUE(finds_fault(index, bad)) << "bad passes";
        return;
    }
    if (!rule.sql.empty()) {
        expect_found_across(rule, good, false);
        expect_found_across(rule, bad, true);
        return;
    }
    if (good.is_object() && bad.is_object()) {
        expect_sent(id, good, bad);
        return;
    }
    for (const auto& example : value_examples()) {
        if (example.rule == id) {
            EXPECT_THAT(
                example.judge(std::string(good.text().value())), testing::Not(testing::Contains(*rule.shape))
            );
            EXPECT_THAT(example.judge(std::string(bad.text().value())), testing::ElementsAre(*rule.shape));
            return;
        }
    }
    FAIL() << id << " has an example that nobody runs: say what is sent, or add it to value_examples.cpp";
}

}  // namespace

void register_rule_examples() {
    std::vector<std::string> paths;
    for (const auto& file : std::filesystem::directory_iterator(source_folder() + "/schemas/sp-mds/rules")) {
        paths.push_back(file.path().string());
    }
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) {
        const auto document = parse(read_text(path));
        for (const auto& rule : document.find("rules")->items()) {
            if (rule.find("listed") == nullptr) {
                const std::string id(rule.find("id")->text().value());
                register_test("RuleExamples", id, [id, rule] { run_example(id, rule); });
            }
        }
    }
}

}  // namespace sluice::tests
