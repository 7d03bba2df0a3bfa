// `sluice names`: services and organisations by name, with the ways in which each is written.
#include "gateway/pipeline/names.hpp"

#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/csv_writer.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/outlet/words.hpp"

#include <fmt/format.h>

namespace sluice::app {
namespace {

using pipeline::NameTable;

std::string field_of(const NameTable& table) {
    return table.entity + "." + table.field;
}

// "Food Bank; Bank of Food; and 5 more".
std::string same_words(const check::JoinedName& name) {
    std::string out;
    for (const auto& other : name.same_words) {
        out += (out.empty() ? "" : "; ") + other;
    }
    return name.same_words_more == 0 ? out : fmt::format("{}; and {} more", out, name.same_words_more);
}

// A cell that no spreadsheet takes for a formula.
std::string cell(std::string_view text) {
    return outlet::harmless(printable(text));
}

// One line for each way of writing; the names with the same words stand in the first of a name.
std::string as_csv(const std::vector<NameTable>& tables) {
    format::CsvWriter csv;
    csv.record({"field", "rank", "name", "count", "written", "written_count", "cut_from", "same_words"});
    for (const auto& table : tables) {
        for (const auto& name : table.joined.names) {
            for (const auto& way : name.written) {
                const bool first = &way == &name.written.front();
                csv.record(
                    {field_of(table), std::to_string(name.rank), cell(name.name()),
                     std::to_string(name.count), cell(way.name), std::to_string(way.count),
                     cell(name.cut_from), first ? cell(same_words(name)) : std::string()}
                );
            }
        }
    }
    return csv.take();
}

void write_name(format::JsonWriter& json, const NameTable& table, const check::JoinedName& name) {
    json.begin_object();
    json.key("rank");
    json.number(std::to_string(name.rank));
    json.member("name", printable(name.name()));
    json.key("count");
    json.number(std::to_string(name.count));
    json.key("written");
    json.begin_array();
    for (const auto& way : name.written) {
        json.begin_object();
        json.member("name", printable(way.name));
        json.key("count");
        json.number(std::to_string(way.count));
        json.end_object();
    }
    json.end_array();
    json.member("cut_from", printable(name.cut_from));
    json.key("same_words");
    json.begin_array();
    for (const auto& other : name.same_words) {
        json.string(printable(other));
    }
    json.end_array();
    json.key("of_one_organisation");
    json.begin_array();
    for (const auto& other : name.same_words) {
        if (pipeline::have_one_organisation(table, name, other)) {
            json.string(printable(other));
        }
    }
    json.end_array();
    json.key("same_words_more");
    json.number(std::to_string(name.same_words_more));
    json.end_object();
}

std::string as_json(const std::vector<NameTable>& tables) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_array();
    for (const auto& table : tables) {
        json.begin_object();
        json.member("field", field_of(table));
        json.key("as_written");
        json.number(std::to_string(table.joined.as_written));
        json.key("ignoring_case");
        json.number(std::to_string(table.joined.ignoring_case));
        json.key("names");
        json.begin_array();
        for (const auto& name : table.joined.names) {
            write_name(json, table, name);
        }
        json.end_array();
        json.end_object();
    }
    json.end_array();
    return json.take() + "\n";
}

std::string as_text(const NameTable& table) {
    const auto& all = table.joined;
    std::string out = fmt::format(
        "{}\n{} names as written; {} where capitals do not count; {} where blanks and punctuation do not "
        "either.\n\n",
        field_of(table), all.as_written, all.ignoring_case, all.names.size()
    );
    for (const auto& name : all.names) {
        out += fmt::format("{:>6} {:>8}  {}\n", name.rank, name.count, printable(name.name()));
        for (std::size_t i = 1; i < name.written.size(); ++i) {
            out += fmt::format("{:>17}also written {}\n", "", printable(name.written[i].name));
        }
        if (!name.cut_from.empty()) {
            out += fmt::format("{:>17}cut off from {}\n", "", printable(name.cut_from));
        }
        for (const auto& other : name.same_words) {
            out += fmt::format(
                "{:>17}may be {}: not joined{}\n", "", printable(other),
                pipeline::have_one_organisation(table, name, other) ? " (both of one organisation)" : ""
            );
        }
        if (name.same_words_more > 0) {
            out += fmt::format("{:>17}and {} more with the same words\n", "", name.same_words_more);
        }
    }
    return out + "\n";
}

std::string as_text(const std::vector<NameTable>& tables) {
    std::string out;
    for (const auto& table : tables) {
        out += as_text(table);
    }
    return out.empty() ? "No names.\n" : out;
}

}  // namespace

Result<int> names(const NamesVerb& verb) {
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    SLUICE_TRY(verb.purpose.empty() ? Result<void>() : check_purpose(*pack, verb.purpose));
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    const std::string purpose = verb.purpose.empty() ? std::string(pipeline::kDefaultPurpose) : verb.purpose;
    SLUICE_ASSIGN(const auto tables, pipeline::names_of(*pack, *store, purpose));
    const std::string format = verb.common.json ? "json" : verb.format;
    SLUICE_TRY(write_output(
        "", format == "json" ? as_json(tables) : (format == "csv" ? as_csv(tables) : as_text(tables))
    ));
    return kExitAccepted;
}

}  // namespace sluice::app
