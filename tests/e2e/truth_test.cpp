// What was planted is what comes out: nothing lost, nothing invented.
#include "tests/e2e/gateway.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice::e2e {
namespace {

struct Stage {
    std::string name;
    Truth truth;
    Outcome outcome;
    Counts exported;  // lines of the NDJSON, by entity
    Counts profiled;  // records that completeness knows of, by entity
};

std::int64_t lines_of(const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
}

// The field that is expected of most; for one that is expected of all, the number of records.
Counts profiled(const Gateway& gateway) {
    std::map<std::string, Counts> sums;
    const auto cells = gateway.json({"completeness"});
    for (const auto& cell : cells.items()) {
        sums[text_at(cell, "entity")][text_at(cell, "field")] += integer_at(cell, "expected");
    }
    Counts out;
    for (const auto& [entity, fields] : sums) {
        for (const auto& [field, sum] : fields) {
            out[entity] = std::max(out[entity], sum);
        }
    }
    return out;
}

// The extract of the work order, ingested stage by stage. Made once in a process.
const std::vector<Stage>& stages() {
    static const std::vector<Stage> once = [] {
        const Extract extract({.practices = 5, .patients = 3000, .seed = 7, .faults = "standard"});
        const TemporaryFolder folder;
        const Gateway gateway(folder / "data");
        std::vector<Stage> out;
        for (const std::string name : {"bulk", "delta"}) {
            const auto ran = gateway.ingest(name == "bulk" ? extract.bulk() : extract.delta());
            Stage stage{name, extract.truth_of(name), read_outcome(ran.out), {}, profiled(gateway)};
            for (const auto entity : kEntities) {
                const auto ndjson =
                    gateway.run({"export", "--entity", std::string(entity), "--format", "ndjson"});
                stage.exported[std::string(entity)] = lines_of(ndjson.out);
            }
            out.push_back(std::move(stage));
        }
        return out;
    }();
    return once;
}

TEST(PlantedTruth, has_as_many_records_of_every_entity_as_the_exports) {
    for (const auto& stage : stages()) {
        SCOPED_TRACE(stage.name);
        EXPECT_EQ(stage.truth.expected.size(), kEntities.size());
        EXPECT_EQ(stage.truth.expected, stage.exported);
    }
}

// Of an episode only its end is profiled, and only where it has ended.
TEST(PlantedTruth, has_as_many_records_of_every_entity_as_the_completeness_profile) {
    for (const auto& stage : stages()) {
        SCOPED_TRACE(stage.name);
        auto expected = stage.truth.expected;
        auto profiled = stage.profiled;
        EXPECT_EQ(expected.erase("episode"), 1U);
        EXPECT_LE(profiled["episode"], stage.truth.expected.at("episode"));
        EXPECT_EQ(profiled.erase("episode"), 1U);
        EXPECT_EQ(expected, profiled);
    }
}

// Equality of the maps: a rule that was not planted is as wrong as one that was missed.
TEST(PlantedTruth, has_exactly_the_issues_that_the_receipts_report) {
    for (const auto& stage : stages()) {
        SCOPED_TRACE(stage.name);
        EXPECT_FALSE(stage.truth.issues.empty());
        EXPECT_EQ(stage.truth.issues, stage.outcome.issues);
    }
}

TEST(PlantedTruth, has_the_verdict_of_every_row_of_every_file) {
    for (const auto& stage : stages()) {
        SCOPED_TRACE(stage.name);
        EXPECT_EQ(stage.truth.files, stage.outcome.files);
        for (const auto& [table, counts] : stage.outcome.files) {
            EXPECT_EQ(counts.read, counts.accepted + counts.held + counts.rejected + counts.skipped) << table;
        }
    }
}

}  // namespace
}  // namespace sluice::e2e
