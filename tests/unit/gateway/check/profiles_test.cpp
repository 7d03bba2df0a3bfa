#include "gateway/check/profiles.hpp"

#include "gateway/check/program.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

#include <gmock/gmock.h>

namespace sluice::check {
namespace {

using tests::make_record;
using tests::repository_pack;

std::vector<std::string> subjects(
    std::string_view profile, const std::vector<record::Record>& records,
    std::string_view purpose = "direct-care"
) {
    const auto& documents = *repository_pack().documents;
    const auto* program = repository_pack().checks.profile(profile, purpose);
    if (program == nullptr) {
        return {"no such profile"};
    }
    std::vector<std::string> out;
    for (const auto& finding : program->run(records)) {
        const auto& entity = *records[finding.record].entity;
        out.push_back(
            finding.node != kNoNode ? documents.standard.nodes[finding.node].path
                                    : entity.name + "." + entity.fields[finding.field].name
        );
    }
    return out;
}

record::Record make(std::string_view entity, const std::vector<std::pair<std::string, std::string>>& fields) {
    return make_record(repository_pack().documents->dataset, entity, fields);
}

TEST(Profiles, that_ask_nothing_are_none) {
    EXPECT_EQ(repository_pack().checks.profile("store", "direct-care"), nullptr);
    EXPECT_EQ(repository_pack().checks.profile("nonsense", "direct-care"), nullptr);
}

TEST(Profiles, tell_the_highest_group_that_is_missing) {
    const auto found = subjects(
        "message_back",
        {make(
             "person", {{"person_id", "p"},
                        {"given_name", "Test"},
                        {"family_name", "Person"},
                        {"birth_date", "1950-03-04"},
                        {"practice_ods", "A81001"}}
         ),
         make("referral", {{"referral_id", "r"}, {"person_id", "p"}, {"referrer_name", "Dr Test"}})}
    );

    EXPECT_THAT(found, testing::Contains("Risks"));
    EXPECT_THAT(found, testing::Contains("Plan and requested actions"));
    EXPECT_THAT(found, testing::Contains("Clinical Summary"));
    EXPECT_THAT(
        found,
        testing::Contains("Referral details > Referral details record entry > Referrer details > Service")
    );
    EXPECT_THAT(found, testing::Not(testing::Contains("Risks > Risks record entry")));
}

TEST(Profiles, look_at_each_record_of_a_group_that_repeats) {
    const auto found = subjects(
        "count", {make("person", {{"person_id", "p"}, {"practice_ods", "A81001"}}),
                  make(
                      "referral", {{"referral_id", "a"},
                                   {"person_id", "p"},
                                   {"referral_date", "2026-03-01"},
                                   {"status", "accepted"}}
                  ),
                  make("referral", {{"referral_id", "b"}, {"person_id", "p"}, {"method", "2"}})}
    );

    EXPECT_THAT(found, testing::UnorderedElementsAre("referral.referral_date", "referral.status"));
}

TEST(Profiles, do_not_ask_for_what_the_purpose_does_not_allow) {
    const std::vector<record::Record> records = {
        make("person", {{"person_id", "p"}, {"birth_date", "1950-03-04"}, {"practice_ods", "A81001"}})};

    EXPECT_THAT(subjects("referral", records), testing::Contains("Person demographics > Person name"));
    EXPECT_THAT(
        subjects("referral", records, "secondary-use"),
        testing::Not(testing::Contains("Person demographics > Person name"))
    );
}

// An email address may have been sent: for secondary use it is not kept.
TEST(Profiles, do_not_ask_for_a_group_of_which_the_purpose_drops_a_part) {
    constexpr const char* kDetails = "Person demographics > Person's contact details";
    const std::vector<record::Record> records = {
        make("person", {{"person_id", "p"}, {"birth_date", "1950-03-04"}, {"practice_ods", "A81001"}})};

    EXPECT_THAT(subjects("referral", records), testing::Contains(kDetails));
    EXPECT_THAT(subjects("referral", records, "secondary-use"), testing::Not(testing::Contains(kDetails)));
    EXPECT_THAT(
        subjects("count", {make("person", {{"person_id", "p"}})}, "secondary-use"),
        testing::Contains(testing::StartsWith("Referral details"))
    ) << "the date of a referral is kept for every purpose";
}

// Rule PRF-002.
TEST(Profiles, of_a_role_name_records_of_another) {
    const auto found = subjects(
        "link_worker", {make("contact", {{"contact_id", "a"}, {"person_id", "p"}, {"worker_role", "R9815"}}),
                        make("contact", {{"contact_id", "b"}, {"person_id", "p"}, {"worker_role", "R9807"}}),
                        make("contact", {{"contact_id", "c"}, {"person_id", "p"}})}
    );

    EXPECT_THAT(found, testing::ElementsAre("contact.worker_role", "contact.worker_role"));
}

}  // namespace
}  // namespace sluice::check
