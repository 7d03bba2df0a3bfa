#include "gateway/schema/fault.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace sluice::schema {
namespace {

TEST(Fault, has_a_name_of_its_own_that_leads_back_to_it) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < kFaultCount; ++i) {
        const auto fault = static_cast<Fault>(i);

        EXPECT_EQ(parse_fault(to_string(fault)), fault);
        EXPECT_TRUE(names.insert(to_string(fault)).second) << to_string(fault);
    }
}

TEST(Fault, is_named_area_slash_words_in_kebab_case) {
    for (std::size_t i = 0; i < kFaultCount; ++i) {
        const std::string name(to_string(static_cast<Fault>(i)));

        EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-/"), std::string::npos)
            << name;
        EXPECT_EQ(name.find('/'), name.rfind('/')) << name;
        EXPECT_NE(name.find('/'), std::string::npos) << name;
    }
}

TEST(Fault, keeps_its_order_with_its_names) {
    EXPECT_EQ(to_string(Fault::csv_ragged_row), "csv/ragged-row");
    EXPECT_EQ(to_string(Fault::row_missing_key), "row/missing-key");
    EXPECT_EQ(to_string(Fault::nhs_number_check_digit), "nhs-number/check-digit");
    EXPECT_EQ(to_string(Fault::link_conflict), "link/conflict");
    EXPECT_EQ(to_string(Fault::assessment_out_of_range), "assessment/out-of-range");
}

TEST(Fault, has_no_value_for_an_unknown_name) {
    EXPECT_EQ(parse_fault("csv/ragged"), std::nullopt);
    EXPECT_EQ(parse_fault(""), std::nullopt);
}

}  // namespace
}  // namespace sluice::schema
