#include "gateway/map/read_date.hpp"

#include <gtest/gtest.h>

namespace sluice::map {
namespace {

TEST(IsTooEarly, knows_a_date_of_before_the_earliest) {
    schema::Field field;
    field.type = schema::FieldType::date;
    EXPECT_FALSE(is_too_early(field, "0001-01-01"));

    field.earliest = Date(2000, 1, 1);

    EXPECT_TRUE(is_too_early(field, "0001-01-01"));
    EXPECT_TRUE(is_too_early(field, "1999-12-31"));
    EXPECT_TRUE(is_too_early(field, "1999"));
    EXPECT_FALSE(is_too_early(field, "2000"));
    EXPECT_FALSE(is_too_early(field, "2000-01-01"));
}

}  // namespace
}  // namespace sluice::map
