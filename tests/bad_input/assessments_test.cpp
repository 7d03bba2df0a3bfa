// Assessments that do not fit together: the item is refused, never the assessment or the person.
#include "gateway/format/json.hpp"

#include "tests/support/files.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>

namespace sluice::tests {
namespace {

using Counts = std::map<std::string, std::int64_t>;

// id, instrument, version, stage, date; and assessment, item, value, reason.
struct Case {
    const char* name;
    std::vector<std::string> assessments;
    std::vector<std::string> items;
    Counts rules;         // of assessments, all that are reported
    std::int64_t stands;  // items that are accepted
};

// Three items of UCLA-3 with this value.
std::vector<std::string> ucla(const std::string& assessment, const std::string& value) {
    std::vector<std::string> lines;
    for (const char* item : {"item_1", "item_2", "item_3"}) {
        lines.push_back(assessment + ',' + item + ',' + value + ',');
    }
    return lines;
}
std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

const Case kCases[] = {
    {"nothing wrong",
     {"a1,UCLA3,,baseline,2026-03-05", "a2,ucla-3,,review,2026-06-05"},
     ucla("a1", "3") + ucla("a2", "2"),
     {},
     6},
    {"a follow-up without a baseline", {"a1,UCLA3,,review,2026-06-05"}, ucla("a1", "2"), {{"ASM-011", 1}}, 3},
    {"a baseline of another instrument",
     {"a1,GAD7,,baseline,2026-03-05", "a2,UCLA3,,end,2026-06-05"},
     ucla("a2", "2") + std::vector<std::string>{"a1,total,9,"},
     {{"ASM-011", 1}},
     4},
    {"a baseline of another version",
     {"a1,UCLA3,1,baseline,2026-03-05", "a2,UCLA3,2,end,2026-06-05"},
     ucla("a1", "3") + ucla("a2", "2"),
     {{"ASM-011", 1}},
     6},
    {"a follow-up before its baseline",
     {"a1,UCLA3,,baseline,2026-03-05", "a2,UCLA3,,review,2026-03-04"},
     ucla("a1", "3") + ucla("a2", "2"),
     {{"ASM-012", 1}},
     6},
    {"a follow-up on the day of its baseline",
     {"a1,UCLA3,,baseline,2026-03-05", "a2,UCLA3,,review,2026-03-05"},
     ucla("a1", "3") + ucla("a2", "2"),
     {{"ASM-012", 1}},
     6},
    {"a follow-up before the referral",
     {"a1,UCLA3,,review,2026-02-05"},
     ucla("a1", "2"),
     {{"ASM-011", 1}},
     3},
    {"a follow-up before the referral and its baseline",
     {"a1,UCLA3,,baseline,2026-03-05", "a2,UCLA3,,review,2026-02-05"},
     ucla("a1", "3") + ucla("a2", "2"),
     {{"ASM-012", 1}},
     6},
    {"a follow-up of a baseline, both before the referral",
     {"a1,UCLA3,,baseline,2026-01-05", "a2,UCLA3,,review,2026-02-05"},
     ucla("a1", "3") + ucla("a2", "2"),
     {},
     6},
    {"two baselines",
     {"a1,UCLA3,,baseline,2026-03-05", "a2,UCLA3,,baseline,2026-03-15"},
     ucla("a1", "3") + ucla("a2", "2"),
     {{"ASM-013", 2}},
     6},
    {"no item", {"a1,UCLA3,,baseline,2026-03-05"}, {}, {{"ASM-010", 1}}, 0},
    {"an item out of range",
     {"a1,UCLA3,,baseline,2026-03-05"},
     {"a1,item_1,4,", "a1,item_2,1,", "a1,item_3,1,", "a1,total,6,"},
     {{"ASM-002", 1}, {"ASM-006", 1}},
     3},
    {"an item that is no whole number",
     {"a1,ONS4,,baseline,2026-03-05"},
     {"a1,worthwhile,7.5,"},
     {{"ASM-002", 1}},
     0},
    {"an item without a value",
     {"a1,ONS4,,baseline,2026-03-05"},
     {"a1,worthwhile,,", "a1,happy_yesterday,,declined"},
     {{"ASM-001", 1}},
     1},
    {"an item of another instrument",
     {"a1,ONS4,,baseline,2026-03-05"},
     {"a1,wellbeing,5,", "a1,worthwhile,5,"},
     {{"ASM-007", 1}},
     1},
    {"a total where there is none",
     {"a1,ONS4,,baseline,2026-03-05"},
     {"a1,total,26,", "a1,worthwhile,5,"},
     {{"ASM-007", 1}},
     1},
    {"a total that differs",
     {"a1,UCLA3,,baseline,2026-03-05"},
     ucla("a1", "2") + std::vector<std::string>{"a1,total,9,"},
     {{"ASM-005", 1}},
     4},
    {"too few items for a total",
     {"a1,UCLA3,,baseline,2026-03-05"},
     {"a1,item_1,2,", "a1,item_2,2,"},
     {{"ASM-006", 1}},
     2},
    {"numbers that stand for no answer",
     {"a1,EQ5D5L,,baseline,2026-03-05"},
     {"a1,item_1,9,", "a1,vas,999,", "a1,item_2,2,"},
     {{"ASM-008", 2}},
     3},
    {"a safety item",
     {"a1,PHQ9,,baseline,2026-03-05"},
     {"a1,item_9,1,", "a1,total,12,"},
     {{"ASM-009", 1}},
     2},
};

void write_csv(
    const std::string& path, const std::string& header, const std::vector<std::string>& lines,
    const std::string& last
) {
    std::string text = header + '\n';
    for (const auto& line : lines) {
        text += line + last + '\n';
    }
    write_text(path, text);
}

void write_package(const TemporaryFolder& folder, const Case& entry) {
    std::filesystem::create_directory(folder / "in");
    write_csv(folder / "in/person.csv", "person_local_id,nhs_number", {"p1,9990000018"}, "");
    write_csv(
        folder / "in/referral.csv", "referral_id,person_local_id,referral_date,status",
        {"r1,p1,2026-03-01,accepted"}, ""
    );
    write_csv(
        folder / "in/assessment.csv",
        "assessment_id,instrument,instrument_version,stage,date,person_local_id,referral_id",
        entry.assessments, ",p1,r1"
    );
    write_csv(
        folder / "in/assessment_item.csv", "assessment_id,item,value,value_missing_reason,person_local_id",
        entry.items, ",p1"
    );
}

Counts assessment_rules(const std::string& receipt) {
    Counts rules;
    const auto json = format::parse_json(receipt).value();
    for (const auto& issue : json.find("issues")->items()) {
        const std::string rule(issue.find("rule")->text().value());
        if (rule.starts_with("ASM-")) {
            rules[rule] = issue.find("count")->integer().value();
        }
    }
    return rules;
}

std::int64_t exported(const std::string& data, const char* entity) {
    const auto csv = run_sluice({"export", "--entity", entity, "--data", data}).out;
    return std::count(csv.begin(), csv.end(), '\n') - 1;
}

TEST(Assessments, that_do_not_fit_cost_the_item_at_most) {
    for (const auto& entry : kCases) {
        const TemporaryFolder folder;
        write_package(folder, entry);

        const auto run = run_sluice(
            {"ingest", folder / "in", "--sender", "A81001", "--data", folder / "data", "--as-of",
             "2026-11-01", "--json"}
        );

        ASSERT_LE(run.code, 1) << entry.name << run.err;
        EXPECT_EQ(assessment_rules(run.out), entry.rules) << entry.name;
        EXPECT_EQ(exported(folder / "data", "person"), 1) << entry.name;
        const auto sent = static_cast<std::int64_t>(entry.assessments.size());
        EXPECT_EQ(exported(folder / "data", "assessment"), sent) << entry.name;
        EXPECT_EQ(exported(folder / "data", "assessment_item"), entry.stands) << entry.name;
    }
}

}  // namespace
}  // namespace sluice::tests
