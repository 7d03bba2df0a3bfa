#include "adapters/extract/known_texts.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sluice::extract {
namespace {

// Of every length that is hashed in another way.
std::string text_of(int i) {
    return std::to_string(i).append(static_cast<std::size_t>(i % 40), 'x');
}

TEST(KnownTexts, hold_what_was_added_and_nothing_else) {
    constexpr int kTexts = 5'000;
    KnownTexts known;
    for (int i = 0; i < kTexts; ++i) {
        known.add(text_of(i));
    }

    EXPECT_EQ(known.size(), std::size_t{kTexts});
    for (int i = 0; i < kTexts; ++i) {
        EXPECT_TRUE(known.holds(text_of(i))) << i;
        EXPECT_FALSE(known.holds(text_of(i) + "y")) << i;
        EXPECT_FALSE(known.holds(text_of(i + kTexts))) << i;
    }
}

TEST(KnownTexts, may_hold_the_empty_text) {
    KnownTexts known;
    EXPECT_FALSE(known.holds(""));

    known.add("");

    EXPECT_TRUE(known.holds(""));
    EXPECT_FALSE(known.holds(std::string_view("\0", 1)));
}

TEST(KnownTexts, that_are_cleared_hold_nothing) {
    KnownTexts known;
    known.add("3");
    known.clear();

    EXPECT_FALSE(known.holds("3"));
    EXPECT_EQ(known.size(), 0U);
}

}  // namespace
}  // namespace sluice::extract
