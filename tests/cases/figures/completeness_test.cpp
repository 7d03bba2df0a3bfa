// AT-35: how many of 2,437 people said it. The field `disability` stands in for the limitation that was
// asked.
#include "tests/support/gateway.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace sluice::tests {
namespace {

constexpr int kRecords = 2437;
constexpr int kOfAge = 2364;
constexpr int kOfSource = 1794;
constexpr int kOfLimitation = 2133;

Package answers() {
    const auto filled = [](int i, int base, const char* value) { return std::string(i < base ? value : ""); };
    std::string persons = "person_local_id,date_of_birth,disability\n";
    std::string referrals = "referral_id,person_local_id,referral_date,status,referral_source\n";
    for (int i = 0; i < kRecords; ++i) {
        const auto id = std::to_string(i);
        persons +=
            "P" + id + "," + filled(i, kOfAge, "1967-05-01") + "," + filled(i, kOfLimitation, "01") + "\n";
        referrals += "R" + id + ",P" + id + ",2026-10-01,accepted," + filled(i, kOfSource, "01") + "\n";
    }
    Package package;
    package.table("person", persons);
    package.table("referral", referrals);
    return package;
}

// "known of expected, per cent" by field, as the program says.
std::map<std::string, std::string> bases(const Gateway& gateway) {
    std::map<std::string, std::string> out;
    const auto cells = gateway.json({"completeness"});
    for (const auto& line : cells.items()) {
        out[text_at(line, "entity") + "." + text_at(line, "field")] += text_at(line, "known") + " of " +
                                                                       text_at(line, "expected") + ", " +
                                                                       text_at(line, "percent") + "%";
    }
    return out;
}

TEST(CompletenessFigures, have_their_published_bases) {
    const TemporaryFolder folder;
    const Gateway gateway(folder / "data");
    submit(gateway, answers());

    const auto found = bases(gateway);

    EXPECT_EQ(found.at("person.birth_date"), "2364 of 2437, 97.0%");
    EXPECT_EQ(found.at("person.disability"), "2133 of 2437, 87.5%");
    EXPECT_EQ(found.at("referral.source"), "1794 of 2437, 73.6%");
}

}  // namespace
}  // namespace sluice::tests
