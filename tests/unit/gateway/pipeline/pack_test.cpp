#include "gateway/pipeline/pack.hpp"

#include "tests/support/pack.hpp"

#include <gtest/gtest.h>

namespace sluice::pipeline {
namespace {

TEST(LoadPack, compiles_the_repositorys_own) {
    const auto pack = load_pack(tests::source_folder());

    ASSERT_TRUE(pack) << pack.error().text();
    EXPECT_EQ((*pack)->mappings.size(), (*pack)->documents->systems.size());
    EXPECT_EQ(&(*pack)->program((*pack)->documents->systems.front()), (*pack)->mappings.front().get());
}

TEST(LoadPack, refuses_a_pack_whose_mapping_does_not_compile) {
    const tests::PackCopy copy;
    const int line = copy.patch(
        "mappings/emis/referral-made.json", "\"from\": \"EffectiveDate\"", "\"from\": \"EffectiveDay\""
    );

    const auto pack = load_pack(copy.folder());

    ASSERT_FALSE(pack);
    EXPECT_EQ(pack.error().code(), ErrorCode::pack);
    EXPECT_NE(
        pack.error().text().find(
            "mappings/emis/referral-made.json:" + std::to_string(line) +
            ": /fields/referral_date/from: 'EffectiveDay' is not a column of CareRecord_Observation"
        ),
        std::string::npos
    ) << pack.error().text();
}

TEST(LoadPack, refuses_a_pack_whose_episodes_open_with_nothing_known) {
    const tests::PackCopy copy;
    const int line = copy.patch(
        "schemas/sp-mds/dataset.json", "\"when\": \"outcome = 'attended'\"", "\"when\": \"outcome = \""
    );

    const auto text = copy.refusal();

    EXPECT_NE(
        text.find("schemas/sp-mds/dataset.json:" + std::to_string(line) + ": /episode/opens/1/when"),
        std::string::npos
    ) << text;
}

TEST(LoadPack, refuses_an_agreements_condition_that_is_no_expression) {
    const tests::PackCopy pack;
    pack.patch(
        "schemas/sources/emis/datapackage.json", "Disabled.lower() = 'false'", "Disabled.lower() = = 'false'"
    );

    EXPECT_THAT(pack.refusal(), testing::HasSubstr("/sluice/agreement/disabled"));
}

}  // namespace
}  // namespace sluice::pipeline
