#include "gateway/pipeline/outcomes.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sluice::pipeline {
namespace {

using record::Record;

// What pairs are made of (check::pairs_of).
constexpr std::string_view kEntities[] = {"episode", "assessment", "assessment_item"};
constexpr std::string_view kBaseline = "baseline";
constexpr std::string_view kReview = "review";

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

// Each source took its own first assessment for the baseline. The first of all of them is it.
void one_baseline(const std::set<std::string>& episodes, std::vector<Record>& records) {
    using Series = std::tuple<std::string_view, std::string_view, std::string_view>;
    std::map<Series, Record*> first;
    const auto series_of = [](const Record& record) {
        return Series(
            record.text("episode_id"), record.text("instrument"), record.text("instrument_version")
        );
    };
    const auto is_baseline = [&](const Record& record) {
        return record.entity->name == "assessment" && record.text("stage") == kBaseline &&
               episodes.contains(std::string(record.text("episode_id")));
    };
    for (auto& record : records) {
        if (is_baseline(record)) {
            auto*& earliest = first.try_emplace(series_of(record), &record).first->second;
            const auto order = [](const Record& one) {
                return std::make_pair(one.text(one.entity->date), std::string_view(one.id));
            };
            earliest = order(record) < order(*earliest) ? &record : earliest;
        }
    }
    std::vector<Record*> later;
    for (auto& record : records) {
        if (is_baseline(record) && first.at(series_of(record)) != &record) {
            later.push_back(&record);
        }
    }
    for (auto* record : later) {
        record->set("stage", std::string(kReview));
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

// Records of one person from several sources, as those of one: what another record stands for is left out,
// and what hangs on an episode hangs on the one that stands for it.
void count_once(std::vector<Record>& records) {
    std::map<std::string, std::string> episodes;
    std::set<std::string> joined;
    std::set<std::string> twice;  // assessments
    for (const auto& record : records) {
        const std::string same(record.text(schema::kSameAs));
        if (!same.empty() && record.entity->name == "episode") {
            episodes[record.id] = same;
            joined.insert(same);
        } else if (!same.empty()) {
            twice.insert(record.id);
        }
    }
    std::erase_if(records, [&](const Record& record) {
        return episodes.contains(record.id) || twice.contains(record.id) ||
               twice.contains(std::string(record.text("assessment_id")));
    });
    for (auto& record : records) {
        const auto found = episodes.find(std::string(record.text("episode_id")));
        if (found != episodes.end() && record.entity->name == "assessment") {
            record.set("episode_id", found->second);
        }
    }
    one_baseline(joined, records);
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

// Of everybody whom several sources have: the record that stands for all of them, by the id of each.
Result<std::map<std::string, std::string>> standing_persons(
    const schema::Dataset& dataset, store::Store& store, const std::string& purpose
) {
    std::map<std::string, std::string> out;
    store::ReadOptions options;
    options.purpose = purpose;
    options.provenance = false;
    const auto& tables = store.dataset().tables();
    const auto table = std::find_if(tables.begin(), tables.end(), [&](const auto& one) {
        return one.name == dataset.person;
    });
    // A store that an older pack has filled knows nobody to be of several sources.
    const bool told = table != tables.end() &&
                      std::any_of(table->columns.begin(), table->columns.end(), [](const auto& column) {
                          return column.name == schema::kSameAs;
                      });
    if (!told) {
        return out;
    }
    SLUICE_TRY(store.dataset().visit_rows(
        dataset.person, options,
        [&](const auto& columns, const auto& values) -> Result<void> {
            const auto at = std::find(columns.begin(), columns.end(), schema::kSameAs) - columns.begin();
            if (const auto& same = values[static_cast<std::size_t>(at)]) {
                out[values.front().value_or("")] = *same;
                out[*same] = *same;
            }
            return {};
        }
    ));
    return out;
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
    SLUICE_ASSIGN(const auto standing, standing_persons(dataset, store, purpose));
    std::map<std::string, std::vector<Record>> shared;  // by the person who stands for several sources' ones
    std::vector<Record> records;                        // of one person
    const auto visit = [&](std::size_t entity, const auto& columns, const auto& values) -> Result<void> {
        auto record = record_of(dataset, *dataset.entity_index(entities[entity]), columns, values);
        const auto one = standing.find(std::string(record.text("person_id")));
        if (one != standing.end()) {
            shared[one->second].push_back(std::move(record));
            return {};
        }
        if (!records.empty() && records.front().text("person_id") != record.text("person_id")) {
            SLUICE_TRY(add_person(dataset, records, outcomes));
            records.clear();
        }
        records.push_back(std::move(record));
        return {};
    };
    SLUICE_TRY(store.dataset().visit_grouped(entities, "person_id", options, visit));
    SLUICE_TRY(add_person(dataset, records, outcomes));
    for (auto& [person, all] : shared) {
        count_once(all);
        SLUICE_TRY(add_person(dataset, all, outcomes));
    }
    std::vector<ItemOutcome> out;
    for (auto& [key, outcome] : outcomes) {
        std::tie(outcome.instrument, outcome.version, outcome.item) = key;
        out.push_back(outcome);
    }
    return out;
}

}  // namespace sluice::pipeline
