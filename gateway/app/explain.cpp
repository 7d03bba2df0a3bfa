#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/json.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/pipeline/lineage.hpp"

#include <fmt/format.h>

namespace sluice::app {
namespace {

std::string example_line(std::string_view what, const format::JsonValue& example) {
    if (example.is_null()) {
        return {};
    }
    const auto text = schema::example_text(example);
    return fmt::format("  {:<9} {}\n", what, text.empty() ? "(empty)" : text);
}

std::string rule_text(const schema::Rule& rule) {
    std::string text = fmt::format("{}  {}\n", rule.id, rule.title);
    text += rule.listed.empty() ? fmt::format(
                                      "  Severity  {} (effect: {})\n", to_string(rule.severity),
                                      schema::to_string(rule.effect)
                                  )
                                : fmt::format("  Severity  {}\n", to_string(rule.severity));
    text += fmt::format("  Problem   {}\n  Why       {}\n  Fix       {}\n", rule.problem, rule.why, rule.fix);
    for (const auto& [system, own] : rule.words_by_system) {
        const auto words = rule.words_for(system);
        text += fmt::format(
            "  For the source \"{}\"\n    Problem {}\n    Why     {}\n    Fix     {}\n", system,
            words.problem, words.why, words.fix
        );
    }
    if (!rule.expression.empty()) {
        text += fmt::format("  Checks    {}: {}\n", rule.on, rule.expression.text);
    } else if (!rule.sql.empty()) {
        text += fmt::format("  Checks    across records: {}\n", rule.sql.text);
        for (const auto& [name, value] : rule.parameters) {
            text += fmt::format("            {} = {}\n", name, value);
        }
    } else if (rule.shape) {
        text += fmt::format(
            "  Checks    {}{}\n", schema::to_string(*rule.shape),
            rule.fields.empty() ? "" : " of " + rule.on + ": " + join(rule.fields, ", ")
        );
    } else {
        text += fmt::format("  Listed    {}\n", rule.listed);
    }
    text += example_line("Good", rule.good) + example_line("Bad", rule.bad);
    return text + fmt::format("  Source    {}, version {}\n", rule.source, rule.version);
}

void rule_json(format::JsonWriter& json, const schema::Rule& rule) {
    json.begin_object();
    json.member("rule", rule.id);
    json.member("version", rule.version);
    json.member("source", rule.source);
    json.member("severity", to_string(rule.severity));
    json.member("effect", rule.listed.empty() ? schema::to_string(rule.effect) : std::string_view());
    json.member("title", rule.title);
    json.member("problem", rule.problem);
    json.member("why", rule.why);
    json.member("fix", rule.fix);
    json.key("for");
    json.begin_object();
    for (const auto& [system, own] : rule.words_by_system) {
        const auto words = rule.words_for(system);
        json.key(system);
        json.begin_object();
        json.member("problem", words.problem);
        json.member("why", words.why);
        json.member("fix", words.fix);
        json.end_object();
    }
    json.end_object();
    json.member("on", rule.on);
    json.member("expression", rule.expression.text);
    json.member("sql", rule.sql.text);
    json.member("shape", rule.shape ? schema::to_string(*rule.shape) : std::string_view());
    json.member("listed", rule.listed);
    json.key("good");
    json.value(rule.good);
    json.key("bad");
    json.value(rule.bad);
    json.end_object();
}

std::string lineage_json(const std::vector<pipeline::LineageEntry>& entries) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_array();
    for (const auto& entry : entries) {
        json.begin_object();
        json.member("field", entry.field);
        json.member("file", entry.file);
        json.key("record");
        json.integer(static_cast<std::int64_t>(entry.record));
        if (!entry.column.empty()) {
            json.member("column", entry.column);
        }
        json.member("mapping", entry.mapping);
        if (entry.blank) {
            json.member("how", "no value");
        } else if (!entry.how.empty()) {
            json.member("how", entry.how);
        }
        json.end_object();
    }
    json.end_array();
    return json.take() + "\n";
}

std::string lineage_text(const std::vector<pipeline::LineageEntry>& entries) {
    std::string text =
        fmt::format("{:<22} {:<8} {:<24} {:<26} {}\n", "field", "record", "column", "mapping", "file");
    std::vector<std::string> blank;
    for (const auto& entry : entries) {
        if (entry.blank) {
            blank.push_back(entry.field);
            continue;
        }
        text += fmt::format(
            "{:<22} {:<8} {:<24} {:<26} {}{}\n", entry.field, entry.record, entry.column, entry.mapping,
            entry.file, entry.how.empty() ? "" : fmt::format(" ({})", entry.how)
        );
    }
    return blank.empty() ? text : text + "\nWithout a value: " + join(blank, ", ") + "\n";
}

}  // namespace

Result<int> explain(const Common& common, const std::string& id) {
    SLUICE_ASSIGN(const auto pack, open_pack(common));
    std::vector<const schema::Rule*> rules;
    if (equals_ignoring_case(id, "all")) {
        for (const auto& rule : pack->rules().rules()) {
            rules.push_back(&rule);
        }
    }
    for (const auto index : pack->rules().find_all(id)) {
        rules.push_back(&pack->rules()[index]);
    }
    if (rules.empty()) {
        return Error(
            ErrorCode::usage, "there is no rule with the id (as NHS-003) or the source (as V01) " +
                                  printable(id) + "; `sluice explain all` lists every rule"
        );
    }
    if (common.json) {
        format::JsonWriter json(format::JsonStyle::pretty);
        json.begin_array();
        for (const auto* rule : rules) {
            rule_json(json, *rule);
        }
        json.end_array();
        SLUICE_TRY(write_output("", json.take() + "\n"));
        return kExitAccepted;
    }
    std::string text;
    for (const auto* rule : rules) {
        text += (text.empty() ? "" : "\n") + rule_text(*rule);
    }
    SLUICE_TRY(write_output("", text));
    return kExitAccepted;
}

Result<int> lineage(
    const Common& common, const std::string& entity, const std::string& id, const std::string& purpose
) {
    SLUICE_ASSIGN(const auto store, open_store(common.data, false));
    SLUICE_TRY(find_table(*store, entity));
    SLUICE_ASSIGN(const auto pack, open_pack(common));
    // Of several the record that was sent for the usual purpose.
    std::vector<std::string> purposes = {purpose.empty() ? std::string(pipeline::kDefaultPurpose) : purpose};
    for (const auto& [name, may] : pack->documents->dataset.purposes) {
        if (purpose.empty()) {
            purposes.push_back(name);
        }
    }
    std::optional<store::RecordState> state;
    for (const auto& candidate : purposes) {
        if (!state) {
            SLUICE_ASSIGN(state, store->dataset().lineage(candidate, entity, id));
        }
    }
    if (!state) {
        return Error(ErrorCode::usage, "there is no " + entity + " with this id");
    }
    SLUICE_ASSIGN(const auto entries, pipeline::lineage_of(*pack, *store, *state));
    SLUICE_TRY(write_output("", common.json ? lineage_json(entries) : lineage_text(entries)));
    return kExitAccepted;
}

}  // namespace sluice::app
