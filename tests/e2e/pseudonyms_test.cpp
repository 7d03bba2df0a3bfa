// A regional feed: pseudonyms in place of NHS numbers, and a part of the birth date.
#include "tests/e2e/same_person.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sluice::e2e {
namespace {

class Pseudonyms : public testing::Test, protected SeveralSources {
  protected:
    // Of one organisation and key: a person with a pseudonym and a referral.
    static Package feed(
        const std::string& organisation, const std::string& key, const std::string& pseudonym,
        const std::string& born
    ) {
        auto package = increment(organisation + key + pseudonym + born, "01");
        package.set("sender_ods", organisation);
        package.set("sender_system", "feed-" + organisation);
        package.set("identifier_mode", "pseudonym");
        package.set("pseudonym_scheme", "region");
        package.set("key_id", key);
        package.table(
            "person", "person_local_id,pseudonym,date_of_birth\nP1," + pseudonym + "," + born + "\n"
        );
        return package;
    }
    std::size_t standing_alone() const {
        std::size_t count = 0;
        for (const auto& [id, row] : gateway_.rows("person")) {
            count += row.at("same_as").empty() ? 1 : 0;
        }
        return count;
    }
};

TEST_F(Pseudonyms, link_within_one_scheme_and_key) {
    const auto outcome = send(feed("B82001", "2026", "qx7", "1950"));
    send(feed("B82002", "2026", "qx7", "1950-01"));

    EXPECT_FALSE(outcome.issues.contains("NHS-006")) << "a number is not to be there";
    EXPECT_EQ(gateway_.rows("person").size(), 2U);
    EXPECT_EQ(standing_alone(), 1U);
    for (const auto& [id, row] : gateway_.rows("person")) {
        EXPECT_EQ(row.at("linkage_level"), "pseudonym");
        EXPECT_EQ(row.at("pseudonym_scheme"), "region");
        EXPECT_EQ(row.at("pseudonym_key"), "2026");
    }
}

TEST_F(Pseudonyms, of_another_key_are_another_person) {
    send(feed("B82001", "2026", "qx7", "1950"));
    send(feed("B82002", "2027", "qx7", "1950"));

    EXPECT_EQ(standing_alone(), 2U);
}

TEST_F(Pseudonyms, never_link_with_an_nhs_number) {
    send_extract("emis");
    send(feed("B82001", "2026", std::string(kNumber), "1950"));

    EXPECT_EQ(standing_alone(), 2U);
}

TEST_F(Pseudonyms, with_another_birth_date_wait_and_with_a_part_of_it_do_not) {
    send(feed("B82001", "2026", "qx7", "1950-01-29"));
    EXPECT_FALSE(send(feed("B82002", "2026", "qx7", "1950")).issues.contains("PER-005"));
    ASSERT_EQ(gateway_.rows("person").size(), 2U);

    const auto outcome = send(feed("B82003", "2026", "qx7", "1951"));

    EXPECT_EQ(outcome.issues.at("PER-005"), 1);
    EXPECT_EQ(gateway_.rows("person").size(), 0U);
}

TEST_F(Pseudonyms, beside_a_number_drop_the_number) {
    send_extract("emis");
    auto package = feed("B82001", "2026", "qx7", "1950");
    package.table(
        "person",
        "person_local_id,pseudonym,nhs_number,date_of_birth\nP1,qx7," + std::string(kNumber) + ",1950\n"
    );

    const auto outcome = send(package);

    EXPECT_EQ(outcome.issues.at("PER-020"), 1);
    std::set<std::string> numbers;
    for (const auto& [id, row] : gateway_.rows("person")) {
        numbers.insert(row.at("nhs_number"));
    }
    EXPECT_EQ(numbers, (std::set<std::string>{"", std::string(kNumber)}));
    EXPECT_EQ(standing_alone(), 2U);
}

TEST_F(Pseudonyms, without_a_scheme_link_nobody) {
    auto package = feed("B82001", "2026", "qx7", "1950");
    package.set("identifier_mode", "none");
    package.manifest.erase("pseudonym_scheme");
    package.manifest.erase("key_id");
    const auto outcome = send(package);
    send(feed("B82002", "2026", "qx7", "1950"));

    EXPECT_EQ(outcome.issues.at("PER-021"), 1);
    EXPECT_EQ(standing_alone(), 2U);
}

}  // namespace
}  // namespace sluice::e2e
