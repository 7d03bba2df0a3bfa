#include "gateway/synth/stories.hpp"

#include "gateway/base/date.hpp"
#include "gateway/synth/background.hpp"
#include "gateway/synth/scenarios.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sluice::synth {
namespace {

struct Told {
    Truth truth;
    std::vector<std::pair<Row, Stages>> rows;
};

Told told(void (*tell)(Case&), std::uint64_t stream) {
    World world = make_world(3, 2, Date(2026, 10, 31).days());
    Rng rng(3, stream);
    Chart chart;
    Case c(world, chart, world.practices.front(), rng);
    tell(c);
    Told out;
    chart.settle(out.truth);
    out.rows = chart.rows();
    return out;
}

TEST(MakeWorld, gives_no_two_practices_one_name) {
    for (const std::uint64_t seed : {7, 11, 12}) {
        const World world = make_world(seed, 60, Date(2026, 10, 31).days());
        std::set<std::string> names;

        for (const auto& practice : world.practices) {
            EXPECT_TRUE(names.insert(practice.name).second) << seed << ": " << practice.name;
        }
    }
}

TEST(Stories, give_every_person_an_anchor_and_no_more_episodes_than_referrals_and_visits) {
    for (const Story& story : stories()) {
        for (std::uint64_t stream = 0; stream < 20; ++stream) {
            const Truth truth = told(story.tell, stream).truth;

            EXPECT_EQ(truth.expected(Stage::bulk, Entity::person), 1U) << story.name;
            EXPECT_GE(
                truth.expected(Stage::bulk, Entity::referral) + truth.expected(Stage::bulk, Entity::contact),
                1U
            ) << story.name;
            EXPECT_LE(
                truth.expected(Stage::bulk, Entity::episode),
                truth.expected(Stage::bulk, Entity::referral) + truth.expected(Stage::bulk, Entity::contact)
            ) << story.name;
        }
    }
}

TEST(Stories, change_nothing_after_the_bulk) {
    for (const Story& story : stories()) {
        const Truth truth = told(story.tell, 1).truth;

        EXPECT_EQ(truth.at(Stage::bulk).expected, truth.at(Stage::delta).expected) << story.name;
        EXPECT_EQ(truth.at(Stage::bulk).expected, truth.at(Stage::final_state).expected) << story.name;
        EXPECT_TRUE(truth.at(Stage::delta).issues.empty()) << story.name;
    }
}

TEST(PlainChanges, end_where_the_final_bulk_ends) {
    for (const Scenario& scenario : plain_changes()) {
        const Truth truth = told(scenario.tell, 2).truth;

        EXPECT_EQ(truth.at(Stage::delta).expected, truth.at(Stage::final_state).expected) << scenario.name;
        EXPECT_TRUE(truth.at(Stage::bulk).issues.empty()) << scenario.name;
        EXPECT_TRUE(truth.at(Stage::delta).issues.empty()) << scenario.name;
    }
}

TEST(Scenarios, add_as_many_patients_as_they_say) {
    for (const auto scenarios :
         {plain_changes(), identity_faults(), structure_faults(), record_faults(), change_faults()}) {
        for (const Scenario& scenario : scenarios) {
            std::set<std::string> patients;

            for (const auto& [row, folders] : told(scenario.tell, 5).rows) {
                if (row.table == Table::patient && holds(folders, Stage::bulk)) {
                    patients.insert(row.cells.front());
                }
            }

            EXPECT_EQ(patients.size(), scenario.persons) << scenario.name;
        }
    }
}

TEST(Background, gives_no_record_and_no_issue) {
    const Truth truth = told(plain_patient, 9).truth;

    EXPECT_EQ(truth.at(Stage::bulk).expected, (std::array<std::uint64_t, kEntityCount>{}));
    EXPECT_TRUE(truth.at(Stage::bulk).issues.empty());
    EXPECT_GT(truth.at(Stage::bulk).files[static_cast<std::size_t>(Table::observation)].read(), 0U);
}

TEST(Rows, have_a_cell_for_every_column_but_the_writers) {
    World world = make_world(3, 2, Date(2026, 10, 31).days());
    Chart all = shared_tables(world);
    std::vector<std::pair<Row, Stages>> rows = all.rows();
    for (std::uint64_t stream = 0; stream < 40; ++stream) {
        const Told patient = told(plain_patient, stream);
        rows.insert(rows.end(), patient.rows.begin(), patient.rows.end());
    }
    for (const Story& story : stories()) {
        const Told one = told(story.tell, 1);
        rows.insert(rows.end(), one.rows.begin(), one.rows.end());
    }

    for (const auto& [row, folders] : rows) {
        const std::size_t written = row.table == Table::agreement ? 0 : 1;  // ProcessingId
        EXPECT_EQ(row.cells.size() + written, columns_of(row.table).size()) << name_of(row.table);
    }
}

}  // namespace
}  // namespace sluice::synth
