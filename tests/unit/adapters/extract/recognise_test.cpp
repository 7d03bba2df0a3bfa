#include "adapters/extract/recognise.hpp"

#include "tests/support/clinic.hpp"

#include <gtest/gtest.h>

namespace sluice::extract {
namespace {

const std::vector<schema::SourceSystem>& systems() {
    return tests::repository_pack().documents->systems;
}
std::vector<std::string> header_of(std::string_view table) {
    std::vector<std::string> out;
    for (const auto& column : tests::repository_program().system().table(table)->columns) {
        out.push_back(column.name);
    }
    return out;
}

constexpr const char* kAgreement = "F95EE3AF-0B9D-40EB-8B28-8E858EF0091F";

TEST(RecogniseByName, reads_the_names_of_version_8) {
    const auto found = recognise_by_name(
        systems(), std::string("delta_95047_CareRecord_Observation_20260101040000_") + kAgreement + ".csv"
    );

    ASSERT_TRUE(found);
    EXPECT_EQ(found->system->name, "emis");
    EXPECT_EQ(found->schema().name, "CareRecord_Observation");
    EXPECT_TRUE(found->by_name);
    EXPECT_EQ(found->version, "8");
    EXPECT_EQ(found->group("mode"), "delta");
    EXPECT_EQ(found->group("batch"), "95047");
    EXPECT_EQ(found->group("stamp"), "20260101040000");
    EXPECT_EQ(found->group("agreement"), kAgreement);
    EXPECT_EQ(found->group("colour"), "");
}

TEST(RecogniseByName, reads_the_names_of_version_5) {
    for (const char* batch : {"291", "291-2"}) {
        const auto found = recognise_by_name(
            systems(), std::string(batch) + "_Admin_Patient_20180922040000_" + kAgreement + ".csv"
        );

        ASSERT_TRUE(found) << batch;
        EXPECT_EQ(found->schema().name, "Admin_Patient");
        EXPECT_EQ(found->version, "5");
        EXPECT_EQ(found->group("batch"), batch);
        EXPECT_EQ(found->group("mode"), "");
    }
}

TEST(RecogniseByName, looks_at_the_base_name_only) {
    const std::string base = std::string("bulk_1_Admin_Patient_20260101040000_") + kAgreement + ".csv";

    for (const std::string folder : {"", "set/", "a/b/", "C:\\export\\"}) {
        EXPECT_TRUE(recognise_by_name(systems(), folder + base)) << folder;
    }
}

TEST(RecogniseByName, does_not_know_other_names) {
    for (const std::string name :
         {"", "Admin_Patient.csv", "minutes of the meeting.csv",
          "bulk_1_Admin_Nobody_20260101040000_F95EE3AF-0B9D-40EB-8B28-8E858EF0091F.csv",
          "bulk_1_Admin_Patient_2026_F95EE3AF-0B9D-40EB-8B28-8E858EF0091F.csv",
          "bulk_1_Admin_Patient_20260101040000_F95EE3AF-0B9D-40EB-8B28-8E858EF0091F.csv.gz"}) {
        EXPECT_FALSE(recognise_by_name(systems(), name)) << name;
    }
}

TEST(DateOfStamp, is_the_day_on_which_the_file_was_made) {
    EXPECT_EQ(date_of_stamp("20261031104500"), Date(2026, 10, 31));
    EXPECT_EQ(date_of_stamp("20260231104500"), std::nullopt);
    EXPECT_EQ(date_of_stamp("20261031999999"), std::nullopt);
    EXPECT_EQ(date_of_stamp("00000000000000"), std::nullopt);
    EXPECT_EQ(date_of_stamp("2026"), std::nullopt);
    EXPECT_EQ(date_of_stamp(""), std::nullopt);
}

TEST(RecogniseByHeader, knows_every_used_table_by_its_own_columns) {
    for (const auto& table : tests::repository_program().system().tables) {
        if (!table.used) {
            continue;
        }
        const auto found = recognise_by_header(systems(), header_of(table.name));

        ASSERT_TRUE(found) << table.name;
        EXPECT_EQ(found->schema().name, table.name);
        EXPECT_FALSE(found->by_name);
        EXPECT_EQ(found->version, "");
    }
}

TEST(RecogniseByHeader, forgives_case_order_and_a_few_missing_columns) {
    auto header = header_of("CareRecord_Observation");
    std::swap(header[0], header[5]);
    header[2] = "organisationguid";
    header.erase(header.begin() + 14, header.begin() + 20);

    const auto found = recognise_by_header(systems(), header);

    ASSERT_TRUE(found);
    EXPECT_EQ(found->schema().name, "CareRecord_Observation");
}

TEST(RecogniseByHeader, knows_nothing_without_the_mandatory_columns_or_with_too_few) {
    auto header = header_of("CareRecord_Observation");
    header[0] = "SomethingElse";

    EXPECT_FALSE(recognise_by_header(systems(), header));
    EXPECT_FALSE(recognise_by_header(systems(), {"Name", "Date", "Minutes"}));
    EXPECT_FALSE(recognise_by_header(systems(), {}));
}

}  // namespace
}  // namespace sluice::extract
