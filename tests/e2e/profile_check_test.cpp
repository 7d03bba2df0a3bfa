// What `check --profile` says of a real package, and whether a script can go by it.
#include "tests/e2e/exchange.hpp"

#include <gmock/gmock.h>

#include <set>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

// Nothing is said of the person but who of the sender's people it is.
Package package_of_a_nameless_person() {
    Package out;
    out.set("purpose", "direct-care");
    out.set("identifier_mode", "none");
    out.table("person", "person_local_id,nhs_number,date_of_birth,family_name\nP1,,,\n");
    out.table("referral", "referral_id,person_local_id,referral_date,status\nR1,P1,2026-10-02,accepted\n");
    return out;
}

Ran check_package(const Package& package, const std::vector<std::string>& options) {
    const TemporaryFolder folder;
    package.write(folder / "package");
    std::vector<std::string> args = {"check", folder / "package", "--as-of", std::string(kAsOf)};
    args.insert(args.end(), options.begin(), options.end());
    return run_sluice(args);
}

// Rules with what they say is missing in the row of the person.
std::multiset<std::string> said_of_person(const Package& package) {
    const auto ran = check_package(package, {"--profile", "referral", "--format", "csv"});
    const TemporaryFolder folder;
    write_text(folder / "report.csv", ran.out);
    std::multiset<std::string> out;
    for (const auto& [line, row] : read_source(folder / "report.csv")) {
        if (row.at("file") == "person.csv") {
            out.insert(row.at("rule") + " " + row.at("column"));
        }
    }
    return out;
}

TEST(ProfileCheck, says_once_that_a_person_is_without_demographics) {
    const auto said = said_of_person(package_of_a_nameless_person());

    EXPECT_EQ(said.count("PRF-001 Person demographics"), 1U) << testing::PrintToString(said);
    for (const auto& one : said) {
        EXPECT_FALSE(one.starts_with("NHS-")) << one;
        EXPECT_FALSE(one.starts_with("PRF-001 Person demographics >")) << one;
        EXPECT_NE(one, "PRF-001 date_of_birth");
    }
}

TEST(ProfileCheck, says_item_by_item_what_a_person_with_some_of_it_lacks) {
    auto package = package_of_a_nameless_person();
    package.patch("person", "P1,,,", "P1,,,Example");

    const auto said = said_of_person(package);

    EXPECT_EQ(said.count("PRF-001 Person demographics"), 0U) << testing::PrintToString(said);
    EXPECT_EQ(said.count("PRF-001 date_of_birth"), 1U) << testing::PrintToString(said);
    EXPECT_EQ(said.count("NHS-006 nhs_number"), 1U) << testing::PrintToString(said);
}

// PER-001 says of the date of birth that it lies in the future.
TEST(ProfileCheck, says_of_demographics_that_were_refused_not_that_they_are_missing) {
    auto package = package_of_a_nameless_person();
    package.patch("person", "P1,,,", "P1,9990000018,2050-01-29,Example");

    const auto said = check_package(package, {"--profile", "referral", "--format", "csv"}).out;

    EXPECT_THAT(said, HasSubstr("PER-001"));
    EXPECT_THAT(said, Not(HasSubstr("Person demographics")));
    EXPECT_THAT(said, HasSubstr("PRF-001")) << "what was not sent is still asked for";
}

TEST(ProfileCheck, ends_with_1_where_the_next_hop_lacks_something) {
    const auto package = package_of_a_nameless_person();

    EXPECT_EQ(check_package(package, {}).code, 0);
    EXPECT_EQ(check_package(package, {"--profile", "referral"}).code, 1);
    EXPECT_EQ(check_package(package, {"--profile", "store"}).code, 0);
}

TEST(ProfileCheck, says_how_much_the_profile_lacks_and_what_was_not_asked) {
    auto package = package_of_a_nameless_person();
    EXPECT_THAT(check_package(package, {"--profile", "referral"}).out, HasSubstr("For the profile referral"));
    package.set("purpose", "secondary-use");

    const auto out = check_package(package, {"--profile", "referral"}).out;

    EXPECT_THAT(out, HasSubstr("Nothing was asked for that this purpose"));
    EXPECT_THAT(check_package(package, {}).out, testing::Not(HasSubstr("profile")));
}

TEST(ProfileCheck, says_what_its_exit_code_means) {
    EXPECT_THAT(run_sluice({"check", "--help"}).out, HasSubstr("or missing for --profile"));
}

}  // namespace
}  // namespace sluice::e2e
