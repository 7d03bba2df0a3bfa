// Two rows of one id in one package: nothing says which of them is right, so neither counts.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {
namespace {

TEST(ExchangeSameId, of_two_persons_is_told_of_both_rows_and_neither_counts) {
    const SenderStore sender;
    auto package = tests::sound_package();
    send_first_contact_twice(package, "P2");

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.status, "processed-with-findings");
    EXPECT_EQ(outcome.issues.at("ROW-006"), 2);
    EXPECT_FALSE(outcome.issues.contains("ROW-003"));
    EXPECT_EQ(outcome.files.at("contact.csv"), (FileCounts{3, 1, 0, 2, 0}));
    EXPECT_EQ(sender.contact("C1", "outcome"), "none");
    EXPECT_EQ(sender.contact("C2", "outcome"), "dna");
}

TEST(ExchangeSameId, leaves_what_was_sent_before_as_it_was_until_the_package_is_put_right) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    send_first_contact_twice(package, "P1");

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues.at("ROW-006"), 2);
    EXPECT_EQ(sender.contact("C1", "outcome"), "attended");
    auto corrected = november();
    corrected.set("submission_id", "corrected");
    corrected.set("generated_at", "2026-11-01T04:00:00+00:00");
    corrected.patch("contact", ",attended,", ",dna,");
    EXPECT_EQ(submit(sender.gateway, corrected).status, "processed");
    EXPECT_EQ(sender.contact("C1", "outcome"), "dna");
}

TEST(ExchangeSameId, of_a_person_with_two_numbers_is_refused_and_what_is_theirs_waits) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.add_row("person", "P2,9990000034,1961-05-04,1,B,SW19 1AB");

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues.at("ROW-006"), 2);
    EXPECT_EQ(outcome.files.at("person.csv"), (FileCounts{3, 1, 0, 2, 0}));
    EXPECT_EQ(sender.gateway.rows("person").size(), 1U);
    EXPECT_EQ(sender.contact("C2", "outcome"), "none");
}

TEST(ExchangeSameId, is_not_promised_to_count_later) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.add_row("contact", "C1,P2,R2,2026-10-07T10:00:00+01:00,60,dna,face_to_face");
    const TemporaryFolder folder;
    package.write(folder / "package");

    const auto ran = sender.gateway.run({"ingest", folder / "package", "--as-of", std::string(kAsOf)});

    EXPECT_NE(ran.out.find("2 rows could not be used until corrected and sent again"), std::string::npos);
    EXPECT_EQ(ran.out.find("held, not lost"), std::string::npos) << ran.out;
}

TEST(ExchangeSameId, in_two_files_of_one_package_is_told_too) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.files["CONTACT.CSV"] =
        "contact_id,person_local_id,start,outcome\nC1,P2,2026-10-07T10:00:00+01:00,dna\n";

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues.at("ROW-006"), 2);
    EXPECT_EQ(sender.contact("C1", "outcome"), "none");
}

TEST(ExchangeSameId, that_is_deleted_and_sent_at_once_stays_as_it_was) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto package = increment("later", "03");
    package.table(
        "contact",
        "contact_id,person_local_id,start,outcome,deleted\nC1,,,,true\n"
        "C1,P1,2026-10-06T10:00:00+01:00,dna,\n"
    );

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues.at("ROW-006"), 2);
    EXPECT_EQ(sender.contact("C1", "outcome"), "attended");
}

TEST(ExchangeSameId, with_an_objection_keeps_the_person_out) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    package.table(
        "person",
        "person_local_id,nhs_number,secondary_use_objection\n"
        "P1,9990000018,true\nP1,9990000018,false\nP2,9990000026,false\n"
    );

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues.at("ROW-006"), 2);
    EXPECT_EQ(sender.gateway.rows("person").size(), 1U);
    EXPECT_EQ(sender.contact("C1", "outcome"), "none");
}

}  // namespace
}  // namespace sluice::e2e
