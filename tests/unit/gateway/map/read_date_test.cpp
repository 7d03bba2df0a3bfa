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

TEST(IsoDate, reads_what_a_system_writes_and_leaves_the_rest) {
    const std::vector<std::string> patterns = {"dd MMM yyyy HH:mm:ss", "dd MMM yyyy HH:mm", "dd MMM yyyy"};

    EXPECT_EQ(iso_date("29 Sep 2011 14:53:28", patterns), "2011-09-29T14:53:28");
    EXPECT_EQ(iso_date("29 Sep 2011 14:53", patterns), "2011-09-29T14:53:00");
    EXPECT_EQ(iso_date("29 Sep 2011", patterns), "2011-09-29");
    EXPECT_EQ(iso_date("29 Sep 2011 00:00:00", patterns), "2011-09-29") << "no time is known";
    EXPECT_EQ(iso_date("31 Sep 2011", patterns), std::nullopt);
    EXPECT_EQ(iso_date("2011-09-29", patterns), std::nullopt);
    EXPECT_EQ(iso_date("", patterns), std::nullopt);
    EXPECT_EQ(iso_date("29 Sep 2011", {}), std::nullopt);
}

}  // namespace
}  // namespace sluice::map
