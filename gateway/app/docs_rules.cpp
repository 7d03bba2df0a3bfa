#include "gateway/app/docs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sluice::app {
namespace {

using schema::Rule;

std::string area_of(const Rule& rule) {
    return rule.id.substr(0, rule.id.find('-'));
}

// In a code span, so that every character stands as it is; a backtick inside needs a longer fence.
std::string example_md(std::string_view what, const format::JsonValue& example) {
    if (example.is_null()) {
        return {};
    }
    const auto text = schema::example_text(example);
    const std::string_view fence = text.find('`') == std::string::npos ? "`" : "``";
    return text.empty() ? fmt::format("- **{}**: (empty)\n", what)
                        : fmt::format("- **{}**: {}{}{}\n", what, fence, text, fence);
}

std::string rule_md(const Rule& rule) {
    std::string text = fmt::format("### {}: {}\n\n", rule.id, rule.title);
    if (rule.listed.empty()) {
        text += fmt::format(
            "{}, effect `{}`. Source {}, version {}.\n\n", to_string(rule.severity),
            schema::to_string(rule.effect), rule.source, rule.version
        );
    } else {
        text += fmt::format(
            "{}. Source {}, version {}.\n\n", to_string(rule.severity), rule.source, rule.version
        );
    }
    text +=
        fmt::format("- **Problem**: {}\n- **Why**: {}\n- **Fix**: {}\n", rule.problem, rule.why, rule.fix);
    for (const auto& [system, own] : rule.words_by_system) {
        const auto words = rule.words_for(system);
        text += fmt::format(
            "- **For the source `{}`**: {} {} *Fix*: {}\n", system, words.problem, words.why, words.fix
        );
    }
    if (!rule.expression.empty()) {
        text += fmt::format("- **Checks** every `{}`: `{}`\n", rule.on, rule.expression.text);
        if (!rule.collected.empty()) {
            text += fmt::format(
                "- **Silent** for a source that does not collect `{}`\n", fmt::join(rule.collected, "`, `")
            );
        }
    } else if (!rule.sql.empty()) {
        text += fmt::format("- **Checks** across records: `{}`\n", rule.sql.text);
        for (const auto& [name, value] : rule.parameters) {
            text += fmt::format("- **{}**: {}\n", name, value);
        }
    } else if (rule.shape) {
        text += fmt::format(
            "- **Raised by the readers** as `{}`{}\n", schema::to_string(*rule.shape),
            rule.fields.empty() ? std::string()
                                : fmt::format(" of a `{}`: `{}`", rule.on, fmt::join(rule.fields, "`, `"))
        );
    } else {
        text += fmt::format("- **Met otherwise**: {}\n", rule.listed);
    }
    text += example_md("Good", rule.good) + example_md("Bad", rule.bad);
    return text + "\n";
}

}  // namespace

std::string rules_page(const schema::Documents& documents, const Titles& areas) {
    std::string text = "# Every rule\n\n";
    text += made_md("rules");
    text +=
        "What Sluice checks, in the words that a report uses. An id is never given to another rule. The "
        "effect "
        "says what\nbecomes of what was found: `note` keeps it, `drop-value` keeps the record without the "
        "value, `hold` keeps the record\nuncounted until it is put right, `reject` refuses the record or "
        "row, "
        "`skip` passes over the row, `hold-set`,\n`reject-file` and `reject-submission` concern all of it. "
        "A rule without an effect is not a check of a row: it says where it is met. Each rule shows an "
        "example that "
        "passes and one\nthat is found; of records it names the fields that matter. "
        "`sluice explain RULE` prints one of them, by id or by source.\n\n";
    text += "| rule | severity | effect | title |\n|---|---|---|---|\n";
    const auto& rules = documents.rules.rules();
    for (const auto& rule : rules) {
        const bool listed = !rule.listed.empty();
        text += fmt::format(
            "| {} | {} | {} | {} |\n", rule.id, to_string(rule.severity),
            listed ? "" : schema::to_string(rule.effect), cell_md(rule.title)
        );
    }
    text += "\n";
    std::string area;
    for (const auto& rule : rules) {
        if (area != area_of(rule)) {
            area = area_of(rule);
            const auto title = areas.find(area);
            text += fmt::format("## {}: {}\n\n", area, title == areas.end() ? std::string() : title->second);
        }
        text += rule_md(rule);
    }
    text.pop_back();
    return text;
}

}  // namespace sluice::app
