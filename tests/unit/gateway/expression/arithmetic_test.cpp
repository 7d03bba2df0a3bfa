#include "gateway/expression/arithmetic.hpp"

namespace sluice::expression {
namespace {

Decimal number(std::string_view text) {
    return *Decimal::parse(text);
}

std::string text_of(const std::optional<Decimal>& value) {
    return value ? value->to_string() : "none";
}

TEST(Arithmetic, adds_and_subtracts_exactly) {
    EXPECT_EQ(text_of(add(number("0.1"), number("0.2"))), "0.3");
    EXPECT_EQ(text_of(add(number("1.50"), number("2"))), "3.50");
    EXPECT_EQ(text_of(subtract(number("1"), number("0.999"))), "0.001");
    EXPECT_EQ(text_of(multiply(number("1.2"), number("-0.05"))), "-0.060");
}

TEST(Arithmetic, gives_up_digits_past_eight_decimals_before_it_overflows) {
    EXPECT_EQ(text_of(multiply(number("0.123456789012"), number("0.123456789012"))), "0.015241578753153484");
    EXPECT_EQ(text_of(multiply(number("1234567.123456789"), number("1234567.123456789"))), "none");
    EXPECT_EQ(text_of(add(number("999999999999999999"), number("1"))), "none");
    EXPECT_EQ(text_of(add(number("99999999999999999"), number("0.1"))), "99999999999999999.1");
    EXPECT_EQ(text_of(add(number("999999999999999999"), number("0.1"))), "none");
}

TEST(Arithmetic, divides_to_eight_decimals_half_away_from_zero) {
    EXPECT_EQ(text_of(divide(number("1"), number("2"))), "0.5");
    EXPECT_EQ(text_of(divide(number("2"), number("3"))), "0.66666667");
    EXPECT_EQ(text_of(divide(number("-2"), number("3"))), "-0.66666667");
    EXPECT_EQ(text_of(divide(number("1"), number("-8"))), "-0.125");
    EXPECT_EQ(text_of(divide(number("1"), number("0.000000000000000001"))), "none");
    EXPECT_EQ(text_of(divide(number("0.000000000000000001"), number("999999999999999999"))), "0");
    EXPECT_EQ(text_of(divide(number("1"), number("0"))), "none");
}

TEST(Arithmetic, rounds_a_mean_once) {
    EXPECT_EQ(text_of(divide_to(number("1"), 3, 2)), "0.33");
    EXPECT_EQ(text_of(divide_to(number("-0.45"), 1, 1)), "-0.5");
    EXPECT_EQ(text_of(divide_to(number("395"), 263, 1)), "1.5");
    EXPECT_EQ(text_of(divide_to(number("-366"), 246, 1)), "-1.5");
    EXPECT_EQ(text_of(divide_to(number("168"), 12, 1)), "14.0");
    EXPECT_EQ(text_of(divide_to(number("999999999999999999"), 1, 1)), "none");
}

TEST(Arithmetic, truncates_whole_quotients_and_keeps_the_sign_of_the_dividend) {
    EXPECT_EQ(divide_whole(number("-7"), number("2")), -3);
    EXPECT_EQ(divide_whole(number("5.5"), number("0.7")), 7);
    EXPECT_EQ(text_of(modulo(number("-7"), number("2"))), "-1");
    EXPECT_EQ(text_of(modulo(number("5.5"), number("0.7"))), "0.6");
    EXPECT_EQ(divide_whole(number("1"), number("0")), std::nullopt);
    EXPECT_EQ(modulo(number("1"), number("0.00")), std::nullopt);
}

TEST(Arithmetic, rounds_half_away_from_zero) {
    EXPECT_EQ(round_to(number("2.5"), 0).to_string(), "3");
    EXPECT_EQ(round_to(number("-2.5"), 0).to_string(), "-3");
    EXPECT_EQ(round_to(number("2.449"), 1).to_string(), "2.4");
    EXPECT_EQ(round_to(number("2.4"), 3).to_string(), "2.4");
}

TEST(Arithmetic, finds_the_whole_numbers_around) {
    EXPECT_EQ(floor_of(number("-1.1")), -2);
    EXPECT_EQ(ceiling_of(number("-1.1")), -1);
    EXPECT_EQ(floor_of(number("2.0")), 2);
    EXPECT_EQ(ceiling_of(number("2.1")), 3);
    EXPECT_EQ(truncate_of(number("-2.9")), -2);
}

TEST(Arithmetic, has_no_value_for_integers_that_overflow) {
    EXPECT_EQ(checked_add(INT64_MAX, 1), std::nullopt);
    EXPECT_EQ(checked_subtract(INT64_MIN, 1), std::nullopt);
    EXPECT_EQ(checked_multiply(INT64_MAX, 2), std::nullopt);
    EXPECT_EQ(checked_multiply(3, 4), 12);
}

TEST(Arithmetic, takes_from_floating_point_only_what_is_finite_and_fits) {
    EXPECT_EQ(text_of(from_double(2.718281828459)), "2.71828183");
    EXPECT_EQ(text_of(from_double(1e300)), "none");
    EXPECT_EQ(text_of(from_double(0.0 / 1.0)), "0");
}

}  // namespace
}  // namespace sluice::expression
