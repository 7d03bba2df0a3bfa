#include "gateway/app/pack_diff.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/json_writer.hpp"

#include <fmt/format.h>

#include <map>

namespace sluice::app {
namespace {

using pipeline::Both;
using schema::ItemChange;

constexpr std::size_t kValueShown = 60;  // characters of a value in the text; the JSON has all of it

std::string shortened(const std::string& value) {
    if (value.empty()) {
        return "(nothing)";
    }
    return printable(value.size() <= kValueShown ? value : value.substr(0, kValueShown - 3) + "...");
}

std::string side_text(std::string_view name, const PackSide& side) {
    return fmt::format("{}  {}  {}  ({})\n", name, side.definition, side.digest.substr(0, 12), side.folder);
}

std::string item_text(const ItemChange& item) {
    const char sign =
        item.what == ItemChange::What::added ? '+' : (item.what == ItemChange::What::removed ? '-' : '~');
    std::string text = fmt::format("  {} {}\n", sign, item.id);
    for (const auto& key : item.keys) {
        text += fmt::format("      {}: {} -> {}\n", key.key, shortened(key.before), shortened(key.after));
    }
    return text;
}

std::string items_text(const std::vector<ItemChange>& items) {
    std::map<std::string, std::array<std::size_t, 3>> counts;
    for (const auto& item : items) {
        ++counts[item.kind][static_cast<std::size_t>(item.what)];
    }
    std::string text;
    std::string kind;
    for (const auto& item : items) {
        if (kind != item.kind) {
            kind = item.kind;
            const auto& [added, removed, changed] = counts[kind];
            text += fmt::format("\n{}: {} added, {} removed, {} changed\n", kind, added, removed, changed);
        }
        text += item_text(item);
    }
    return items.empty() ? "\nThe packs are the same.\n" : text;
}

std::string entity_text(const std::string& name, const pipeline::EntityDifference& entity) {
    std::string text = fmt::format("  {}:", name);
    for (const auto& [verdict, both] : entity.verdicts) {
        text += both[0] == both[1] ? fmt::format(" {} {}", verdict, both[0])
                                   : fmt::format(" {} {} -> {}", verdict, both[0], both[1]);
    }
    text += entity.any()
                ? fmt::format(
                      "\n      {} appeared, {} disappeared, {} judged otherwise, {} with other values\n",
                      entity.appeared, entity.disappeared, entity.judged_otherwise, entity.changed
                  )
                : "\n";
    return entity.examples.empty() ? text : text + "      " + join(entity.examples, ", ") + "\n";
}

std::string replay_text(const std::string& receipt, const pipeline::Replay& replay) {
    std::string text = fmt::format("\nSubmission {}, derived under both\n", receipt);
    for (const auto& [name, entity] : replay.entities) {
        text += entity_text(name, entity);
    }
    text += replay.fields.empty() ? "" : "\nValues\n";
    for (const auto& [name, field] : replay.fields) {
        text += fmt::format(
            "  {}: {} changed, {} filled, {} emptied\n", name, field.changed, field.filled, field.emptied
        );
    }
    text += replay.rules.empty() ? "" : "\nFindings\n";
    for (const auto& [rule, both] : replay.rules) {
        text += fmt::format("  {}: {} -> {}\n", rule, both[0], both[1]);
    }
    return replay.any() ? text : text + "\nThe records are the same.\n";
}

void integer(format::JsonWriter& json, std::string_view name, std::uint64_t value) {
    json.key(name);
    json.integer(static_cast<std::int64_t>(value));
}

void both_json(format::JsonWriter& json, std::string_view name, const Both& both) {
    json.key(name);
    json.begin_array();
    json.integer(static_cast<std::int64_t>(both[0]));
    json.integer(static_cast<std::int64_t>(both[1]));
    json.end_array();
}

void side_json(format::JsonWriter& json, std::string_view name, const PackSide& side) {
    json.key(name);
    json.begin_object();
    json.member("folder", side.folder);
    json.member("definition", side.definition);
    json.member("digest", side.digest);
    json.end_object();
}

void item_json(format::JsonWriter& json, const ItemChange& item) {
    json.begin_object();
    json.member("kind", item.kind);
    json.member("id", item.id);
    json.member("what", schema::to_string(item.what));
    json.key("keys");
    json.begin_array();
    for (const auto& key : item.keys) {
        json.begin_object();
        json.member("key", key.key);
        json.member("old", key.before);
        json.member("new", key.after);
        json.end_object();
    }
    json.end_array();
    json.end_object();
}

void entity_json(format::JsonWriter& json, const pipeline::EntityDifference& entity) {
    json.begin_object();
    json.key("verdicts");
    json.begin_object();
    for (const auto& [verdict, both] : entity.verdicts) {
        both_json(json, verdict, both);
    }
    json.end_object();
    integer(json, "appeared", entity.appeared);
    integer(json, "disappeared", entity.disappeared);
    integer(json, "judged_otherwise", entity.judged_otherwise);
    integer(json, "changed", entity.changed);
    json.key("examples");
    json.begin_array();
    for (const auto& id : entity.examples) {
        json.string(id);
    }
    json.end_array();
    json.end_object();
}

void replay_json(format::JsonWriter& json, const std::string& receipt, const pipeline::Replay& replay) {
    json.begin_object();
    json.member("receipt", receipt);
    json.key("entities");
    json.begin_object();
    for (const auto& [name, entity] : replay.entities) {
        json.key(name);
        entity_json(json, entity);
    }
    json.end_object();
    json.key("fields");
    json.begin_object();
    for (const auto& [name, field] : replay.fields) {
        json.key(name);
        json.begin_object();
        integer(json, "changed", field.changed);
        integer(json, "filled", field.filled);
        integer(json, "emptied", field.emptied);
        json.end_object();
    }
    json.end_object();
    json.key("rules");
    json.begin_object();
    for (const auto& [rule, both] : replay.rules) {
        both_json(json, rule, both);
    }
    json.end_object();
    json.end_object();
}

}  // namespace

std::string difference_text(const PackDifference& difference) {
    std::string text = side_text("old", difference.before) + side_text("new", difference.after);
    text += items_text(difference.items);
    return difference.replay ? text + replay_text(difference.receipt, *difference.replay) : text;
}

std::string difference_json(const PackDifference& difference) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_object();
    side_json(json, "old", difference.before);
    side_json(json, "new", difference.after);
    json.key("items");
    json.begin_array();
    for (const auto& item : difference.items) {
        item_json(json, item);
    }
    json.end_array();
    json.key("replay");
    if (difference.replay) {
        replay_json(json, difference.receipt, *difference.replay);
    } else {
        json.null();
    }
    json.end_object();
    return json.take() + "\n";
}

}  // namespace sluice::app
