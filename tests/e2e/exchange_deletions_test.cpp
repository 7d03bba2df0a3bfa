// Rows that delete, in an increment: the record wherever it is, and what hangs on a person.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {
namespace {

TEST(ExchangeIncrement, takes_nothing_away_but_what_is_deleted) {
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto package = increment("later", "03");
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
    const SenderStore sender;
    submit(sender.gateway, tests::sound_package());
    auto package = increment("later", "03");
    package.table("contact", "contact_id,person_local_id,start,outcome,deleted\nC1,,,,yes\n");

    submit(sender.gateway, package);

    EXPECT_EQ(sender.count("contact"), 1U);
}

TEST(ExchangeIncrement, that_deletes_a_record_deletes_it_whoever_is_named) {
    for (const char* person : {"P1", "P2", "P9", ""}) {
        const SenderStore sender;
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
    const SenderStore sender;
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
    const SenderStore sender;
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
    const SenderStore sender;
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

}  // namespace
}  // namespace sluice::e2e
