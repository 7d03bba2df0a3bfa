#include "gateway/map/needs.hpp"

#include "tests/support/clinic.hpp"

#include <gmock/gmock.h>

namespace sluice::map {
namespace {

using testing::Contains;
using testing::Not;

std::vector<std::string> kept(const Program& program, std::string_view purpose, std::string_view table) {
    const auto& schema = *program.system().table(table);
    std::vector<std::string> out;
    for (const auto column : program.layout(purpose, *program.system().table_index(table)).columns) {
        out.push_back(schema.columns[column].name);
    }
    return out;
}

TEST(NeededColumns, keeps_no_name_address_or_telephone_for_secondary_use) {
    const auto columns = kept(tests::repository_program(), "secondary-use", "Admin_Patient");

    for (const char* name :
         {"Title", "GivenName", "MiddleNames", "Surname", "HouseNameFlatNumber", "NumberAndStreet", "Village",
          "Town", "County", "EmailAddress", "HomePhone", "MobilePhone", "CarerName", "ContactComments"}) {
        EXPECT_THAT(columns, Not(Contains(name)));
    }
    EXPECT_THAT(columns, Contains("NhsNumber"));
    EXPECT_THAT(columns, Contains("DateOfBirth"));
}

TEST(NeededColumns, keeps_identity_for_direct_care) {
    const auto columns = kept(tests::repository_program(), "direct-care", "Admin_Patient");

    for (const char* name : {"Title", "GivenName", "Surname", "NumberAndStreet", "Town", "MobilePhone"}) {
        EXPECT_THAT(columns, Contains(name));
    }
    EXPECT_THAT(columns, Not(Contains("CarerName")));  // no mapping names it
}

TEST(NeededColumns, keeps_no_free_text_for_secondary_use) {
    EXPECT_THAT(
        kept(tests::repository_program(), "secondary-use", "CareRecord_Observation"),
        Not(Contains("AssociatedText"))
    );
    EXPECT_THAT(
        kept(tests::repository_program(), "direct-care", "CareRecord_Observation"), Contains("AssociatedText")
    );
}

TEST(NeededColumns, keeps_keys_links_flags_and_what_a_date_needs) {
    const auto world = tests::make_world(tests::clinic({tests::mapping(
        "referral", "referral", R"("referral_date": { "from": "Day" })", R"J("when": "code.exists()")J"
    )}));
    ASSERT_TRUE(world) << world.error().text();

    EXPECT_THAT(
        kept(*world->program, "direct-care", "Entry"),
        testing::ElementsAre(
            "Org", "Person", "Entry", "Day", "Precision", "Time", "Code", "Deleted", "Secret"
        )
    );
}

TEST(NeededColumns, keeps_the_sequence_of_rows_out) {
    const auto world = tests::make_world(tests::clinic({tests::person_mapping()}));
    ASSERT_TRUE(world) << world.error().text();

    EXPECT_THAT(kept(*world->program, "direct-care", "Entry"), Not(Contains("Seq")));
}

TEST(NeededColumns, keeps_what_a_dictionary_needs_to_give_concepts) {
    const auto world = tests::make_world(tests::clinic({tests::person_mapping()}));
    ASSERT_TRUE(world) << world.error().text();

    EXPECT_THAT(
        kept(*world->program, "secondary-use", "Code"),
        testing::ElementsAre("Code", "Parent", "Term", "National", "Local")
    );
}

TEST(NeededColumns, keeps_columns_of_merges_guards_and_options) {
    const auto world = tests::make_world(tests::clinic({tests::mapping(
        "referral", "referral",
        R"J("status": { "first_of": [ { "from": "Text", "when": "Flag = 'true'" }, { "value": "Minutes.toString()" } ] })J",
        R"("merge": "latest by Entered")"
    )}));
    ASSERT_TRUE(world) << world.error().text();

    const auto columns = kept(*world->program, "secondary-use", "Entry");

    for (const char* name : {"Text", "Flag", "Minutes", "Entered"}) {
        EXPECT_THAT(columns, Contains(name));
    }
    EXPECT_THAT(columns, Not(Contains("Score")));
}

}  // namespace
}  // namespace sluice::map
