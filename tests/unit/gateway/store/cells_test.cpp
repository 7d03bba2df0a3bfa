#include "gateway/store/cells.hpp"

#include <gtest/gtest.h>

namespace sluice::store {
namespace {

using Cells = std::vector<std::string_view>;

TEST(Cells, come_back_as_they_were_at_every_length_edge) {
    for (const std::size_t length : {0U, 1U, 127U, 128U, 16383U, 16384U, 1U << 20, 1U << 21}) {
        const std::string cell(length, 'x');
        const Cells cells = {"", cell, "", std::string_view("a\0b", 3)};

        const std::string blob = encode_cells(cells);

        Cells decoded = {"left over"};
        ASSERT_TRUE(decode_cells(blob, decoded)) << length;
        EXPECT_EQ(decoded, cells) << length;
    }
}

TEST(Cells, of_a_row_without_columns_are_no_bytes) {
    Cells decoded = {"left over"};

    EXPECT_EQ(encode_cells({}), "");
    EXPECT_TRUE(decode_cells("", decoded));
    EXPECT_TRUE(decoded.empty());
}

TEST(Cells, that_are_damaged_are_refused) {
    Cells decoded;
    const std::string blob = encode_cells({"abc", "de"});

    for (const std::size_t kept : {1U, 3U, 5U, 6U}) {
        EXPECT_FALSE(decode_cells(std::string_view(blob).substr(0, kept), decoded)) << kept;
    }
    EXPECT_FALSE(decode_cells("\x80", decoded));
    EXPECT_FALSE(decode_cells("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", decoded));
}

TEST(Cells, can_be_taken_one_by_one) {
    const std::string blob = encode_cells({"a", ""});
    std::string_view rest = blob;

    EXPECT_EQ(take_cell(rest), "a");
    EXPECT_EQ(take_cell(rest), "");
    EXPECT_EQ(take_cell(rest), std::nullopt);
}

}  // namespace
}  // namespace sluice::store
