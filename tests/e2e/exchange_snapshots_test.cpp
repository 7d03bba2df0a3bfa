// Snapshots after one another: what one no longer has is gone, of those for whom it speaks.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {
namespace {

TEST(ExchangeSnapshot, takes_away_what_is_no_longer_in_it) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    package.patch("contact", kSecondContact, "");

    submit(sender.gateway, package);

    EXPECT_EQ(sender.count("contact"), 1U);
    EXPECT_EQ(sender.count("referral"), 2U);
}

TEST(ExchangeSnapshot, takes_a_person_away_with_all_that_is_theirs) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    package.patch("person", "P2,9990000026,1961-05-04,1,B,SW19 1AB\n", "");
    package.patch("referral", "R2,P2,2026-10-05,accepted,02\n", "");
    package.patch("contact", kSecondContact, "");

    submit(sender.gateway, package);

    EXPECT_EQ(sender.count("person"), 1U);
    EXPECT_EQ(sender.count("referral"), 1U);
}

TEST(ExchangeSnapshot, leaves_a_table_alone_that_it_does_not_have) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    package.files.erase("contact.csv");

    submit(sender.gateway, package);

    EXPECT_EQ(sender.count("contact"), 2U);
}

TEST(ExchangeSnapshot, empties_a_table_that_has_a_heading_alone) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    package.table("contact", "contact_id,person_local_id,start,outcome\n");

    submit(sender.gateway, package);

    EXPECT_EQ(sender.count("contact"), 0U);
}

TEST(ExchangeSnapshot, of_headings_alone_says_that_the_sender_has_nothing) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    for (auto& [name, csv] : package.files) {
        csv.resize(csv.find('\n') + 1);
    }

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues, Counts{});
    EXPECT_EQ(sender.count("person"), 0U);
    EXPECT_EQ(sender.count("contact"), 0U);
}

// A federation may send some of its practices.
TEST(ExchangeSnapshot, leaves_an_organisation_alone_that_no_row_names_and_says_so) {
    const SenderStore sender;
    constexpr std::string_view kHeading = "person_local_id,nhs_number,organisation_ods\n";
    Package both;
    both.table("person", std::string(kHeading) + "P1,9990000018,A81001\nP2,9990000026,A81002\n");
    submit(sender.gateway, both);
    Package one = november();
    one.files.clear();
    one.table("person", std::string(kHeading) + "P1,9990000018,A81001\n");

    const auto outcome = submit(sender.gateway, one);

    EXPECT_EQ(outcome.issues, (Counts{{"SET-006", 1}}));
    EXPECT_EQ(outcome.status, "processed");
    EXPECT_EQ(sender.count("person"), 2U);
    one.set("submission_id", "december-2026");
    one.set("generated_at", "2026-11-01T05:00:00+00:00");
    one.patch("person", "9990000018", "9990000034");
    EXPECT_EQ(submit(sender.gateway, one).issues.count("SET-006"), 0U) << "it was told when it was left out";
}

Package snapshot_of(const std::string& id, const std::string& hour, const std::string& rows) {
    Package out = november();
    out.files.clear();
    out.set("submission_id", id);
    out.set("generated_at", "2026-11-01T" + hour + ":00:00+00:00");
    out.table("person", "person_local_id,nhs_number,organisation_ods\n" + rows);
    return out;
}

TEST(ExchangeSnapshot, tells_of_an_organisation_that_a_package_left_out_before_which_was_held) {
    const SenderStore sender;
    const std::string first = "P1,9990000018,A81001\n";
    submit(sender.gateway, snapshot_of("both", "03", first + "P2,9990000026,A81002\n"));
    const auto held = submit(sender.gateway, snapshot_of("older", "02", first));
    ASSERT_EQ(held.status, "held");

    const auto outcome = submit(sender.gateway, snapshot_of("newer", "04", first));

    EXPECT_EQ(held.issues.count("SET-006"), 0U) << "nothing of it was applied";
    EXPECT_EQ(outcome.issues.count("SET-006"), 1U);
}

// The receipt was applied, so it is the one to compare with; the package that was held with it has named
// the organisation, which is missed when it is named no more.
TEST(ExchangeSnapshot, tells_of_an_organisation_that_only_the_held_package_of_two_named) {
    const SenderStore sender;
    const std::string first = "P1,9990000018,A81001\n";
    const std::string second = "P2,9990000026,A81002\n";
    submit(sender.gateway, snapshot_of("both", "03", first + second));
    const TemporaryFolder folder;
    snapshot_of("older", "02", first + second).write(folder / "two/older");
    snapshot_of("newer", "04", first).write(folder / "two/newer");
    const auto two = submit(sender.gateway, folder / "two");

    const auto outcome = submit(sender.gateway, snapshot_of("newest", "05", first));

    EXPECT_EQ(two.issues.count("SET-006"), 0U) << "the submission names it";
    EXPECT_EQ(outcome.issues.count("SET-006"), 1U);
}

// Each package is about one of them, and none lists the others.
TEST(ExchangeSnapshot, of_one_practice_of_many_does_not_miss_the_others) {
    const SenderStore sender;
    for (const std::string hour : {"02", "03"}) {
        for (const std::string practice : {"A81001", "A81002", "A81003"}) {
            auto package = november();
            package.files.clear();
            package.set("submission_id", practice + hour);
            package.set("generated_at", "2026-11-01T" + hour + ":00:00+00:00");
            package.table(
                "person", "person_local_id,nhs_number,organisation_ods,postcode\nP1,9990000018," + practice +
                              ",SW19 " + hour.back() + "AA\n"
            );

            EXPECT_EQ(submit(sender.gateway, package).issues.count("SET-006"), 0U) << practice;
        }
    }
    EXPECT_EQ(sender.count("person"), 3U);
}

// What was sent of a person who objected is read again once the objection ends, and what a snapshot took away
// meanwhile stays away.
TEST(ExchangeSnapshot, takes_away_what_came_before_an_objection) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto objects = increment("objects", "03");
    objects.table("person", "person_local_id,nhs_number,secondary_use_objection\nP2,9990000026,true\n");
    submit(sender.gateway, objects);
    auto package = november();
    package.set("generated_at", "2026-11-01T04:00:00+00:00");
    package.files.erase("person.csv");
    package.patch("contact", kSecondContact, "");
    submit(sender.gateway, package);
    ASSERT_EQ(sender.count("referral"), 1U);
    auto agrees = increment("agrees", "05");
    agrees.table("person", "person_local_id,nhs_number,secondary_use_objection\nP2,9990000026,false\n");

    submit(sender.gateway, agrees);

    EXPECT_EQ(sender.count("referral"), 2U);
    EXPECT_EQ(sender.count("contact"), 1U);
}

// As when it was read first: of a table with a refused row nothing is taken away.
TEST(ExchangeSnapshot, takes_no_person_away_when_it_is_read_again_and_one_was_refused) {
    const SenderStore sender;
    const std::string heading = "person_local_id,nhs_number,secondary_use_objection\n";
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    package.table("person", heading + "P2,9990000026,false\nP3,9990000034,false\nP3,9990000042,false\n");
    ASSERT_EQ(submit(sender.gateway, package).issues.at("ROW-006"), 2);
    auto objects = increment("objects", "04");
    objects.table("person", heading + "P2,9990000026,true\n");
    submit(sender.gateway, objects);
    ASSERT_EQ(sender.count("person"), 1U);
    auto agrees = increment("agrees", "05");
    agrees.table("person", heading + "P2,9990000026,false\n");

    submit(sender.gateway, agrees);

    EXPECT_EQ(sender.count("person"), 2U);
}

TEST(ExchangeSnapshot, of_another_sender_takes_nothing_away) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto other = november();
    other.set("sender_ods", "B81001");
    other.table("person", "person_local_id,nhs_number\nP9,9990000034\n");
    other.table("contact", "contact_id,person_local_id,start,outcome\n");
    other.files.erase("need.csv");

    submit(sender.gateway, other);

    EXPECT_EQ(sender.count("contact"), 2U);
}

}  // namespace
}  // namespace sluice::e2e
