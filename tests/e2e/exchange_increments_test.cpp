// Increments after one another: what they change, and that they take nothing away by being silent.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {
namespace {

// Two months of one sender: the second changes one contact and lacks the other.
std::pair<Package, Package> two_months(const char* semantics) {
    auto first = tests::sound_package();
    auto second = november();
    for (auto* package : {&first, &second}) {
        package->set("period_semantics", semantics);
    }
    second.patch("contact", "attended", "dna");
    second.patch("contact", kSecondContact, "");
    return {first, second};
}

void expect_same_together_and_apart(const char* semantics, std::size_t contacts) {
    const auto [first, second] = two_months(semantics);
    const SenderStore apart;
    submit(apart.gateway, first);
    submit(apart.gateway, second);
    // The later one stands first, so that neither the order of names nor that of files makes it right.
    const SenderStore together;
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

TEST(ExchangeIncrement, that_gives_a_record_to_another_person_moves_it) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto package = increment("later", "03");
    package.table(
        "contact", "contact_id,person_local_id,start,outcome\nC1,P2,2026-10-06T10:00:00+01:00,attended\n"
    );

    const auto outcome = submit(sender.gateway, package);

    EXPECT_EQ(outcome.status, "processed");
    const auto contacts = sender.gateway.rows("contact");
    ASSERT_EQ(contacts.size(), 2U);
    EXPECT_EQ(contacts.begin()->second.at("person_id"), std::next(contacts.begin())->second.at("person_id"));
}

TEST(ExchangeIncrement, that_gives_a_record_to_who_objects_takes_it_from_who_had_it) {
    const SenderStore sender;
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

}  // namespace
}  // namespace sluice::e2e
