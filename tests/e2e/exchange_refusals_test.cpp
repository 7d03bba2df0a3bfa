// What is refused, or waits; and that nothing is taken away because of a slip.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {
namespace {

TEST(ExchangeSubmission, with_other_semantics_under_the_same_id_is_a_conflict) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto other = tests::sound_package();
    other.set("period_semantics", "increment");
    other.write(sender.folder / "package");

    const auto ran = sender.gateway.run({"ingest", sender.folder / "package", "--as-of", std::string(kAsOf)});

    EXPECT_EQ(ran.code, 64) << ran.err;
    EXPECT_NE(ran.err.find("another manifest"), std::string::npos) << ran.err;
}

TEST(ExchangeSubmission, with_other_bytes_under_the_same_id_is_a_conflict) {
    const SenderStore sender;
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

TEST(ExchangeSubmission, whose_only_file_is_refused_is_rejected) {
    const SenderStore sender;
    Package package;
    package.table("person", "person_local_id,nhs_number\nP1,9990000018\n");
    package.manifest["files"] =
        R"([{"name": "person.csv", "rows": 1, "bytes": 1, "sha256": ")" + std::string(64, '0') + "\"}]";

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.issues, (Counts{{"PKG-007", 1}}));
    EXPECT_EQ(outcome.status, "rejected");
}

TEST(ExchangeSnapshot, with_a_refused_row_takes_nothing_of_that_table_away) {
    const SenderStore sender;
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
    package.patch("contact", kSecondContact, "");
    auto files = listed(package);
    files.replace(files.find(said), said.size(), instead);
    package.manifest["files"] = files;
    return package;
}

void expect_nothing_taken_away(const Package& package, const std::string& rule) {
    const SenderStore sender;
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
    const SenderStore sender;
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

TEST(ExchangeSubmission, that_refuses_a_record_which_counted_tells_that_it_left_the_dataset) {
    const SenderStore sender;
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

TEST(ExchangeSubmission, that_is_older_than_what_was_applied_waits) {
    const SenderStore sender;
    submit(sender.gateway, november());
    auto old = tests::sound_package();
    old.patch("person", "SW19 1AB", "SW19 1AD");

    const auto outcome = submit(sender.gateway, old);

    EXPECT_EQ(outcome.status, "held");
    EXPECT_EQ(outcome.issues.at("SET-003"), 1);
    EXPECT_EQ(outcome.files.at("person.csv"), (FileCounts{2, 0, 2, 0, 0}));
}

TEST(ExchangeSubmission, for_another_purpose_than_its_own_is_refused) {
    const SenderStore sender;

    const auto outcome = submit(sender.gateway, tests::sound_package(), {"--purpose", "direct-care"});

    EXPECT_EQ(outcome.status, "rejected");
    EXPECT_EQ(outcome.issues.at("PKG-009"), 1);
}

TEST(ExchangeSubmission, by_another_sender_than_its_own_is_told) {
    const SenderStore sender;

    const auto outcome = submit(sender.gateway, tests::sound_package(), {"--sender", "B81001"});

    EXPECT_EQ(outcome.issues.at("PKG-010"), 1);
    EXPECT_EQ(sender.count("person"), 2U);
}

TEST(ExchangeSubmission, of_packages_of_two_senders_says_that_they_differ) {
    const SenderStore sender;
    auto other = tests::sound_package();
    other.set("sender_ods", "B81001");
    tests::sound_package().write(sender.folder / "both/a");
    other.write(sender.folder / "both/b");

    const auto ran = sender.gateway.run({"ingest", sender.folder / "both", "--as-of", std::string(kAsOf)});

    EXPECT_EQ(ran.code, 64);
    EXPECT_NE(ran.err.find("the manifests name different senders"), std::string::npos) << ran.err;
}

TEST(ExchangeSubmission, of_a_manifest_that_cannot_be_used_says_so_where_nobody_names_the_sender) {
    const SenderStore sender;
    auto package = tests::sound_package();
    package.set("purpose", "");
    package.write(sender.folder / "package");

    const auto ran = sender.gateway.run({"ingest", sender.folder / "package", "--as-of", std::string(kAsOf)});

    EXPECT_EQ(ran.code, 64);
    EXPECT_NE(ran.err.find("the manifest cannot be used"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace sluice::e2e
