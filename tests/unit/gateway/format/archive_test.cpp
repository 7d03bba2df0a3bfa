#include "gateway/format/archive.hpp"

#include "tests/support/files.hpp"
#include "tests/support/zip.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace sluice::format {
namespace {

using tests::kEncrypted;
using tests::kLinkMode;
using tests::make_zip;
using tests::raw_zip;
using tests::RawMember;

std::string_view to_string(ArchiveFault fault) {
    static constexpr std::string_view kNames[] = {"unsafe-name", "bad-name",       "duplicate-name",
                                                  "not-a-file",  "encrypted",      "too-many-members",
                                                  "too-large",   "ratio-too-high", "corrupt"};
    return kNames[static_cast<std::size_t>(fault)];
}

class ArchiveTest : public testing::Test {
  protected:
    ArchiveTest() : path_((std::filesystem::temp_directory_path() / "sluice-zip-XXXXXX").string()) {
        ::close(::mkstemp(path_.data()));
    }
    ~ArchiveTest() override { std::filesystem::remove(path_); }

    // What is read whole, as "name=bytes", and what is refused, as "name!fault", in order.
    Result<ArchiveOutcome> read(const std::string& bytes, const Limits& limits = {}) {
        std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
        seen_.clear();
        std::string content;
        ArchiveVisitor visitor;
        visitor.begin = [&](const ArchiveMember&) -> Result<void> {
            content.clear();
            return {};
        };
        visitor.chunk = [&](std::string_view chunk) -> Result<void> {
            content += chunk;
            return {};
        };
        visitor.end = [&](const ArchiveMember& member) -> Result<void> {
            EXPECT_EQ(member.size, content.size());
            seen_.push_back(member.name + '=' + content.substr(0, 20));
            return {};
        };
        visitor.refused = [&](const ArchiveMember& member, ArchiveFault fault) -> Result<void> {
            seen_.push_back(member.name + '!' + std::string(to_string(fault)));
            return {};
        };
        visitor.wanted = wanted_;
        return read_zip(path_, limits, visitor);
    }

    using Seen = std::vector<std::string>;
    std::string path_;
    Seen seen_;
    std::function<bool(const ArchiveMember&)> wanted_;
};

TEST_F(ArchiveTest, gives_members_in_their_order_with_their_bytes) {
    const auto zip = make_zip(
        {{"b.csv", "1,2\n"}, {"folder/a.csv", ""}, {"caf\xC3\xA9.csv", "x"}, {"in.zip", "PK\x03\x04"}}
    );

    const auto outcome = read(zip);

    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->member_count, 4U);
    EXPECT_EQ(outcome->bytes, 9U);
    EXPECT_FALSE(outcome->stopped);
    EXPECT_EQ(seen_, (Seen{"b.csv=1,2\n", "folder/a.csv=", "caf\xC3\xA9.csv=x", "in.zip=PK\x03\x04"}));
}

TEST_F(ArchiveTest, passes_over_a_member_that_is_not_wanted_without_unpacking_it) {
    wanted_ = [](const ArchiveMember& member) { return member.name == "b"; };

    // What is passed over may be large and broken; what is refused is told all the same.
    RawMember broken{"a", std::string(1000, 'x')};
    broken.crc_error = 1;
    const auto outcome = read(raw_zip({broken, {"b", "one"}, {"../c", "x"}, {"d", "x"}}));

    ASSERT_TRUE(outcome);
    EXPECT_FALSE(outcome->stopped);
    EXPECT_EQ(outcome->member_count, 1U);
    EXPECT_EQ(outcome->bytes, 3U);
    EXPECT_EQ(seen_, (Seen{"b=one", "../c!unsafe-name"}));
}

TEST_F(ArchiveTest, refuses_a_dangerous_member_alone) {
    const struct {
        RawMember member;
        const char* fault;
    } cases[] = {
        {{"/etc/passwd", "x"}, "unsafe-name"},
        {{"../up.csv", "x"}, "unsafe-name"},
        {{"a/../../up.csv", "x"}, "unsafe-name"},
        {{"a/..", "x"}, "unsafe-name"},
        {{"./a", "x"}, "unsafe-name"},
        {{"a//b", "x"}, "unsafe-name"},
        {{"C:evil.csv", "x"}, "unsafe-name"},
        {{"a/b\\c.csv", "x"}, "unsafe-name"},
        {{"a\nb.csv", "x"}, "bad-name"},
        {{"a\x7F", "x"}, "bad-name"},
        {{"link.csv", "/etc/passwd", 0, kLinkMode}, "not-a-file"},
        {{"device.csv", "", 0, 0020644}, "not-a-file"},
        {{"secret.csv", "0123456789abcdef", kEncrypted}, "encrypted"},
        {{"good-1.csv", "x"}, "duplicate-name"},
    };

    for (const auto& c : cases) {
        const auto outcome = read(raw_zip({{"good-1.csv", "one"}, c.member, {"good-2.csv", "two"}}));

        ASSERT_TRUE(outcome) << c.member.name;
        EXPECT_FALSE(outcome->stopped) << c.member.name;
        EXPECT_EQ(outcome->refused_count, 1U) << c.member.name;
        EXPECT_EQ(seen_, (Seen{"good-1.csv=one", c.member.name + '!' + c.fault, "good-2.csv=two"}))
            << c.member.name;
    }
}

TEST_F(ArchiveTest, refuses_a_name_that_is_not_utf8) {
    const auto outcome = read(raw_zip({{"bad\xFF.csv", "x"}, {"good.csv", "y"}}));

    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->refused_count, 1U);
    ASSERT_EQ(seen_.size(), 2U);
    EXPECT_EQ(seen_[0].substr(seen_[0].find('!')), "!bad-name");
    EXPECT_EQ(seen_[1], "good.csv=y");
}

// As some archivers of Windows write them.
TEST_F(ArchiveTest, judges_backslashes_as_the_separators_they_stand_for) {
    const auto outcome = read(raw_zip({{"a\\b.csv", "x"}, {"..\\up.csv", "y"}, {"C:\\evil.csv", "z"}}));

    ASSERT_TRUE(outcome);
    EXPECT_EQ(seen_, (Seen{"a/b.csv=x", "../up.csv!unsafe-name", "C:/evil.csv!unsafe-name"}));
}

TEST_F(ArchiveTest, passes_over_directories) {
    const auto outcome = read(raw_zip({{"folder/", "", 0, 0040755}, {"folder/a", "x"}}));

    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->refused_count, 0U);
    EXPECT_EQ(seen_, Seen{"folder/a=x"});
}

TEST_F(ArchiveTest, counts_entries_up_to_the_limit) {
    Limits limits;
    limits.archive_members_max = 2;

    const auto at_limit = read(raw_zip({{"a", "x"}, {"b", "x"}}), limits);
    const auto beyond = read(raw_zip({{"a", "x"}, {"b", "x"}, {"c", "x"}}), limits);

    EXPECT_FALSE(at_limit->stopped);
    EXPECT_EQ(beyond->stopped, ArchiveFault::too_many_members);
    EXPECT_EQ(beyond->member_count, 2U);
}

TEST_F(ArchiveTest, counts_unpacked_bytes_of_all_members_up_to_the_limit) {
    Limits limits;
    limits.archive_bytes_max = 6;

    const auto at_limit = read(make_zip({{"a", "123"}, {"b", "456"}}), limits);
    const auto beyond = read(make_zip({{"a", "123"}, {"b", "4567"}}), limits);

    EXPECT_FALSE(at_limit->stopped);
    EXPECT_EQ(beyond->stopped, ArchiveFault::too_large);
    EXPECT_EQ(seen_, (Seen{"a=123", "b!too-large"}));
}

TEST_F(ArchiveTest, stops_a_bomb_by_its_ratio_once_it_is_judged) {
    const std::string zip = make_zip({{"bomb", std::string(1'000'000, '0')}});
    ASSERT_LT(zip.size(), 5'000U);
    Limits limits;
    limits.archive_ratio_max = 100;
    limits.archive_ratio_from = 2'000'000;

    const auto not_judged = read(zip, limits);
    limits.archive_ratio_from = 500'000;
    const auto judged = read(zip, limits);

    EXPECT_FALSE(not_judged->stopped);
    EXPECT_EQ(judged->stopped, ArchiveFault::ratio_too_high);
    EXPECT_EQ(judged->member_count, 0U);
    EXPECT_LT(judged->bytes, 700'000U);
}

TEST_F(ArchiveTest, does_not_believe_the_size_in_a_header) {
    Limits limits;
    limits.archive_bytes_max = 1000;

    const auto outcome = read(raw_zip({{"small", std::string(100'000, 'x'), 0, 0100644, 10}}), limits);

    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->member_count, 0U);
    EXPECT_TRUE(outcome->stopped);
    EXPECT_LE(outcome->bytes, 100'000U);
}

TEST_F(ArchiveTest, stops_where_the_archive_is_corrupt) {
    const std::string good = raw_zip({{"a", "first"}, {"b", std::string(5000, 'x')}});
    RawMember bad_sum{"b", "second"};
    bad_sum.crc_error = 1;
    RawMember unknown_method{"b", "second"};
    unknown_method.method = 99;
    const struct {
        const char* name;
        std::string bytes;
        std::size_t member_count;
    } cases[] = {
        {"bad checksum", raw_zip({{"a", "first"}, bad_sum}), 1},
        {"unknown method", raw_zip({{"a", "first"}, unknown_method}), 1},
        {"cut short", good.substr(0, 1000), 0},
        {"cut between two members", good.substr(0, good.rfind("PK\x03\x04")), 0},
        {"cut before its directory", good.substr(0, good.find("PK\x01\x02")), 0},
        {"cut in the first header", good.substr(0, 10), 0},
        {"no zip at all", "id,name\n1,x\n", 0},
    };

    for (const auto& c : cases) {
        const auto outcome = read(c.bytes);
        ASSERT_TRUE(outcome) << c.name;
        EXPECT_EQ(outcome->stopped, ArchiveFault::corrupt) << c.name;
        EXPECT_EQ(outcome->member_count, c.member_count) << c.name;
    }
}

TEST_F(ArchiveTest, says_that_it_cannot_read_what_is_not_there) {
    const auto outcome = read_zip("/nonexistent.zip", {}, {});

    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().text(), "cannot read /nonexistent.zip: No such file or directory");
}

TEST_F(ArchiveTest, hands_on_an_error_of_the_visitor) {
    tests::write_text(path_, make_zip({{"a", "x"}}));
    ArchiveVisitor visitor;
    visitor.begin = [](const ArchiveMember&) -> Result<void> { return Error(ErrorCode::io, "disk full"); };

    const auto outcome = read_zip(path_, {}, visitor);

    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().text(), "disk full");
}

TEST(IsZip, goes_by_the_signature) {
    EXPECT_TRUE(is_zip(make_zip({{"a", "x"}})));
    EXPECT_TRUE(is_zip(make_zip({})));
    EXPECT_FALSE(is_zip("PK"));
    EXPECT_FALSE(is_zip("PKid,name"));
    EXPECT_FALSE(is_zip(""));
}

}  // namespace
}  // namespace sluice::format
