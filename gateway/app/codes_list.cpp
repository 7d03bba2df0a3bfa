// `sluice codes list`: every code list, value set and map of the pack, and where each is from.
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/json_writer.hpp"

#include <fmt/format.h>

namespace sluice::app {
namespace {

struct Line {
    std::string kind;
    std::string id;
    std::size_t members = 0;
    const schema::Origin* origin = nullptr;
    std::string note;
};

std::string note_of(const schema::CodeSystem& list) {
    if (list.retired) {
        return "superseded";
    }
    return list.element.empty() ? "" : "NHS Data Dictionary: " + list.element;
}

std::string note_of(const schema::ValueSet& set) {
    if (set.is_standin()) {
        return "shipped neutral list; stands in for reference set " + set.standin_for + ", not loaded";
    }
    return set.refsets.empty() ? "" : "reference set " + join(set.refsets, ", ") + " is loaded";
}

std::vector<Line> lines_of(const schema::Documents& documents) {
    std::vector<Line> lines;
    for (const auto& list : documents.code_systems) {
        lines.push_back({"code list", list.id, list.codes.size(), &list.origin, note_of(list)});
    }
    for (const auto& set : documents.value_sets) {
        lines.push_back({"value set", set.id, set.members.size(), &set.origin, note_of(set)});
    }
    for (const auto& map : documents.concept_maps) {
        lines.push_back({"map", map.id, map.entries.size(), &map.origin, ""});
    }
    return lines;
}

std::string where_from(const Line& line) {
    return line.origin->extensions.empty() ? "shipped" : "with " + join(line.origin->extensions, ", ");
}

std::string lines_text(const std::vector<Line>& lines) {
    std::string text = fmt::format(
        "{:<10} {:<28} {:>7}  {:<9} {:<10} {:<18} {}\n", "kind", "id", "members", "version", "date", "from",
        "note"
    );
    for (const auto& line : lines) {
        auto one = fmt::format(
            "{:<10} {:<28} {:>7}  {:<9} {:<10} {:<18} {}", line.kind, line.id, line.members,
            line.origin->version, line.origin->date, where_from(line), line.note
        );
        text += one.substr(0, one.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
}

std::string lines_json(const std::vector<Line>& lines) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_array();
    for (const auto& line : lines) {
        json.begin_object();
        json.member("kind", line.kind);
        json.member("id", line.id);
        json.member("title", line.origin->title);
        json.key("members");
        json.integer(static_cast<std::int64_t>(line.members));
        json.member("version", line.origin->version);
        json.member("date", line.origin->date);
        json.member("source", line.origin->source);
        json.key("extensions");
        json.begin_array();
        for (const auto& extension : line.origin->extensions) {
            json.string(extension);
        }
        json.end_array();
        json.member("note", line.note);
        json.end_object();
    }
    json.end_array();
    return json.take() + "\n";
}

}  // namespace

Result<int> codes_list(const Common& common) {
    SLUICE_ASSIGN(const auto pack, open_pack(common));
    const auto lines = lines_of(*pack->documents);
    SLUICE_TRY(write_output("", common.json ? lines_json(lines) : lines_text(lines)));
    return kExitAccepted;
}

}  // namespace sluice::app
