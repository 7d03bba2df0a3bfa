#include "gateway/map/ids.hpp"

#include <gtest/gtest.h>

namespace sluice::map {
namespace {

// Worked out with another implementation of SHA-256. These values stand in stores and exports: they never
// change.
TEST(RecordId, is_the_same_for_ever) {
    EXPECT_EQ(
        record_id("emis", "Admin_Patient", "{O1}\x1f{P1}", "person"), "0d01f2f7-dbe7-8e12-9a33-b1fbf2c43b7d"
    );
    EXPECT_EQ(record_id("", "", "", ""), "a9960022-d10f-8a7a-b2c7-7d2065c13b5c");
}

TEST(RecordId, differs_where_any_part_differs) {
    const auto id = record_id("emis", "T", "k", "person");

    EXPECT_NE(record_id("other", "T", "k", "person"), id);
    EXPECT_NE(record_id("emis", "U", "k", "person"), id);
    EXPECT_NE(record_id("emis", "T", "l", "person"), id);
    EXPECT_NE(record_id("emis", "T", "k", "need"), id);
    EXPECT_NE(record_id("emis", "Tk", "", "person"), id);
}

TEST(RecordId, is_a_uuid_of_version_8) {
    for (int i = 0; i < 64; ++i) {
        const auto id = record_id("emis", "T", std::to_string(i), "person");

        ASSERT_EQ(id.size(), 36U);
        EXPECT_EQ(id[14], '8');
        EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos) << id;
        EXPECT_EQ(id.find_first_not_of("0123456789abcdef-"), std::string::npos) << id;
    }
}

}  // namespace
}  // namespace sluice::map
