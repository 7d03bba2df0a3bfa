#include "gateway/format/ole.hpp"

#include "tests/support/files.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/workbook.hpp"

#include <gtest/gtest.h>

namespace sluice::format {
namespace {

using tests::make_ole;

OleContent content_of(const std::string& bytes) {
    const tests::TemporaryFolder folder;
    tests::write_text(folder / "a", bytes);
    const auto content = read_ole(folder / "a");
    EXPECT_TRUE(content);
    return content ? *content : OleContent::other;
}

TEST(Ole, is_known_by_its_first_bytes) {
    EXPECT_TRUE(is_ole(make_ole({})));
    EXPECT_FALSE(is_ole("\xD0\xCF\x11\xE0\xA1\xB1\x1A"));
    EXPECT_FALSE(is_ole("PK\x03\x04"));
    EXPECT_FALSE(is_ole(""));
}

TEST(Ole, tells_a_password_an_old_workbook_and_another_document_apart) {
    EXPECT_EQ(content_of(make_ole({"EncryptionInfo", "EncryptedPackage"})), OleContent::encrypted_package);
    EXPECT_EQ(content_of(make_ole({"EncryptionInfo"})), OleContent::encrypted_package);
    EXPECT_EQ(content_of(make_ole({"Workbook"})), OleContent::old_workbook);
    EXPECT_EQ(content_of(make_ole({"Book"})), OleContent::old_workbook);
    EXPECT_EQ(content_of(make_ole({"WordDocument", "1Table"})), OleContent::other);
    EXPECT_EQ(content_of(make_ole({"Workbooks", "Boo"})), OleContent::other);
    EXPECT_EQ(content_of(make_ole({})), OleContent::other);
}

TEST(Ole, follows_a_directory_of_many_sectors_and_one_at_the_end_of_a_large_file) {
    const std::vector<std::string> names = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "Workbook"};

    EXPECT_EQ(content_of(make_ole(names)), OleContent::old_workbook);
    EXPECT_EQ(content_of(make_ole(names, 300)), OleContent::old_workbook);
    EXPECT_EQ(content_of(make_ole(names, 15'000)), OleContent::old_workbook);
    EXPECT_EQ(content_of(make_ole(names, 40'000)), OleContent::old_workbook);
}

TEST(Ole, says_other_of_one_that_is_cut_short_or_goes_in_circles) {
    const std::string whole = make_ole({"a", "b", "c", "d", "Workbook"});
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{8}, std::size_t{511}, std::size_t{512}, whole.size() - 512}) {
        EXPECT_EQ(content_of(whole.substr(0, size)), OleContent::other) << size;
    }

    std::string circle = make_ole({"a", "b", "c", "d", "e"});
    circle.replace(
        512 + 2 * 4, 4, std::string("\1\0\0\0", 4)
    );  // after the second sector of the directory the first comes again
    EXPECT_EQ(content_of(circle), OleContent::other);

    std::string sectors = make_ole({"Workbook"});
    sectors[30] = 63;  // of 2^63 bytes
    EXPECT_EQ(content_of(sectors), OleContent::other);
}

TEST(Ole, has_an_error_for_a_file_that_is_not_there) {
    EXPECT_FALSE(read_ole("/nowhere/at/all"));
}

}  // namespace
}  // namespace sluice::format
