// A full extract is compared with the list sizes of its practices.
#include "tests/e2e/gateway.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice::e2e {
namespace {

class PopulationTest : public testing::Test {
  protected:
    PopulationTest() {
        std::map<std::string, std::string> codes;
        for (const auto& [number, row] : read_source(file("Admin_Organisation"))) {
            codes[row.at("OrganisationGuid")] = row.at("ODSCode");
        }
        for (const auto& [number, row] : read_source(file("Admin_Patient"))) {
            const bool registered = row.at("Deleted") == "false" && row.at("DummyType") == "false" &&
                                    row.at("DateOfDeactivation").empty() && row.at("DateOfDeath").empty();
            sizes_[codes.at(row.at("OrganisationGuid"))] += registered ? 1 : 0;
        }
    }
    static std::string file(const std::string& table) {
        return Extract::file_of(small_extract().bulk(), table);
    }
    // With every practice's size times `factor`.
    Outcome ingest(double factor, const std::string& headings = "ods,registered,date") {
        std::string text = headings + "\r\n";
        for (const auto& [code, size] : sizes_) {
            text += code + "," + std::to_string(static_cast<int>(size * factor)) + ",2026-10-01\r\n";
        }
        const auto path = folder_ / ("sizes " + std::to_string(factor) + ".csv");
        write_text(path, text);
        return read_outcome(gateway_.ingest(small_extract().bulk(), {"--list-sizes", path}).out);
    }

    std::map<std::string, int> sizes_;
    TemporaryFolder folder_;
    Gateway gateway_{folder_ / "data"};
};

TEST_F(PopulationTest, says_nothing_of_an_extract_that_holds_the_lists) {
    ASSERT_EQ(sizes_.size(), 2U);
    EXPECT_EQ(ingest(1).issues, ingested().bulk_outcome.issues);
}

TEST_F(PopulationTest, warns_where_all_together_differ_and_uses_the_extract) {
    const auto outcome = ingest(1.1, "GP_PRACTICE_CODE,LIST_SIZE,code");

    EXPECT_EQ(outcome.issues.count("SET-012"), 0U);  // the codes are dates: no practice is known
    EXPECT_EQ(gateway_.exports(), ingested().bulk.exports());
}

TEST_F(PopulationTest, counts_more_than_one_in_a_hundred_as_a_difference) {
    EXPECT_EQ(ingest(1.1).issues.at("SET-012"), 1);
    EXPECT_EQ(gateway_.exports(), ingested().bulk.exports());
}

TEST_F(PopulationTest, holds_an_extract_that_lacks_most_people_until_the_sizes_are_put_right) {
    const auto lacking = ingest(2.1);
    const auto stored = gateway_.rows("person").size();
    const auto again = ingest(2.1);

    const auto right = ingest(1);

    EXPECT_EQ(lacking.status, "held");
    EXPECT_EQ(lacking.issues.at("SET-011"), 2);
    EXPECT_EQ(stored, 0U);
    EXPECT_EQ(again.receipt, lacking.receipt);
    EXPECT_NE(right.receipt, lacking.receipt);
    EXPECT_EQ(gateway_.exports(), ingested().bulk.exports());
}

TEST_F(PopulationTest, refuses_sizes_that_are_no_numbers) {
    const auto path = folder_ / "sizes.csv";
    write_text(path, "ods,registered\nA81001,many\n");

    const auto ran = gateway_.ingest(small_extract().bulk(), {"--list-sizes", path});

    EXPECT_EQ(ran.code, 64);
    EXPECT_NE(ran.err.find("no whole number in line 2"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace sluice::e2e
