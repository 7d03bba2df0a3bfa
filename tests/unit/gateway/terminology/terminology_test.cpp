#include "gateway/terminology/terminology.hpp"

#include <gtest/gtest.h>

namespace sluice::terminology {
namespace {

schema::Documents documents() {
    schema::Documents out;
    out.value_sets = {{"needs", {{"s1", "a", "A"}, {"s2", "b", "B", true}}}, {"empty", {}}};
    out.concept_maps = {
        {"colours",
         {{"s1", "r", "red"}, {"s2", "r", "rouge"}, {"s1", "r", "crimson"}, {"s1", "g", "green"}}}};
    out.code_systems = {
        {"answers",
         "",
         "",
         {{"y", "Yes", schema::CodeMeaning::known},
          {"z", "Would not say", schema::CodeMeaning::declined},
          {"x", "Not known", schema::CodeMeaning::unknown},
          {"V81999", "Filler", schema::CodeMeaning::default_}}}};
    return out;
}

TEST(Terminology, knows_members_by_system_and_code) {
    const auto terms = Terminology::compile(documents());

    EXPECT_TRUE(terms.member_of("s1", "a", "needs"));
    EXPECT_FALSE(terms.member_of("s2", "a", "needs"));
    EXPECT_FALSE(terms.member_of("s1", "c", "needs"));
    EXPECT_FALSE(terms.member_of("s1", "a", "empty"));
    EXPECT_FALSE(terms.member_of("s1", "a", "no such set"));
}

TEST(Terminology, goes_by_the_code_alone_where_there_is_no_system) {
    const auto terms = Terminology::compile(documents());

    EXPECT_TRUE(terms.member_of("", "b", "needs"));
    EXPECT_FALSE(terms.member_of("", "c", "needs"));
}

TEST(Terminology, takes_a_code_that_is_out_of_use_and_says_so) {
    const auto terms = Terminology::compile(documents());

    EXPECT_TRUE(terms.member_of("s2", "b", "needs"));
    EXPECT_TRUE(terms.is_deprecated("s2", "b"));
    EXPECT_FALSE(terms.is_deprecated("s1", "b"));
    EXPECT_FALSE(terms.is_deprecated("s1", "a"));
}

TEST(Terminology, takes_what_a_loaded_reference_set_gave_up_for_out_of_use_nowhere_else) {
    auto loaded = documents();
    loaded.value_sets[0].standin_for = "1373501000000105";
    loaded.value_sets[0].refsets = {"1373501000000105"};

    const auto terms = Terminology::compile(loaded);

    EXPECT_TRUE(terms.member_of("s2", "b", "needs"));
    EXPECT_FALSE(terms.is_deprecated("s2", "b"));
}

TEST(Terminology, translates_to_the_first_target_of_a_code) {
    const auto terms = Terminology::compile(documents());

    EXPECT_EQ(terms.translate("s1", "r", "colours"), "red");
    EXPECT_EQ(terms.translate("s2", "r", "colours"), "rouge");
    EXPECT_EQ(terms.translate("", "r", "colours"), "red");
    EXPECT_EQ(terms.translate("s1", "b", "colours"), std::nullopt);
    EXPECT_EQ(terms.translate("s1", "r", "no such map"), std::nullopt);
}

TEST(Terminology, completes_words_that_were_cut_off_where_they_can_mean_one_thing_only) {
    auto some = documents();
    some.concept_maps = {
        {"tags",
         {{"s1", "housing advocacy", "housing"},
          {"s1", "child-care cost", "childcare"},
          {"s1", "childcare cost", "childcare"},
          {"s1", "free clubs", "clubs"},
          {"s1", "free transport", "transport"}}}};
    const auto known = Terminology::compile(some);

    EXPECT_EQ(known.translate_cut("housing adv", "tags"), "housing");
    EXPECT_EQ(known.translate_cut("child", "tags"), "childcare");
    EXPECT_EQ(known.translate_cut("free ", "tags"), std::nullopt);
    EXPECT_EQ(known.translate_cut("sunsh", "tags"), std::nullopt);
    EXPECT_EQ(known.translate_cut("", "tags"), std::nullopt);
    EXPECT_EQ(known.translate_cut("housing adv", "no such map"), std::nullopt);
}

TEST(Terminology, knows_which_sets_and_maps_there_are) {
    const auto terms = Terminology::compile(documents());

    EXPECT_TRUE(terms.has_value_set("empty"));
    EXPECT_FALSE(terms.has_value_set("colours"));
    EXPECT_TRUE(terms.has_map("colours"));
    EXPECT_FALSE(terms.has_map("needs"));
}

TEST(Terminology, says_what_a_code_means) {
    const auto terms = Terminology::compile(documents());

    EXPECT_EQ(terms.meaning("answers", "y"), schema::CodeMeaning::known);
    EXPECT_EQ(terms.meaning("answers", "z"), schema::CodeMeaning::declined);
    EXPECT_EQ(terms.meaning("answers", "x"), schema::CodeMeaning::unknown);
    EXPECT_EQ(terms.meaning("answers", "V81999"), schema::CodeMeaning::default_);
    EXPECT_EQ(terms.meaning("answers", "q"), std::nullopt);
    EXPECT_EQ(terms.meaning("questions", "y"), std::nullopt);
}

TEST(Terminology, knows_a_code_in_another_case_and_by_an_alias) {
    auto some = documents();
    some.code_systems[0].codes[0].aliases = {"Ja"};
    const auto terms = Terminology::compile(some);

    EXPECT_EQ(terms.spelt("answers", "Y"), "y");
    EXPECT_EQ(terms.spelt("answers", "jA"), "y");
    EXPECT_EQ(terms.spelt("answers", "v81999"), "V81999");
    EXPECT_EQ(terms.spelt("answers", "q"), std::nullopt);
    EXPECT_EQ(terms.spelt("questions", "y"), std::nullopt);
}

TEST(Terminology, knows_a_code_by_its_words_unless_several_are_called_so) {
    auto some = documents();
    some.code_systems[0].codes.push_back({"n", "not KNOWN"});
    const auto terms = Terminology::compile(some);

    EXPECT_EQ(terms.said("answers", " would not SAY "), "z");
    EXPECT_EQ(terms.said("answers", "Not known"), std::nullopt);
    EXPECT_EQ(terms.said("answers", "z"), std::nullopt);
    EXPECT_EQ(terms.said("answers", ""), std::nullopt);
    EXPECT_EQ(terms.said("questions", "Yes"), std::nullopt);
}

}  // namespace
}  // namespace sluice::terminology
