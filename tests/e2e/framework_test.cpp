// The workbook of the Common Measurement Framework.
#include "tests/e2e/samples.hpp"

#include <gmock/gmock.h>

#include <set>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;

TEST(MeasurementFramework, of_the_sample_gives_what_its_truth_says_as_workbook_and_as_csv) {
    const std::string sample = SLUICE_SOURCE_DIR "/deploy/sample/cmf";
    const TemporaryFolder folder;
    const Gateway from_book(folder / "book");
    const Gateway from_csv(folder / "csv");

    const auto book = ingest_sample(from_book, sample, "/workbook/North scheme.xlsx");
    const auto csv = ingest_sample(from_csv, sample, "/North scheme.csv");

    expect_truth(book, sample);
    for (const auto& entity : {"person", "referral", "assessment", "assessment_item"}) {
        EXPECT_EQ(book.entities.at(entity), csv.entities.at(entity)) << entity;
    }
    std::multiset<std::string> stages;
    for (const auto& [id, row] : from_book.rows("assessment")) {
        stages.insert(row.at("stage") + " " + row.at("assessment_date"));
    }
    EXPECT_THAT(
        stages, testing::UnorderedElementsAre(
                    "baseline 2026-03-02", "end 2026-06-01", "follow_up 2026-10-01", "baseline 2026-03-16",
                    "baseline 2026-03-18", "end 2026-06-20"
                )
    );
}

TEST(MeasurementFramework, names_the_sheets_that_were_not_read) {
    const std::string sample = SLUICE_SOURCE_DIR "/deploy/sample/cmf";
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const auto outcome = ingest_sample(gateway, sample, "/workbook/North scheme.xlsx");

    const auto report = gateway.run({"report", outcome.receipt, "--format", "csv"});

    EXPECT_THAT(report.out, HasSubstr("Data dictionary"));
    EXPECT_THAT(report.out, HasSubstr("FIL-017"));
}

TEST(MeasurementFramework, that_comes_again_counts_as_it_was_sent_last) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const std::string headings =
        "Respondent ID,Date of first engagement,Baseline: Date completed,Baseline: Life satisfaction\n";
    for (const std::string answer : {"4", "6"}) {
        write_text(folder / "north.csv", headings + "R1,02/03/2026,02/03/2026," + answer + "\n");
        gateway.ingest(folder / "north.csv");
    }

    const auto items = gateway.rows("assessment_item");

    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items.begin()->second.at("value"), "6");
}

}  // namespace
}  // namespace sluice::e2e
