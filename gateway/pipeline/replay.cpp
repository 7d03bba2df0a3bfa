#include "gateway/pipeline/replay.hpp"

#include <algorithm>
#include <set>

namespace sluice::pipeline {
namespace {

using Values = std::map<std::string, std::string>;  // column -> value, where there is one

// One side's records of one entity.
struct Records {
    std::map<std::string, std::string> verdicts;  // by record id
    std::map<std::string, Values> values;         // of the accepted ones
};

bool has_table(store::Store& store, const std::string& entity) {
    const auto& tables = store.dataset().tables();
    return std::any_of(tables.begin(), tables.end(), [&](const auto& table) { return table.name == entity; });
}

Result<Records> read_records(store::Store& store, const std::string& entity, const std::string& purpose) {
    Records out;
    if (!has_table(store, entity)) {
        return out;
    }
    SLUICE_TRY(store.dataset()
                   .visit_states(purpose, entity, std::nullopt, [&](const auto& state) -> Result<void> {
                       out.verdicts[state.record_id] = to_string(state.verdict);
                       return {};
                   }));
    store::ReadOptions options;
    options.purpose = purpose;
    options.identity = true;
    options.held_back = true;
    options.provenance = false;
    SLUICE_TRY(store.dataset()
                   .visit_rows(entity, options, [&](const auto& columns, const auto& values) -> Result<void> {
                       auto& row = out.values[values.front().value_or("")];
                       for (std::size_t i = 0; i < columns.size(); ++i) {
                           if (values[i]) {
                               row[columns[i]] = *values[i];
                           }
                       }
                       return {};
                   }));
    return out;
}

// True where a value differs.
bool compare_values(const std::string& entity, const Values& before, const Values& after, Replay& out) {
    std::set<std::string> columns;
    for (const auto* side : {&before, &after}) {
        for (const auto& [column, value] : *side) {
            columns.insert(column);
        }
    }
    bool differs = false;
    for (const auto& column : columns) {
        const auto old_value = before.find(column);
        const auto new_value = after.find(column);
        const bool was = old_value != before.end();
        const bool is = new_value != after.end();
        if (was && is && old_value->second == new_value->second) {
            continue;
        }
        auto& field = out.fields[entity + "." + column];
        ++(!was ? field.filled : (!is ? field.emptied : field.changed));
        differs = true;
    }
    return differs;
}

EntityDifference compare_records(
    const std::string& entity, const Records& before, const Records& after, std::size_t examples_max,
    Replay& out
) {
    EntityDifference difference;
    std::set<std::string> ids;
    for (const auto& [id, verdict] : before.verdicts) {
        ++difference.verdicts[verdict][0];
        ids.insert(id);
    }
    for (const auto& [id, verdict] : after.verdicts) {
        ++difference.verdicts[verdict][1];
        ids.insert(id);
    }
    for (const auto& id : ids) {
        const auto old_verdict = before.verdicts.find(id);
        const auto new_verdict = after.verdicts.find(id);
        bool differs = true;
        if (old_verdict == before.verdicts.end()) {
            ++difference.appeared;
        } else if (new_verdict == after.verdicts.end()) {
            ++difference.disappeared;
        } else if (old_verdict->second != new_verdict->second) {
            ++difference.judged_otherwise;
        } else {
            const auto old_values = before.values.find(id);
            const auto new_values = after.values.find(id);
            differs = old_values != before.values.end() && new_values != after.values.end() &&
                      compare_values(entity, old_values->second, new_values->second, out);
            difference.changed += differs ? 1 : 0;
        }
        if (differs && difference.examples.size() < examples_max) {
            difference.examples.push_back(id);
        }
    }
    return difference;
}

Result<void> compare_rules(const ReplaySide& before, const ReplaySide& after, Replay& out) {
    for (std::size_t side = 0; side < 2; ++side) {
        const auto& [store, receipt] = side == 0 ? before : after;
        SLUICE_ASSIGN(const auto counts, store->receipts().issue_counts(receipt));
        for (const auto& count : counts) {
            out.rules[count.rule][side] += count.count;
        }
    }
    std::erase_if(out.rules, [](const auto& entry) { return entry.second[0] == entry.second[1]; });
    return {};
}

}  // namespace

bool Replay::any() const {
    return !rules.empty() || std::any_of(entities.begin(), entities.end(), [](const auto& entry) {
        return entry.second.any();
    });
}

Result<Replay> compare_stores(
    const ReplaySide& before, const ReplaySide& after, const std::string& purpose, std::size_t examples_max
) {
    Replay out;
    std::vector<std::string> entities;
    for (const auto* side : {&after, &before}) {
        for (const auto& table : side->store->dataset().tables()) {
            if (std::find(entities.begin(), entities.end(), table.name) == entities.end()) {
                entities.push_back(table.name);
            }
        }
    }
    for (const auto& entity : entities) {
        SLUICE_ASSIGN(const auto old_records, read_records(*before.store, entity, purpose));
        SLUICE_ASSIGN(const auto new_records, read_records(*after.store, entity, purpose));
        auto difference = compare_records(entity, old_records, new_records, examples_max, out);
        if (!difference.verdicts.empty()) {
            out.entities.emplace_back(entity, std::move(difference));
        }
    }
    SLUICE_TRY(compare_rules(before, after, out));
    return out;
}

}  // namespace sluice::pipeline
