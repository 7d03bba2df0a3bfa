#include "gateway/schema/shapes.hpp"

#include <gtest/gtest.h>

namespace sluice::schema {
namespace {

TEST(Shapes, of_an_id_are_all_but_what_a_spreadsheet_makes) {
    for (const char* text : {"", "1", "1234567890123", "12E5", "E12", "1.5", "a=b", "{6D24-E5}", "1e-5"}) {
        EXPECT_FALSE(id_fault(text)) << text;
    }
    for (const char* text : {"1.23457E+12", "1E+15", "9,99063E+09", "1.2e+3", "=A2", "="}) {
        EXPECT_EQ(id_fault(text), Fault::row_id_damaged) << text;
    }
}

TEST(Shapes, of_an_nhs_number_are_told_apart) {
    EXPECT_FALSE(nhs_number_fault(""));
    EXPECT_FALSE(nhs_number_fault("999 000 0018"));
    EXPECT_EQ(nhs_number_fault("9.99E+09"), Fault::nhs_number_not_digits);
    EXPECT_EQ(nhs_number_fault("999000001"), Fault::nhs_number_length);
    EXPECT_EQ(nhs_number_fault("9990000019"), Fault::nhs_number_check_digit);
    EXPECT_EQ(nhs_number_fault("0000000000"), Fault::nhs_number_sentinel);
}

TEST(Shapes, of_a_snomed_id_are_told_apart) {
    EXPECT_FALSE(snomed_id_fault(""));
    EXPECT_FALSE(snomed_id_fault("871731000000106"));
    EXPECT_EQ(snomed_id_fault("8.71731E+14"), Fault::snomed_id_spreadsheet_exponent);
    EXPECT_EQ(snomed_id_fault("4061231000006100"), Fault::snomed_id_spreadsheet_truncated);
    EXPECT_EQ(snomed_id_fault("871731000000107"), Fault::snomed_id_invalid);
    EXPECT_EQ(snomed_id_fault("12"), Fault::snomed_id_invalid);
}

}  // namespace
}  // namespace sluice::schema
