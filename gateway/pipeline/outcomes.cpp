#include "gateway/pipeline/outcomes.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace sluice::pipeline {
namespace {

using record::Record;

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

// By instrument, version and item.
using Outcomes = std::map<std::tuple<std::string, std::string, std::string>, ItemOutcome>;

// Of one person's records.
Result<void> add_person(
    const schema::Dataset& dataset, const std::vector<Record>& records, Outcomes& outcomes
) {
    for (const auto& pair : check::pairs_of(dataset, records)) {
        auto& out = outcomes[{pair.instrument, pair.version, pair.item}];
        if (!out.summary.add(pair)) {
            return Error(ErrorCode::internal, "the answers of an instrument do not add up in 18 digits");
        }
        if (pair.baseline && pair.follow_up) {
            count(pair, out);
        }
    }
    return {};
}

// Those of kEntities that the store has a table of.
std::vector<std::string> entities_of(const schema::Dataset& dataset, store::Store& store) {
    std::vector<std::string> entities;
    for (const auto& table : store.dataset().tables()) {
        const auto* end = std::end(kEntities);
        if (dataset.entity_index(table.name) && std::find(std::begin(kEntities), end, table.name) != end) {
            entities.push_back(table.name);
        }
    }
    return entities;
}

}  // namespace

Result<std::vector<ItemOutcome>> outcomes_of(
    const Pack& pack, store::Store& store, const std::string& purpose
) {
    const auto& dataset = pack.documents->dataset;
    const auto entities = entities_of(dataset, store);
    store::ReadOptions options;
    options.purpose = purpose;
    options.provenance = false;
    Outcomes outcomes;
    std::vector<Record> records;  // of one person
    const auto visit = [&](std::size_t entity, const auto& columns, const auto& values) -> Result<void> {
        auto record = record_of(dataset, *dataset.entity_index(entities[entity]), columns, values);
        if (!records.empty() && records.front().text("person_id") != record.text("person_id")) {
            SLUICE_TRY(add_person(dataset, records, outcomes));
            records.clear();
        }
        records.push_back(std::move(record));
        return {};
    };
    SLUICE_TRY(store.dataset().visit_grouped(entities, "person_id", options, visit));
    SLUICE_TRY(add_person(dataset, records, outcomes));
    std::vector<ItemOutcome> out;
    for (auto& [key, outcome] : outcomes) {
        std::tie(outcome.instrument, outcome.version, outcome.item) = key;
        out.push_back(outcome);
    }
    return out;
}

}  // namespace sluice::pipeline
