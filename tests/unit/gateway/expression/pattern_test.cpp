#include "gateway/expression/pattern.hpp"

namespace sluice::expression {
namespace {

TEST(Pattern, looks_anywhere_or_at_the_whole) {
    const auto pattern = *Pattern::compile("b.d");

    EXPECT_TRUE(*pattern->is_found_in("abcde"));
    EXPECT_FALSE(*pattern->is_whole("abcde"));
    EXPECT_TRUE(*pattern->is_whole("b\nd"));
}

TEST(Pattern, keeps_a_point_in_brackets_or_behind_a_backslash) {
    EXPECT_FALSE(*(*Pattern::compile("a[.]b"))->is_found_in("axb"));
    EXPECT_FALSE(*(*Pattern::compile("a\\.b"))->is_found_in("axb"));
    EXPECT_TRUE(*(*Pattern::compile("a[\\].]b"))->is_found_in("a]b"));
}

TEST(Pattern, refuses_what_is_broken_or_too_long) {
    EXPECT_FALSE(Pattern::compile("(a"));
    EXPECT_FALSE(Pattern::compile("a{100000}{100000}"));
    EXPECT_FALSE(Pattern::compile("(a)\\1"));
    EXPECT_TRUE(Pattern::compile(std::string(kPatternBytesMax, 'a')));
    EXPECT_FALSE(Pattern::compile(std::string(kPatternBytesMax + 1, 'a')));
}

TEST(Pattern, refuses_a_text_past_its_limit_instead_of_guessing) {
    const auto pattern = *Pattern::compile("a*");

    EXPECT_TRUE(pattern->is_found_in(std::string(kMatchedBytesMax, 'a')));
    EXPECT_FALSE(pattern->is_found_in(std::string(kMatchedBytesMax + 1, 'a')));
    EXPECT_FALSE(pattern->is_whole(std::string(kMatchedBytesMax + 1, 'a')));
    EXPECT_FALSE(pattern->replace_in(std::string(kMatchedBytesMax + 1, 'a'), ""));
}

TEST(Pattern, takes_no_exponential_time) {
    const auto pattern = *Pattern::compile("(a+)+b");

    EXPECT_FALSE(*pattern->is_whole(std::string(2000, 'a')));
}

}  // namespace
}  // namespace sluice::expression
