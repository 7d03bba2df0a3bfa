// What a profile finds beside what other rules have found.
#include "gateway/check/program.hpp"

#include "tests/unit/gateway/check/program_records.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace sluice::check {
namespace {

using record::Record;

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

TEST(Program, says_of_a_group_nothing_where_its_record_was_refused) {
    const auto& pack = tests::repository_pack();
    CheckContext context = kContext;
    context.profile = pack.checks.profile("referral", "direct-care");
    using Cells = std::vector<std::pair<std::string, std::string>>;
    const auto told_of = [&](const std::string& entity, const Cells& cells) {
        std::vector<Record> records = {person(), tests::make_record(dataset(), entity, cells)};
        pack.checks.decide(records, context);
        EXPECT_EQ(records[1].verdict, Verdict::rejected);
        pack.checks.remark(records, context);
        int count = 0;
        for (const auto& issue : records[0].issues) {
            count += issue.node != kNoNode && pack.documents->standard.nodes[issue.node].path == "Risks";
        }
        return count;
    };

    const Cells risk = {{"risk_id", "K"}, {"person_id", "P"}};
    EXPECT_EQ(told_of("risk", risk), 0) << "REC-001 of the risk says so";
    auto future = risk;
    future.push_back({"category", "falls"});
    future.push_back({"start_date", "2027-01-01"});
    EXPECT_EQ(told_of("risk", future), 0) << "it was sent, and the rule about its date says why not";
    EXPECT_EQ(told_of("need", {{"need_id", "N"}, {"person_id", "P"}}), 1) << "a need is no risk";
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
