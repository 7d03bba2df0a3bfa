#include "gateway/app/proposed_pack.hpp"

#include "gateway/base/text.hpp"
#include "gateway/format/json_writer.hpp"

#include <algorithm>
#include <set>

namespace sluice::app {
namespace {

using format::JsonStyle;
using format::JsonWriter;
using pipeline::Confidence;
using pipeline::ProposedColumn;
using pipeline::ProposedField;
using pipeline::ProposedTable;
using schema::FieldType;

constexpr std::string_view kOrganisation = "OrganisationCode";
constexpr std::string_view kPersonKey = "PersonKey";  // made, where an NHS number is what tells people apart
constexpr std::string_view kRowKey = "RowKey";        // made, where no column tells rows apart

void texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& all) {
    json.key(key);
    json.begin_array();
    for (const auto& text : all) {
        json.string(text);
    }
    json.end_array();
}

void truth(JsonWriter& json, std::string_view key) {
    json.key(key);
    json.boolean(true);
}

bool is_nhs_number(const ProposedColumn& column) {
    return std::any_of(column.fields.begin(), column.fields.end(), [](const auto& one) {
        return one.field == "nhs_number" && one.confidence >= Confidence::medium;
    });
}

// The columns of a table by what they are for.
struct Keys {
    const ProposedColumn* person = nullptr;
    const ProposedColumn* row = nullptr;

    explicit Keys(const ProposedTable& table) {
        for (const auto& column : table.columns) {
            person = column.person_key ? &column : person;
            row = column.row_key ? &column : row;
        }
    }
    std::string person_name() const {
        return is_nhs_number(*person) ? std::string(kPersonKey) : person->name;
    }
    std::string row_name() const { return row == nullptr ? std::string(kRowKey) : row->name; }
};

void write_made(
    JsonWriter& json, std::string_view name, const std::vector<std::string>& of, std::string_view more
) {
    json.begin_object();
    json.member("name", name);
    json.member("type", "string");
    json.key("sluice");
    json.begin_object();
    json.key("made");
    json.begin_object();
    json.key("of");
    json.begin_array();
    json.begin_array();
    for (const auto& column : of) {
        json.string(column);
    }
    json.end_array();
    json.end_array();
    truth(json, more);
    json.end_object();
    json.end_object();
    json.end_object();
}

void write_organisation(JsonWriter& json) {
    json.begin_object();
    json.member("name", kOrganisation);
    json.member("title", "Organisation Code");
    json.member("type", "string");
    json.key("sluice");
    json.begin_object();
    json.member("shape", schema::kOrganisationShape);
    json.member("file", "sender");
    json.end_object();
    json.end_object();
}

void write_column(JsonWriter& json, const ProposedColumn& column, bool must) {
    json.begin_object();
    json.member("name", column.name);
    if (column.heading != column.name) {
        json.member("title", column.heading);
    }
    json.member("type", column.date ? "date" : "string");
    if (is_nhs_number(column) || !must) {
        json.key("sluice");
        json.begin_object();
        if (is_nhs_number(column)) {
            json.member("shape", schema::kNhsNumberShape);
        }
        if (!must) {
            truth(json, "optional");
        }
        json.end_object();
    }
    json.end_object();
}

std::string table_schema(const ProposedTable& table) {
    const Keys keys(table);
    std::vector<std::string> all;
    for (const auto& column : table.columns) {
        all.push_back(column.name);
    }
    JsonWriter json(JsonStyle::pretty);
    json.begin_object();
    json.member("name", table.name);
    json.key("fields");
    json.begin_array();
    write_organisation(json);
    for (const auto& column : table.columns) {
        write_column(json, column, &column == keys.person || &column == keys.row);
    }
    if (is_nhs_number(*keys.person)) {
        write_made(json, kPersonKey, {keys.person->name}, "system_wide");
    }
    if (keys.row == nullptr) {
        write_made(json, kRowKey, all, "blanks");
    }
    json.end_array();
    texts(json, "primaryKey", {std::string(kOrganisation), keys.row_name()});
    texts(json, "missingValues", {""});
    json.key("sluice");
    json.begin_object();
    json.member("scope", "person");
    texts(json, "person", {std::string(kOrganisation), keys.person_name()});
    json.member("organisation", kOrganisation);
    std::vector<std::string> mandatory = {keys.person->name};
    if (keys.row != nullptr && keys.row != keys.person) {
        mandatory.push_back(keys.row->name);
    }
    texts(json, "mandatory", mandatory);
    truth(json, "loose_headings");
    json.end_object();
    json.end_object();
    return json.take() + "\n";
}

std::string package(const std::string& name, const std::vector<ProposedTable>& tables) {
    std::set<std::string> dates;
    for (const auto& table : tables) {
        dates.insert(table.dates.begin(), table.dates.end());
    }
    JsonWriter json(JsonStyle::pretty);
    json.begin_object();
    json.member("name", name);
    json.member("title", name);
    json.key("sluice");
    json.begin_object();
    json.member("encoding", "either");
    texts(json, "dates", {dates.begin(), dates.end()});
    json.key("report");
    json.begin_object();
    json.key("heading_lines_max");
    json.integer(10);
    texts(json, "delimiters", {",", ";", "\t"});
    json.end_object();
    json.end_object();
    json.key("resources");
    json.begin_array();
    for (const auto& table : tables) {
        json.begin_object();
        json.member("name", table.name);
        json.member("schema", table.name + ".json");
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.take() + "\n";
}

std::string_view conversion_of(FieldType type, const ProposedField& proposed) {
    switch (type) {
        case FieldType::date:
        case FieldType::datetime:
            return "date";
        case FieldType::integer:
            return "integer";
        case FieldType::decimal:
            return "decimal";
        case FieldType::boolean:
            return "boolean";
        case FieldType::code:
            return "code";
        case FieldType::concept_:
            return "text";
        default:
            return proposed.own_codes ? "code" : "";
    }
}

void write_fields(
    JsonWriter& json, const ProposedTable& table, const schema::Entity& entity, std::size_t& written
) {
    for (const auto& column : table.columns) {
        for (const auto& one : column.fields) {
            if (one.entity != entity.name || one.confidence < Confidence::medium) {
                continue;
            }
            json.key(one.field);
            json.begin_object();
            json.member("from", column.name);
            if (const auto as = conversion_of(entity.fields[*entity.field(one.field)].type, one);
                !as.empty()) {
                json.member("as", as);
            }
            if (!one.code_map.empty()) {
                json.member("code", one.code_map);
            }
            json.member("comment", std::string(to_string(one.confidence)) + ": " + one.why);
            json.end_object();
            ++written;
        }
    }
}

struct MappingHead {
    std::string name;
    std::string source;
    std::string into;  // empty: it makes records of its own
    std::vector<std::string> key;
};

void begin_mapping(JsonWriter& json, const MappingHead& head, const std::string& entity) {
    json.begin_object();
    json.member("mapping", head.name);
    json.member("source", head.source);
    json.member("entity", entity);
    if (!head.into.empty()) {
        json.member("into", head.into);
    }
    texts(json, "key", head.key);
    truth(json, "anchor");
    json.key("fields");
    json.begin_object();
}

std::string end_mapping(JsonWriter& json) {
    json.end_object();
    json.end_object();
    return json.take() + "\n";
}

// What each file says of the person: that of the first makes the person, the others add to it. Nothing to
// add, no mapping.
void add_person(
    const std::string& name, const schema::Dataset& dataset, const ProposedTable& table, bool first,
    Files& out
) {
    const auto& entity = *dataset.entity(dataset.person);
    const std::string own = first ? "person" : "person-" + table.name;
    std::size_t written = 0;
    JsonWriter json(JsonStyle::pretty);
    begin_mapping(
        json,
        {name + "/" + own,
         name + "/" + table.name,
         first ? "" : name + "/person",
         {std::string(kOrganisation), Keys(table).person_name()}},
        entity.name
    );
    write_fields(json, table, entity, written);
    const auto text = end_mapping(json);
    if (first || written > 0) {
        out["mappings/" + name + "/" + own + ".json"] = text;
    }
}

void add_entity(
    const std::string& name, const schema::Dataset& dataset, const ProposedTable& table, Files& out
) {
    const auto* entity = dataset.entity(table.entity);
    if (entity == nullptr) {
        return;
    }
    const Keys keys(table);
    std::size_t written = 0;
    JsonWriter json(JsonStyle::pretty);
    begin_mapping(
        json,
        {name + "/" + table.name, name + "/" + table.name, "", {std::string(kOrganisation), keys.row_name()}},
        entity->name
    );
    if (entity->field("person_id")) {
        json.key("person_id");
        json.begin_object();
        json.member("ref", name + "/person");
        texts(json, "key", {std::string(kOrganisation), keys.person_name()});
        json.end_object();
    }
    write_fields(json, table, *entity, written);
    out["mappings/" + name + "/" + table.name + ".json"] = end_mapping(json);
}

}  // namespace

std::string table_name(std::string_view text, char mark) {
    std::string out;
    for (const char c : to_lower(text)) {
        const bool letter = c >= 'a' && c <= 'z';
        const bool digit = c >= '0' && c <= '9';
        if (letter || (digit && !out.empty())) {
            out += c;
        } else if (!out.empty() && out.back() != mark) {
            out += mark;
        }
    }
    while (!out.empty() && out.back() == mark) {
        out.pop_back();
    }
    return out.empty() ? "rows" : out;
}

Result<Files> proposed_pack(
    const std::string& name, const schema::Dataset& dataset, const std::vector<ProposedTable>& tables
) {
    Files out;
    for (const auto& table : tables) {
        if (Keys(table).person == nullptr) {
            return Error(
                ErrorCode::usage, "no column of " + table.name +
                                      " says whose its rows are: an id of the client, or an NHS number, "
                                      "under a heading such as "
                                      "Client ID"
            );
        }
        const bool fresh =
            out.emplace("schemas/sources/" + name + "/" + table.name + ".json", table_schema(table)).second;
        if (!fresh) {
            return Error(ErrorCode::usage, "two files would be the table " + table.name + ": rename one");
        }
        add_person(name, dataset, table, &table == &tables.front(), out);
        add_entity(name, dataset, table, out);
    }
    out["schemas/sources/" + name + "/datapackage.json"] = package(name, tables);
    JsonWriter json(JsonStyle::pretty);
    json.begin_object();
    json.member("extension", name);
    json.member("version", "0.1.0");
    json.member("requires", dataset.name + " >=" + dataset.version);
    json.end_object();
    out["extension.json"] = json.take() + "\n";
    return out;
}

}  // namespace sluice::app
