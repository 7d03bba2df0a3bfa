#include "gateway/expression/unit.hpp"

namespace sluice::expression {
namespace {

Quantity quantity(std::string_view text) {
    return *Quantity::parse(text);
}

TEST(Unit, converts_within_a_dimension) {
    EXPECT_EQ(convert(quantity("4 'g'"), "mg", false), Decimal(4000));
    EXPECT_EQ(convert(quantity("1 '[in_i]'"), "cm", false), *Decimal::parse("2.54"));
    EXPECT_EQ(convert(quantity("7 days"), "wk", false), Decimal(1));
    EXPECT_EQ(convert(quantity("4 'g'"), "cm", false), std::nullopt);
    EXPECT_EQ(convert(quantity("4 '[arb]'"), "[arb]", false), Decimal(4));
    EXPECT_EQ(convert(quantity("4 '[arb]'"), "g", false), std::nullopt);
}

TEST(Unit, keeps_calendar_years_apart_from_ucum_years_unless_loosely) {
    EXPECT_EQ(convert(quantity("1 year"), "a", false), std::nullopt);
    EXPECT_EQ(convert(quantity("1 year"), "a", true), Decimal(1));
    EXPECT_EQ(convert(quantity("2 years"), "month", false), Decimal(24));
}

TEST(Unit, compares_exactly_where_one_way_of_converting_is_exact) {
    EXPECT_EQ(compare(quantity("1 'kg'"), quantity("1000000000 'ug'")), std::strong_ordering::equal);
    EXPECT_EQ(compare(quantity("1000000001 'ug'"), quantity("1 'kg'")), std::strong_ordering::greater);
    EXPECT_EQ(compare(quantity("185 '[lb_av]'"), quantity("185 'kg'")), std::strong_ordering::less);
    EXPECT_EQ(compare(quantity("1 'kg'"), quantity("1 'm'")), std::nullopt);
}

TEST(Unit, knows_calendar_words_in_both_numbers) {
    EXPECT_TRUE(is_calendar_unit("day"));
    EXPECT_TRUE(is_calendar_unit("milliseconds"));
    EXPECT_FALSE(is_calendar_unit("s"));
    EXPECT_FALSE(is_calendar_unit("d"));
    EXPECT_EQ(canonical_unit("days"), "day");
    EXPECT_EQ(canonical_unit("gs"), "gs");
    EXPECT_EQ(canonical_unit(""), "1");
}

}  // namespace
}  // namespace sluice::expression
