#include "gateway/env/durable_file.hpp"

#include "tests/support/file_size_limit.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>

namespace sluice::env {
namespace {

using tests::FileSizeLimit;
using tests::TemporaryFolder;

std::size_t file_count(const TemporaryFolder& folder) {
    return list_files(folder.path())->size();
}

TEST(DurableFile, has_its_name_only_after_commit) {
    const TemporaryFolder folder;
    auto file = DurableFile::create(folder.path());
    ASSERT_TRUE(file);

    ASSERT_TRUE(file->write("first "));
    ASSERT_TRUE(file->write("second"));
    EXPECT_FALSE(exists(folder / "landed"));
    EXPECT_EQ(file->size(), 12U);
    ASSERT_TRUE(file->commit("landed"));

    EXPECT_EQ(*read_file(folder / "landed", 100), "first second");
    EXPECT_EQ(file_count(folder), 1U);
}

TEST(DurableFile, is_readable_by_its_owner_alone) {
    const TemporaryFolder folder;

    ASSERT_TRUE(write_file_durably(folder / "landed", "x"));

    struct stat status {};
    ASSERT_EQ(::stat((folder / "landed").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(DurableFile, leaves_nothing_behind_when_it_is_dropped) {
    const TemporaryFolder folder;
    {
        auto file = DurableFile::create(folder.path());
        ASSERT_TRUE(file && file->write("half"));
        EXPECT_EQ(file_count(folder), 1U);
    }

    EXPECT_EQ(file_count(folder), 0U);
}

TEST(DurableFile, takes_the_place_of_an_older_file_at_once) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file_durably(folder / "a", "old"));

    ASSERT_TRUE(write_file_durably(folder / "a", "new"));

    EXPECT_EQ(*read_file(folder / "a", 100), "new");
    EXPECT_EQ(file_count(folder), 1U);
}

TEST(DurableFile, says_that_there_is_no_room_and_removes_the_half_file) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file_durably(folder / "a", "old"));
    Result<void> written;
    {
        const FileSizeLimit limit(4096);
        written = write_file_durably(folder / "a", std::string(10'000, 'P'));
    }

    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code(), ErrorCode::io);
    EXPECT_NE(written.error().text().find("file size limit is reached"), std::string::npos);
    EXPECT_EQ(written.error().text().find("PPP"), std::string::npos);
    EXPECT_EQ(*read_file(folder / "a", 100), "old");
    EXPECT_EQ(file_count(folder), 1U);
}

TEST(WriteAll, says_that_the_disk_is_full) {
    const FileDescriptor full(::open("/dev/full", O_WRONLY));
    ASSERT_TRUE(full.valid());

    const auto written = write_all(full, "/dev/full", "x");

    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().text(), "cannot write /dev/full: the disk is full (No space left on device)");
}

TEST(WriteFileDurably, names_what_is_wrong_with_the_path) {
    const TemporaryFolder folder;

    const struct {
        std::string path;
        std::string part;
    } cases[] = {
        {folder / "absent/a", "cannot make a file in " + (folder / "absent") + ": No such file"},
        {folder / "", "it names no file"},
    };

    for (const auto& c : cases) {
        const auto written = write_file_durably(c.path, "x");
        ASSERT_FALSE(written);
        EXPECT_NE(written.error().text().find(c.part), std::string::npos) << written.error().text();
    }
}

}  // namespace
}  // namespace sluice::env
