#include "gateway/pipeline/outcomes.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace sluice::pipeline {
namespace {

using record::Record;
using ByPerson = std::map<std::string, std::vector<Record>>;

// What pairs are made of (check::pairs_of).
constexpr std::string_view kEntities[] = {"episode", "assessment", "assessment_item"};

Record record_of(
    const schema::Dataset& dataset, schema::EntityIndex entity, const std::vector<std::string>& columns,
    const std::vector<store::Value>& values
) {
    Record out;
    out.entity_index = entity;
    out.entity = &dataset.entities[entity];
    out.cells.resize(out.entity->fields.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (const auto field = out.entity->field(columns[i]); field && values[i]) {
            out.cells[*field] = {true, *values[i], {}, {}};
        }
    }
    out.id = out.cells.front().text;
    return out;
}

Result<void> read(
    const schema::Dataset& dataset, store::Store& store, const std::string& purpose, std::string_view name,
    ByPerson& out
) {
    const auto& tables = store.dataset().tables();
    const auto entity = dataset.entity_index(name);
    if (!entity ||
        std::none_of(tables.begin(), tables.end(), [&](const auto& table) { return table.name == name; })) {
        return {};
    }
    store::ReadOptions options;
    options.purpose = purpose;
    options.provenance = false;
    return store.dataset().visit_rows(
        name, options,
        [&](const auto& columns, const auto& values) -> Result<void> {
            auto record = record_of(dataset, *entity, columns, values);
            auto& records = out[std::string(record.text("person_id"))];
            records.push_back(std::move(record));
            return {};
        }
    );
}

void count(const check::Pair& pair, ItemOutcome& out) {
    switch (check::change_of(pair)) {
        case check::Change::better:
            ++out.better;
            break;
        case check::Change::same:
            ++out.same;
            break;
        case check::Change::worse:
            ++out.worse;
            break;
    }
}

}  // namespace

Result<std::vector<ItemOutcome>> outcomes_of(
    const Pack& pack, store::Store& store, const std::string& purpose
) {
    const auto& dataset = pack.documents->dataset;
    ByPerson persons;
    for (const auto entity : kEntities) {
        SLUICE_TRY(read(dataset, store, purpose, entity, persons));
    }
    std::map<std::tuple<std::string, std::string, std::string>, std::vector<check::Pair>> groups;
    for (const auto& [person, records] : persons) {
        for (auto& pair : check::pairs_of(dataset, records)) {
            groups[{pair.instrument, pair.version, pair.item}].push_back(std::move(pair));
        }
    }
    std::vector<ItemOutcome> out;
    for (const auto& [key, pairs] : groups) {
        const auto summary = check::summary_of(pairs);
        if (!summary) {
            return Error(ErrorCode::internal, "the answers of an instrument do not add up in 18 digits");
        }
        out.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), *summary});
        for (const auto& pair : pairs) {
            if (pair.baseline && pair.follow_up) {
                count(pair, out.back());
            }
        }
    }
    return out;
}

}  // namespace sluice::pipeline
