#include "gateway/base/identifiers.hpp"

#include <gtest/gtest.h>

namespace sluice {
namespace {

using Fault = NhsNumber::Fault;

TEST(NhsNumber, names_the_fault) {
    const struct {
        const char* text;
        Fault fault;
    } cases[] = {
        {"9990000018", Fault::none},
        {"999 000 0018", Fault::none},
        {" 999-000-0018 ", Fault::none},
        {"", Fault::blank},
        {"   ", Fault::blank},
        {"999000001", Fault::length},
        {"99900000180", Fault::length},
        {"9990000019", Fault::check_digit},
        {"A990000018", Fault::not_digits},
        {"0000000000", Fault::sentinel},
        {"9999999999", Fault::sentinel},
        {"0123456789", Fault::sentinel},
        {"6035700097", Fault::check_digit},
        {"9219976933", Fault::check_digit},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(NhsNumber::judge(c.text), c.fault) << c.text;
    }
}

TEST(NhsNumber, knows_the_range_set_aside_for_tests) {
    EXPECT_TRUE(NhsNumber::parse("9990000018")->is_test_number());
    EXPECT_FALSE(NhsNumber::parse("4010232137")->is_test_number());
}

TEST(NhsNumber, has_no_check_digit_where_the_sum_leaves_ten) {
    int without = 0;
    for (int i = 999000000; i < 999000022; ++i) {
        without += nhs_check_digit(std::to_string(i)) ? 0 : 1;
    }
    EXPECT_EQ(without, 2);
}

TEST(SnomedId, names_the_fault) {
    const struct {
        const char* text;
        SnomedFault fault;
    } cases[] = {
        {"871731000000106", SnomedFault::none},
        {"720433000", SnomedFault::none},
        {"", SnomedFault::blank},
        {"8.71731E+14", SnomedFault::spreadsheet_exponent},
        {"8,71731E+14", SnomedFault::spreadsheet_exponent},  // a spreadsheet of another country
        {"871731000000107", SnomedFault::check_digit},
        {"1373501000000100", SnomedFault::spreadsheet_truncated},
        {"12345", SnomedFault::length},
        {"8717310X0000106", SnomedFault::not_digits},
        {"2514911000000113", SnomedFault::not_a_concept},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(judge_snomed_id(c.text), c.fault) << c.text;
    }
}

TEST(OdsCode, takes_three_to_eight_capitals_and_digits) {
    for (const auto* text : {"F84", "F84001", "A1234567"}) {
        EXPECT_TRUE(is_ods_code(text)) << text;
    }
    for (const auto* text : {"", "F8", "f84001", "A12345678", "F84 01"}) {
        EXPECT_FALSE(is_ods_code(text)) << text;
    }
}

}  // namespace
}  // namespace sluice
