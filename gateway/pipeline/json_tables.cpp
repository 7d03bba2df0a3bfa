#include "gateway/pipeline/json_tables.hpp"

#include "adapters/extract/header.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/csv_writer.hpp"
#include "gateway/format/encoding.hpp"
#include "gateway/format/json.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace sluice::pipeline {
namespace {

using format::JsonValue;
using Row = std::map<std::string, std::string>;  // by heading: `organization.name`

// Of a list inside an object the first entry stands for it.
void flatten(const JsonValue& value, const std::string& path, Row& out) {
    if (value.is_object()) {
        for (const auto& member : value.members()) {
            flatten(member.value, path.empty() ? member.key : path + "." + member.key, out);
        }
    } else if (value.is_array() && !value.items().empty()) {
        flatten(value.items().front(), path, out);
    } else if (const auto text = value.text()) {
        out.emplace(path, *text);
    } else if (const auto number = value.number()) {
        out.emplace(path, *number);
    } else if (const auto truth = value.boolean()) {
        out.emplace(path, *truth ? "true" : "false");
    }
}

// The objects of a list, of a page of one, or a single one.
std::vector<const JsonValue*> objects_of(const JsonValue& root, const schema::JsonForm& form) {
    const JsonValue* list = root.is_array() ? &root : nullptr;
    for (const auto& key : form.rows) {
        const auto* found = root.find(key);
        list = list == nullptr && found != nullptr && found->is_array() ? found : list;
    }
    std::vector<const JsonValue*> out;
    if (list == nullptr && root.is_object()) {
        out.push_back(&root);
    }
    for (std::size_t i = 0; list != nullptr && i < list->items().size(); ++i) {
        out.push_back(&list->items()[i]);
    }
    return out;
}

std::set<std::string> headings_of(const schema::SourceTable& table) {
    std::set<std::string> out;
    for (const auto& column : table.columns) {
        out.insert(extract::heading(column.name, table.loose_headings));
        out.insert(extract::heading(column.label(), table.loose_headings));
        for (const auto& alias : column.aliases) {
            out.insert(extract::heading(alias, table.loose_headings));
        }
    }
    return out;
}

// As CSV, with the columns alone that the table knows; nothing where these are not its rows.
std::optional<std::string> csv_of(const JsonValue& root, const schema::SourceSystem& system) {
    const auto& table = *system.table(system.json->table);
    const auto known = headings_of(table);
    std::vector<Row> rows;
    std::vector<std::string> header;
    for (const auto* object : objects_of(root, *system.json)) {
        rows.emplace_back();
        flatten(*object, "", rows.back());
        for (const auto& [heading, value] : rows.back()) {
            const bool wanted = known.contains(extract::heading(heading, table.loose_headings));
            if (wanted && std::find(header.begin(), header.end(), heading) == header.end()) {
                header.push_back(heading);
            }
        }
    }
    const auto binding = extract::bind_columns(table, header, "");
    if (rows.empty() || !binding.missing_mandatory.empty()) {
        return std::nullopt;
    }
    std::vector<std::string> ordered;  // as the table has its columns: objects have no order
    for (const auto position : binding.position) {
        if (position >= 0) {
            ordered.push_back(header[static_cast<std::size_t>(position)]);
        }
    }
    format::CsvWriter csv;
    for (const auto& heading : ordered) {
        csv.cell(heading);
    }
    csv.end_record();
    for (const auto& row : rows) {
        for (const auto& heading : ordered) {
            const auto cell = row.find(heading);
            csv.cell(cell == row.end() ? std::string_view() : std::string_view(cell->second));
        }
        csv.end_record();
    }
    return csv.take();
}

Result<Member> land(const std::string& name, const std::string& csv, const store::Landing& landing) {
    SLUICE_ASSIGN(auto stream, landing.begin(name));
    SLUICE_TRY(stream.write(csv));
    SLUICE_ASSIGN(const auto landed, stream.finish());
    Member out;
    out.name = name;
    out.sha256 = landed.sha256;
    out.bytes = landed.bytes;
    out.path = landing.path_of(landed.sha256);
    return out;
}

}  // namespace

Result<void> open_json_tables(
    Gathered& gathered, const store::Landing& landing, const schema::Documents& documents,
    const Limits& limits
) {
    const auto members = gathered.members;
    for (const auto& member : members) {
        const bool may_be = !member.refused && to_lower(member.name).ends_with(".json") &&
                            member.bytes <= limits.json_bytes_max &&
                            !documents.exchange.is_manifest(member.name);
        if (!may_be) {
            continue;
        }
        SLUICE_ASSIGN(const auto text, env::read_file(member.path, limits.json_bytes_max));
        const auto root = format::parse_json(format::skip_bom(text), limits);
        for (const auto& system : documents.systems) {
            const auto csv = root && system.json ? csv_of(*root, system) : std::nullopt;
            if (csv) {
                SLUICE_ASSIGN(
                    auto table, land(member.name + "/" + system.json->table + ".csv", *csv, landing)
                );
                gathered.members.push_back(std::move(table));
                break;
            }
        }
    }
    std::sort(gathered.members.begin(), gathered.members.end());
    return {};
}

}  // namespace sluice::pipeline
