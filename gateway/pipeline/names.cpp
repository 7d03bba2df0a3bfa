#include "gateway/pipeline/names.hpp"

#include <algorithm>
#include <map>

namespace sluice::pipeline {
namespace {

// A store that an older pack has filled may lack the field, and its table.
bool is_in(store::Store& store, const NamePlace& place) {
    const auto& tables = store.dataset().tables();
    return std::any_of(tables.begin(), tables.end(), [&](const auto& table) {
        const auto& columns = table.columns;
        return table.name == place.entity->name &&
               std::any_of(columns.begin(), columns.end(), [&](const auto& column) {
                   return column.name == place.field->name;
               });
    });
}

// A column of the row; empty where the table has none of this name.
std::string cell_of(
    const std::vector<std::string>& columns, const std::vector<store::Value>& values, std::string_view name
) {
    const auto column = std::find(columns.begin(), columns.end(), name);
    return column == columns.end() ? std::string()
                                   : values[static_cast<std::size_t>(column - columns.begin())].value_or("");
}

// `organisation`: a field of the same entity; empty: none. The table gets which organisations stand by a
// name.
Result<std::vector<check::NameCount>> count_names(
    store::Store& store, const std::string& purpose, const NamePlace& place, std::string_view organisation,
    NameTable& table
) {
    store::ReadOptions options;
    options.purpose = purpose;
    options.provenance = false;
    std::map<std::string, std::uint64_t> counts;
    SLUICE_TRY(store.dataset().visit_rows(
        place.entity->name, options,
        [&](const auto& columns, const auto& values) -> Result<void> {
            const auto name = cell_of(columns, values, place.field->name);
            const auto giver = cell_of(columns, values, organisation);
            if (!name.empty()) {
                ++counts[name];
            }
            if (!name.empty() && !giver.empty()) {
                table.organisations[name].insert(giver);
            }
            return {};
        }
    ));
    std::vector<check::NameCount> out;
    for (const auto& [name, count] : counts) {
        out.push_back({name, count});
    }
    return out;
}

}  // namespace

std::optional<NamePlace> place_of_names(const schema::Dataset& dataset, const std::string& name) {
    const auto dot = name.find('.');
    const auto* entity = dataset.entity(name.substr(0, dot));
    if (name.empty() || !entity->stored) {
        return std::nullopt;
    }
    const auto& field = entity->fields[*entity->field(name.substr(dot + 1))];
    return field.zone == schema::Zone::identity ? std::nullopt : std::optional(NamePlace{entity, &field});
}

Result<std::vector<std::string>> directory_names(const schema::Dataset& dataset, store::Store& store) {
    std::vector<std::string> out;
    const auto place = place_of_names(dataset, dataset.names.directory);
    if (place && is_in(store, *place)) {
        const std::string column = "\"" + place->field->name + "\"";
        SLUICE_TRY(store.dataset().query(
            "SELECT DISTINCT " + column + " FROM \"" + place->entity->name + "\" WHERE " + column +
                " IS NOT NULL",
            {},
            [&](const auto&, const auto& values) -> Result<void> {
                out.push_back(values[0].value_or(""));
                return {};
            }
        ));
    }
    return out;
}

bool have_one_organisation(const NameTable& table, const check::JoinedName& name, const std::string& other) {
    const auto found = table.organisations.find(other);
    if (found == table.organisations.end()) {
        return false;
    }
    return std::any_of(name.written.begin(), name.written.end(), [&](const auto& way) {
        const auto own = table.organisations.find(way.name);
        return own != table.organisations.end() &&
               std::any_of(own->second.begin(), own->second.end(), [&](const auto& organisation) {
                   return found->second.contains(organisation);
               });
    });
}

Result<std::vector<NameTable>> names_of(const Pack& pack, store::Store& store, const std::string& purpose) {
    const auto& dataset = pack.documents->dataset;
    std::vector<NameTable> out;
    for (const auto& name : dataset.names.fields) {
        const auto place = place_of_names(dataset, name);
        if (!place || !is_in(store, *place)) {
            continue;
        }
        NameTable table{place->entity->name, place->field->name, {}};
        const auto giver = place_of_names(dataset, dataset.names.organisation);
        const bool is_directory = giver && giver->entity == place->entity;
        SLUICE_ASSIGN(
            const auto counts,
            count_names(store, purpose, *place, is_directory ? giver->field->name : std::string(), table)
        );
        if (counts.empty()) {
            continue;
        }
        SLUICE_ASSIGN(const auto directory, directory_names(dataset, store));
        const check::NameRules rules{static_cast<std::size_t>(dataset.names.truncated_from)};
        table.joined = join_names(counts, directory, rules);
        out.push_back(std::move(table));
    }
    return out;
}

}  // namespace sluice::pipeline
