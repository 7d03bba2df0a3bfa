#include "gateway/terminology/refset.hpp"

#include "tests/support/files.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace sluice::terminology {
namespace {

using testing::ElementsAre;

constexpr const char* kHeader = "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\r\n";
constexpr const char* kRefset = "1373501000000105";
// Identifiers that public sources name; which reference sets they belong to is made up.
constexpr const char* kLonely = "267076002";
constexpr const char* kHousing = "81877007";

std::string row(
    const std::string& id, const std::string& time, bool active, const std::string& code,
    const std::string& refset = kRefset
) {
    return id + '\t' + time + '\t' + (active ? "1" : "0") + "\tmodule\t" + refset + '\t' + code + "\r\n";
}

class RefsetTest : public testing::Test {
  protected:
    void write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories(std::filesystem::path(folder_ / name).parent_path());
        tests::write_text(folder_ / name, text);
    }
    static std::vector<std::string> codes(const Refset& refset) {
        std::vector<std::string> out;
        for (const auto& member : refset.members) {
            out.push_back(member.code);
        }
        return out;
    }
    const tests::TemporaryFolder folder_;
};

TEST_F(RefsetTest, takes_the_active_members_of_one_set) {
    write(
        "a.txt", kHeader + row("1", "20250101", true, kLonely) + row("2", "20250401", false, kHousing) +
                     row("3", "20250401", true, kHousing, "999007691000230101")
    );
    const auto refset = read_rf2(folder_ / "a.txt", kRefset);
    ASSERT_TRUE(refset) << refset.error().text();
    EXPECT_THAT(codes(*refset), ElementsAre(kLonely));
    EXPECT_EQ(refset->rows, 2U);
    EXPECT_EQ(refset->inactive, 1U);
    ASSERT_EQ(refset->withdrawn.size(), 1U);
    EXPECT_EQ(refset->withdrawn.front().code, kHousing);
    EXPECT_EQ(refset->version, "20250401");
}

TEST_F(RefsetTest, of_a_full_release_the_latest_state_counts_in_any_order) {
    const std::string name = "Full/Refset/Content/der2_Refset_SimpleFull_GB.txt";
    write(
        name, kHeader + row("1", "20250401", false, kLonely) + row("1", "20240401", true, kLonely) +
                  row("2", "20240401", false, kHousing) + row("2", "20250401", true, kHousing)
    );
    write("Readme.txt", "not a reference set");
    const auto refset = read_rf2(folder_.path(), kRefset);
    ASSERT_TRUE(refset) << refset.error().text();
    EXPECT_THAT(codes(*refset), ElementsAre(kHousing));
    EXPECT_EQ(refset->inactive, 1U);
    EXPECT_EQ(refset->duplicates, 0U);
}

TEST_F(RefsetTest, a_member_that_came_back_under_another_row_is_not_withdrawn) {
    write("a.txt", kHeader + row("1", "20240401", false, kLonely) + row("2", "20250401", true, kLonely));
    const auto refset = read_rf2(folder_ / "a.txt", kRefset);
    ASSERT_TRUE(refset) << refset.error().text();
    EXPECT_THAT(codes(*refset), ElementsAre(kLonely));
    EXPECT_TRUE(refset->withdrawn.empty());
}

TEST_F(RefsetTest, counts_rows_that_cannot_be_read_and_takes_none_of_them) {
    const std::string good = row("1", "20250101", true, kLonely);
    write(
        "a.txt", "\xEF\xBB\xBF" + std::string(kHeader) + good + row("", "20250101", true, kHousing) +
                     row("1", "99999999", false, kLonely) + row("1", "xx", false, kLonely) +
                     "2\t20250101\tyes\tmodule\t" + kRefset + "\t" + kHousing + "\r\n3\t20250101\t1\tmod"
    );
    const auto refset = read_rf2(folder_ / "a.txt", kRefset);
    ASSERT_TRUE(refset) << refset.error().text();
    EXPECT_THAT(codes(*refset), ElementsAre(kLonely));
    EXPECT_EQ(refset->unreadable, 5U);
    EXPECT_EQ(refset->version, "20250101");
}

TEST_F(RefsetTest, without_a_member_is_refused) {
    write("a.txt", kHeader + row("1", "20250101", false, kLonely));
    write("list.csv", "colour\nblue\n");
    EXPECT_FALSE(read_rf2(folder_ / "a.txt", kRefset));
    EXPECT_FALSE(read_list(folder_ / "list.csv"));
}

TEST_F(RefsetTest, that_is_no_text_is_named_so) {
    using namespace std::string_literals;
    write("list.csv", "\xFF\xFE" + "2\0006\0007\000\n\000"s);
    EXPECT_NE(read_list(folder_ / "list.csv").error().text().find("is not UTF-8 text"), std::string::npos);
}

TEST_F(RefsetTest, names_what_is_damaged_and_counts_what_is_there_twice) {
    write(
        "a.txt", kHeader + row("1", "20250101", true, kLonely) + row("2", "20250101", true, kLonely) +
                     row("3", "20250101", true, "267076003")
    );
    const auto refset = read_rf2(folder_ / "a.txt", kRefset);
    ASSERT_TRUE(refset);
    EXPECT_EQ(refset->duplicates, 1U);
    EXPECT_THAT(refset->damaged, ElementsAre("267076003"));
}

TEST_F(RefsetTest, says_that_a_set_or_a_file_is_not_there) {
    write("a.txt", kHeader + row("1", "20250101", true, kLonely));
    write("b.txt", "code\tterm\n");
    EXPECT_EQ(read_rf2(folder_ / "a.txt", "999007691000230101").error().code(), ErrorCode::usage);
    EXPECT_EQ(read_rf2(folder_ / "b.txt", kRefset).error().code(), ErrorCode::usage);
    EXPECT_EQ(read_rf2(folder_ / "c.txt", kRefset).error().code(), ErrorCode::io);
}

TEST_F(RefsetTest, reads_a_plain_list_with_heading_terms_and_remarks) {
    write(
        "list.csv",
        "\xEF\xBB\xBF"
        "code,term\n# of the board\n267076002,\"Feeling lonely\"\n\n81877007\n81877007"
    );
    const auto list = read_list(folder_ / "list.csv");
    ASSERT_TRUE(list) << list.error().text();
    EXPECT_THAT(codes(*list), ElementsAre(kLonely, kHousing));
    EXPECT_EQ(list->members[0].display, "Feeling lonely");
    EXPECT_EQ(list->duplicates, 1U);
}

}  // namespace
}  // namespace sluice::terminology
