// AT-30: ONS4 of 263 people, of whom not all answered everything. The change comes from the exact sums and is
// rounded once: of anxiety it is not the difference of the two means that are shown.
#include "tests/support/gateway.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace sluice::tests {
namespace {

struct Paired {
    const char* item;
    int count;
    int baseline;   // sum
    int follow_up;  // sum
    const char* shown;
};
constexpr Paired kPaired[] = {
    {"life_satisfaction", 263, 1262, 1657, "4.8,6.3,1.5"},
    {"worthwhile", 250, 1175, 1600, "4.7,6.4,1.7"},
    {"happy_yesterday", 251, 1155, 1581, "4.6,6.3,1.7"},
    {"anxious_yesterday", 246, 1732, 1366, "7.0,5.6,-1.5"}};

// The answer of the person of that number, so that `count` answers have the sum.
std::string share(int sum, int count, int person) {
    return std::to_string(sum / count + (person < sum % count ? 1 : 0));
}

Package paired_package() {
    std::string people = "person_local_id\n";
    std::string referrals = "referral_id,person_local_id,referral_date,status\n";
    std::string assessments = "assessment_id,person_local_id,referral_id,instrument,stage,date\n";
    std::string items = "assessment_id,person_local_id,item,value\n";
    for (int i = 0; i < kPaired[0].count; ++i) {
        const auto id = std::to_string(i);
        const auto person = ",P" + id;
        people += "P" + id + "\n";
        referrals += "R" + id + person + ",2026-03-02,accepted\n";
        assessments += "B" + id + person + ",R" + id + ",ONS4,baseline,2026-03-05\n";
        assessments += "F" + id + person + ",R" + id + ",ONS4,follow_up,2026-06-04\n";
        for (const auto& entry : kPaired) {
            if (i < entry.count) {
                const auto item = person + "," + entry.item + ",";
                items += "B" + id + item + share(entry.baseline, entry.count, i) + "\n";
                items += "F" + id + item + share(entry.follow_up, entry.count, i) + "\n";
            }
        }
    }
    Package package;
    package.table("person", people);
    package.table("referral", referrals);
    package.table("assessment", assessments);
    package.table("assessment_item", items);
    return package;
}

TEST(ChangeFigures, come_from_pairs_and_are_rounded_once) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    const auto outcome = submit(gateway, paired_package());
    ASSERT_EQ(outcome.entities.at("assessment").at("accepted"), 2 * kPaired[0].count);

    const auto lines = gateway.run({"outcomes", "--format", "csv"}).out;

    for (const auto& entry : kPaired) {
        EXPECT_THAT(
            lines, testing::HasSubstr(
                       "ONS4,," + std::string(entry.item) + "," + std::to_string(entry.count) + ",0,0," +
                       entry.shown + ","
                   )
        );
    }
}

}  // namespace
}  // namespace sluice::tests
