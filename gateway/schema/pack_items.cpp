#include "gateway/schema/pack_items.hpp"

#include "gateway/format/csv_reader.hpp"
#include "gateway/format/json.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/schema/extension.hpp"

#include <algorithm>
#include <initializer_list>

namespace sluice::schema {
namespace {

using format::JsonValue;

std::string compact(const JsonValue& value) {
    format::JsonWriter json;
    json.value(value);
    return json.take();
}

std::string text_of(const JsonValue& value, std::string_view key) {
    const auto* member = value.find(key);
    return member == nullptr ? std::string() : std::string(member->text().value_or(""));
}

const std::vector<JsonValue>& list_of(const JsonValue& value, std::string_view key) {
    static const std::vector<JsonValue> kNone;
    const auto* member = value.find(key);
    return member == nullptr ? kNone : member->items();
}

// The members but for those that are items of their own.
void add(
    Items& out, const std::string& kind, const std::string& id, const JsonValue& value,
    std::initializer_list<std::string_view> without = {}
) {
    auto& keys = out[{kind, id}];
    for (const auto& member : value.members()) {
        if (std::find(without.begin(), without.end(), member.key) == without.end()) {
            keys[member.key] = compact(member.value);
        }
    }
}

void add_entity(Items& out, const JsonValue& root) {
    const bool extends = root.find("extends") != nullptr;
    const auto entity = text_of(root, extends ? "extends" : "entity");
    if (!extends) {
        add(out, "entity", entity, root, {"fields"});
    }
    for (const auto& field : list_of(root, "fields")) {
        add(out, "field", entity + "." + text_of(field, "name"), field);
    }
}

void add_code_system(Items& out, const JsonValue& root) {
    const bool extends = root.find("extends") != nullptr;
    const auto list = text_of(root, extends ? "extends" : "id");
    if (!extends) {
        add(out, "code list", list, root, {"concept", "count"});
    }
    for (const auto& code : list_of(root, "concept")) {
        add(out, "code", list + "/" + text_of(code, "code"), code);
    }
}

void add_value_set(Items& out, const JsonValue& root) {
    const auto set = text_of(root, "id");
    add(out, "value set", set, root, {"compose"});
    const auto* compose = root.find("compose");
    for (const auto& include : compose == nullptr ? std::vector<JsonValue>() : list_of(*compose, "include")) {
        for (const auto& code : list_of(include, "concept")) {
            add(out, "member", set + "/" + text_of(include, "system") + "|" + text_of(code, "code"), code);
        }
    }
}

void add_concept_map(Items& out, const JsonValue& root) {
    const auto map = text_of(root, "id");
    add(out, "map", map, root, {"group"});
    for (const auto& group : list_of(root, "group")) {
        for (const auto& element : list_of(group, "element")) {
            add(out, "map entry", map + "/" + text_of(group, "source") + "|" + text_of(element, "code"),
                element);
        }
    }
}

void add_mapping(Items& out, const JsonValue& root) {
    const auto name = text_of(root, "mapping");
    add(out, "mapping", name, root, {"fields"});
    const auto* fields = root.find("fields");
    for (const auto& field : fields == nullptr ? std::vector<format::JsonMember>() : fields->members()) {
        out[{"mapping field", name + ": " + field.key}]["producer"] = compact(field.value);
    }
}

void add_each(
    Items& out, const std::string& kind, const JsonValue& root, std::string_view list,
    std::string_view id = "id"
) {
    for (const auto& item : list_of(root, list)) {
        add(out, kind, text_of(item, id), item);
    }
}

void add_document(Items& out, const std::string& path, const JsonValue& root) {
    const auto resource = text_of(root, "resourceType");
    if (starts_with(path, "schemas/sp-mds/entities/")) {
        add_entity(out, root);
    } else if (resource == "CodeSystem") {
        add_code_system(out, root);
    } else if (resource == "ValueSet") {
        add_value_set(out, root);
    } else if (resource == "ConceptMap") {
        add_concept_map(out, root);
    } else if (root.find("mapping") != nullptr) {
        add_mapping(out, root);
    } else if (root.find("rules") != nullptr) {
        add_each(out, "rule", root, "rules");
    } else if (root.find("profiles") != nullptr) {
        add_each(out, "profile", root, "profiles", "profile");
    } else if (starts_with(path, "schemas/sp-mds/instruments/")) {
        add(out, "instrument", text_of(root, "instrument"), root);
    } else if (path == kExtensionFile) {
        add(out, "extension", text_of(root, "extension"), root);
    } else {
        add(out, "document", path, root);
    }
}

// A line is an item; its id is its first cell, or as many as tell it from others.
Result<void> add_csv(Items& out, const std::string& path, std::string_view text) {
    SLUICE_ASSIGN(const auto rows, format::parse_all(text));
    const bool local = ends_with(path, "/local-codes.csv");
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const auto& row = rows[i];
        const auto id = local && row.size() > 2 ? row[0] + "/" + row[1] + "|" + row[2] : row.front();
        auto& keys = out[{local ? "local code" : "line of " + path, id}];
        for (std::size_t cell = 0; cell < std::min(row.size(), rows.front().size()); ++cell) {
            std::string json;
            format::append_json_string(json, row[cell]);
            keys[rows.front()[cell]] = json;
        }
    }
    return {};
}

}  // namespace

Result<Items> items_of(const std::vector<Layer>& layers) {
    Items out;
    for (const auto& layer : layers) {
        for (const auto& [path, text] : layer.files) {
            if (ends_with(path, ".csv")) {
                SLUICE_TRY(add_csv(out, path, text));
            } else if (!ends_with(path, ".cases.json")) {
                const auto root = format::parse_json(text);
                if (!root) {
                    return Error(ErrorCode::pack, layer.shown(path) + ": " + root.error().text());
                }
                add_document(out, path, *root);
            }
        }
    }
    return out;
}

}  // namespace sluice::schema
