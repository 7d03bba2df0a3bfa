// Several packages in one submission: a later one may make wanted what was passed over in an earlier one.
#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {
namespace {

// P2 objects in the first package and no longer in the second; the contact C3 is P2's in the first.
class ExchangeTogether : public testing::Test {
  protected:
    ExchangeTogether() {
        first_ = package_of("first", "01", "true");
        first_.table("contact", kContact + "C3,P2,2026-10-06T10:00:00+01:00,attended\n");
        second_ = package_of("second", "02", "false");
    }

    static Package package_of(const std::string& id, const std::string& hour, const std::string& objects) {
        Package package;
        package.set("submission_id", id);
        package.set("generated_at", "2026-11-01T" + hour + ":00:00+00:00");
        package.set("period_semantics", "increment");
        package.table(
            "person", "person_local_id,date_of_birth,secondary_use_objection\nP2,1950-01-29," + objects +
                          "\nP3,1960-01-29,false\n"
        );
        return package;
    }
    Outcome submit_both() const {
        first_.write(folder_ / "both/first");
        second_.write(folder_ / "both/second");
        return submit(gateway_, folder_ / "both");
    }

    const std::string kContact = "contact_id,person_local_id,start,outcome\n";
    TemporaryFolder folder_;
    Gateway gateway_{folder_ / "data"};
    Package first_;
    Package second_;
};

TEST_F(ExchangeTogether, count_a_row_as_accepted_that_only_the_second_makes_wanted) {
    const auto outcome = submit_both();

    EXPECT_EQ(outcome.files.at("first/contact.csv"), (FileCounts{1, 1, 0, 0, 0}));
    EXPECT_EQ(gateway_.rows("contact").size(), 1U);
}

TEST_F(ExchangeTogether, count_a_row_as_superseded_that_the_second_changes) {
    second_.table("contact", kContact + "C3,P2,2026-10-06T10:00:00+01:00,dna\n");

    const auto outcome = submit_both();

    EXPECT_EQ(outcome.files.at("first/contact.csv"), (FileCounts{1, 0, 0, 0, 1}));
    EXPECT_EQ(outcome.files.at("second/contact.csv"), (FileCounts{1, 1, 0, 0, 0}));
    EXPECT_EQ(outcome.issues.at("ROW-003"), 1);
    EXPECT_EQ(gateway_.rows("contact").begin()->second.at("outcome"), "dna");
}

TEST_F(ExchangeTogether, count_a_row_as_superseded_that_the_second_gives_to_another_person) {
    second_.table("contact", kContact + "C3,P3,2026-10-06T10:00:00+01:00,attended\n");

    const auto outcome = submit_both();

    EXPECT_EQ(outcome.files.at("first/contact.csv"), (FileCounts{1, 0, 0, 0, 1}));
    EXPECT_EQ(outcome.issues.at("ROW-003"), 1);
    EXPECT_EQ(gateway_.rows("contact").size(), 1U);
}

}  // namespace
}  // namespace sluice::e2e
