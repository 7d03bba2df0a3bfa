// One person in several sources: an EMIS extract, a SystmOne extract and a package of a case-management tool.
#include "tests/e2e/same_person.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sluice::e2e {
namespace {

class SamePerson : public testing::Test, protected SeveralSources {
  protected:
    std::set<std::string> suppliers() const {
        std::set<std::string> out;
        for (const auto& [id, row] : gateway_.rows("person", {"--provenance"})) {
            out.insert(row.at("supplier"));
        }
        return out;
    }
    std::set<std::string> linkage() const {
        std::set<std::string> out;
        for (const auto& [id, row] : gateway_.rows("person")) {
            out.insert(row.at("linkage_level"));
        }
        return out;
    }
};

TEST_F(SamePerson, of_three_sources_keeps_a_record_of_each) {
    send_extract("emis");
    send_extract("systmone");
    send(tool("link", "P1," + std::string(kNumber) + ",1950-01-29"));

    EXPECT_EQ(suppliers(), (std::set<std::string>{"emis", "tpp", "exchange:casebook"}));
    EXPECT_EQ(linkage(), std::set<std::string>{"nhs-number"});
}

TEST_F(SamePerson, with_another_birth_date_waits_in_every_source_until_it_is_put_right) {
    send_extract("emis");
    send_extract("systmone");

    const auto wrong = send(tool("wrong", "P1," + std::string(kNumber) + ",1951-01-29"));
    EXPECT_EQ(wrong.issues.at("PER-005"), 3) << "of all that this sender has sent";
    EXPECT_EQ(gateway_.rows("person").size(), 0U);
    EXPECT_EQ(gateway_.rows("referral").size(), 0U);

    send(tool("right", "P1," + std::string(kNumber) + ",1950-01-29", "02"));
    EXPECT_EQ(suppliers().size(), 3U);
}

TEST_F(SamePerson, with_a_part_of_the_birth_date_is_no_conflict) {
    send_extract("emis");

    const auto outcome = send(tool("year", "P1," + std::string(kNumber) + ",1950"));

    EXPECT_FALSE(outcome.issues.contains("PER-005"));
    EXPECT_EQ(gateway_.rows("person").size(), 2U);
}

TEST_F(SamePerson, without_a_number_is_the_senders_local_id_and_nobody_elses) {
    send(tool("one", "P1,,1950-01-29"));
    auto other = tool("other", "P1,,1980-05-05");
    other.set("sender_ods", "B82002");
    send(other);
    auto again = tool("again", "P1,,1950-01-30", "03");
    send(again);

    const auto rows = gateway_.rows("person");
    std::set<std::string> born;
    for (const auto& [id, row] : rows) {
        born.insert(row.at("birth_date"));
    }
    EXPECT_EQ(born, (std::set<std::string>{"1950-01-30", "1980-05-05"}));
    EXPECT_EQ(linkage(), std::set<std::string>{"local"});
}

TEST_F(SamePerson, whose_number_is_corrected_later_is_linked_from_then_on) {
    send_extract("emis");
    send(tool("unknown", "P1,,1951-01-29"));
    EXPECT_EQ(gateway_.rows("person").size(), 2U) << "nothing says that they are one";

    const auto known = send(tool("known", "P1," + std::string(kNumber) + ",1951-01-29", "02"));
    EXPECT_EQ(known.issues.at("PER-005"), 2);
    EXPECT_EQ(gateway_.rows("person").size(), 0U);

    send(tool("another", "P1,9990000026,1951-01-29", "03"));
    EXPECT_EQ(gateway_.rows("person").size(), 2U) << "the number was somebody else's";
}

TEST_F(SamePerson, stays_apart_from_one_whose_number_cannot_be_one) {
    send_extract("emis");

    const auto outcome = send(tool("typing", "P1,9990000019,1951-01-29"));

    EXPECT_FALSE(outcome.issues.contains("PER-005"));
    EXPECT_EQ(gateway_.rows("person").size(), 2U);
    EXPECT_EQ(linkage(), (std::set<std::string>{"local", "nhs-number"}));
}

}  // namespace
}  // namespace sluice::e2e
