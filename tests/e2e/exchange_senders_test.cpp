// Packages of several senders: in one submission, of the same people, one after the other.
#include "tests/e2e/exchange.hpp"

#include <gmock/gmock.h>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kOne = "A81001";
constexpr std::string_view kOther = "A81002";
constexpr std::string_view kNumber = "9990000018";

Package package_of(std::string_view sender, const std::string& id, const std::string& hour) {
    auto package = increment(id, hour);
    package.set("sender_ods", sender);
    return package;
}

void add_person(Package& package, const std::string& id, std::string_view number, const std::string& born) {
    package.table(
        "person",
        "person_local_id,nhs_number,date_of_birth\n" + id + "," + std::string(number) + "," + born + "\n"
    );
}

void add_referrals(Package& package, const std::string& rows) {
    package.table("referral", "referral_id,person_local_id,referral_date,status\n" + rows);
}

class ExchangeSenders : public testing::Test {
  protected:
    // One person with a referral, of A81001.
    Outcome send_one() const {
        auto package = package_of(kOne, "one", "01");
        add_person(package, "P1", kNumber, "1950-01-29");
        add_referrals(package, "R1,P1,2026-10-02,accepted\n");
        return submit(gateway_, package);
    }
    // A person of A81002 with the same number and another birth date: both wait.
    Outcome send_other(const std::string& id, const std::string& hour, std::string_view number) const {
        auto package = package_of(kOther, id, hour);
        package.set("sender_system", "another");
        add_person(package, "Q1", number, "1980-01-29");
        return submit(gateway_, package);
    }
    // Nothing new of A81001.
    Outcome send_one_again(const std::string& id, const std::string& hour) const {
        auto package = package_of(kOne, id, hour);
        add_person(package, "P9", "9990000034", "1960-01-29");
        return submit(gateway_, package);
    }
    Counts tally(const Outcome& outcome, std::string_view entity) const {
        const auto report = gateway_.json({"report", outcome.receipt});
        return tests::read_members(*report.find("entities")->find(entity));
    }
    // Two packages in one submission of an aggregator.
    Outcome send_together(const Package& first, const Package& second) const {
        const TemporaryFolder folder;
        first.write(folder / "both/first");
        second.write(folder / "both/second");
        return submit(gateway_, folder / "both", {"--sender", "7QX"});
    }

    TemporaryFolder folder_;
    Gateway gateway_{folder_ / "data"};
};

TEST_F(ExchangeSenders, are_told_nothing_of_each_others_records) {
    send_one();

    const auto other = send_other("other", "02", kNumber);

    EXPECT_EQ(gateway_.rows("referral").size(), 0U) << "both wait until it is known whose number it is";
    EXPECT_EQ(other.issues.at("PER-005"), 1);
    EXPECT_FALSE(other.issues.contains("LNK-003")) << "the referral is the other one's";
    EXPECT_EQ(other.entities.at("referral").at("held"), 0);
    EXPECT_EQ(tally(other, "person").at("held"), 1);
    EXPECT_THAT(gateway_.run({"report", other.receipt, "--format", "csv"}).out, Not(HasSubstr("referral")));
    const auto fixes = gateway_.run({"fix-list", other.receipt, "--format", "csv", "-o", folder_ / "fixes"});
    EXPECT_THAT(fixes.out + fixes.err, HasSubstr("1 row of 1 file with 1 finding:"));
}

TEST_F(ExchangeSenders, are_told_with_their_next_receipt_what_others_made_of_their_records) {
    const auto one = send_one();
    send_other("other", "02", kNumber);

    const auto next = send_one_again("next", "03");
    const auto after = send_one_again("after", "04");

    EXPECT_EQ(next.issues.at("PER-005"), 1);
    EXPECT_EQ(next.issues.at("LNK-003"), 2) << "of the referral and its episode";
    EXPECT_EQ(tally(next, "referral").at("held"), 1);
    EXPECT_EQ(tally(next, "referral").at("changed"), 1);
    const auto report = gateway_.run({"report", next.receipt, "--format", "text"}).out;
    EXPECT_THAT(report, HasSubstr("sent earlier"));
    EXPECT_FALSE(after.issues.contains("LNK-003")) << "it is told once";
    EXPECT_EQ(one.issues, Counts{}) << "the receipt of then stays";
}

TEST_F(ExchangeSenders, have_tallies_that_add_up_to_what_the_store_holds_of_each) {
    std::vector<Outcome> sent = {send_one()};
    send_other("other", "02", kNumber);
    sent.push_back(send_one_again("next", "03"));
    send_other("mended", "04", "9990000042");
    sent.push_back(send_one_again("after", "05"));

    std::int64_t balance = 0;
    for (const auto& outcome : sent) {
        const auto counts = tally(outcome, "referral");
        balance += counts.at("added") - counts.at("removed");
    }
    EXPECT_EQ(balance, 1);
    EXPECT_EQ(tally(sent.back(), "referral").at("changed"), 1) << "it waits no longer";
    EXPECT_EQ(tally(sent.back(), "referral").at("in_store"), 1);
}

// The date of a need without one is its referral's, which another has sent.
TEST_F(ExchangeSenders, are_told_of_their_own_rows_what_is_wrong_with_what_another_sent) {
    auto first = package_of(kOne, "first", "01");
    add_person(first, "P1", kNumber, "1950-01-29");
    add_referrals(first, "R1,P1,2026-13-02,accepted\n");
    submit(gateway_, first);
    auto second = package_of(kOther, "second", "02");
    const std::string end = ",P1,R1,105529008,http://snomed.info/sct,A81001\n";
    second.table(
        "need", "need_id,person_local_id,referral_id,code,code_system,organisation_ods\nN1" + end + "N2" + end
    );

    const auto outcome = submit(gateway_, second);

    EXPECT_EQ(outcome.issues, (Counts{{"VAL-001", 2}}));
    write_text(folder_ / "report.csv", gateway_.run({"report", outcome.receipt, "--format", "csv"}).out);
    std::set<std::string> places;
    for (const auto& [line, row] : read_source(folder_ / "report.csv")) {
        places.insert(row.at("file") + " " + row.at("record") + " " + row.at("column"));
    }
    EXPECT_EQ(places, (std::set<std::string>{"need.csv 2 identified_date", "need.csv 3 identified_date"}));
}

// It was told of the referral's own cell, where it can be mended.
TEST_F(ExchangeSenders, are_told_once_what_is_wrong_with_a_row_of_theirs) {
    auto package = package_of(kOne, "first", "01");
    add_person(package, "P1", kNumber, "1950-01-29");
    add_referrals(package, "R1,P1,2026-13-02,accepted\n");
    package.table(
        "need",
        "need_id,person_local_id,referral_id,code,code_system\n"
        "N1,P1,R1,105529008,http://snomed.info/sct\n"
    );

    EXPECT_EQ(submit(gateway_, package).issues.at("VAL-001"), 1);
}

TEST_F(ExchangeSenders, of_packages_in_one_submission_are_told_of_each) {
    auto first = package_of(kOne, "first", "01");
    add_person(first, "P1", kNumber, "1950-01-29");
    auto second = package_of(kOther, "second", "01");
    add_person(second, "Q1", "9990000034", "1950-02-29");

    const auto outcome = send_together(first, second);

    EXPECT_EQ(outcome.entities.at("person").at("accepted"), 2);
    EXPECT_EQ(outcome.issues.at("VAL-001"), 1) << "of the second's date of birth";
    EXPECT_EQ(tally(outcome, "person").at("in_store"), 2);
    std::set<std::string> senders;
    for (const auto& [id, row] : gateway_.rows("person")) {
        senders.insert(row.at("sender"));
    }
    EXPECT_EQ(senders, (std::set<std::string>{std::string(kOne), std::string(kOther)}));
}

TEST_F(ExchangeSenders, of_a_snapshot_lose_what_another_submitted_for_them) {
    auto first = package_of(kOne, "first", "01");
    add_person(first, "P1", kNumber, "1950-01-29");
    add_referrals(first, "R1,P1,2026-10-02,accepted\nR2,P1,2026-10-03,accepted\n");
    auto second = package_of(kOther, "second", "01");
    add_person(second, "Q1", "9990000034", "1950-01-29");
    send_together(first, second);
    auto snapshot = package_of(kOne, "snapshot", "02");
    snapshot.set("period_semantics", "snapshot");
    add_referrals(snapshot, "R1,P1,2026-10-02,accepted\n");

    const auto outcome = submit(gateway_, snapshot);

    EXPECT_EQ(gateway_.rows("referral").size(), 1U);
    EXPECT_EQ(tally(outcome, "referral").at("removed"), 1);
}

// Both hold records of A81004.
TEST_F(ExchangeSenders, of_a_snapshot_take_nothing_of_the_other_in_the_submission) {
    const std::string heading = "person_local_id,date_of_birth,organisation_ods\n";
    auto first = package_of(kOne, "first", "01");
    first.table("person", heading + "P1,1950-01-29,A81004\n");
    auto snapshot = package_of(kOther, "snapshot", "02");
    snapshot.set("period_semantics", "snapshot");
    snapshot.table("person", heading + "Q1,1950-01-29,A81004\n");

    send_together(first, snapshot);

    EXPECT_EQ(gateway_.rows("person").size(), 2U);
}

TEST_F(ExchangeSenders, count_a_record_that_moves_to_another_person_once) {
    auto first = package_of(kOne, "first", "01");
    first.table("person", "person_local_id,date_of_birth\nP1,1950-01-29\nP2,1951-01-29\n");
    add_referrals(first, "R1,P2,2026-10-02,accepted\n");
    auto moved = package_of(kOne, "moved", "02");
    add_referrals(moved, "R1,P1,2026-10-02,accepted\n");
    auto back = package_of(kOne, "back", "03");
    add_referrals(back, "R1,P2,2026-10-02,accepted\n");

    std::int64_t balance = 0;
    for (const auto& package : {first, moved, back}) {
        const auto counts = tally(submit(gateway_, package), "referral");
        balance += counts.at("added") - counts.at("removed");
        EXPECT_EQ(balance, 1) << package.manifest.at("submission_id");
    }
    EXPECT_EQ(gateway_.rows("referral").size(), 1U);
}

// Two folders or zips that are named one by one are two packages, though their files have the same names.
TEST_F(ExchangeSenders, of_packages_in_paths_of_their_own_keep_their_files) {
    auto one = package_of(kOne, "one", "01");
    add_person(one, "P1", kNumber, "1950-01-29");
    add_referrals(one, "R1,P1,2026-10-02,accepted\n");
    auto other = package_of(kOther, "other", "02");
    add_person(other, "P1", "9990000026", "1980-01-29");
    one.write(folder_ / "one");
    other.write_zip(folder_ / "other.zip");

    const auto ran = gateway_.run(
        {"ingest", folder_ / "one", folder_ / "other.zip", "--sender", "7QX", "--as-of", std::string(kAsOf),
         "--json"}
    );

    const auto outcome = read_outcome(ran.out);
    EXPECT_EQ(outcome.issues.count("PKG-006"), 0U) << ran.err;
    EXPECT_EQ(outcome.files.count("one/person.csv"), 1U);
    EXPECT_EQ(outcome.files.count("other.zip/person.csv"), 1U);
    std::map<std::string, std::string> senders;
    for (const auto& [id, row] : gateway_.rows("person", {"--provenance"})) {
        senders[row.at("sender")] = row.at("organisation");
    }
    EXPECT_EQ(senders.size(), 2U);
    EXPECT_EQ(gateway_.rows("referral").size(), 1U);
}

}  // namespace
}  // namespace sluice::e2e
