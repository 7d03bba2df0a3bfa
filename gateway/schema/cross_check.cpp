#include "gateway/schema/cross_check.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::schema {
namespace {

// What a code means, and where that is said.
struct Said {
    std::string target;
    std::string by;
};

// A field may take the codes of other lists beside its own (`also`). The same digits mean different things in
// different lists: where they would in those of one field, a sender's code could only be guessed.
void check_other_lists(const Documents& documents, const Field& field, Faults& faults) {
    const auto* own = documents.code_system(field.codes);
    std::map<std::string, Said> said;
    for (const auto& code : own == nullptr ? std::vector<Code>() : own->codes) {
        said.emplace(to_lower(code.code), Said{code.code, field.codes});
        for (const auto& alias : code.aliases) {
            said.emplace(to_lower(alias), Said{code.code, field.codes});
        }
    }
    auto maps = field.also;
    maps.insert(maps.begin(), field.codes);  // what senders write in its place; there need not be one
    for (const auto& id : maps) {
        const auto* list = documents.code_system(id);
        const auto map = std::find_if(
            documents.concept_maps.begin(), documents.concept_maps.end(),
            [&](const auto& entry) { return entry.id == id; }
        );
        if (map == documents.concept_maps.end() || list == nullptr) {
            if (id != field.codes) {
                faults.add(field.where, "'also' needs a CodeSystem and a ConceptMap called '" + id + "'");
            }
            continue;
        }
        if (id != field.codes && own != nullptr && map->target != own->url) {
            faults.add(field.where, "the ConceptMap '" + id + "' leads to another list than " + field.codes);
            continue;
        }
        for (const auto& entry : map->entries) {
            const auto [at, is_new] = said.emplace(to_lower(entry.code), Said{entry.target, id});
            if (!is_new && at->second.target != entry.target) {
                faults.add(
                    entry.where, "'" + entry.code + "' is '" + at->second.target + "' by " + at->second.by +
                                     " and '" + entry.target + "' by " + id + ", and '" + field.name +
                                     "' takes both; a code of one field has one meaning"
                );
            }
        }
    }
}

// Every record has its own id, and names its person.
bool is_always_there(const Dataset& dataset, const Entity& entity, const Field& field) {
    return &field == &entity.fields.front() ||
           (field.type == FieldType::reference && field.entity == dataset.person);
}

// Does the way from the field by `instead` come back to it?
bool stands_for_itself(const Entity& entity, const Field& field) {
    std::set<std::string> passed;
    for (auto next = entity.field(field.instead); next && passed.insert(entity.fields[*next].name).second;) {
        if (&entity.fields[*next] == &field) {
            return true;
        }
        next = entity.field(entity.fields[*next].instead);
    }
    return false;
}

// Why the field cannot have its `instead`; empty where it can.
std::string fault_of_instead(const Dataset& dataset, const Entity& entity, const Field& field) {
    const auto other = entity.field(field.instead);
    if (field.instead.empty()) {
        return "";
    }
    if (!other) {
        return "'" + field.instead + "' is not a field of " + entity.name;
    }
    if (is_always_there(dataset, entity, field)) {
        return "'" + field.name + "' cannot have 'instead': nothing can stand for it";
    }
    if (is_always_there(dataset, entity, entity.fields[*other])) {
        return "'instead' cannot be '" + field.instead + "': every record has it, so '" + field.name +
               "' would never be missing";
    }
    return stands_for_itself(entity, field) ? "'instead' leads from '" + field.name +
                                                  "' back to it, so no file would be asked for the column"
                                            : "";
}

void check_fields(const Documents& documents, Faults& faults) {
    for (const auto& entity : documents.dataset.entities) {
        for (const auto& field : entity.fields) {
            if (!field.codes.empty() && documents.code_system(field.codes) == nullptr) {
                faults.add(field.where, "there is no CodeSystem '" + field.codes + "'");
            }
            if (!field.also.empty()) {
                check_other_lists(documents, field, faults);
            }
            if (!field.value_set.empty() && documents.value_set(field.value_set) == nullptr) {
                faults.add(field.where, "there is no ValueSet '" + field.value_set + "'");
            }
            if (const auto fault = fault_of_instead(documents.dataset, entity, field); !fault.empty()) {
                faults.add(field.where, fault);
            }
            if (!field.exchange.time.empty() && !entity.field(field.exchange.time)) {
                faults.add(field.where, "'" + field.exchange.time + "' is not a field of " + entity.name);
            }
            const auto of = entity.field(field.exchange.of);
            if (!field.exchange.map.empty() && (!of || entity.fields[*of].type != FieldType::concept_)) {
                faults.add(
                    field.where, "'" + field.exchange.of + "' is not a coded concept of " + entity.name
                );
            }
            if (!field.entity.empty() && documents.dataset.entity(field.entity) == nullptr) {
                faults.add(field.where, "there is no entity '" + field.entity + "'");
            }
        }
    }
}

// entity.field
bool is_field(const Dataset& dataset, std::string_view name) {
    const auto dot = name.find('.');
    const auto* entity = dataset.entity(name.substr(0, dot));
    return dot != std::string_view::npos && entity != nullptr && entity->field(name.substr(dot + 1));
}

void check_objection_entries(const Dataset& dataset, Faults& faults) {
    const auto& objection = dataset.objection;
    const auto* entity = dataset.entity(objection.entity);
    if (objection.entity.empty()) {
        return;
    }
    if (entity == nullptr || !entity->field(objection.kind) || entity->date.empty()) {
        faults.add(
            std::string(kDatasetFile),
            "entries of objections need an entity with a date, and its field '" + objection.kind + "'"
        );
    }
}

void check_dataset(const Documents& documents, Faults& faults) {
    for (const auto* name :
         {&documents.dataset.person, &documents.dataset.episode.entity,
          &documents.dataset.episode.closing_entity}) {
        if (documents.dataset.entity(*name) == nullptr) {
            faults.add(std::string(kDatasetFile), "there is no entity '" + *name + "'");
        }
    }
    const auto* person = documents.dataset.entity(documents.dataset.person);
    const auto& objection = documents.dataset.objection.field;
    if (person != nullptr && !objection.empty() && !person->field(objection)) {
        faults.add(std::string(kDatasetFile), "'" + objection + "' is not a field of " + person->name);
    }
    check_objection_entries(documents.dataset, faults);
    auto compared = documents.dataset.names.fields;
    for (const auto& name : {documents.dataset.names.directory, documents.dataset.names.organisation}) {
        if (!name.empty()) {
            compared.push_back(name);
        }
    }
    for (const auto& name : compared) {
        if (!is_field(documents.dataset, name)) {
            faults.add(std::string(kDatasetFile), "'" + name + "' is no field");
        }
    }
}

void check_rules(const Documents& documents, Faults& faults) {
    for (const auto& rule : documents.rules.rules()) {
        const Entity* entity = rule.on.empty() ? nullptr : documents.dataset.entity(rule.on);
        if (!rule.on.empty() && entity == nullptr) {
            faults.add(rule.where, "there is no entity '" + rule.on + "'");
        } else if (entity != nullptr && !rule.field.empty() && !entity->field(rule.field)) {
            faults.add(rule.where, "'" + rule.field + "' is not a field of " + rule.on);
        }
        for (const auto& field : rule.fields) {
            if (entity != nullptr && !entity->field(field)) {
                faults.add(rule.where, "'" + field + "' in 'fields' is not a field of " + rule.on);
            }
        }
        for (const auto& entry : rule.words_by_system) {
            const std::string& system = entry.first;  // clang 14 captures no structured binding
            const auto of_that_name = [&](const auto& known) { return known.name == system; };
            // The contract becomes a system when the entities are known to be sound.
            if (system != kExchangeSystem &&
                std::none_of(documents.systems.begin(), documents.systems.end(), of_that_name)) {
                faults.add(rule.where, "there is no source system '" + system + "'");
            }
        }
        for (const auto& field : rule.collected) {
            const bool of_other = field.find('.') != std::string::npos;
            if (entity != nullptr &&
                (of_other ? !is_field(documents.dataset, field) : !entity->field(field).has_value())) {
                faults.add(rule.where, "'" + field + "' in 'collected' is not a field of " + rule.on);
            }
        }
        for (const auto& values : rule.each) {
            if (!is_field(documents.dataset, values.at("entity") + "." + values.at("field"))) {
                faults.add(
                    rule.where, "'" + values.at("entity") + "." + values.at("field") + "' is no field"
                );
            }
        }
    }
}

// What a map leads to must be a code of the list that it names, or the value would be neither a code nor
// words.
void check_maps(const Documents& documents, Faults& faults) {
    std::map<std::string, std::set<std::string>> codes;  // by url, of the lists that are known whole
    std::set<std::string> systems;
    for (const auto& [name, url] : documents.exchange.systems) {
        systems.insert(url);
    }
    for (const auto& list : documents.code_systems) {
        systems.insert(list.url);
        for (const auto& code : list.codes) {
            codes[list.url].insert(code.code);
        }
    }
    for (const auto& map : documents.concept_maps) {
        for (const auto& entry : map.entries) {
            const auto& system = entry.target_system.empty() ? map.target : entry.target_system;
            const auto list = codes.find(system);
            if (!system.empty() && !systems.contains(system)) {
                faults.add(entry.where, "there is no code list with the url '" + system + "'");
            } else if (list != codes.end() && !list->second.contains(entry.target)) {
                faults.add(entry.where, "'" + entry.target + "' is not a code of the list '" + system + "'");
            }
        }
    }
}

}  // namespace

void order_entities(Dataset& dataset, Faults& faults) {
    const auto& order = dataset.entity_order;
    const auto place = [&](const Entity& entity) {
        return std::find(order.begin(), order.end(), entity.name) - order.begin();
    };
    auto& entities = dataset.entities;
    std::sort(entities.begin(), entities.end(), [&](const auto& a, const auto& b) {
        return place(a) < place(b);
    });
    for (const auto& name : order) {
        if (dataset.entity(name) == nullptr) {
            faults.add(std::string(kDatasetFile), "there is no entity '" + name + "'");
        }
    }
    for (const auto& entity : entities) {
        if (std::find(order.begin(), order.end(), entity.name) == order.end()) {
            faults.add(
                std::string(kEntities) + entity.name + ".json",
                "'" + entity.name + "' is not among the entities of " + std::string(kDatasetFile)
            );
        }
    }
}

void check_missing(const Documents& documents, Faults& faults) {
    for (const auto& rule : documents.rules.rules()) {
        if (!rule.missing.empty() && documents.standard.find(rule.missing) == nullptr) {
            faults.add(rule.where, "'" + rule.missing + "' is not a node of the standard");
        }
    }
}

void check_names(const Documents& documents, Faults& faults) {
    check_fields(documents, faults);
    check_dataset(documents, faults);
    check_rules(documents, faults);
    check_maps(documents, faults);
}

}  // namespace sluice::schema
