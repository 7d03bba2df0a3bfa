// One referral in the GP record and in the case-management tool: both records stay, one stands for both.
#include "tests/e2e/same_person.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {
namespace {

class SameReferral : public testing::Test, protected SeveralSources {
  protected:
    // Of the service B82002: the person of the extract, with a referral of that day.
    static Package service(const std::string& day, const std::string& hour = "01") {
        auto package = tool("service" + hour, "", hour);
        package.set("sender_ods", "B82002");
        package.table(
            "person", "person_local_id,nhs_number,date_of_birth,practice_ods\nP1," + std::string(kNumber) +
                          ",1950-01-29,A81001\n"
        );
        package.table(
            "referral", "referral_id,person_local_id,referral_date,status\nR1,P1," + day + ",in_progress\n"
        );
        return package;
    }
    std::size_t counted_once(std::string_view entity) const {
        std::size_t count = 0;
        for (const auto& [id, row] : gateway_.rows(entity)) {
            count += row.at("same_as").empty() ? 1 : 0;
        }
        return count;
    }
};

TEST_F(SameReferral, of_two_sources_is_two_records_of_which_one_stands_for_both) {
    send_extract("emis");
    send(service("2026-10-05"));

    EXPECT_EQ(gateway_.rows("referral").size(), 2U);
    EXPECT_EQ(of("referral", "emis").at("same_as"), "");
    EXPECT_EQ(of("referral", "exchange:casebook").at("same_as"), of("referral", "emis").at("referral_id"));
    EXPECT_EQ(of("episode", "exchange:casebook").at("same_as"), of("episode", "emis").at("episode_id"));
    EXPECT_EQ(of("person", "exchange:casebook").at("same_as"), of("person", "emis").at("person_id"));
    EXPECT_EQ(of("referral", "exchange:casebook").at("source_file"), "referral.csv");
    EXPECT_EQ(counted_once("referral"), 1U);
}

TEST_F(SameReferral, is_the_same_whichever_source_comes_first) {
    send(service("2026-10-05"));
    send_extract("emis");

    EXPECT_EQ(of("referral", "exchange:casebook").at("same_as"), of("referral", "emis").at("referral_id"));
}

TEST_F(SameReferral, of_another_time_or_practice_is_another_one) {
    send_extract("emis");
    send(service("2026-10-17"));
    EXPECT_EQ(counted_once("referral"), 2U);

    auto moved = service("2026-10-05", "02");
    moved.patch("person", "A81001", "A81002");
    send(moved);
    EXPECT_EQ(counted_once("referral"), 2U);
}

TEST_F(SameReferral, is_two_again_when_the_number_turns_out_to_be_another_persons) {
    send_extract("emis");
    send(service("2026-10-05"));
    ASSERT_EQ(counted_once("referral"), 1U);

    auto corrected = service("2026-10-05", "02");
    corrected.patch("person", kNumber, "9990000026");
    send(corrected);

    EXPECT_EQ(counted_once("referral"), 2U);
    EXPECT_EQ(counted_once("person"), 2U);
    EXPECT_EQ(counted_once("episode"), 2U);
}

TEST_F(SameReferral, is_told_to_nobody_who_has_sent_but_one_of_both) {
    const auto own = send_extract("emis");
    const auto other = send(service("2026-10-05"));
    auto later = tool("later", "P9,9990000034,1960-01-29", "03");

    EXPECT_FALSE(other.issues.contains("REF-031"));
    EXPECT_FALSE(send(later).issues.contains("REF-031"));
    const auto report = gateway_.run({"report", other.receipt, "--format", "json"}).out;
    EXPECT_EQ(report.find(of("referral", "emis").at("referral_id")), std::string::npos);
}

TEST_F(SameReferral, is_told_once_to_the_sender_of_both) {
    send_extract("emis");
    auto package = service("2026-10-05");
    package.set("sender_ods", kSender);

    EXPECT_EQ(send(package).issues.at("REF-031"), 1);

    auto later = tool("later", "P9,9990000034,1960-01-29", "03");
    EXPECT_FALSE(send(later).issues.contains("REF-031"));
}

TEST_F(SameReferral, names_the_record_that_stands_for_it_in_its_lineage) {
    send_extract("emis");
    send(service("2026-10-05"));

    const auto entry =
        gateway_.lineage("referral", of("referral", "exchange:casebook").at("referral_id"), "same_as");

    EXPECT_EQ(text_at(entry, "file"), "referral.csv");
    EXPECT_NE(text_at(entry, "how").find("another source"), std::string::npos);
}

TEST_F(SameReferral, of_the_extract_and_the_report_of_one_practice_is_one) {
    send_extract("emis");
    send_extract("systmone");

    EXPECT_EQ(gateway_.rows("referral").size(), 2U);
    EXPECT_EQ(counted_once("referral"), 1U);
}

}  // namespace
}  // namespace sluice::e2e
