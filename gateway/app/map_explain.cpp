// `sluice map explain`: what becomes of one row of a file, field by field. Taken in on trial; nothing stays.
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/clock.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/pipeline/lineage.hpp"
#include "gateway/pipeline/submission.hpp"
#include "gateway/reporting/report_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

namespace sluice::app {
namespace {

using pipeline::LineageEntry;

constexpr std::string_view kNobody = "CHECK";
constexpr std::size_t kPlacesMax = 1'000'000;  // findings are looked through for those of the row

struct ExplainedField {
    LineageEntry from;
    std::string value;
};

struct ExplainedRecord {
    std::string entity;
    std::string verdict;
    std::vector<ExplainedField> fields;  // that this row gives
};

struct RowFinding {
    std::string rule;
    std::string severity;
    std::string title;
    std::string column;
    std::string fix;
};

struct ExplainedRow {
    std::vector<ExplainedRecord> records;
    std::vector<RowFinding> findings;
};

class RowExplainer {
  public:
    RowExplainer(const MapExplainVerb& verb, const pipeline::Pack& pack, store::Store& store)
        : verb_(verb),
          pack_(pack),
          store_(store),
          file_(std::filesystem::path(verb.file).filename().string()) {}

    Result<ExplainedRow> run(const store::Receipt& receipt);

  private:
    bool is_here(const std::string& file, std::uint64_t record) const {
        return file == file_ && record == verb_.row;
    }
    Result<void> explain(const store::RecordState& state);
    Result<std::map<std::string, std::string>> values_of(const store::RecordState& state);

    const MapExplainVerb& verb_;
    const pipeline::Pack& pack_;
    store::Store& store_;
    const std::string file_;
    ExplainedRow out_;
};

Result<std::map<std::string, std::string>> RowExplainer::values_of(const store::RecordState& state) {
    std::map<std::string, std::string> out;
    if (!verb_.show_values) {
        return out;
    }
    store::ReadOptions options;
    options.purpose = state.purpose;
    options.record_id = state.record_id;
    options.identity = true;
    options.held_back = true;
    SLUICE_TRY(store_.dataset().visit_rows(
        state.entity, options,
        [&](const auto& columns, const auto& values) -> Result<void> {
            for (std::size_t i = 0; i < columns.size(); ++i) {
                out[columns[i]] = values[i].value_or("");
            }
            return {};
        }
    ));
    return out;
}

Result<void> RowExplainer::explain(const store::RecordState& state) {
    SLUICE_ASSIGN(const auto entries, pipeline::lineage_of(pack_, store_, state));
    SLUICE_ASSIGN(const auto values, values_of(state));
    const auto* entity = pack_.documents->dataset.entity(state.entity);
    ExplainedRecord record{state.entity, std::string(to_string(state.verdict)), {}};
    for (const auto& entry : entries) {
        const bool of_dataset = entity->field(entry.field).has_value() || entry.field.ends_with("_display") ||
                                entry.field.ends_with("_text");
        if (!of_dataset || entry.blank || !is_here(entry.file, entry.record)) {
            continue;
        }
        const auto value = values.find(entry.field);
        record.fields.push_back({entry, value == values.end() ? std::string() : value->second});
    }
    if (!record.fields.empty()) {
        out_.records.push_back(std::move(record));
    }
    return {};
}

Result<ExplainedRow> RowExplainer::run(const store::Receipt& receipt) {
    for (const auto& entity : pack_.documents->dataset.entities) {
        if (!entity.stored) {
            continue;
        }
        SLUICE_TRY(store_.dataset().visit_states(
            receipt.submission.purpose, entity.name, std::nullopt,
            [&](const store::RecordState& state) -> Result<void> { return explain(state); }
        ));
    }
    reporting::ReportScope scope;
    scope.examples_max = kPlacesMax;
    scope.completeness = false;
    scope.dry_run = true;
    SLUICE_ASSIGN(const auto report, reporting::report_data(pack_, store_, receipt, scope));
    for (const auto& group : report.issues) {
        for (const auto& place : group.examples) {
            if (is_here(place.file, place.record)) {
                out_.findings.push_back(
                    {group.rule, std::string(to_string(group.severity)), group.title, place.column, group.fix}
                );
            }
        }
    }
    return std::move(out_);
}

std::string as_text(const MapExplainVerb& verb, const ExplainedRow& row) {
    std::string text = fmt::format("{}, row {}\n", printable(verb.file), verb.row);
    for (const auto& record : row.records) {
        text += fmt::format("\n{} ({})\n", record.entity, record.verdict);
        for (const auto& [from, value] : record.fields) {
            text += fmt::format("  {:<24} {:<24} {}", from.field, printable(from.column), from.mapping);
            text += from.how.empty() ? "" : fmt::format(" ({})", from.how);
            text += verb.show_values ? " = " + printable(value) + "\n" : "\n";
        }
    }
    if (row.records.empty()) {
        text += "\nNothing was made of this row.\n";
    }
    for (const auto& finding : row.findings) {
        text += fmt::format(
            "\n{} {}: {}{}\n  {}\n", finding.rule, finding.severity, finding.title,
            finding.column.empty() ? "" : fmt::format(" (column {})", printable(finding.column)), finding.fix
        );
    }
    return text;
}

std::string as_json(const MapExplainVerb& verb, const ExplainedRow& row) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_object();
    json.key("records");
    json.begin_array();
    for (const auto& record : row.records) {
        json.begin_object();
        json.member("entity", record.entity);
        json.member("verdict", record.verdict);
        json.key("fields");
        json.begin_array();
        for (const auto& [from, value] : record.fields) {
            json.begin_object();
            json.member("field", from.field);
            json.member("column", from.column);
            json.member("mapping", from.mapping);
            json.member("how", from.how);
            if (verb.show_values) {
                json.member("value", value);
            }
            json.end_object();
        }
        json.end_array();
        json.end_object();
    }
    json.end_array();
    json.key("findings");
    json.begin_array();
    for (const auto& finding : row.findings) {
        json.begin_object();
        json.member("rule", finding.rule);
        json.member("severity", finding.severity);
        json.member("title", finding.title);
        json.member("column", finding.column);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.take() + "\n";
}

}  // namespace

Result<int> map_explain(const MapExplainVerb& verb) {
    pipeline::IngestOptions options;
    options.paths = verb.with;
    options.paths.push_back(verb.file);
    options.sender = verb.sender;
    options.sender_otherwise = kNobody;
    options.purpose = verb.purpose;
    options.process_incomplete = true;
    options.received_at = format_instant(env::SystemClock().now());
    SLUICE_TRY(pipeline::check_paths(options.paths));
    if (std::filesystem::is_directory(verb.file)) {
        return Error(ErrorCode::usage, "name one file; what belongs to it goes to --with");
    }
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    SLUICE_ASSIGN(const auto folder, TemporaryFolder::make());
    SLUICE_ASSIGN(const auto store, open_store(folder->path(), true));
    SLUICE_ASSIGN(const auto receipt, pipeline::ingest(*pack, *store, options));
    SLUICE_ASSIGN(const auto row, RowExplainer(verb, *pack, *store).run(receipt));
    SLUICE_TRY(write_output("", verb.common.json ? as_json(verb, row) : as_text(verb, row)));
    return row.records.empty() ? kExitFindings : kExitAccepted;
}

}  // namespace sluice::app
