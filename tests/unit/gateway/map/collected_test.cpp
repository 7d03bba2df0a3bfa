#include "gateway/map/collected.hpp"

#include "tests/support/pack.hpp"

#include <gtest/gtest.h>

namespace sluice::map {
namespace {

// Of one EMIS file with every column but those named.
schema::FieldSet collected(const std::string& table, const std::vector<std::string>& without = {}) {
    const auto& program = tests::repository_program();
    const auto index = *program.system().table_index(table);
    std::vector<bool> there(program.system().tables[index].columns.size(), true);
    for (const auto& column : without) {
        there[*program.system().tables[index].column(column)] = false;
    }
    schema::FieldSet fields;
    add_collected(program, index, there, fields);
    return fields;
}

TEST(Collected, a_column_of_the_file_fills_its_field) {
    EXPECT_TRUE(collected("Admin_Patient").contains({"person", "birth_date"}));
    EXPECT_FALSE(collected("Admin_Patient", {"DateOfBirth"}).contains({"person", "birth_date"}));
}

TEST(Collected, a_list_of_codes_that_nobody_filled_collects_nothing) {
    const auto fields = collected("CareRecord_Observation");

    EXPECT_TRUE(fields.contains({"person", "ethnic_category"}));
    EXPECT_FALSE(fields.contains({"person", "disability"}));
}

TEST(Collected, a_value_behind_a_link_needs_the_column_that_the_link_goes_by) {
    EXPECT_TRUE(collected("CareRecord_Observation").contains({"referral", "referrer_role"}));
    EXPECT_FALSE(collected("CareRecord_Observation", {"ClinicianUserInRoleGuid"})
                     .contains({"referral", "referrer_role"}));
}

TEST(Collected, a_table_fills_only_the_fields_of_its_mappings) {
    EXPECT_FALSE(collected("Admin_Patient").contains({"referral", "referral_date"}));
    EXPECT_TRUE(collected("Coding_ClinicalCode").empty());
}

TEST(Collected, what_is_worked_out_here_is_collected_where_there_are_records) {
    const auto& dataset = tests::repository_pack().documents->dataset;
    schema::FieldSet fields{{"referral", "referral_date"}};

    add_derived(dataset, fields);

    EXPECT_TRUE(fields.contains({"referral", "counted"}));
    EXPECT_TRUE(fields.contains({"episode", "end_date"}));
    EXPECT_FALSE(fields.contains({"episode", "closure_reason"}));
    EXPECT_FALSE(fields.contains({"person", "linkage_level"}));
}

TEST(Collected, an_episode_takes_its_reason_from_the_entry_that_closes_it) {
    const auto& dataset = tests::repository_pack().documents->dataset;
    schema::FieldSet fields{{"closure", "closure_reason"}};

    add_derived(dataset, fields);

    EXPECT_TRUE(fields.contains({"episode", "closure_reason"}));
}

// The exchange contract has a column of every field, so there only the header decides.
TEST(Collected, a_field_of_the_exchange_contract_is_collected_where_its_column_stands) {
    const auto& pack = tests::repository_pack();
    for (const auto& program : pack.mappings) {
        if (program->system().name != schema::kExchangeSystem) {
            continue;
        }
        const auto index = *program->system().table_index("referral");
        const auto& table = program->system().tables[index];
        std::vector<bool> there(table.columns.size(), false);
        there[*table.column("referral_source")] = true;
        schema::FieldSet fields;
        add_collected(*program, index, there, fields);

        EXPECT_TRUE(fields.contains({"referral", "source"}));
        EXPECT_FALSE(fields.contains({"referral", "method"}));
    }
}

}  // namespace
}  // namespace sluice::map
