// Reports as people export them from SystmOne: breakdowns of events and of referrals, and counts.
#include "tests/e2e/samples.hpp"

#include <gmock/gmock.h>

namespace sluice::e2e {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Pair;

const std::string kSample = SLUICE_SOURCE_DIR "/deploy/sample/systmone-reports";

TEST(SystmoneReports, of_the_sample_give_what_its_truth_says) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");

    expect_truth(ingest_sample(gateway, kSample, "/reports"), kSample);
}

TEST(SystmoneReports, that_come_once_more_change_nothing) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    ingest_sample(gateway, kSample, "/reports");
    const auto before = gateway.exports();
    const TemporaryFolder again;
    for (const auto& name : names_in(kSample + "/reports")) {
        write_text(again / name, read_text(kSample + "/reports/" + name) + "\r\n");
    }

    const auto outcome = submit(gateway, again.path(), {"--sender", "F84011", "--as-of", "2026-11-02"});

    EXPECT_EQ(outcome.entities.at("referral").at("accepted"), 0);
    for (const auto& [entity, csv] : gateway.exports()) {
        EXPECT_EQ(read_rows(csv).size(), read_rows(before.at(entity)).size()) << entity;
    }
}

TEST(SystmoneReports, are_known_by_their_headings_and_keep_every_character) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    write_text(
        folder / "anything.csv",
        "NHS number,Surname,Event date,CTV3 code,Free text,Patient Count\n"
        "9990000018,Zo\xEB,02 Mar 2026,XaaEC,caf\xE9 \x96 Fridays,1\n"
    );

    const auto known = gateway.run({"fingerprint", folder / "anything.csv"});
    const auto ran = gateway.ingest(folder / "anything.csv", {"--purpose", "direct-care"});

    EXPECT_THAT(known.out, HasSubstr("SystmOne report"));
    ASSERT_LE(ran.code, 1) << ran.err;
    for (const auto& [id, row] : gateway.rows("referral", {"--purpose", "direct-care", "--identity"})) {
        EXPECT_EQ(row.at("associated_text"), "caf\xC3\xA9 \xE2\x80\x93 Fridays");
    }
}

std::vector<Row> counts_of(const Gateway& gateway) {
    std::vector<Row> out;
    for (const auto& [id, row] : gateway.rows("count_fact", {"--purpose", "evaluation"})) {
        out.push_back(row);
    }
    return out;
}

TEST(SystmoneReports, of_how_things_stand_are_of_the_day_on_which_they_were_run) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    for (const std::string day : {"2026-10-01", "2026-11-01"}) {
        write_text(
            folder / "caseload.csv", "Organisation ID,Patient Count\nF84001," + day.substr(5, 2) + "\n"
        );
        submit(
            gateway, folder / "caseload.csv",
            {"--sender", "F84001", "--purpose", "evaluation", "--semantics", "snapshot", "--as-of", day}
        );
    }

    const auto counts = counts_of(gateway);

    ASSERT_EQ(counts.size(), 2U);
    for (const auto& count : counts) {
        EXPECT_EQ(count.at("semantics"), "snapshot");
        EXPECT_EQ(count.at("period_start"), count.at("period_end"));
        EXPECT_EQ(std::stoi(count.at("count")), std::stoi(count.at("period_end").substr(5, 2)));
    }
}

TEST(SystmoneReports, count_no_total_and_refuse_what_is_broken_down_by_the_unknown) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const std::vector<std::string> options = {
        "--purpose", "evaluation", "--period", "2026-10-01/2026-10-31", "--semantics", "increment"};
    write_text(
        folder / "totals.csv",
        "Organisation ID,Code description,Patient Count\nF84001,Referral,3\nF84001,Offer,4\n,Total,7\n"
    );
    write_text(folder / "unknown.csv", "Organisation ID,Favourite colour,Patient Count\nF84001,Blue,3\n");

    const auto totals = read_outcome(gateway.ingest(folder / "totals.csv", options).out);
    const auto unknown = read_outcome(gateway.ingest(folder / "unknown.csv", options).out);

    EXPECT_THAT(totals.issues, Contains(Pair("ROW-013", 1)));
    EXPECT_EQ(totals.files.begin()->second.skipped, 1);
    EXPECT_EQ(counts_of(gateway).size(), 2U);
    EXPECT_THAT(unknown.issues, Contains(Pair("FIL-025", 1)));
}

TEST(SystmoneReports, with_a_code_that_a_spreadsheet_has_damaged_are_told) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    write_text(
        folder / "list.csv",
        "NHS number,Event date,SNOMED code,Patient Count\n9990000018,02 Mar 2026,8.71731E+14,1\n"
    );

    const auto outcome = read_outcome(gateway.ingest(folder / "list.csv").out);

    EXPECT_THAT(outcome.issues, Contains(Pair("SCT-002", 1)));
}

}  // namespace
}  // namespace sluice::e2e
