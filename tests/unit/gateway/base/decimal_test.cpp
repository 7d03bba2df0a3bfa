#include "gateway/base/decimal.hpp"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(Decimal, keeps_the_digits_of_the_source) {
    for (const auto* text : {"0", "7", "-3", "60.000", "2.1500", "0.05", "123456789012345678"}) {
        const auto decimal = Decimal::parse(text);

        ASSERT_TRUE(decimal) << text;
        EXPECT_EQ(decimal->to_string(), text);
    }
}

TEST(Decimal, reads_the_scientific_form_exactly) {
    EXPECT_EQ(Decimal::parse("5.600000024E-1")->to_string(), "0.5600000024");
    EXPECT_EQ(Decimal::parse("8.7E+3")->to_string(), "8700");
}

TEST(Decimal, refuses_what_is_not_a_decimal) {
    for (const auto* text :
         {"", " 1", "1 ", "1,000", ".5", "1.", "1e", "abc", "0x1", "1234567890123456789", "--1", "1e99"}) {
        EXPECT_FALSE(Decimal::parse(text)) << text;
    }
}

TEST(Decimal, compares_by_value) {
    EXPECT_EQ(*Decimal::parse("1.0"), *Decimal::parse("1.00"));
    EXPECT_LT(*Decimal::parse("-0.1"), *Decimal::parse("0"));
    EXPECT_GT(*Decimal::parse("999999999999999999"), *Decimal::parse("0.000000000000000001"));
}

TEST(Decimal, knows_when_it_is_whole) {
    EXPECT_EQ(Decimal::parse("60.000")->to_integer(), 60);
    EXPECT_FALSE(Decimal::parse("60.001")->to_integer());
}

}  // namespace
}  // namespace sluice
