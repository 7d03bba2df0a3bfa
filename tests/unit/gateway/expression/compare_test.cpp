#include "gateway/expression/compare.hpp"

#include "tests/unit/gateway/expression/tree.hpp"

namespace sluice::test {
namespace {

using namespace expression;

Comparing with_steps(std::uint64_t steps) {
    Comparing comparing;
    comparing.steps_left = steps;
    return comparing;
}

TEST(Compare, tells_trees_apart_by_names_and_values) {
    Tree first("a");
    first.add("x", text("1"));
    Tree second("b");
    second.add("x", text("1"));
    Tree renamed("a");
    renamed.add("y", text("1"));
    Tree longer("a");
    longer.add("x", text("1"));
    longer.add("x", text("1"));
    auto comparing = with_steps(100);

    EXPECT_EQ(are_equal(Item(&first), Item(&second), comparing), true);
    EXPECT_EQ(are_equal(Item(&first), Item(&renamed), comparing), false);
    EXPECT_EQ(are_equal(Item(&first), Item(&longer), comparing), false);
    EXPECT_EQ(are_equal(Item(&first), Item(text("1")), comparing), false);
    EXPECT_FALSE(comparing.gave_up);
}

TEST(Compare, gives_up_when_the_steps_are_used_up) {
    auto comparing = with_steps(1);

    EXPECT_EQ(are_equal(Item(text("1")), Item(text("1")), comparing), true);
    EXPECT_FALSE(comparing.gave_up);
    EXPECT_EQ(are_equal(Item(text("1")), Item(text("1")), comparing), std::nullopt);
    EXPECT_TRUE(comparing.gave_up);
}

TEST(Compare, keeps_the_first_of_equal_items) {
    auto comparing = with_steps(100);
    Collection out;

    append_distinct(
        {Item(Value(std::int64_t{1})), Item(Value(Decimal(10, 1))), Item(text("1"))}, out, comparing
    );

    ASSERT_EQ(out.size(), 2U);
    EXPECT_TRUE(out[0].get<std::int64_t>());
    EXPECT_TRUE(has_equal(out, Item(text("1")), comparing));
}

TEST(Compare, matches_each_item_once_in_equivalence) {
    auto comparing = with_steps(100);
    const Collection twice = {Item(text("a")), Item(text("A"))};
    const Collection mixed = {Item(text("a")), Item(text("b"))};

    EXPECT_TRUE(are_equivalent(twice, twice, comparing));
    EXPECT_FALSE(are_equivalent(twice, mixed, comparing));
}

}  // namespace
}  // namespace sluice::test
