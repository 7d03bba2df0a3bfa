#include "gateway/env/files.hpp"

#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>

namespace sluice::env {
namespace {

using tests::TemporaryFolder;

void put(const std::string& path, const std::string& bytes) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

TEST(ReadFile, gives_all_bytes_up_to_the_limit_and_refuses_one_more) {
    const TemporaryFolder folder;
    put(folder / "a", std::string("a\0b\r\n", 5));

    const auto at_limit = read_file(folder / "a", 5);
    const auto beyond = read_file(folder / "a", 4);

    ASSERT_TRUE(at_limit);
    EXPECT_EQ(*at_limit, std::string("a\0b\r\n", 5));
    ASSERT_FALSE(beyond);
    EXPECT_EQ(beyond.error().code(), ErrorCode::io);
    EXPECT_NE(beyond.error().text().find("limit of 4 bytes"), std::string::npos);
}

TEST(ReadFile, reads_the_empty_file) {
    const TemporaryFolder folder;
    put(folder / "empty", "");

    const auto bytes = read_file(folder / "empty", 0);

    ASSERT_TRUE(bytes);
    EXPECT_EQ(*bytes, "");
}

TEST(ReadFile, names_the_path_and_the_reason_when_there_is_none) {
    const TemporaryFolder folder;

    const auto bytes = read_file(folder / "absent", 10);

    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().text(), "cannot open " + (folder / "absent") + ": No such file or directory");
}

TEST(OpenForRead, refuses_what_is_no_regular_file) {
    const TemporaryFolder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);

    for (const std::string& path : {folder.path(), folder / "pipe", std::string("/dev/null")}) {
        EXPECT_FALSE(open_for_read(path)) << path;
    }
}

TEST(ReadAt, reads_from_an_offset_and_stops_at_the_end) {
    const TemporaryFolder folder;
    put(folder / "a", "0123456789");
    const auto file = open_for_read(folder / "a");
    ASSERT_TRUE(file);
    EXPECT_EQ(file->size, 10U);
    std::string buffer(4, '.');

    const struct {
        std::uint64_t offset;
        std::string bytes;
    } cases[] = {{0, "0123"}, {6, "6789"}, {8, "89"}, {10, ""}, {99, ""}};

    for (const auto& c : cases) {
        const auto count = read_at(*file, c.offset, buffer);
        ASSERT_TRUE(count);
        EXPECT_EQ(buffer.substr(0, *count), c.bytes);
    }
}

TEST(FileDescriptor, closes_what_it_owned_when_another_is_moved_in) {
    const TemporaryFolder folder;
    put(folder / "a", "a");
    auto first = open_for_read(folder / "a");
    auto second = open_for_read(folder / "a");
    ASSERT_TRUE(first && second);
    const int closed = first->descriptor.get();
    const int kept = second->descriptor.get();

    first->descriptor = std::move(second->descriptor);

    struct stat status {};
    EXPECT_EQ(first->descriptor.get(), kept);
    EXPECT_EQ(::fstat(kept, &status), 0);
    EXPECT_NE(::fstat(closed, &status), 0);
}

TEST(CreateDirectories, makes_the_whole_path_and_is_content_with_what_is_there) {
    const TemporaryFolder folder;

    EXPECT_TRUE(create_directories_synced(folder / "a/b/c"));
    EXPECT_TRUE(create_directories_synced(folder / "a/b/c"));
    EXPECT_TRUE(create_directories_synced(folder / "d/e/"));

    EXPECT_TRUE(std::filesystem::is_directory(folder / "a/b/c"));
    EXPECT_TRUE(std::filesystem::is_directory(folder / "d/e"));
}

TEST(CreateDirectories, refuses_a_path_through_a_file) {
    const TemporaryFolder folder;
    put(folder / "file", "x");

    EXPECT_FALSE(create_directories_synced(folder / "file"));
    EXPECT_FALSE(create_directories_synced(folder / "file/below"));
}

TEST(ListFiles, lists_regular_files_below_sorted_by_bytes) {
    const TemporaryFolder folder;
    for (const char* name : {"b.csv", "a/z.csv", "a.csv", "B.csv", "a/deep/er.csv"}) {
        put(folder / name, "12345");
    }

    const auto files = list_files(folder.path());

    ASSERT_TRUE(files);
    std::vector<std::string> names;
    for (const auto& file : *files) {
        names.push_back(file.name);
        EXPECT_EQ(file.size, 5U);
    }
    EXPECT_EQ(names, (std::vector<std::string>{"B.csv", "a.csv", "a/deep/er.csv", "a/z.csv", "b.csv"}));
}

TEST(ListFiles, does_not_follow_links_out_of_the_folder) {
    const TemporaryFolder outside;
    put(outside / "secret.csv", "x");
    const TemporaryFolder folder;
    put(folder / "own.csv", "x");
    std::filesystem::create_symlink(outside / "secret.csv", folder / "link.csv");
    std::filesystem::create_directory_symlink(outside.path(), folder / "linked");

    const auto files = list_files(folder.path());

    ASSERT_TRUE(files);
    ASSERT_EQ(files->size(), 1U);
    EXPECT_EQ(files->front().name, "own.csv");
}

TEST(ListFilesAndLinks, follows_links_to_files_and_passes_over_where_mounts_keep_them) {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "a/..1");
    put(folder / "a/..1/x.json", "{}");
    std::filesystem::create_directory_symlink("..1", folder / "a/..data");
    std::filesystem::create_symlink("..data/x.json", folder / "a/x.json");

    const auto files = list_files_and_links(folder.path());

    ASSERT_TRUE(files) << files.error().text();
    EXPECT_EQ(*files, (std::vector<ListedFile>{{"a/x.json", 2}}));
}

TEST(ListFilesAndLinks, names_what_it_cannot_read) {
    const TemporaryFolder folder;
    std::filesystem::create_symlink("nowhere", folder / "x.json");

    const auto files = list_files_and_links(folder.path());

    ASSERT_FALSE(files);
    EXPECT_EQ(files.error().code(), ErrorCode::io);
    EXPECT_NE(files.error().text().find(folder / "x.json"), std::string::npos);
    EXPECT_FALSE(list_files_and_links("/nonexistent/folder"));
}

TEST(ListFiles, names_a_folder_that_is_not_there) {
    const auto files = list_files("/nonexistent/folder");

    ASSERT_FALSE(files);
    EXPECT_NE(files.error().text().find("/nonexistent/folder"), std::string::npos);
}

}  // namespace
}  // namespace sluice::env
