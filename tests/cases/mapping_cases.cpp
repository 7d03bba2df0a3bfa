// The cases that stand beside the mappings (mappings/README.md), run through the code that a submission
// takes.
#include "gateway/map/run.hpp"

#include "tests/cases/registered.hpp"
#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/rows.hpp"

#include <algorithm>
#include <filesystem>

namespace sluice::tests {
namespace {

constexpr std::string_view kPurpose = "direct-care";  // every zone may be filled; a case may say another
constexpr std::string_view kSuffix = ".cases.json";

std::string text_at(const format::JsonValue& value, std::string_view key) {
    const auto* member = value.find(key);
    return member == nullptr ? std::string() : std::string(member->text().value());
}

// As pipeline::derive does it, without a store.
Result<void> derive_person(
    const map::Program& program, SourceRows& rows, const std::string& person, const map::RunContext& run,
    std::vector<record::Record>& out
) {
    const auto& pack = repository_pack();
    SLUICE_ASSIGN(const auto taken, rows.selected(program, person));
    SLUICE_ASSIGN(auto mapped, map::run(program, taken, run));
    if (!mapped.anchored) {
        return {};
    }
    const check::CheckContext context{run.as_of, false};
    pack.checks.decide(mapped.records, context);
    SLUICE_TRY(pack.episodes.run(mapped.records, program.system().name, run.as_of));
    pack.checks.pass_on(mapped.records);
    pack.checks.score(mapped.records);
    pack.checks.remark(mapped.records, context);
    std::move(mapped.records.begin(), mapped.records.end(), std::back_inserter(out));
    return {};
}

bool holds_fields(const record::Record& record, const format::JsonValue& expected) {
    const auto& fields = expected.members();
    return std::all_of(fields.begin(), fields.end(), [&](const auto& field) {
        return record.entity->field(field.key) && record.text(field.key) == field.value.text();
    });
}

std::string print(const record::Record& record) {
    std::string out = record.entity->name + " {";
    for (std::size_t i = 0; i < record.cells.size(); ++i) {
        if (record.cells[i].present) {
            out += " " + record.entity->fields[i].name + "='" + record.cells[i].text + "'";
        }
    }
    return out + " } " + std::string(to_string(record.verdict)) + "\n";
}

// Is there a one-to-one match of expected and actual? Few records, so trying is cheap enough.
bool all_match(
    const std::vector<format::JsonValue>& expected, std::vector<const record::Record*> actual,
    std::size_t from = 0
) {
    if (from == expected.size()) {
        return true;
    }
    for (std::size_t i = 0; i < actual.size(); ++i) {
        if (holds_fields(*actual[i], expected[from])) {
            auto rest = actual;
            rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
            if (all_match(expected, rest, from + 1)) {
                return true;
            }
        }
    }
    return false;
}

void expect_records(const format::JsonValue& by_entity, const std::vector<record::Record>& records) {
    std::string all;
    for (const auto& record : records) {
        all += print(record);
    }
    for (const auto& entity : by_entity.members()) {
        ASSERT_NE(repository_pack().documents->dataset.entity(entity.key), nullptr) << entity.key;
        const auto actual = records_of(records, entity.key);
        EXPECT_EQ(actual.size(), entity.value.items().size()) << entity.key << " in\n" << all;
        EXPECT_TRUE(all_match(entity.value.items(), actual)) << entity.key << " in\n" << all;
    }
}

std::string joined(const format::JsonValue& lines) {
    std::string out;
    for (const auto& line : lines.items()) {
        out += std::string(line.text().value()) + "\n";
    }
    return out;
}

void run_case(const std::string& mapping, const format::JsonValue& item) {
    const auto& program = repository_program(mapping.substr(0, mapping.find('/')));
    const auto& mappings = program.mappings();
    ASSERT_TRUE(std::any_of(mappings.begin(), mappings.end(), [&](const auto& m) {
        return m.name == mapping;
    })) << mapping;
    const auto* named = item.find("purpose");
    const std::string purpose(named == nullptr ? kPurpose : named->text().value());
    SourceRows rows(program.system(), kept_columns(program, purpose));
    rows.use_words_of(program);
    if (const auto* lines = item.find("lines")) {
        add_report(rows, program, joined(*lines), purpose, text_at(item, "asOf"));
    } else {
        rows.add(*item.find("rows"));
    }
    const auto as_of = Date::parse(text_at(item, "asOf"));
    ASSERT_TRUE(as_of.has_value());

    std::vector<record::Record> records;
    for (const auto& person : rows.persons()) {
        const auto done = derive_person(program, rows, person, {*as_of, purpose, false}, records);
        ASSERT_TRUE(done) << done.error().text();
    }

    ASSERT_NE(item.find("records"), nullptr);
    expect_records(*item.find("records"), records);
    auto found = count_rules(repository_pack().rules(), records);
    if (const auto* issues = item.find("issues")) {
        for (const auto& rule : issues->members()) {
            ASSERT_TRUE(repository_pack().rules().find(rule.key)) << rule.key;
            EXPECT_EQ(found[rule.key], rule.value.integer()) << rule.key;
        }
    }
}

std::vector<std::string> case_files() {
    std::vector<std::string> out;
    for (const auto& file : std::filesystem::recursive_directory_iterator(source_folder() + "/mappings")) {
        const std::string path = file.path().string();
        if (path.size() > kSuffix.size() && path.substr(path.size() - kSuffix.size()) == kSuffix) {
            out.push_back(path);
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

TEST(MappingCases, stand_beside_every_mapping) {
    std::vector<std::string> with_cases;
    for (const auto& path : case_files()) {
        with_cases.push_back(text_at(parse(read_text(path)), "mapping"));
    }

    for (const auto& mapping : repository_pack().documents->mappings) {
        // What is made of the entities has no document of its own.
        const bool written = mapping.where.starts_with("mappings/");
        const bool covered =
            std::find(with_cases.begin(), with_cases.end(), mapping.name) != with_cases.end();
        EXPECT_TRUE(covered || !written) << mapping.name;
    }
}

}  // namespace

void register_mapping_cases() {
    for (const auto& path : case_files()) {
        const auto document = parse(read_text(path));
        const auto mapping = text_at(document, "mapping");
        for (const auto& item : document.find("cases")->items()) {
            register_test(mapping, text_at(item, "name"), [mapping, item] { run_case(mapping, item); });
        }
    }
}

}  // namespace sluice::tests
