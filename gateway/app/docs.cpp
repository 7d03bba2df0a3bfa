// Writes docs/rules.md and docs/dataset.md from the pack, so that a page and the program cannot disagree; a
// test compares them with what stands in the tree.
#include "gateway/app/command_line.hpp"
#include "gateway/app/docs_instruments.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace sluice::app {
namespace {

using schema::Documents;
using schema::Rule;

constexpr std::size_t kCodesShown = 60;  // a longer list is named, not printed
constexpr std::string_view kMade =
    "<!-- Written by `sluice docs {0} -o docs/{0}.md`. Do not edit: change the pack and write it again. "
    "-->\n\n";

// Titles that the documents hold for readers only: id -> title, of every JSON file of the folder.
using Titles = std::map<std::string, std::string>;

Result<Titles> titles_of(const std::string& folder, std::string_view id) {
    Titles titles;
    SLUICE_ASSIGN(const auto files, env::list_files(folder));
    for (const auto& file : files) {
        SLUICE_ASSIGN(const auto text, env::read_file(folder + '/' + file.name, Limits().json_bytes_max));
        SLUICE_ASSIGN(const auto root, format::parse_json(text));
        const auto* key = root.find(id);
        const auto* title = root.find("title");
        if (key != nullptr && title != nullptr) {
            titles[std::string(key->text().value_or(""))] = title->text().value_or("");
        }
    }
    return titles;
}

// A bar would end the cell of a table.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += c == '|' ? "\\|" : std::string(1, c);
    }
    return out;
}

std::string code_or_blank(std::string_view text) {
    return text.empty() ? std::string() : fmt::format("`{}`", cell(text));
}

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
    if (!rule.expression.empty()) {
        text += fmt::format("- **Checks** every `{}`: `{}`\n", rule.on, rule.expression.text);
    } else if (rule.shape) {
        text += fmt::format("- **Raised by the readers** as `{}`\n", schema::to_string(*rule.shape));
    } else {
        text += fmt::format("- **Met otherwise**: {}\n", rule.listed);
    }
    return text + example_md("Good", rule.good) + example_md("Bad", rule.bad) + "\n";
}

std::string rules_md(const Documents& documents, const Titles& areas) {
    std::string text = "# Every rule\n\n";
    text += fmt::format(kMade, "rules");
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
            listed ? "" : schema::to_string(rule.effect), cell(rule.title)
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

std::string type_md(const schema::Field& field) {
    if (field.type == schema::FieldType::code) {
        return fmt::format("code of [{0}](#{0})", field.codes);
    }
    if (field.type == schema::FieldType::reference) {
        return fmt::format("id of [{0}](#{0})", field.entity);
    }
    return std::string(schema::to_string(field.type));
}

std::string standard_md(const schema::Field& field) {
    std::string text;
    for (const auto& path : field.standard) {
        text += (text.empty() ? "" : "; ") + path;
    }
    return text.empty() ? "local extension" : text;
}

std::string entity_md(const schema::Entity& entity) {
    std::string text = fmt::format("### {}\n\n{}.", entity.name, entity.title);
    if (!entity.stored) {
        text += " Used while records are derived; not stored.";
    } else if (!entity.date.empty()) {
        text += fmt::format(" Its date is `{}`.", entity.date);
    }
    text += "\n\n| field | type | zone | must it be there | weight | meaning | standard | FHIR |\n";
    text += "|---|---|---|---|---|---|---|---|\n";
    for (const auto& field : entity.fields) {
        std::string conformance(schema::to_string(field.conformance));
        if (!field.condition.empty()) {
            conformance += fmt::format(", if `{}`", cell(field.condition.text));
        }
        text += fmt::format(
            "| `{}` | {} | {} | {} | {} | {} | {} | {} |\n", field.name, type_md(field),
            schema::to_string(field.zone), conformance,
            field.weight == 0 ? std::string() : std::to_string(field.weight), cell(field.title),
            cell(standard_md(field)), code_or_blank(field.fhir)
        );
    }
    return text + "\n";
}

std::string_view meaning_md(schema::CodeMeaning meaning) {
    switch (meaning) {
        case schema::CodeMeaning::known:
            return "";
        case schema::CodeMeaning::declined:
            return "asked, would not say";
        case schema::CodeMeaning::unknown:
            return "not known";
        case schema::CodeMeaning::default_:
            return "a filler";
    }
    return "";
}

std::string code_list_md(const schema::CodeSystem& list, const Titles& titles) {
    const auto title = titles.find(list.id);
    std::string text =
        fmt::format("### {}\n\n{}.\n\n", list.id, title == titles.end() ? list.id : title->second);
    if (list.codes.size() > kCodesShown) {
        return text + fmt::format(
                          "{0} codes: [`{1}.json`](../schemas/sp-mds/codes/{1}.json).\n\n", list.codes.size(),
                          list.id
                      );
    }
    text += "| code | display | meaning |\n|---|---|---|\n";
    for (const auto& code : list.codes) {
        text += fmt::format("| `{}` | {} | {} |\n", code.code, cell(code.display), meaning_md(code.meaning));
    }
    return text + "\n";
}

std::string purposes_md(const schema::Dataset& dataset) {
    std::string text = "## Purposes and zones\n\n| purpose | zones that it may hold |\n|---|---|\n";
    for (const auto& [purpose, may] : dataset.purposes) {
        std::string names;
        for (const auto zone : may.zones) {
            names += (names.empty() ? "" : ", ") + std::string(schema::to_string(zone));
        }
        text += fmt::format("| `{}` | {} |\n", purpose, names);
    }
    return text + "\n";
}

std::string dataset_md(const Documents& documents, const Titles& lists) {
    const auto& dataset = documents.dataset;
    std::string text = "# The dataset\n\n";
    text += fmt::format(kMade, "dataset");
    text += fmt::format(
        "`{}` version {}. Each entity is a table of the store ([tables.md](tables.md)). *weight* is the "
        "weight "
        "of the field in\ncompleteness; no weight, not counted. *standard* is the path in the PRSB social "
        "prescribing standard v1.1.\nA `concept` has three columns: the code, `…_system` and "
        "`…_display`.\n\n",
        dataset.name, dataset.version
    );
    text += purposes_md(dataset) + "## Entities\n\n";
    for (const auto& entity : dataset.entities) {
        text += entity_md(entity);
    }
    text += "## Code lists\n\n";
    for (const auto& list : documents.code_systems) {
        text += code_list_md(list, lists);
    }
    return text + instruments_md(dataset);
}

}  // namespace

Result<int> docs(const Common& common, const std::string& page, const std::string& output) {
    SLUICE_ASSIGN(const auto folder, find_pack(common.pack));
    SLUICE_ASSIGN(const auto documents, schema::load_documents(folder));
    const std::string dataset = folder + "/schemas/sp-mds/";
    if (page == "rules") {
        SLUICE_ASSIGN(const auto areas, titles_of(dataset + "rules", "area"));
        SLUICE_TRY(write_output(output, rules_md(documents, areas)));
    } else {
        SLUICE_ASSIGN(const auto lists, titles_of(dataset + "codes", "id"));
        SLUICE_TRY(write_output(output, dataset_md(documents, lists)));
    }
    return kExitAccepted;
}

}  // namespace sluice::app
