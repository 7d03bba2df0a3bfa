#include "gateway/expression/expression.hpp"

#include <gtest/gtest.h>

namespace sluice::expression {
namespace {

const IsEmptySet kEmpty = [](std::string_view id) { return id == "empty"; };

bool holds(std::string_view text) {
    return may_hold(*compile(text), kEmpty);
}
bool yields(std::string_view text) {
    return may_yield(*compile(text), kEmpty);
}

TEST(Possible, membership_in_an_empty_set_never_holds) {
    EXPECT_FALSE(holds("code.concept.memberOf('empty')"));
    EXPECT_TRUE(holds("code.concept.memberOf('full')"));
}

TEST(Possible, and_needs_both_and_or_needs_one) {
    EXPECT_FALSE(holds("a.memberOf('empty') and b.memberOf('full')"));
    EXPECT_FALSE(holds("a.exists() and (b.memberOf('empty') or c.memberOf('empty'))"));
    EXPECT_TRUE(holds("a.memberOf('empty') or b.exists()"));
}

TEST(Possible, what_is_not_asked_for_membership_may_hold) {
    EXPECT_TRUE(holds("a.memberOf('empty').not()"));
    EXPECT_TRUE(holds("a.where(memberOf('empty')).empty()"));
    EXPECT_TRUE(holds("a = 'x'"));
}

TEST(Possible, a_choice_from_an_empty_set_yields_nothing) {
    EXPECT_FALSE(yields("code.concept.where(memberOf('empty')).first()"));
    EXPECT_FALSE(holds("code.concept.where(memberOf('empty')).exists()"));
    EXPECT_TRUE(yields("code.concept.where(memberOf('full')).first()"));
    EXPECT_TRUE(yields("a.where(memberOf('empty')) | b"));
    EXPECT_TRUE(yields("a"));
}

}  // namespace
}  // namespace sluice::expression
