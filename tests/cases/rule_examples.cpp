// `good` and `bad` of every rule: good passes, bad is found.
#include "tests/cases/registered.hpp"
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

// Shapes whose example is not a value but a file, a set, a store or an archive: where they are tested. What
// is named there must name the rule. Faults that the synthetic extract plants are held against its truth by
// tests/bad_input.
struct CoveredElsewhere {
    std::string_view rule;
    std::string_view file;
};
constexpr std::string_view kBadInput = "tests/bad_input";
constexpr CoveredElsewhere kCoveredElsewhere[] = {
    {"ARC-001", kBadInput},
    {"ARC-002", kBadInput},
    {"ARC-003", kBadInput},
    {"ARC-004", kBadInput},
    {"ARC-005", kBadInput},
    {"ARC-006", kBadInput},
    {"CSV-001", "tests/unit/adapters/extract/read_test.cpp"},
    {"CSV-004", "tests/unit/adapters/extract/read_test.cpp"},
    {"CSV-005", "tests/unit/adapters/extract/read_test.cpp"},
    {"CSV-006", "tests/unit/adapters/extract/read_test.cpp"},
    {"CSV-007", "tests/unit/adapters/extract/read_test.cpp"},
    {"EPI-003", "tests/unit/gateway/map/episodes_test.cpp"},
    {"EPI-004", "tests/unit/gateway/map/episodes_test.cpp"},
    {"FIL-001", "tests/unit/gateway/pipeline/sets_test.cpp"},
    {"FIL-002", "tests/unit/gateway/pipeline/sets_test.cpp"},
    {"FIL-003", kBadInput},
    {"FIL-004", "tests/unit/gateway/pipeline/sets_test.cpp"},
    {"FIL-005", "tests/unit/gateway/pipeline/sets_test.cpp"},
    {"FIL-006", "tests/unit/gateway/pipeline/sets_test.cpp"},
    {"FIL-007", "tests/unit/gateway/pipeline/sets_test.cpp"},
    {"FIL-008", "tests/unit/gateway/pipeline/sets_test.cpp"},
    {"FIL-009", "tests/unit/gateway/pipeline/sets_test.cpp"},
    {"FIL-010", "tests/unit/gateway/pipeline/sets_test.cpp"},
    {"FIL-011", "tests/unit/gateway/pipeline/sets_test.cpp"},
    {"FIL-012", kBadInput},
    {"FIL-013", kBadInput},
    {"FIL-014", kBadInput},
    {"FIL-015", kBadInput},
    {"LNK-001", "tests/unit/gateway/synth/emis_test.cpp"},
    {"LNK-002", "tests/unit/adapters/extract/read_test.cpp"},
    {"LNK-003", "tests/unit/gateway/check/program_decide_test.cpp"},
    {"LNK-004", kBadInput},
    {"NAM-001", "tests/unit/gateway/check/names_test.cpp"},
    {"NAM-002", "tests/unit/gateway/check/names_test.cpp"},
    {"NAM-003", "tests/unit/gateway/check/names_test.cpp"},
    {"NAM-004", "tests/unit/gateway/check/names_test.cpp"},
    {"PER-005", "tests/unit/gateway/check/program_decide_test.cpp"},
    {"PKG-001", kBadInput},
    {"PKG-002", kBadInput},
    {"PKG-003", kBadInput},
    {"PKG-004", kBadInput},
    {"PKG-005", kBadInput},
    {"PKG-006", kBadInput},
    {"PKG-007", kBadInput},
    {"PKG-008", kBadInput},
    {"PKG-009", kBadInput},
    {"PKG-010", kBadInput},
    {"PKG-011", kBadInput},
    {"PRV-001", "tests/unit/adapters/extract/read_test.cpp"},
    {"PRV-002", "tests/unit/adapters/extract/read_test.cpp"},
    {"PRV-003", "tests/unit/adapters/extract/read_test.cpp"},
    {"PRV-004", "tests/unit/adapters/extract/read_test.cpp"},
    {"PRF-001", "tests/cases/standard_nodes_test.cpp"},
    {"PRF-002", "tests/unit/gateway/check/profiles_test.cpp"},
    {"PRV-005", kBadInput},
    {"REC-001", "tests/unit/gateway/check/program_decide_test.cpp"},
    {"REC-002", "tests/unit/gateway/check/program_test.cpp"},
    {"REC-003", "tests/unit/gateway/check/program_test.cpp"},
    {"REC-004", "tests/unit/gateway/check/program_test.cpp"},
    {"REC-005", "tests/e2e"},
    {"ROW-001", "tests/unit/adapters/extract/read_test.cpp"},
    {"ROW-002", "tests/unit/gateway/synth/emis_test.cpp"},
    {"ROW-003", "tests/unit/gateway/synth/emis_test.cpp"},
    {"ROW-004", "tests/unit/adapters/extract/read_test.cpp"},
    {"ROW-006", kBadInput},
    {"VAL-020", kBadInput},
    {"ROW-007", "tests/e2e"},
    {"SET-001", "tests/unit/gateway/pipeline/sets_test.cpp"},
    {"SET-002", "tests/unit/gateway/pipeline/sets_test.cpp"},
    {"SET-003", kBadInput},
    {"SET-004", kBadInput},
    {"SET-005", kBadInput},
    {"SET-006", "tests/e2e"},
    {"SUB-001", "tests/e2e"},
    {"SUB-002", "tests/unit/gateway/pipeline/tally_test.cpp"},
    {"VAL-015", kBadInput},
    {"VAL-017", kBadInput},
};

// All of a file, or of the files of a folder.
std::string text_below(const std::string& path) {
    if (!std::filesystem::is_directory(path)) {
        return read_text(path);
    }
    std::string out;
    for (const auto& file : std::filesystem::recursive_directory_iterator(path)) {
        if (file.is_regular_file()) {
            out += read_text(file.path().string());
        }
    }
    return out;
}

void expect_covered(const std::string& rule, const std::string& file) {
    const bool named = text_below(source_folder() + "/" + file).find(rule) != std::string::npos;
    EXPECT_TRUE(named) << file << " does not name " << rule;
}

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
    for (const auto& example : value_examples()) {
        if (example.rule == id) {
            EXPECT_THAT(
                example.judge(std::string(good.text().value())), testing::Not(testing::Contains(*rule.shape))
            );
            EXPECT_THAT(example.judge(std::string(bad.text().value())), testing::ElementsAre(*rule.shape));
            return;
        }
    }
    for (const auto& covered : kCoveredElsewhere) {
        if (covered.rule == id) {
            expect_covered(id, std::string(covered.file));
            return;
        }
    }
    FAIL() << id << " has neither an example that runs nor a test that covers it";
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
