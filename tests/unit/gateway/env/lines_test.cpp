#include "gateway/env/lines.hpp"

#include "gateway/base/limits.hpp"

#include "tests/support/files.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace sluice::env {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class LinesTest : public testing::Test {
  protected:
    std::vector<std::string> lines_of(const std::string& text, std::size_t most = SIZE_MAX) {
        tests::write_text(folder_ / "f", text);
        std::vector<std::string> out;
        status_ = each_line(folder_ / "f", [&](std::string_view line, std::uint64_t number) -> Result<bool> {
            out.push_back(std::to_string(number) + ":" + std::string(line));
            return out.size() < most;
        });
        return out;
    }
    const tests::TemporaryFolder folder_;
    Result<void> status_;
};

TEST_F(LinesTest, are_numbered_and_end_with_either_line_end) {
    EXPECT_THAT(lines_of("a\r\n\nb"), ElementsAre("1:a", "2:", "3:b"));
    EXPECT_THAT(lines_of("a\n"), ElementsAre("1:a"));
    EXPECT_THAT(lines_of(""), ElementsAre());
    EXPECT_TRUE(status_);
}

TEST_F(LinesTest, begin_after_a_byte_order_mark) {
    EXPECT_THAT(
        lines_of("\xEF\xBB\xBF"
                 "a\n\xEF\xBB\xBF"
                 "b"),
        ElementsAre(
            "1:a",
            "2:\xEF\xBB\xBF"
            "b"
        )
    );
}

TEST_F(LinesTest, are_whole_where_they_cross_a_block) {
    const std::string half(Limits{}.block_bytes - 1, 'x');
    EXPECT_THAT(lines_of(half + "yy\nz"), ElementsAre("1:" + half + "yy", "2:z"));
}

TEST_F(LinesTest, stop_where_no_more_is_wanted) {
    EXPECT_THAT(lines_of("a\nb\nc", 2), ElementsAre("1:a", "2:b"));
}

TEST_F(LinesTest, refuse_one_that_is_too_long_by_its_number) {
    EXPECT_THAT(lines_of("a\n" + std::string(Limits{}.record_bytes_max + 1, 'x')), ElementsAre("1:a"));
    ASSERT_FALSE(status_);
    EXPECT_THAT(status_.error().text(), HasSubstr("line 2 is longer than"));
}

TEST_F(LinesTest, of_a_file_that_is_not_there_say_so) {
    EXPECT_FALSE(each_line(folder_ / "none", [](auto, auto) -> Result<bool> { return true; }));
}

}  // namespace
}  // namespace sluice::env
