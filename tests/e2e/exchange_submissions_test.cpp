// Packages after one another: sent again, corrected, taken back, late.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {
namespace {

struct Sender {
    TemporaryFolder folder;
    Gateway gateway{folder / "data"};

    std::size_t count(std::string_view entity, const std::string& purpose = "secondary-use") const {
        return gateway.rows(entity, {"--purpose", purpose}).size();
    }
};

Package november() {
    auto package = tests::sound_package();
    package.set("submission_id", "later");
    package.set("generated_at", "2026-11-01T03:00:00+00:00");
    return package;
}

TEST(ExchangeSubmission, sent_again_is_the_same_receipt) {
    const Sender sender;
    const auto first = submit(sender.gateway, tests::sound_package());
    const auto again = submit(sender.gateway, tests::sound_package());

    EXPECT_EQ(again.receipt, first.receipt);
    EXPECT_EQ(sender.gateway.json({"receipts"}).items().size(), 1U);
}

TEST(ExchangeSubmission, whose_manifest_was_written_anew_is_the_same_receipt) {
    const Sender sender;
    const auto first = submit(sender.gateway, tests::sound_package());
    auto package = tests::sound_package();
    package.set("generated_at", "2026-11-01T03:00:00+00:00");

    const auto again = submit(sender.gateway, package);

    EXPECT_EQ(again.receipt, first.receipt);
    EXPECT_EQ(sender.gateway.json({"receipts"}).items().size(), 1U);
}

// As its fix says: the clock is put right, and the manifest written again.
TEST(ExchangeSubmission, that_was_held_for_its_time_counts_when_its_manifest_is_written_anew) {
    const Sender sender;
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

TEST(ExchangeSubmission, that_was_held_as_late_counts_when_its_manifest_is_written_anew) {
    const Sender sender;
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
    const Sender sender;
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

TEST(ExchangeSubmission, with_other_semantics_under_the_same_id_is_a_conflict) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    auto other = tests::sound_package();
    other.set("period_semantics", "increment");
    other.write(sender.folder / "package");

    const auto ran = sender.gateway.run({"ingest", sender.folder / "package", "--as-of", std::string(kAsOf)});

    EXPECT_EQ(ran.code, 64) << ran.err;
    EXPECT_NE(ran.err.find("another manifest"), std::string::npos) << ran.err;
}

TEST(ExchangeSubmission, with_other_bytes_under_the_same_id_is_a_conflict) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    auto other = tests::sound_package();
    other.patch("person", "SW19 1AB", "SW19 1AD");
    const TemporaryFolder folder;
    other.write(folder / "package");

    const auto ran =
        sender.gateway.run({"ingest", folder / "package", "--as-of", std::string(kAsOf), "--json"});

    EXPECT_EQ(ran.code, 64) << ran.err;
    EXPECT_NE(ran.err.find("submission id"), std::string::npos) << ran.err;
    EXPECT_EQ(sender.gateway.json({"receipts"}).items().size(), 1U);
}

TEST(ExchangeSubmission, of_two_senders_with_the_same_ids_do_not_meet) {
    const Sender sender;
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
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    auto other = november();
    other.set("sender_system", "another");
    other.patch("person", "9990000018", "9990000034");
    other.patch("person", "9990000026", "9990000042");

    submit(sender.gateway, other);

    EXPECT_EQ(sender.count("person"), 4U);
}

// Of November, with nothing in it yet.
Package increment(const std::string& id, const std::string& hour) {
    Package package;
    package.set("submission_id", id);
    package.set("generated_at", "2026-11-01T" + hour + ":00:00+00:00");
    package.set("period_semantics", "increment");
    return package;
}

TEST(ExchangeSubmission, whose_only_file_is_refused_is_rejected) {
    const Sender sender;
    Package package;
    package.table("person", "person_local_id,nhs_number\nP1,9990000018\n");
    package.manifest["files"] =
        R"([{"name": "person.csv", "rows": 1, "bytes": 1, "sha256": ")" + std::string(64, '0') + "\"}]";

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues, (Counts{{"PKG-007", 1}}));
    EXPECT_EQ(outcome.status, "rejected");
}

TEST(ExchangeSnapshot, takes_away_what_is_no_longer_in_it) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    package.patch("contact", "C2,P2,R2,2026-10-26T09:30:00+00:00,,dna,face_to_face\n", "");

    submit(sender.gateway, package);

    EXPECT_EQ(sender.count("contact"), 1U);
    EXPECT_EQ(sender.count("referral"), 2U);
}

TEST(ExchangeSnapshot, takes_a_person_away_with_all_that_is_theirs) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    package.patch("person", "P2,9990000026,1961-05-04,1,B,SW19 1AB\n", "");
    package.patch("referral", "R2,P2,2026-10-05,accepted,02\n", "");
    package.patch("contact", "C2,P2,R2,2026-10-26T09:30:00+00:00,,dna,face_to_face\n", "");

    submit(sender.gateway, package);

    EXPECT_EQ(sender.count("person"), 1U);
    EXPECT_EQ(sender.count("referral"), 1U);
}

TEST(ExchangeSnapshot, leaves_a_table_alone_that_it_does_not_have) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    package.files.erase("contact.csv");

    submit(sender.gateway, package);

    EXPECT_EQ(sender.count("contact"), 2U);
}

TEST(ExchangeSnapshot, empties_a_table_that_has_a_heading_alone) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    package.table("contact", "contact_id,person_local_id,start,outcome\n");

    submit(sender.gateway, package);

    EXPECT_EQ(sender.count("contact"), 0U);
}

TEST(ExchangeSnapshot, of_headings_alone_says_that_the_sender_has_nothing) {
    const Sender sender;
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
    const Sender sender;
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
}

// What was sent of a person who objected is read again once the objection ends, and what a snapshot took away
// meanwhile stays away.
TEST(ExchangeSnapshot, takes_away_what_came_before_an_objection) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    auto objects = increment("objects", "03");
    objects.table("person", "person_local_id,nhs_number,secondary_use_objection\nP2,9990000026,true\n");
    submit(sender.gateway, objects);
    auto package = november();
    package.set("generated_at", "2026-11-01T04:00:00+00:00");
    package.files.erase("person.csv");
    package.patch("contact", "C2,P2,R2,2026-10-26T09:30:00+00:00,,dna,face_to_face\n", "");
    submit(sender.gateway, package);
    ASSERT_EQ(sender.count("referral"), 1U);
    auto agrees = increment("agrees", "05");
    agrees.table("person", "person_local_id,nhs_number,secondary_use_objection\nP2,9990000026,false\n");

    submit(sender.gateway, agrees);

    EXPECT_EQ(sender.count("referral"), 2U);
    EXPECT_EQ(sender.count("contact"), 1U);
}

TEST(ExchangeSnapshot, with_a_refused_row_takes_nothing_of_that_table_away) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    package.patch("contact", "C2,P2", ",P2");

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues.at("ROW-001"), 1);
    EXPECT_EQ(sender.count("contact"), 2U);
}

// The manifest's list of the files as they are now.
std::string listed(const Package& package) {
    const auto whole = package.manifest_json();
    const auto list = whole.find("\"files\": ") + 9;
    return whole.substr(list, whole.rfind(']') + 1 - list);
}

// A snapshot without contact C2 that says of its files what the test makes of it.
Package without_a_contact(const std::string& said, const std::string& instead) {
    auto package = november();
    package.patch("contact", "C2,P2,R2,2026-10-26T09:30:00+00:00,,dna,face_to_face\n", "");
    auto files = listed(package);
    files.replace(files.find(said), said.size(), instead);
    package.manifest["files"] = files;
    return package;
}

void expect_nothing_taken_away(const Package& package, const std::string& rule) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.status, "processed-with-findings");
    EXPECT_EQ(outcome.issues.at(rule), 1);
    EXPECT_EQ(sender.count("contact"), 2U);
}

TEST(ExchangeSnapshot, with_fewer_rows_than_its_manifest_says_takes_nothing_of_that_table_away) {
    expect_nothing_taken_away(
        without_a_contact(R"("contact.csv", "rows": 1)", R"("contact.csv", "rows": 2)"), "PKG-008"
    );
}

TEST(ExchangeSnapshot, without_a_file_of_its_manifest_takes_nothing_away_that_may_be_in_it) {
    const auto lists = [](const std::string& name) {
        return without_a_contact(
            "[", R"([{"name": ")" + name + R"(", "rows": 1, "bytes": 9, "sha256": ")" + std::string(64, '0') +
                     "\"},"
        );
    };
    expect_nothing_taken_away(lists("Contact.csv"), "PKG-005");
    expect_nothing_taken_away(lists("more of October.csv"), "PKG-005");
}

TEST(ExchangeSnapshot, without_a_file_of_another_table_takes_away_what_is_gone) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    package.table("contact", "contact_id,person_local_id,start,outcome\n");
    package.manifest["files"] = listed(package);
    package.files.erase("need.csv");

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues.at("PKG-005"), 1);
    EXPECT_EQ(sender.count("contact"), 0U);
    EXPECT_EQ(sender.count("need"), 1U);
}

TEST(ExchangeSnapshot, of_another_sender_takes_nothing_away) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    auto other = november();
    other.set("sender_ods", "B81001");
    other.table("person", "person_local_id,nhs_number\nP9,9990000034\n");
    other.table("contact", "contact_id,person_local_id,start,outcome\n");
    other.files.erase("need.csv");

    submit(sender.gateway, other);

    EXPECT_EQ(sender.count("contact"), 2U);
}

// Two months of one sender: the second changes one contact and lacks the other.
std::pair<Package, Package> two_months(const char* semantics) {
    auto first = tests::sound_package();
    auto second = november();
    for (auto* package : {&first, &second}) {
        package->set("period_semantics", semantics);
    }
    second.patch("contact", "attended", "dna");
    second.patch("contact", "C2,P2,R2,2026-10-26T09:30:00+00:00,,dna,face_to_face\n", "");
    return {first, second};
}

void expect_same_together_and_apart(const char* semantics, std::size_t contacts) {
    const auto [first, second] = two_months(semantics);
    const Sender apart;
    submit(apart.gateway, first);
    submit(apart.gateway, second);
    // The later one stands first, so that neither the order of names nor that of files makes it right.
    const Sender together;
    second.write(together.folder / "both/a");
    first.write(together.folder / "both/b");

    const auto outcome = submit(together.gateway, together.folder / "both");

    EXPECT_FALSE(outcome.issues.contains("FIL-010")) << "they are not two files of one set";
    for (const auto* entity : {"person", "episode", "referral", "need", "contact", "assessment"}) {
        EXPECT_EQ(together.gateway.export_csv(entity), apart.gateway.export_csv(entity)) << entity;
    }
    EXPECT_EQ(together.count("contact"), contacts);
    EXPECT_NE(together.gateway.export_csv("contact").find(",dna,"), std::string::npos);
}

TEST(ExchangeIncrement, of_two_months_in_one_submission_is_as_one_after_the_other) {
    expect_same_together_and_apart("increment", 2);
}

TEST(ExchangeSnapshot, of_two_months_in_one_submission_is_as_one_after_the_other) {
    expect_same_together_and_apart("snapshot", 1);
}

TEST(ExchangeIncrement, takes_nothing_away_but_what_is_deleted) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    Package package;
    package.set("submission_id", "later");
    package.set("generated_at", "2026-11-01T03:00:00+00:00");
    package.set("period_semantics", "increment");
    package.table(
        "contact",
        "contact_id,person_local_id,start,outcome,deleted\n"
        "C1,P1,2026-10-06T10:00:00+01:00,attended,true\n"
    );

    submit(sender.gateway, package);

    const auto contacts = sender.gateway.rows("contact");
    ASSERT_EQ(contacts.size(), 1U);
    EXPECT_EQ(contacts.begin()->second.at("local_id"), "C2");
}

TEST(ExchangeIncrement, that_deletes_needs_no_more_than_the_id) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    Package package;
    package.set("submission_id", "later");
    package.set("generated_at", "2026-11-01T03:00:00+00:00");
    package.set("period_semantics", "increment");
    package.table("contact", "contact_id,person_local_id,start,outcome,deleted\nC1,,,,yes\n");

    submit(sender.gateway, package);

    EXPECT_EQ(sender.count("contact"), 1U);
}

TEST(ExchangeIncrement, that_gives_a_record_to_another_person_moves_it) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    Package package;
    package.set("submission_id", "later");
    package.set("generated_at", "2026-11-01T03:00:00+00:00");
    package.set("period_semantics", "increment");
    package.table(
        "contact", "contact_id,person_local_id,start,outcome\nC1,P2,2026-10-06T10:00:00+01:00,attended\n"
    );

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.status, "processed");
    const auto contacts = sender.gateway.rows("contact");
    ASSERT_EQ(contacts.size(), 2U);
    EXPECT_EQ(contacts.begin()->second.at("person_id"), std::next(contacts.begin())->second.at("person_id"));
}

TEST(ExchangeSubmission, that_refuses_a_record_which_counted_tells_that_it_left_the_dataset) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    auto package = november();
    package.patch("contact", ",dna,", ",nonsense,");

    const auto outcome = submit(sender.gateway, package);
    auto again = november();
    again.set("submission_id", "again");
    again.set("generated_at", "2026-11-01T04:00:00+00:00");
    again.patch("contact", ",dna,", ",humbug,");
    const auto second = submit(sender.gateway, again);

    EXPECT_EQ(outcome.issues, (Counts{{"REC-005", 1}, {"VAL-017", 1}}));
    EXPECT_EQ(sender.count("contact"), 1U);
    EXPECT_FALSE(second.issues.contains("REC-005")) << "it had left before";
}

TEST(ExchangeIncrement, that_gives_a_record_to_who_objects_takes_it_from_who_had_it) {
    const Sender sender;
    auto first = tests::sound_package();
    first.table(
        "person", "person_local_id,nhs_number,secondary_use_objection\nP1,9990000018,\nP2,9990000026,true\n"
    );
    submit(sender.gateway, first);
    ASSERT_EQ(sender.count("contact"), 1U);
    auto package = increment("later", "03");
    package.table(
        "contact", "contact_id,person_local_id,start,outcome\nC1,P2,2026-10-06T10:00:00+01:00,attended\n"
    );

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(sender.count("contact"), 0U);
    EXPECT_EQ(outcome.files.at("contact.csv"), (FileCounts{1, 0, 0, 0, 1}));
}

TEST(ExchangeIncrement, that_deletes_a_record_deletes_it_whoever_is_named) {
    for (const char* person : {"P1", "P2", "P9", ""}) {
        const Sender sender;
        submit(sender.gateway, tests::sound_package());
        auto package = increment("later", "03");
        package.table(
            "contact",
            "contact_id,person_local_id,start,outcome,deleted\nC1," + std::string(person) + ",,,true\n"
        );

        const auto outcome = submit(sender.gateway, package);

        EXPECT_EQ(outcome.issues, Counts{}) << person;
        EXPECT_EQ(sender.count("contact"), 1U) << person;
    }
}

TEST(ExchangeIncrement, that_deletes_what_is_not_there_is_told) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    auto package = increment("later", "03");
    package.table("contact", "contact_id,person_local_id,start,outcome,deleted\nC9,P1,,,true\n");
    package.table("person", "person_local_id,deleted\nP9,true\n");

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues, (Counts{{"ROW-007", 2}}));
    EXPECT_EQ(outcome.status, "processed");
    EXPECT_EQ(sender.count("contact"), 2U);
}

TEST(ExchangeIncrement, that_deletes_a_person_deletes_all_that_hangs_on_them_for_good) {
    const Sender sender;
    submit(sender.gateway, tests::sound_package());
    auto package = increment("deletes", "03");
    package.table("person", "person_local_id,deleted\nP1,true\n");
    submit(sender.gateway, package);
    ASSERT_EQ(sender.count("contact"), 1U);
    auto again = increment("again", "04");
    again.table("person", "person_local_id,nhs_number\nP1,9990000018\n");

    submit(sender.gateway, again);

    EXPECT_EQ(sender.count("person"), 2U);
    EXPECT_EQ(sender.count("contact"), 1U);
    EXPECT_EQ(sender.count("referral"), 1U);
}

// What was passed over while they objected comes with them, but not what was deleted with them.
TEST(ExchangeIncrement, that_deletes_who_objects_deletes_what_was_passed_over) {
    const Sender sender;
    auto first = tests::sound_package();
    first.table("person", "person_local_id,secondary_use_objection\nP1,true\nP2,\n");
    submit(sender.gateway, first);
    auto deletes = increment("deletes", "03");
    deletes.table("person", "person_local_id,deleted\nP1,true\n");
    submit(sender.gateway, deletes);
    auto again = increment("again", "04");
    again.table("person", "person_local_id,secondary_use_objection\nP1,false\n");

    submit(sender.gateway, again);

    EXPECT_EQ(sender.count("person"), 2U);
    EXPECT_EQ(sender.count("contact"), 1U);
}

TEST(ExchangeSubmission, that_is_older_than_what_was_applied_waits) {
    const Sender sender;
    submit(sender.gateway, november());
    auto old = tests::sound_package();
    old.patch("person", "SW19 1AB", "SW19 1AD");

    const auto outcome = submit(sender.gateway, old);

    EXPECT_EQ(outcome.status, "held");
    EXPECT_EQ(outcome.issues.at("SET-003"), 1);
    EXPECT_EQ(outcome.files.at("person.csv"), (FileCounts{2, 0, 2, 0, 0}));
}

TEST(ExchangeSubmission, that_is_older_than_another_systems_is_taken_in) {
    const Sender sender;
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
    const Sender sender;
    Package package;
    package.manifest["nil_return"] = "true";

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.status, "processed");
    EXPECT_FALSE(outcome.receipt.empty());
    EXPECT_TRUE(outcome.issues.empty());
}

TEST(ExchangeSubmission, for_another_purpose_than_its_own_is_refused) {
    const Sender sender;

    const auto outcome = submit(sender.gateway, tests::sound_package(), {"--purpose", "direct-care"});

    EXPECT_EQ(outcome.status, "rejected");
    EXPECT_EQ(outcome.issues.at("PKG-009"), 1);
}

TEST(ExchangeSubmission, by_another_sender_than_its_own_is_told) {
    const Sender sender;

    const auto outcome = submit(sender.gateway, tests::sound_package(), {"--sender", "B81001"});

    EXPECT_EQ(outcome.issues.at("PKG-010"), 1);
    EXPECT_EQ(sender.count("person"), 2U);
}

TEST(ExchangeSubmission, of_packages_of_two_senders_says_that_they_differ) {
    const Sender sender;
    auto other = tests::sound_package();
    other.set("sender_ods", "B81001");
    tests::sound_package().write(sender.folder / "both/a");
    other.write(sender.folder / "both/b");

    const auto ran = sender.gateway.run({"ingest", sender.folder / "both", "--as-of", std::string(kAsOf)});

    EXPECT_EQ(ran.code, 64);
    EXPECT_NE(ran.err.find("the manifests name different senders"), std::string::npos) << ran.err;
}

TEST(ExchangeSubmission, of_a_manifest_that_cannot_be_used_says_so_where_nobody_names_the_sender) {
    const Sender sender;
    auto package = tests::sound_package();
    package.set("purpose", "");
    package.write(sender.folder / "package");

    const auto ran = sender.gateway.run({"ingest", sender.folder / "package", "--as-of", std::string(kAsOf)});

    EXPECT_EQ(ran.code, 64);
    EXPECT_NE(ran.err.find("the manifest cannot be used"), std::string::npos) << ran.err;
}

TEST(ExchangeObjection, keeps_a_person_out_of_secondary_use_and_not_of_their_care) {
    const Sender sender;
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
    const Sender sender;
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
    const Sender sender;
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
