#include "gateway/schema/exchange.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <set>

namespace sluice::schema {
namespace {

using Part = ExchangeColumn::Part;

std::string quoted_table(const Entity& entity) {
    return std::string(kExchangeSystem) + "/" + entity.exchange.file;
}

// The column of the field in the files: a reference that is called like the id it refers to is called so in
// the contract, too.
std::string column_of(const Dataset& dataset, const Field& field) {
    const auto* target = field.type == FieldType::reference ? dataset.entity(field.entity) : nullptr;
    if (target != nullptr && field.exchange.column == target->fields.front().name) {
        return target->exchange.id;
    }
    return field.exchange.column;
}

bool is_contract_file(const Entity& entity) {
    return !entity.exchange.file.empty();
}

// The columns that identify a row of the entity's file, across all packages.
std::vector<std::string> key_of(const Entity& entity) {
    std::vector<std::string> key = {std::string(kSupplierColumn), std::string(kOrganisationColumn)};
    if (entity.exchange.key.empty()) {
        key.push_back(entity.exchange.id);
    }
    key.insert(key.end(), entity.exchange.key.begin(), entity.exchange.key.end());
    return key;
}

Column package_column(std::string_view name, std::string_view says) {
    Column column;
    column.name = name;
    column.optional = true;
    column.package = says;
    return column;
}

Column column_for(const ExchangeColumn& from, const Field& field, const ExchangeContract& contract) {
    Column column;
    column.name = from.name;
    if (const auto also = contract.aliases.find(from.name); also != contract.aliases.end()) {
        column.aliases = also->second;
    }
    column.optional = !from.mandatory;
    column.package = field.exchange.package;
    if (from.part == Part::value) {
        const bool id = field.type == FieldType::id || field.type == FieldType::reference;
        column.type = field.type == FieldType::boolean    ? ColumnType::boolean
                      : field.type == FieldType::date     ? ColumnType::date
                      : field.type == FieldType::datetime ? ColumnType::datetime
                                                          : ColumnType::string;
        column.shape = id ? "id" : "";
    }
    return column;
}

// Records that a row names must have been sent, now or earlier: until then the row waits.
void add_links(const Dataset& dataset, const Entity& entity, SourceTable& table) {
    for (const auto& field : entity.fields) {
        const auto* target = field.type == FieldType::reference ? dataset.entity(field.entity) : nullptr;
        const auto column = column_of(dataset, field);
        if (target == nullptr || column.empty() || !is_contract_file(*target) ||
            target->name == dataset.person || target->exchange.id.empty()) {
            continue;
        }
        ForeignKey key;
        key.name = field.name.substr(0, field.name.size() - std::string_view("_id").size());
        key.columns = {std::string(kSupplierColumn), std::string(kOrganisationColumn), column};
        key.table = target->exchange.file;
        key.target_columns = key_of(*target);
        key.required = Fault::link_unknown_record;
        key.where = field.where;
        table.foreign_keys.push_back(std::move(key));
    }
}

// Who objects is kept out where the purpose is one that the objection is about.
void add_objection(const Dataset& dataset, const Entity& entity, SourceTable& table) {
    const auto field = entity.field(dataset.objection.field);
    if (entity.name == dataset.person && field) {
        table.excluded.push_back(
            {entity.fields[*field].exchange.column,
             {"true"},
             {},
             Fault::privacy_objection,
             dataset.objection.bars}
        );
    }
}

SourceTable table_for(const Dataset& dataset, const ExchangeContract& contract, const Entity& entity) {
    SourceTable table;
    table.name = entity.exchange.file;
    table.path = "schemas/sp-mds/entities/" + entity.name + ".json";
    table.scope = Scope::person;
    table.loose_headings = true;
    table.own_column = contract.own_column;
    table.alone = !dataset.is_on_person(entity);
    table.columns.push_back(package_column(kSupplierColumn, "sender_system"));
    table.columns.push_back(package_column(kOrganisationColumn, "sender_ods"));
    table.columns.back().shape = kOrganisationShape;
    if (entity.name == dataset.person) {
        table.columns.push_back(package_column(kOrganisationNameColumn, ""));
    }
    for (const auto& column : exchange_columns(dataset, entity)) {
        table.columns.push_back(column_for(column, entity.fields[column.field], contract));
        if (column.name == entity.exchange.id) {
            if (!entity.exchange.made_of.empty()) {
                table.columns.back().made.of = {entity.exchange.made_of};
            }
        }
        if (column.mandatory) {
            table.mandatory.push_back(column.name);
        }
    }
    Column deleted;
    deleted.name = kDeletedColumn;
    deleted.type = ColumnType::boolean;
    deleted.optional = true;
    table.columns.push_back(std::move(deleted));
    table.removed = Removal{
        .column = std::string(kDeletedColumn),
        .values = {"true"},
        .means = Removal::Means::tombstone,
        .with_all = entity.name == dataset.person,
        .absent = Fault::row_nothing_to_delete};
    table.primary_key = key_of(entity);
    table.person = table.alone ? table.primary_key : key_of(*dataset.entity(dataset.person));
    table.owned = table.moves = !table.alone && entity.name != dataset.person;
    table.organisation = kOrganisationColumn;
    add_links(dataset, entity, table);
    add_objection(dataset, entity, table);
    return table;
}

Producer from_column(std::string column, const Field& field) {
    Producer producer;
    producer.kind = Producer::Kind::from;
    producer.source = {std::move(column), field.where};
    return producer;
}

// A code with its system and its words.
Producer concept_of(const std::string& column, const Field& field) {
    auto producer = from_column(column, field);
    producer.kind = Producer::Kind::coded;
    producer.system_column = column + "_system";
    producer.display_column = column + "_display";
    return producer;
}

// What was sent, else what the map makes of the concept, or what stands at the end of the link.
Producer or_else(const Dataset& dataset, const Entity& entity, const Field& field, Producer sent) {
    const auto of = entity.field(field.exchange.of);
    Producer otherwise;
    if (!field.exchange.else_from.empty()) {
        otherwise = from_column(field.exchange.else_from, field);
        otherwise.formats = sent.formats;
        otherwise.remark_formats = sent.remark_formats;
    } else if (!field.exchange.map.empty() && of) {
        otherwise = concept_of(column_of(dataset, entity.fields[*of]), field);
        otherwise.code = field.exchange.map;
    } else {
        return sent;
    }
    Producer producer;
    producer.kind = Producer::Kind::first_of;
    producer.options = {std::move(sent), std::move(otherwise)};
    return producer;
}

Producer producer_for(
    const Dataset& dataset, const ExchangeContract& contract, const Entity& entity, const Field& field
) {
    const auto column = column_of(dataset, field);
    if (field.type == FieldType::reference) {
        const auto& target = *dataset.entity(field.entity);
        Producer producer;
        producer.kind = Producer::Kind::ref;
        producer.source = {quoted_table(target), field.where};
        for (const auto& part : key_of(target)) {
            producer.key.push_back({part == target.exchange.id ? column : part, field.where});
        }
        return producer;
    }
    if (field.type == FieldType::concept_) {
        return concept_of(column, field);
    }
    auto producer = from_column(field.exchange.from.empty() ? column : field.exchange.from, field);
    for (const auto& other : entity.fields) {
        // The time of day stands in the cell of the date that names this field.
        if (other.exchange.time == field.name) {
            producer = from_column(other.exchange.column, field);
            producer.as = "time";
            producer.formats = contract.date_formats;
        }
    }
    if (field.type == FieldType::date || field.type == FieldType::datetime) {
        producer.formats = contract.date_formats;
        producer.remark_formats = true;
    }
    producer.own_codes = field.type == FieldType::code;
    return or_else(dataset, entity, field, std::move(producer));
}

// A file can be used without the column of a value that may stand elsewhere: at the end of a link, or in
// another column that must be there.
bool is_mandatory(const Entity& entity, const Field& field) {
    const auto instead = entity.field(field.instead);
    return field.conformance == Conformance::mandatory && field.exchange.else_from.empty() &&
           !(instead && entity.fields[*instead].conformance == Conformance::mandatory);
}

// The columns of one field; none where the contract does not have it.
std::vector<ExchangeColumn> columns_for(const Dataset& dataset, const Entity& entity, std::size_t index) {
    const auto& field = entity.fields[index];
    const auto column = field.name == kLocalId ? std::string() : column_of(dataset, field);
    if (column.empty()) {
        return {};
    }
    std::vector<ExchangeColumn> columns = {{column, index, Part::value, is_mandatory(entity, field)}};
    if (field.type == FieldType::concept_) {
        columns.push_back({column + "_system", index, Part::system, false});
        columns.push_back({column + "_display", index, Part::display, false});
    }
    return columns;
}

bool is_filled(const Entity& entity, const Field& field) {
    const bool holds_time = std::any_of(entity.fields.begin(), entity.fields.end(), [&](const auto& other) {
        return other.exchange.time == field.name;
    });
    return holds_time || !field.exchange.column.empty() || !field.exchange.from.empty();
}

Mapping mapping_for(const Dataset& dataset, const ExchangeContract& contract, const Entity& entity) {
    const std::string where = "schemas/sp-mds/entities/" + entity.name + ".json";
    Mapping mapping;
    mapping.name = quoted_table(entity);
    mapping.where = where;
    mapping.source = {mapping.name, where};
    mapping.entity = {entity.name, where};
    mapping.anchor = true;
    for (const auto& field : entity.fields) {
        if (&field == &entity.fields.front()) {
            continue;
        }
        if (field.name == kLocalId) {
            mapping.fields.push_back({field.name, field.where, from_column(entity.exchange.id, field)});
        } else if (is_filled(entity, field)) {
            mapping.fields.push_back({field.name, field.where, producer_for(dataset, contract, entity, field)}
            );
        }
    }
    return mapping;
}

}  // namespace

bool is_sent_id(const Entity& entity, const Field& field) {
    return field.name == kLocalId && !entity.exchange.id.empty() && entity.exchange.made_of.empty();
}

std::vector<ExchangeColumn> exchange_columns(const Dataset& dataset, const Entity& entity) {
    std::vector<ExchangeColumn> columns;
    const auto add = [&](ExchangeColumn added) {
        const bool there = std::any_of(columns.begin(), columns.end(), [&](const auto& column) {
            return column.name == added.name;
        });
        if (!added.name.empty() && added.name != kOrganisationColumn && !there) {
            columns.push_back(std::move(added));
        }
    };
    add({entity.exchange.id, 0, Part::value, entity.exchange.made_of.empty()});
    for (std::size_t i = 1; i < entity.fields.size(); ++i) {
        for (auto& column : columns_for(dataset, entity, i)) {
            add(std::move(column));
        }
    }
    return columns;
}

void check_exchange_columns(const Dataset& dataset, const ExchangeContract& contract, Faults& faults) {
    for (const auto& entity : dataset.entities) {
        if (!is_contract_file(entity)) {
            continue;
        }
        const auto columns = exchange_columns(dataset, entity);
        std::set<std::string> parts;
        for (const auto& part : entity.exchange.made_of) {
            if (part == entity.exchange.id || !parts.insert(part).second) {
                faults.add(
                    entity.fields.front().where,
                    "the id cannot be made of '" + part + "': that is the id itself, or named twice"
                );
            } else if (std::none_of(columns.begin(), columns.end(), [&](const auto& at) {
                           return at.name == part;
                       })) {
                faults.add(
                    entity.fields.front().where,
                    "the id cannot be made of '" + part + "': the file has no such column"
                );
            }
        }
        std::set<std::string, std::less<>> taken = {
            std::string(kOrganisationColumn), std::string(kOrganisationNameColumn),
            std::string(kDeletedColumn), std::string(kSupplierColumn), entity.exchange.id};
        const auto take = [&](const std::string& column) {
            const auto also = contract.aliases.find(column);
            if (also != contract.aliases.end()) {
                taken.insert(also->second.begin(), also->second.end());
            }
            return taken.insert(column).second;
        };
        for (std::size_t i = 1; i < entity.fields.size(); ++i) {
            const auto& field = entity.fields[i];
            for (const auto& column : columns_for(dataset, entity, i)) {
                const bool own = column.name.starts_with(contract.own_column);
                if ((!take(column.name) || own) && !field.extension.empty()) {
                    faults.add(
                        field.where, "'" + column.name + "' is a column of the file " + entity.exchange.file +
                                         ".csv already, or one that senders keep for themselves; give the "
                                         "field another name, or another column in 'exchange'"
                    );
                }
            }
        }
    }
}

bool ExchangeContract::is_manifest(std::string_view file) const {
    return !manifest.empty() && equals_ignoring_case(base_name(file), manifest);
}

ExchangeContract read_exchange_contract(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    reader.only(
        {"contract", "description", "manifest", "versioned", "own_column", "dates", "systems", "aliases"}
    );
    ExchangeContract contract;
    contract.name = reader.at("contract").text();
    contract.manifest = reader.at("manifest").text();
    contract.versioned = reader.find("versioned").boolean_or(true);
    contract.own_column = reader.at("own_column").text();
    const Reader dates = reader.at("dates");
    dates.only({"days", "times"});
    for (const auto& day : dates.at("days").texts()) {
        for (const auto& time : dates.at("times").texts()) {
            contract.date_formats.push_back(day + time);
        }
    }
    for (const auto& [name, url] : reader.at("systems").members()) {
        contract.systems[name] = url.text();
    }
    for (const auto& [name, aliases] : reader.find("aliases").members()) {
        contract.aliases[name] = aliases.texts();
    }
    return contract;
}

SourceSystem exchange_system(const Dataset& dataset, const ExchangeContract& contract) {
    SourceSystem system;
    system.name = kExchangeSystem;
    system.title = contract.name;
    system.manifest = contract.manifest;
    system.versioned = contract.versioned;
    // A package that was made at another time, or means something else, is applied by itself.
    system.same = {"supplier", "agreement", "stamp", "mode"};
    NamePattern pattern;
    for (const auto& entity : dataset.entities) {
        if (is_contract_file(entity)) {
            system.tables.push_back(table_for(dataset, contract, entity));
            pattern.pattern += (pattern.pattern.empty() ? "^(" : "|") + entity.exchange.file;
        }
    }
    pattern.pattern += ")\\.csv$";
    pattern.groups = {"table"};
    pattern.compiled = std::regex(pattern.pattern, std::regex::ECMAScript | std::regex::icase);
    system.names.push_back(std::move(pattern));
    system.person_table = dataset.entity(dataset.person)->exchange.file;
    system.organisation_name = kOrganisationNameColumn;
    return system;
}

std::vector<Mapping> exchange_mappings(const Dataset& dataset, const ExchangeContract& contract) {
    std::vector<Mapping> mappings;
    for (const auto& entity : dataset.entities) {
        if (is_contract_file(entity)) {
            mappings.push_back(mapping_for(dataset, contract, entity));
        }
    }
    return mappings;
}

}  // namespace sluice::schema
