#include "gateway/format/archive_writer.hpp"

#include "gateway/format/archive.hpp"

#include "tests/support/files.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <map>

#include <sys/stat.h>

namespace sluice::format {
namespace {

using tests::read_text;
using tests::TemporaryFolder;

const std::vector<ZipEntry> kEntries = {
    {"manifest.json", "{}\n"}, {"person.csv", std::string(300'000, 'x')}, {"empty.csv", ""}};

std::vector<ZipEntry> read_back(const std::string& path) {
    std::vector<ZipEntry> out;
    ArchiveVisitor visitor;
    visitor.begin = [&](const ArchiveMember& member) -> Result<void> {
        out.push_back({std::string(member.name), ""});
        return {};
    };
    visitor.chunk = [&](std::string_view chunk) -> Result<void> {
        out.back().bytes += chunk;
        return {};
    };
    visitor.end = [](const ArchiveMember&) -> Result<void> { return {}; };
    visitor.refused = [](const ArchiveMember& member, ArchiveFault) -> Result<void> {
        ADD_FAILURE() << member.name;
        return {};
    };
    EXPECT_TRUE(read_zip(path, Limits{}, visitor));
    return out;
}

TEST(ZipWriter, writes_the_same_bytes_for_the_same_entries) {
    const TemporaryFolder folder;

    ASSERT_TRUE(write_zip(folder / "a.zip", kEntries));
    ASSERT_TRUE(write_zip(folder / "b.zip", kEntries));

    EXPECT_EQ(read_text(folder / "a.zip"), read_text(folder / "b.zip"));
}

TEST(ZipWriter, keeps_entries_and_their_order) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_zip(folder / "a.zip", kEntries));

    const auto entries = read_back(folder / "a.zip");

    ASSERT_EQ(entries.size(), kEntries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        EXPECT_EQ(entries[i].name, kEntries[i].name);
        EXPECT_EQ(entries[i].bytes, kEntries[i].bytes);
    }
}

TEST(ZipWriter, writes_over_what_is_there_for_the_owner_alone) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_zip(folder / "a.zip", kEntries));
    ASSERT_TRUE(write_zip(folder / "a.zip", {{"one", "1"}}));

    EXPECT_EQ(read_back(folder / "a.zip").size(), 1U);
    struct stat status {};
    ASSERT_EQ(::stat((folder / "a.zip").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(ZipWriter, says_where_it_cannot_write) {
    const TemporaryFolder folder;

    const auto done = write_zip(folder / "nowhere/a.zip", kEntries);

    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code(), ErrorCode::io);
    EXPECT_FALSE(write_zip(folder.path(), kEntries));
    EXPECT_FALSE(write_zip("/dev/full", kEntries));
}

}  // namespace
}  // namespace sluice::format
