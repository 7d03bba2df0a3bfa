// Packages after one another: sent again, of another sender or system, for one purpose or another.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {
namespace {

TEST(ExchangeSubmission, sent_again_is_the_same_receipt) {
    const SenderStore sender;
    const auto first = submit(sender.gateway, tests::sound_package());
    const auto again = submit(sender.gateway, tests::sound_package());

    EXPECT_EQ(again.receipt, first.receipt);
    EXPECT_EQ(sender.gateway.json({"receipts"}).items().size(), 1U);
}

TEST(ExchangeSubmission, whose_manifest_was_written_anew_is_the_same_receipt) {
    const SenderStore sender;
    const auto first = submit(sender.gateway, tests::sound_package());
    auto package = tests::sound_package();
    package.set("generated_at", "2026-11-01T03:00:00+00:00");

    const auto again = submit(sender.gateway, package);

    EXPECT_EQ(again.receipt, first.receipt);
    EXPECT_EQ(sender.gateway.json({"receipts"}).items().size(), 1U);
}

// As its fix says: the clock is put right, and the manifest written again.
TEST(ExchangeSubmission, that_was_held_for_its_time_counts_when_its_manifest_is_written_anew) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.set("generated_at", "2027-11-01T02:00:00+00:00");
    const auto held = submit(sender.gateway, package);
    ASSERT_EQ(held.status, "held");
    ASSERT_EQ(held.issues.at("SET-005"), 1);

    const auto again = submit(sender.gateway, package);
    package.set("generated_at", "2026-11-01T02:00:00+00:00");
    const auto mended = submit(sender.gateway, package);
    const auto repeated = submit(sender.gateway, package);

    EXPECT_EQ(again.receipt, held.receipt);
    EXPECT_EQ(mended.status, "processed");
    EXPECT_NE(mended.receipt, held.receipt);
    EXPECT_EQ(repeated.receipt, mended.receipt);
    EXPECT_EQ(sender.count("person"), 2U);
}

TEST(ExchangeSubmission, that_was_held_and_then_counted_is_the_same_receipt_with_whatever_time) {
    const SenderStore sender;
    auto package = tests::sound_package();
    const auto made = [&](const std::string& time) {
        package.set("generated_at", time);
        return submit(sender.gateway, package);
    };
    const auto held = made("2027-11-01T02:00:00+00:00");
    const auto mended = made("2026-11-01T02:00:00+00:00");

    const auto anew = made("2026-11-01T03:00:00+00:00");
    const auto once_more = made("2026-11-01T04:00:00+00:00");

    EXPECT_EQ(anew.receipt, mended.receipt);
    EXPECT_EQ(once_more.receipt, mended.receipt);
    EXPECT_EQ(made("2027-11-01T02:00:00+00:00").receipt, held.receipt);
    EXPECT_EQ(sender.gateway.json({"receipts"}).items().size(), 2U);
}

TEST(ExchangeSubmission, that_was_held_as_late_counts_when_its_manifest_is_written_anew) {
    const SenderStore sender;
    submit(sender.gateway, november());
    auto package = tests::sound_package();
    package.add_row("contact", "C3,P2,R2,2026-10-27T09:30:00+00:00,,dna,face_to_face");
    const auto held = submit(sender.gateway, package);
    ASSERT_EQ(held.issues.at("SET-003"), 1);
    package.set("generated_at", "2026-11-01T04:00:00+00:00");

    const auto mended = submit(sender.gateway, package);

    EXPECT_EQ(mended.status, "processed");
    EXPECT_EQ(sender.count("contact"), 3U);
}

TEST(ExchangeSubmission, that_takes_a_correction_back_counts_again) {
    const SenderStore sender;
    const auto first = submit(sender.gateway, tests::sound_package());
    auto correction = november();
    correction.patch("contact", ",attended,", ",dna,");
    submit(sender.gateway, correction);
    auto package = tests::sound_package();

    const auto unchanged = submit(sender.gateway, package);
    package.set("generated_at", "2026-11-01T04:00:00+00:00");
    const auto back = submit(sender.gateway, package);

    EXPECT_EQ(unchanged.receipt, first.receipt) << "its manifest has the time of before";
    EXPECT_NE(back.receipt, first.receipt);
    EXPECT_NE(sender.gateway.export_csv("contact").find(",attended,"), std::string::npos);
    EXPECT_EQ(submit(sender.gateway, correction).status, "processed") << "the receipt of then";
    EXPECT_NE(sender.gateway.export_csv("contact").find(",attended,"), std::string::npos);
}

TEST(ExchangeSubmission, of_two_senders_with_the_same_ids_do_not_meet) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto other = tests::sound_package();
    other.set("sender_ods", "B81001");
    other.patch("person", "9990000018", "9990000034");
    other.patch("person", "9990000026", "9990000042");
    other.files.erase("contact.csv");

    const auto outcome = submit(sender.gateway, other);

    EXPECT_EQ(outcome.status, "processed");
    EXPECT_EQ(sender.count("person"), 4U);
    EXPECT_EQ(sender.count("contact"), 2U);
}

TEST(ExchangeSubmission, of_two_systems_of_one_sender_do_not_meet) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto other = november();
    other.set("sender_system", "another");
    other.patch("person", "9990000018", "9990000034");
    other.patch("person", "9990000026", "9990000042");

    submit(sender.gateway, other);

    EXPECT_EQ(sender.count("person"), 4U);
}

TEST(ExchangeSubmission, that_is_older_than_another_systems_is_taken_in) {
    const SenderStore sender;
    submit(sender.gateway, november());
    auto other = tests::sound_package();
    other.set("sender_system", "another");
    other.patch("person", "9990000018", "9990000034");
    other.patch("person", "9990000026", "9990000042");

    const auto outcome = submit(sender.gateway, other);

    EXPECT_EQ(outcome.status, "processed");
    EXPECT_EQ(sender.count("person"), 4U);
}

TEST(ExchangeSubmission, of_nothing_is_processed_with_a_receipt) {
    const SenderStore sender;
    Package package;
    package.manifest["nil_return"] = "true";

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.status, "processed");
    EXPECT_FALSE(outcome.receipt.empty());
    EXPECT_TRUE(outcome.issues.empty());
}

TEST(ExchangeObjection, keeps_a_person_out_of_secondary_use_and_not_of_their_care) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.table(
        "person",
        "person_local_id,nhs_number,secondary_use_objection\nP1,9990000018,true\nP2,9990000026,false\n"
    );
    submit(sender.gateway, package);
    package.set("purpose", "direct-care");
    package.set("submission_id", "care");

    const auto outcome = submit(sender.gateway, package);

    EXPECT_FALSE(outcome.issues.contains("PRV-005"));
    EXPECT_EQ(sender.count("person"), 1U);
    EXPECT_EQ(sender.count("need"), 0U);
    EXPECT_EQ(sender.count("person", "direct-care"), 2U);
    EXPECT_EQ(sender.count("need", "direct-care"), 1U);
}

TEST(ExchangeFacts, are_kept_for_the_purpose_that_names_them_alone) {
    const SenderStore sender;
    auto package = tests::evaluation_package();
    package.set("purpose", "secondary-use");

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues.at("FIL-012"), 7);
    EXPECT_EQ(sender.count("claim"), 0U);
    auto own = tests::evaluation_package();
    own.set("submission_id", "facts");
    submit(sender.gateway, own);
    EXPECT_EQ(sender.count("claim", "evaluation"), 1U);
}

TEST(ExchangeCheck, judges_as_ingest_does_and_stores_nothing) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.patch("referral", "accepted,01", "accepted,1");
    package.write(sender.folder / "package");

    const auto ran =
        sender.gateway.run({"check", sender.folder / "package", "--as-of", std::string(kAsOf), "--json"});

    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(read_outcome(ran.out).issues, (Counts{{"VAL-014", 1}}));
}

}  // namespace
}  // namespace sluice::e2e
