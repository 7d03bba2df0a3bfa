#include "tests/support/records.hpp"

#include <stdexcept>

namespace sluice::tests {
namespace {

std::string text_of(const format::JsonValue& value) {
    if (const auto boolean = value.boolean()) {
        return *boolean ? "true" : "false";
    }
    if (const auto number = value.number()) {
        return std::string(*number);
    }
    return std::string(value.text().value());
}

}  // namespace

record::Record make_record(
    const schema::Dataset& dataset, std::string_view entity,
    const std::vector<std::pair<std::string, std::string>>& fields
) {
    const auto index = dataset.entity_index(entity);
    if (!index) {
        throw std::runtime_error("there is no entity " + std::string(entity));
    }
    record::Record out;
    out.entity_index = *index;
    out.entity = &dataset.entities[*index];
    out.cells.resize(out.entity->fields.size());
    for (const auto& [name, text] : fields) {
        if (const auto of_words = out.entity->concept_of_words(name)) {
            out.cells[*of_words].present = true;
            out.cells[*of_words].display = text;
            continue;
        }
        const auto field = out.entity->field(name);
        if (!field) {
            throw std::runtime_error(out.entity->name + " has no field " + name);
        }
        out.cells[*field] = {true, text, {}, {}};
    }
    out.id = out.cells.front().text;
    return out;
}

std::vector<record::Record> make_records(const schema::Dataset& dataset, const format::JsonValue& by_entity) {
    std::vector<record::Record> out;
    const auto add = [&](std::string_view entity, const format::JsonValue& item) {
        std::vector<std::pair<std::string, std::string>> fields;
        for (const auto& member : item.members()) {
            fields.emplace_back(member.key, text_of(member.value));
        }
        out.push_back(make_record(dataset, entity, fields));
    };
    for (const auto& member : by_entity.members()) {
        if (member.key == "asOf" || member.key == "profile") {
            continue;
        }
        if (member.value.is_object()) {
            add(member.key, member.value);
        }
        for (const auto& item : member.value.items()) {
            add(member.key, item);
        }
    }
    return out;
}

std::vector<std::string> rules_of(const schema::RuleBook& rules, const record::Record& record) {
    std::vector<std::string> out;
    for (const auto& issue : record.issues) {
        out.push_back(rules[issue.rule].id);
    }
    return out;
}

std::map<std::string, int> count_rules(
    const schema::RuleBook& rules, const std::vector<record::Record>& records
) {
    std::map<std::string, int> out;
    for (const auto& record : records) {
        for (const auto& rule : rules_of(rules, record)) {
            ++out[rule];
        }
    }
    return out;
}

const record::Record& record_of(const std::vector<record::Record>& records, std::string_view id) {
    for (const auto& record : records) {
        if (record.id == id) {
            return record;
        }
    }
    throw std::runtime_error("there is no record " + std::string(id));
}

record::Record& record_of(std::vector<record::Record>& records, std::string_view id) {
    return const_cast<record::Record&>(record_of(std::as_const(records), id));
}

std::vector<const record::Record*> records_of(
    const std::vector<record::Record>& records, std::string_view entity
) {
    std::vector<const record::Record*> out;
    for (const auto& record : records) {
        if (record.entity->name == entity) {
            out.push_back(&record);
        }
    }
    return out;
}

}  // namespace sluice::tests
