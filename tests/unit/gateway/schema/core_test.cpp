#include "gateway/schema/core.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

namespace sluice::schema {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::repository_pack;

std::vector<CoreField> read(std::string_view lines, Faults& faults) {
    return read_core(
        "core.csv", "number,group,name,need,fields,otherwise\n" + std::string(lines),
        repository_pack().documents->dataset, faults
    );
}

std::string text_of(const Faults& faults) {
    return faults.any() ? faults.error().text() : std::string();
}

TEST(core, of_the_dataset_has_all_thirty_five_fields) {
    const auto& core = repository_pack().documents->core;
    ASSERT_EQ(core.size(), 35U);
    EXPECT_EQ(core[7].name, "Postcode, small area, deprivation decile");
    EXPECT_THAT(core[8].fields, ElementsAre("person.practice_ods", "person.pcn_ods", "person.icb_ods"));
    for (std::size_t i = 0; i < 34; ++i) {
        EXPECT_EQ(core[i].number, std::to_string(i + 1));
        EXPECT_THAT(core[i].fields, testing::Not(IsEmpty())) << core[i].name;
    }
    EXPECT_EQ(core[34].name, "Provenance");
    EXPECT_THAT(core[34].otherwise, HasSubstr("sluice lineage"));
}

TEST(core, refuses_a_field_that_the_dataset_does_not_have) {
    Faults faults;
    read("1,All,Shoe size,dashboard,person.gender person.shoe_size,\n", faults);
    EXPECT_THAT(text_of(faults), HasSubstr("core.csv:2: 'person.shoe_size' is no field of the dataset"));
}

TEST(core, refuses_a_line_that_nothing_holds_and_one_that_says_both) {
    Faults faults;
    read("1,All,A,dashboard,,\n2,All,B,dashboard,person.gender,somewhere\n", faults);
    EXPECT_THAT(text_of(faults), HasSubstr("core.csv:2: either fields hold it"));
    EXPECT_THAT(text_of(faults), HasSubstr("core.csv:3: either fields hold it"));
}

TEST(core, refuses_numbers_that_do_not_count_a_field_twice_and_a_line_cut_short) {
    Faults faults;
    read("1,All,A,dashboard,person.gender person.gender,\n1,All,B,dashboard,person.gender,\n3,All\n", faults);
    EXPECT_THAT(text_of(faults), HasSubstr("core.csv:2: 'person.gender' stands twice"));
    EXPECT_THAT(text_of(faults), HasSubstr("core.csv:3: the numbers count from 1 without a gap"));
    EXPECT_THAT(text_of(faults), HasSubstr("core.csv:4: six cells are expected"));
}

}  // namespace
}  // namespace sluice::schema
