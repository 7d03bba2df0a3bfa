#include "gateway/check/joined_names.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace sluice::check {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(JoinedNames, are_one_where_capitals_blanks_or_punctuation_differ) {
    const auto joined =
        join_names({{"Walking Group", 70}, {"Food bank", 30}, {"FOOD BANK", 40}, {"food-bank", 2}}, {}, {});

    EXPECT_EQ(joined.as_written, 4U);
    EXPECT_EQ(joined.ignoring_case, 3U);
    ASSERT_EQ(joined.names.size(), 2U);
    EXPECT_EQ(joined.names[0].name(), "FOOD BANK");
    EXPECT_EQ(joined.names[0].count, 72U);
    EXPECT_EQ(joined.names[0].written.size(), 3U);
    EXPECT_EQ(joined.names[1].name(), "Walking Group");
}

TEST(JoinedNames, share_a_rank_where_they_are_used_alike) {
    const auto joined = join_names({{"c", 1}, {"b", 5}, {"a", 5}}, {}, {});

    ASSERT_EQ(joined.names.size(), 3U);
    EXPECT_EQ(joined.names[0].rank, 1U);
    EXPECT_EQ(joined.names[1].rank, 1U);
    EXPECT_EQ(joined.names[2].rank, 3U);
}

TEST(JoinedNames, say_of_the_same_words_in_another_order_that_they_may_be_one) {
    const auto joined =
        join_names({{"Carers Support", 2}, {"Support (Carers)", 1}, {"CARERS SUPPORT", 1}}, {}, {});

    ASSERT_EQ(joined.names.size(), 2U);
    EXPECT_EQ(joined.names[0].count, 3U) << "the other order is not joined";
    EXPECT_THAT(joined.names[0].same_words, ElementsAre("Support (Carers)"));
    EXPECT_THAT(joined.names[1].same_words, ElementsAre("Carers Support"));
}

// Every order of seven words: 5,040 names, each of which may be any other.
std::vector<NameCount> orders_of_seven_words() {
    std::vector<std::string> words = {"a", "b", "c", "d", "e", "f", "g"};
    std::vector<NameCount> names;
    do {
        std::string name;
        for (const auto& word : words) {
            name += word + " ";
        }
        names.push_back({name, 1 + names.size()});
    } while (std::next_permutation(words.begin(), words.end()));
    return names;
}

TEST(JoinedNames, show_the_most_used_of_many_others_and_count_the_rest) {
    const auto names = orders_of_seven_words();

    const auto joined = join_names(names, {}, {});

    ASSERT_EQ(joined.names.size(), 5040U);
    for (const auto& name : joined.names) {
        ASSERT_EQ(name.same_words.size(), kSameWordsShown) << name.name();
        ASSERT_EQ(name.same_words_more, 5040U - 1 - kSameWordsShown) << name.name();
    }
    EXPECT_EQ(joined.names[0].same_words[0], joined.names[1].name());
    EXPECT_EQ(joined.names[1].same_words[0], joined.names[0].name());
    EXPECT_EQ(joined.names[5039].same_words[9], joined.names[9].name());
}

TEST(JoinedNames, show_all_others_where_they_are_as_many_as_are_shown) {
    auto names = orders_of_seven_words();
    names.resize(kSameWordsShown + 1);

    const auto joined = join_names(names, {}, {});

    EXPECT_EQ(joined.names[0].same_words.size(), kSameWordsShown);
    EXPECT_EQ(joined.names[0].same_words_more, 0U);
}

TEST(JoinedNames, say_what_a_name_was_cut_off_from_as_it_is_written_in_full) {
    const auto joined = join_names(
        {{"Citizens Advice Lambeth and Merton (C", 3}, {"Somebody else", 1}},
        {"Citizens Advice Lambeth and Merton (CALM)"}, {}
    );

    ASSERT_EQ(joined.names.size(), 2U);
    EXPECT_EQ(joined.names[0].cut_from, "Citizens Advice Lambeth and Merton (CALM)");
    EXPECT_EQ(joined.names[0].name(), "Citizens Advice Lambeth and Merton (C");
    EXPECT_EQ(joined.names[1].cut_from, "");
}

TEST(JoinedNames, without_letters_or_digits_stay_apart) {
    EXPECT_EQ(join_names({{"?", 1}, {"-", 1}}, {}, {}).names.size(), 2U);
    EXPECT_THAT(join_names({}, {}, {}).names, IsEmpty());
}

}  // namespace
}  // namespace sluice::check
