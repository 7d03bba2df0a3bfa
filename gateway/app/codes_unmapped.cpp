// `sluice codes unmapped`: what is on no list, and a ConceptMap to fill in.
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/outlet/export.hpp"
#include "gateway/outlet/words.hpp"
#include "gateway/pipeline/source_name.hpp"
#include "gateway/pipeline/unmapped.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace sluice::app {
namespace {

using pipeline::Unmapped;

constexpr std::string_view kRare = "(rare)";

std::string words_of(const Unmapped& line) {
    return line.is_rare() ? std::string(kRare) : (line.text.empty() ? line.code : line.text);
}

std::string lines_text(const std::vector<Unmapped>& lines) {
    std::string text = fmt::format(
        "{:<20} {:<28} {:>7} {:>6}  {:<20} {}\n", "source", "field", "count", "orgs", "map", "words or code"
    );
    for (const auto& line : lines) {
        const std::string code = line.system.empty() ? "" : fmt::format(" [{} {}]", line.system, line.code);
        const std::string rare =
            line.is_rare() ? " " + outlet::counted(line.texts, "word", "different words") : "";
        text += fmt::format(
            "{:<20} {:<28} {:>7} {:>6}  {:<20} {}{}{}\n", line.supplier, line.entity + "." + line.field,
            line.count, line.organisations, line.map.empty() ? "-" : line.map, printable(words_of(line)),
            printable(code), rare
        );
    }
    return lines.empty() ? "Everything has its place.\n" : text;
}

std::string lines_csv(const std::vector<Unmapped>& lines) {
    using outlet::ColumnType;
    outlet::CsvExport csv(
        {{"supplier", ColumnType::text},
         {"entity", ColumnType::text},
         {"field", ColumnType::text},
         {"map", ColumnType::text},
         {"system", ColumnType::text},
         {"code", ColumnType::text},
         {"text", ColumnType::text},
         {"count", ColumnType::number},
         {"texts", ColumnType::number},
         {"organisations", ColumnType::number}}
    );
    for (const auto& line : lines) {
        csv.row(
            {line.supplier, line.entity, line.field, line.map, line.system,
             line.system.empty() ? "" : line.code, outlet::harmless(words_of(line)),
             std::to_string(line.count), std::to_string(line.texts), std::to_string(line.organisations)}
        );
    }
    return csv.take();
}

std::string lines_json(const std::vector<Unmapped>& lines) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_array();
    for (const auto& line : lines) {
        json.begin_object();
        json.member("supplier", line.supplier);
        json.member("entity", line.entity);
        json.member("field", line.field);
        json.member("map", line.map);
        json.member("system", line.system);
        json.member("code", line.system.empty() ? "" : line.code);
        json.member("text", line.is_rare() ? "" : words_of(line));
        json.key("rare");
        json.boolean(line.is_rare());
        for (const auto& [name, count] :
             {std::pair("count", line.count), std::pair("texts", line.texts),
              std::pair("organisations", line.organisations)}) {
            json.key(name);
            json.integer(static_cast<std::int64_t>(count));
        }
        json.end_object();
    }
    json.end_array();
    return json.take() + "\n";
}

std::string nothing_to_write(const std::vector<Unmapped>& lines) {
    const bool rare = std::any_of(lines.begin(), lines.end(), [](const auto& line) {
        return !line.map.empty() && line.is_rare();
    });
    return rare ? "there is nothing to write but words that are rare, and those are written with --all only"
                : "there is nothing to write: what is shown is placed by no map";
}

// The one map that the stub is for.
Result<std::string> map_of(const std::vector<Unmapped>& lines, const std::string& named) {
    std::set<std::string> maps;
    for (const auto& line : lines) {
        if (!line.map.empty() && !line.is_rare()) {
            maps.insert(line.map);
        }
    }
    if (!named.empty() ? maps.contains(named) : maps.size() == 1) {
        return named.empty() ? *maps.begin() : named;
    }
    const std::string all = join(std::vector<std::string>(maps.begin(), maps.end()), ", ");
    return Error(
        ErrorCode::usage,
        maps.empty() ? nothing_to_write(lines) : "name with --map which of these maps to write: " + all
    );
}

// Codes of the maps are compared with the system that a source gives; words are compared alone.
std::string system_of(const Unmapped& line) {
    return line.system.empty()
               ? "urn:sluice:" + std::string(pipeline::system_of_source(line.supplier)) + "-text"
               : line.system;
}

void write_element(format::JsonWriter& json, const Unmapped& line) {
    json.begin_object();
    json.member("code", line.code);
    json.member("display", words_of(line));
    json.key("target");
    json.begin_array();
    json.begin_object();
    json.member("code", "");
    json.member("equivalence", "relatedto");  // true of whatever is filled in
    json.end_object();
    json.end_array();
    json.end_object();
}

std::string stub_json(
    const schema::Documents& documents, const std::vector<Unmapped>& lines, const std::string& map
) {
    std::map<std::string, std::map<std::string, const Unmapped*>> groups;  // system -> code -> line
    std::string list;
    for (const auto& line : lines) {
        if (line.map == map && !line.is_rare()) {
            groups[system_of(line)].emplace(line.code, &line);
            const auto* entity = documents.dataset.entity(line.entity);
            list = entity->fields[*entity->field(line.field)].codes;
        }
    }
    const auto* target = documents.code_system(list);
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_object();
    json.member("resourceType", "ConceptMap");
    json.member("id", map);
    json.member("title", "To fill in: a code of " + list + " for each; what is left empty says nothing");
    json.member("status", "draft");
    json.key("group");
    json.begin_array();
    for (const auto& [system, elements] : groups) {
        json.begin_object();
        json.member("source", system);
        json.member("target", target == nullptr ? "" : target->url);
        json.key("element");
        json.begin_array();
        for (const auto& [code, line] : elements) {
            write_element(json, *line);
        }
        json.end_array();
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.take() + "\n";
}

}  // namespace

Result<int> codes_unmapped(const UnmappedVerb& verb) {
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    SLUICE_TRY(verb.purpose.empty() ? Result<void>() : check_purpose(*pack, verb.purpose));
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    SLUICE_ASSIGN(const auto lines, pipeline::find_unmapped(*pack, *store, {verb.purpose, verb.all}));
    const std::string format = verb.common.json ? "json" : verb.format;
    if (!verb.write.empty()) {
        SLUICE_ASSIGN(const auto map, map_of(lines, verb.map));
        SLUICE_TRY(write_output(verb.write, stub_json(*pack->documents, lines, map)));
    }
    SLUICE_TRY(write_output(
        "", format == "json" ? lines_json(lines) : (format == "csv" ? lines_csv(lines) : lines_text(lines))
    ));
    return lines.empty() ? kExitAccepted : kExitFindings;
}

}  // namespace sluice::app
