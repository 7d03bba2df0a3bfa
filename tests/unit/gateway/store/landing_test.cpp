#include "gateway/store/landing.hpp"

#include "gateway/base/limits.hpp"

#include "tests/support/file_size_limit.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include <sys/stat.h>

namespace sluice::store {
namespace {

// FIPS 180-4: the digest of "abc".
constexpr const char* kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class LandingTest : public testing::Test {
  protected:
    std::vector<env::ListedFile> files() const { return *env::list_files(folder_.path()); }
    std::string object_path() const { return folder_ / "objects/ba/" + kAbc; }

    tests::TemporaryFolder folder_;
    Landing landing_ = *Landing::open(folder_.path());
};

TEST_F(LandingTest, stores_bytes_under_their_digest_for_the_owner_only) {
    const Result<Landed> landed = landing_.land_bytes("abc", "a.csv");

    ASSERT_TRUE(landed) << landed.error().text();
    EXPECT_EQ(*landed, (Landed{kAbc, 3}));
    EXPECT_EQ(files(), (std::vector<env::ListedFile>{{std::string("objects/ba/") + kAbc, 3}}));
    struct stat status {};
    ASSERT_EQ(::stat(object_path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    EXPECT_EQ(landing_.path_of(kAbc), object_path());
    EXPECT_TRUE(landing_.contains(kAbc));
    EXPECT_EQ(*env::read_file(object_path(), 100), "abc");
}

TEST_F(LandingTest, copies_a_file_and_leaves_it) {
    std::ofstream(folder_ / "source.csv") << "abc";

    const Result<Landed> landed = landing_.land_file(folder_ / "source.csv");

    ASSERT_TRUE(landed);
    EXPECT_EQ(landed->sha256, kAbc);
    EXPECT_EQ(files().size(), 2U);
    EXPECT_FALSE(landing_.land_file(folder_ / "missing.csv"));
}

TEST_F(LandingTest, says_how_far_a_file_is_landed) {
    const std::string block(Limits().block_bytes, 'x');
    std::ofstream(folder_ / "source.csv") << block << "end";
    std::vector<std::uint64_t> heard;

    ASSERT_TRUE(landing_.land_file(folder_ / "source.csv", [&](std::uint64_t bytes) {
        heard.push_back(bytes);
    }));

    EXPECT_EQ(heard, (std::vector<std::uint64_t>{block.size(), block.size() + 3}));
}

TEST_F(LandingTest, takes_a_stream_in_pieces_and_an_empty_one) {
    Result<LandingStream> stream = landing_.begin("member.csv");
    ASSERT_TRUE(stream && stream->write("a") && stream->write("") && stream->write("bc"));
    Result<LandingStream> empty = landing_.begin("empty.csv");

    const Result<Landed> landed = stream->finish();
    const Result<Landed> nothing = empty->finish();

    ASSERT_TRUE(landed && nothing);
    EXPECT_EQ(*landed, (Landed{kAbc, 3}));
    EXPECT_EQ(nothing->bytes, 0U);
    EXPECT_TRUE(landing_.contains(nothing->sha256));
}

TEST_F(LandingTest, keeps_nothing_of_a_stream_that_is_dropped) {
    {
        Result<LandingStream> stream = landing_.begin("member.csv");
        ASSERT_TRUE(stream && stream->write("abc"));
    }

    EXPECT_TRUE(files().empty());
}

TEST_F(LandingTest, keeps_an_object_that_is_there) {
    ASSERT_TRUE(landing_.land_bytes("abc", "a.csv"));
    struct stat before {};
    ::stat(object_path().c_str(), &before);

    ASSERT_TRUE(landing_.land_bytes("abc", "b.csv"));

    struct stat after {};
    ::stat(object_path().c_str(), &after);
    EXPECT_EQ(before.st_ino, after.st_ino);
    EXPECT_EQ(files().size(), 1U);
}

TEST_F(LandingTest, notices_an_object_that_has_the_wrong_size) {
    ASSERT_TRUE(landing_.land_bytes("abc", "a.csv"));
    std::ofstream(object_path()) << "ab";

    const Result<Landed> landed = landing_.land_bytes("abc", "a.csv");

    ASSERT_FALSE(landed);
    EXPECT_EQ(landed.error().code(), ErrorCode::io);
    EXPECT_NE(landed.error().text().find("damaged"), std::string::npos);
}

TEST_F(LandingTest, notices_an_object_that_has_other_bytes) {
    ASSERT_TRUE(landing_.land_bytes("abc", "a.csv"));
    std::ofstream(object_path()) << "abd";

    const Result<Landed> landed = landing_.land_bytes("abc", "a.csv");

    ASSERT_FALSE(landed);
    EXPECT_EQ(landed.error().code(), ErrorCode::io);
}

TEST_F(LandingTest, says_that_the_disk_is_full_and_leaves_nothing) {
    const std::string bytes(100'000, 'x');
    Result<Landed> landed = Landed();
    {
        const tests::FileSizeLimit limit(50'000);
        landed = landing_.land_bytes(bytes, "bulk.csv");
    }

    ASSERT_FALSE(landed);
    EXPECT_EQ(landed.error().code(), ErrorCode::io);
    EXPECT_EQ(landed.error().text().find("landing bulk.csv: "), 0U) << landed.error().text();
    EXPECT_TRUE(files().empty());
    EXPECT_TRUE(landing_.land_bytes(bytes, "bulk.csv"));
}

TEST_F(LandingTest, has_nothing_that_is_not_named_by_a_digest) {
    std::ofstream(folder_ / "secret") << "x";
    const std::string upper = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";

    for (const std::string& name : {std::string("../secret"), std::string(), upper, std::string(64, '.')}) {
        EXPECT_FALSE(landing_.contains(name)) << name;
    }
    EXPECT_FALSE(landing_.contains(kAbc));
}

}  // namespace
}  // namespace sluice::store
