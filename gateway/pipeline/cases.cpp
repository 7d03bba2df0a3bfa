#include "gateway/pipeline/cases.hpp"

#include "gateway/env/durable_file.hpp"
#include "gateway/map/run.hpp"
#include "gateway/pipeline/case_rows.hpp"
#include "gateway/pipeline/sets.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace sluice::pipeline {
namespace {

using format::JsonValue;
using record::Record;

constexpr std::string_view kPurpose = "direct-care";  // every zone may be filled; a case may say another

std::string text_at(const JsonValue& value, std::string_view key) {
    const auto* member = value.find(key);
    return member == nullptr ? std::string() : std::string(member->text().value_or(""));
}

// What a submission says of a report that says little itself.
std::map<std::string, std::string, std::less<>> said_of_report(const std::string& run) {
    return {{"report", "report"},         {"run", run},
            {"sender", "F84001"},         {"period_start", "2026-10-01"},
            {"period_end", "2026-10-31"}, {"semantics", "increment"}};
}

class Case {
  public:
    Case(const Pack& pack, const map::Program& program, const JsonValue& item, const std::string& scratch)
        : pack_(pack),
          program_(program),
          item_(item),
          scratch_(scratch),
          purpose_(item.find("purpose") == nullptr ? std::string(kPurpose) : text_at(item, "purpose")),
          rows_(program.system(), kept_columns(program, purpose_)) {}

    Result<std::vector<std::string>> run();

  private:
    Result<void> read_rows();
    Result<void> read_lines(const JsonValue& lines);
    Result<void> add_section(const MemberFile& member, const Section& section, const std::string& text);
    Result<void> derive(const std::string& person, const Date& as_of);
    void compare_records(const JsonValue& by_entity);
    void compare_issues(const JsonValue& by_rule);

    const Pack& pack_;
    const map::Program& program_;
    const JsonValue& item_;
    const std::string& scratch_;
    const std::string purpose_;
    SourceRows rows_;
    std::vector<Record> records_;
    std::vector<std::string> failures_;
};

Result<void> Case::add_section(const MemberFile& member, const Section& section, const std::string& text) {
    extract::FilePlan plan;
    plan.program = &program_;
    plan.layout = &program_.layout(purpose_, member.recognised->table);
    plan.binding = section.binding;
    plan.dialect = member.dialect;
    plan.links = &rows_;
    extract::BlockReader reader(plan, {});
    const auto end = std::min<std::uint64_t>(section.end_offset, text.size());
    SLUICE_ASSIGN(
        const auto batch,
        reader.read(std::string_view(text).substr(section.data_offset, end - section.data_offset), true)
    );
    for (const auto& row : batch.rows) {
        Cells cells;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            cells[plan.layout->schema().columns[plan.layout->columns[i]].name] = std::string(row.cells[i]);
        }
        rows_.add(plan.layout->schema().name, cells);
    }
    return {};
}

Result<void> Case::read_lines(const JsonValue& lines) {
    std::string text;
    for (const auto& line : lines.items()) {
        text += std::string(line.text().value_or("")) + "\n";
    }
    MemberFile member;
    member.name = "report.csv";
    member.path = scratch_ + "/" + member.name;
    member.bytes = text.size();
    SLUICE_TRY(env::write_file_durably(member.path, text));
    Tally tally(pack_.rules());
    tally.files.push_back({});
    SLUICE_TRY(inspect(member, pack_, tally));
    if (!member.recognised || member.recognised->system != &program_.system()) {
        failures_.push_back("the lines are no file of " + program_.system().name);
        return {};
    }
    member.package = said_of_report(text_at(item_, "asOf"));
    bind_file(member, program_, purpose_, tally);
    for (const auto& section : member.sections) {
        SLUICE_TRY(add_section(member, section, text));
    }
    return {};
}

Result<void> Case::read_rows() {
    rows_.use_words_of(program_);
    if (const auto* lines = item_.find("lines")) {
        return read_lines(*lines);
    }
    const auto* rows = item_.find("rows");
    if (rows == nullptr) {
        failures_.push_back("it has neither `rows` nor `lines`");
        return {};
    }
    try {
        rows_.add(*rows);
    } catch (const std::runtime_error& error) {
        failures_.push_back(error.what());
    }
    return {};
}

// As pipeline::derive does it, without a store.
Result<void> Case::derive(const std::string& person, const Date& as_of) {
    SLUICE_ASSIGN(const auto taken, rows_.selected(program_, person));
    SLUICE_ASSIGN(auto mapped, map::run(program_, taken, {as_of, purpose_, false}));
    if (!mapped.anchored) {
        return {};
    }
    const check::CheckContext context{as_of, false};
    pack_.checks.decide(mapped.records, context);
    SLUICE_TRY(pack_.episodes.run(mapped.records, program_.system().name, as_of));
    pack_.checks.pass_on(mapped.records);
    pack_.checks.score(mapped.records);
    pack_.checks.remark(mapped.records, context);
    std::move(mapped.records.begin(), mapped.records.end(), std::back_inserter(records_));
    return {};
}

std::string print(const Record& record) {
    std::string out = record.entity->name + " {";
    for (std::size_t i = 0; i < record.cells.size(); ++i) {
        if (record.cells[i].present) {
            out += " " + record.entity->fields[i].name + "='" + record.cells[i].text + "'";
        }
    }
    return out + " } " + std::string(to_string(record.verdict)) + "\n";
}

bool holds_fields(const Record& record, const JsonValue& expected) {
    const auto& fields = expected.members();
    return std::all_of(fields.begin(), fields.end(), [&](const auto& field) {
        return record.entity->field(field.key) && record.text(field.key) == field.value.text();
    });
}

// Is there a one-to-one match of expected and actual? Few records, so trying is cheap enough.
bool all_match(
    const std::vector<JsonValue>& expected, std::vector<const Record*> actual, std::size_t from = 0
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

void Case::compare_records(const JsonValue& by_entity) {
    std::string all;
    for (const auto& record : records_) {
        all += print(record);
    }
    for (const auto& entity : by_entity.members()) {
        if (pack_.documents->dataset.entity(entity.key) == nullptr) {
            failures_.push_back("there is no entity '" + entity.key + "'");
            continue;
        }
        std::vector<const Record*> actual;
        for (const auto& record : records_) {
            if (record.entity->name == entity.key) {
                actual.push_back(&record);
            }
        }
        const auto& expected = entity.value.items();
        if (actual.size() != expected.size()) {
            failures_.push_back(
                "expected are " + std::to_string(expected.size()) + " of " + entity.key + ", and there are " +
                std::to_string(actual.size()) + " in\n" + all
            );
        } else if (!all_match(expected, actual)) {
            failures_.push_back("other fields than expected of " + entity.key + " in\n" + all);
        }
    }
}

void Case::compare_issues(const JsonValue& by_rule) {
    std::map<std::string, std::int64_t> found;
    for (const auto& record : records_) {
        for (const auto& issue : record.issues) {
            ++found[pack_.rules()[issue.rule].id];
        }
    }
    for (const auto& rule : by_rule.members()) {
        const auto expected = rule.value.integer().value_or(-1);
        if (!pack_.rules().find(rule.key)) {
            failures_.push_back("there is no rule " + rule.key);
        } else if (found[rule.key] != expected) {
            failures_.push_back(
                rule.key + " was expected " + std::to_string(expected) + " times, and was found " +
                std::to_string(found[rule.key]) + " times"
            );
        }
    }
}

Result<std::vector<std::string>> Case::run() {
    const auto as_of = Date::parse(text_at(item_, "asOf"));
    const auto* records = item_.find("records");
    if (!as_of || records == nullptr) {
        return std::vector<std::string>{"it needs the day `asOf` and the `records` that are expected"};
    }
    SLUICE_TRY(read_rows());
    for (const auto& person : rows_.persons()) {
        SLUICE_TRY(derive(person, *as_of));
    }
    compare_records(*records);
    if (const auto* issues = item_.find("issues")) {
        compare_issues(*issues);
    }
    return std::move(failures_);
}

const map::Program* program_of(const Pack& pack, const std::string& mapping) {
    for (const auto& program : pack.mappings) {
        const auto& mappings = program->mappings();
        if (std::any_of(mappings.begin(), mappings.end(), [&](const auto& one) {
                return one.name == mapping;
            })) {
            return program.get();
        }
    }
    return nullptr;
}

}  // namespace

CaseResult run_case(
    const Pack& pack, const std::string& mapping, const JsonValue& item, const std::string& scratch
) {
    CaseResult out{mapping, text_at(item, "name"), {}};
    const auto* program = program_of(pack, mapping);
    if (program == nullptr) {
        out.failures.push_back("there is no mapping '" + mapping + "'");
        return out;
    }
    auto failures = Case(pack, *program, item, scratch).run();
    out.failures =
        failures ? std::move(*failures) : std::vector<std::string>{std::string(failures.error().text())};
    return out;
}

Result<std::vector<CaseResult>> run_cases(
    const Pack& pack, std::string_view text, const std::string& scratch
) {
    SLUICE_ASSIGN(const auto document, format::parse_json(text));
    const auto* cases = document.find("cases");
    if (cases == nullptr || document.find("mapping") == nullptr) {
        return Error(ErrorCode::pack, "it needs `mapping` and `cases`");
    }
    std::vector<CaseResult> out;
    for (const auto& item : cases->items()) {
        out.push_back(run_case(pack, text_at(document, "mapping"), item, scratch));
    }
    return out;
}

}  // namespace sluice::pipeline
