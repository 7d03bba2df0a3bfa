#include "gateway/app/docs.hpp"
#include "gateway/app/docs_instruments.hpp"

#include <fmt/format.h>

namespace sluice::app {
namespace {

using schema::Documents;

constexpr std::size_t kCodesShown = 60;  // a longer list is named, not printed

std::string code_or_blank(std::string_view text) {
    return text.empty() ? std::string() : fmt::format("`{}`", cell_md(text));
}

std::string type_md(const schema::Field& field) {
    if (field.type == schema::FieldType::code) {
        auto text = fmt::format("code of [{0}](#{0})", field.codes);
        for (std::size_t i = 0; i < field.also.size(); ++i) {
            text += fmt::format("{0} [{1}](#{1})", i == 0 ? "; also taken, of" : ",", field.also[i]);
        }
        return text;
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

std::string conformance_md(const schema::Field& field) {
    const auto word = schema::to_string(field.conformance);
    return field.condition.empty() ? std::string(word)
                                   : fmt::format("{}, if `{}`", word, cell_md(field.condition.text));
}

// The file of the exchange contract that holds the entity, and the column of the field.
std::string exchange_md(const schema::Entity& entity, const schema::Field& field) {
    const auto& exchange = field.exchange;
    const bool is_id = &field == &entity.fields.front();
    const auto& column = is_id && !entity.exchange.id.empty() ? entity.exchange.id : exchange.column;
    if (entity.exchange.file.empty()) {
        return {};
    }
    return exchange.from.empty() ? code_or_blank(column) : fmt::format("from `{}`", exchange.from);
}

std::string field_md(const Documents& documents, const schema::Entity& entity, const schema::Field& field) {
    return fmt::format(
        "| `{}` | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", field.name, type_md(field),
        schema::to_string(field.zone), conformance_md(field),
        documents.standard.must_have(field) ? "yes" : "",
        field.weight == 0 ? std::string() : std::to_string(field.weight), cell_md(field.title),
        cell_md(standard_md(field)), code_or_blank(field.fhir), exchange_md(entity, field), field.since
    );
}

std::string entity_md(const Documents& documents, const schema::Entity& entity) {
    std::string text = fmt::format("### {}\n\n{}.", entity.name, entity.title);
    if (!entity.stored) {
        text += " Used while records are derived; not stored.";
    } else if (!entity.date.empty()) {
        text += fmt::format(" Its date is `{}`.", entity.date);
    }
    if (!entity.practice.empty()) {
        text += fmt::format(" The GP practice, by which completeness is counted, is `{}`.", entity.practice);
    }
    if (entity.facts) {
        text += " Kept only for a purpose that names it.";
    }
    if (!entity.exchange.file.empty()) {
        text += fmt::format(" In the exchange contract: `{}.csv`.", entity.exchange.file);
    }
    text +=
        "\n\n| field | type | zone | must it be there | must-have | weight | meaning | standard | FHIR | "
        "exchange | since |\n|---|---|---|---|---|---|---|---|---|---|---|\n";
    for (const auto& field : entity.fields) {
        text += field_md(documents, entity, field);
    }
    return text + "\n";
}

// What the standard does not have, entity by entity; ids and references stand in every entity and are left
// out.
std::string extensions_md(const schema::Dataset& dataset) {
    std::string text =
        "## Local extensions\n\nThe standard has no place for these fields; they are this dataset's own. "
        "Four of "
        "them carry what\nsocial prescribing is judged by: the state of a referral (`referral.status`), why "
        "a person "
        "declined\n(`referral.decline_reason`), what became of an onward referral "
        "(`support_offered.outcome`) and how a "
        "case\nended (`closure.closure_reason`).\n\n";
    for (const auto& entity : dataset.entities) {
        std::string names;
        for (const auto& field : entity.fields) {
            const bool link =
                field.type == schema::FieldType::id || field.type == schema::FieldType::reference;
            if (field.standard.empty() && !link) {
                names += fmt::format("{}`{}`", names.empty() ? "" : ", ", field.name);
            }
        }
        text += names.empty() ? std::string() : fmt::format("- **{}**: {}\n", entity.name, names);
    }
    return text + "\n";
}

// What nobody can do without, and the fields that hold it.
std::string core_md(const Documents& documents) {
    std::string text =
        "## Core fields\n\nWhat the standard, the national count or a dashboard cannot do without, and where "
        "it is held.\n\n| | group | what | needed as | fields |\n|---|---|---|---|---|\n";
    for (const auto& core : documents.core) {
        std::string names;
        for (const auto& field : core.fields) {
            names += fmt::format("{}`{}`", names.empty() ? "" : ", ", field);
        }
        text += fmt::format(
            "| {} | {} | {} | {} | {} |\n", core.number, core.group, core.name, core.need,
            core.fields.empty() ? core.otherwise : names
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

// Whose list it is, and of when.
std::string origin_md(const schema::CodeSystem& list) {
    std::string text = list.origin.source;
    text += list.element.empty() ? "" : fmt::format(", `{}`", list.element);
    text += list.origin.date.empty() ? "" : ", values of " + list.origin.date;
    text += (text.empty() ? "Version " : ", version ") + list.version;
    return text + (list.retired ? "; superseded." : ".");
}

std::string code_list_md(const schema::CodeSystem& list) {
    std::string text = fmt::format(
        "### {}\n\n{}. {}\n\n", list.id, list.origin.title.empty() ? list.id : list.origin.title,
        origin_md(list)
    );
    if (list.codes.size() > kCodesShown) {
        return text + fmt::format(
                          "{0} codes: [`{1}.json`](../schemas/sp-mds/codes/{1}.json).\n\n", list.codes.size(),
                          list.id
                      );
    }
    text += "| code | display | meaning |\n|---|---|---|\n";
    for (const auto& code : list.codes) {
        text +=
            fmt::format("| `{}` | {} | {} |\n", code.code, cell_md(code.display), meaning_md(code.meaning));
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

}  // namespace

std::string dataset_page(const schema::Documents& documents) {
    const auto& dataset = documents.dataset;
    std::string text = "# The dataset\n\n";
    text += made_md("dataset");
    text += fmt::format(
        "`{}` version {}. Each entity is a table of the store ([tables.md](tables.md)). *must-have*: the "
        "standard "
        "calls it one.\n*weight* is the weight of the field in completeness; no weight, not counted. "
        "*standard* is "
        "the path in the PRSB\nsocial prescribing standard v1.1 ([standard.md](standard.md): every node of "
        "it). "
        "*exchange* is the column of the\nexchange contract, *since* the version that has the field first. A "
        "`concept` has three columns: the code,\n`…_system` and `…_display`.\n\n",
        dataset.name, dataset.version
    );
    text += core_md(documents) + extensions_md(dataset) + purposes_md(dataset) + "## Entities\n\n";
    for (const auto& entity : dataset.entities) {
        text += entity_md(documents, entity);
    }
    text += "## Code lists\n\n";
    for (const auto& list : documents.code_systems) {
        text += code_list_md(list);
    }
    return text + instruments_md(dataset);
}

}  // namespace sluice::app
