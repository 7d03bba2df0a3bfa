// Names of services as the Merton signposting table has them (public report; acceptance figures AT-05 to
// AT-08).
#include "gateway/check/names.hpp"

#include <gmock/gmock.h>

namespace sluice::check {
namespace {

using Names = std::vector<NameCount>;

const std::vector<std::string> kNoDirectory;

std::vector<NameGroup> groups_of(
    const Names& names, NameKinship kinship, const std::vector<std::string>& directory = kNoDirectory
) {
    std::vector<NameGroup> out;
    for (auto& group : related_names(names, directory, {})) {
        if (group.kinship == kinship) {
            out.push_back(std::move(group));
        }
    }
    return out;
}

// What is one name when all names of a group are.
std::size_t names_left(const Names& names, NameKinship kinship) {
    std::size_t left = names.size();
    for (const auto& group : groups_of(names, kinship)) {
        left -= group.names.size() - 1;
    }
    return left;
}

// 61 names as in the report: the ones that matter here with their counts, the others made up.
Names signposting() {
    Names names = {{"AGE UK MERTON", 313},         {"Age UK Merton", 112},       {"Age Uk Merton", 54},
                   {"One You Merton", 359},        {"Wimbledon Food Bank", 49},  {"WIMBLEDON FOODBANK", 44},
                   {"Carers Support Merton", 185}, {"Merton Carers Support", 85}};
    for (int i = static_cast<int>(names.size()); i < 61; ++i) {
        names.push_back(
            {std::string("Service ") + static_cast<char>('A' + i / 26) + static_cast<char>('a' + i % 26), 1}
        );
    }
    return names;
}

TEST(Names, that_differ_in_capitals_are_one_and_the_most_used_leads) {  // NAM-001
    const auto names = signposting();

    const auto groups = groups_of(names, NameKinship::letter_case);

    ASSERT_EQ(groups.size(), 1U);
    EXPECT_THAT(groups[0].names, testing::ElementsAre(0, 1, 2));
    EXPECT_EQ(groups[0].count, 479U);
    EXPECT_GT(groups[0].count, names[3].count);
    EXPECT_EQ(names_left(names, NameKinship::letter_case), 59U);
}

TEST(Names, that_differ_in_blanks_are_one_too) {  // NAM-002
    const auto names = signposting();

    const auto groups = groups_of(names, NameKinship::spacing);

    ASSERT_EQ(groups.size(), 1U);
    EXPECT_THAT(groups[0].names, testing::ElementsAre(4, 5));
    EXPECT_EQ(groups[0].count, 93U);
    EXPECT_EQ(names_left(names, NameKinship::letter_case) - 1, 58U);
}

TEST(Names, with_the_same_words_in_another_order_are_suggested_alone) {  // NAM-004
    const auto names = signposting();

    const auto groups = groups_of(names, NameKinship::word_order);

    ASSERT_EQ(groups.size(), 1U);
    EXPECT_THAT(groups[0].names, testing::ElementsAre(6, 7));
    EXPECT_NE(compact(names[6].name), compact(names[7].name));
}

TEST(Names, with_the_same_words_are_suggested_though_one_ends_in_punctuation) {
    const Names names = {{"Support (Carers)", 1}, {"Carers Support", 1}};

    EXPECT_EQ(groups_of(names, NameKinship::word_order).size(), 1U);
}

TEST(Names, cut_off_within_brackets_are_matched_to_the_directory) {  // NAM-003
    const Names names = {{"Citizens Advice Lambeth and Merton (C", 12}};

    const auto groups = groups_of(
        names, NameKinship::truncated, {"Citizens Advice Lambeth and Merton (CALM)", "One You Merton"}
    );

    ASSERT_EQ(groups.size(), 1U);
    EXPECT_THAT(groups[0].names, testing::ElementsAre(0));
    EXPECT_EQ(groups[0].count, 12U);
}

TEST(Names, cut_off_follow_the_whole_name_that_occurs) {
    const Names names = {{"Merton and Lambeth Citizens Ad", 3}, {"Merton and Lambeth Citizens Advice", 2}};

    const auto groups = groups_of(names, NameKinship::truncated);

    ASSERT_EQ(groups.size(), 1U);
    EXPECT_THAT(groups[0].names, testing::ElementsAre(1, 0));
    EXPECT_EQ(groups[0].count, 5U);
}

TEST(Names, that_could_be_the_beginning_of_two_are_left_to_people) {
    const Names names = {{"Merton Community Centre for Y", 1}};

    EXPECT_TRUE(groups_of(
                    names, NameKinship::truncated,
                    {"Merton Community Centre for Young People", "Merton Community Centre for Youth"}
    )
                    .empty());
}

TEST(Names, that_are_whole_words_or_short_are_not_taken_for_cut_off) {
    const Names names = {{"Merton Community Centre", 1}, {"Age UK Mer", 1}};

    EXPECT_TRUE(
        groups_of(names, NameKinship::truncated, {"Merton Community Centre for Youth", "Age UK Merton"})
            .empty()
    );
}

TEST(Names, with_dots_for_the_rest_are_cut_off) {
    const Names names = {{"Merton Community Centre\xE2\x80\xA6", 1}};

    EXPECT_EQ(groups_of(names, NameKinship::truncated, {"Merton Community Centre for Youth"}).size(), 1U);
}

// As many as a region has in a year; each second one is cut off.
TEST(Names, of_a_whole_region_are_compared_with_those_beside_them_alone) {
    constexpr std::size_t kServices = 20'000;
    Names names;
    for (std::size_t i = 0; i < kServices; ++i) {
        const auto number = std::to_string(100'000 + i);
        names.push_back({"Befriending and Walking Group " + number + " Merton", 2});
        names.push_back({"befriending and walking group " + number + " Mer", 1});
    }

    const auto groups = groups_of(names, NameKinship::truncated);

    ASSERT_EQ(groups.size(), kServices);
    for (const auto& group : groups) {
        ASSERT_EQ(group.names.size(), 2U);
        EXPECT_EQ(group.names[0] + 1, group.names[1]);
    }
}

TEST(Names, of_nobody_or_of_punctuation_alone_are_no_group) {
    EXPECT_TRUE(related_names({}, kNoDirectory, {}).empty());
    EXPECT_TRUE(related_names({{"One", 1}, {"Two", 1}}, kNoDirectory, {}).empty());
    EXPECT_EQ(compact(" Age-UK  (Merton). "), "ageukmerton");
    EXPECT_EQ(folded(" Age UK "), "age uk");
}

}  // namespace
}  // namespace sluice::check
