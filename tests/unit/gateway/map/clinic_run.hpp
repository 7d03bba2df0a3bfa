// Maps one person of the clinic: rows and mappings in, records out.
#pragma once

#include "gateway/map/run.hpp"

#include "tests/support/clinic.hpp"
#include "tests/support/records.hpp"

#include <algorithm>
#include <map>
#include <memory>

namespace sluice::tests {

struct ClinicRun {
    explicit ClinicRun(std::vector<std::string> mappings)
        : world(make_world(clinic(std::move(mappings))).value()),
          rows(world.system(), all_columns(world.system())) {
        rows.add("Practice", {{"Org", "O1"}, {"Ods", "A81001"}, {"Name", "Test Surgery"}});
        rows.add("Code", {{"Code", "1"}, {"National", "871731000000106"}, {"Term", "Referral"}});
        rows.add("Code", {{"Code", "2"}, {"National", "267076002"}, {"Term", "Feeling lonely"}});
        rows.add("Code", {{"Code", "3"}, {"National", "73211009"}, {"Term", "Diabetes"}});
        rows.add("Clerk", {{"Clerk", "U1"}, {"Role", "R9815"}, {"Org", "O1"}});
    }

    map::Mapped run(std::string_view purpose = "direct-care", bool production = false) {
        return map::run(
                   *world.program, rows.of_person(rows.persons().front()),
                   {Date(2026, 11, 1), purpose, production}
        )
            .value();
    }
    std::map<std::string, int> issues(const map::Mapped& mapped) const {
        return count_rules(world.documents->rules, mapped.records);
    }

    SmallWorld world;
    SourceRows rows;
};

// The one referral that an entry with these cells gives by a mapping with these fields.
inline record::Record referral_of(
    const std::string& fields, const Cells& cells, std::map<std::string, int>* issues = nullptr
) {
    ClinicRun run({mapping("referral", "referral", fields, R"("anchor": true)")});
    run.rows.add("Entry", entry("E1", cells));
    run.rows.add("Detail", {{"Org", "O1"}, {"Person", "P1"}, {"Entry", "E1"}, {"Urgency", "Urgent"}});
    auto mapped = run.run();
    if (issues != nullptr) {
        *issues = run.issues(mapped);
    }
    // The record refers to the world's documents only by its entity, which is the repository's too.
    auto out = mapped.records.at(0);
    out.entity = &repository_pack().documents->dataset.entities[out.entity_index];
    return out;
}

}  // namespace sluice::tests
