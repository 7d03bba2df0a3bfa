#include "gateway/format/archive_writer.hpp"

#include "gateway/format/archive.hpp"

#include "tests/support/files.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace sluice::format {
namespace {

using tests::TemporaryFolder;

const std::vector<ZipEntry> kEntries = {
    {"manifest.json", "{}\n"}, {"person.csv", std::string(300'000, 'x')}, {"empty.csv", ""}};

std::vector<ZipEntry> read_back(const std::string& zip) {
    const TemporaryFolder folder;
    const std::string path = folder / "a.zip";
    tests::write_text(path, zip);
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

TEST(ZipOf, is_the_same_bytes_for_the_same_entries) {
    EXPECT_EQ(zip_of(kEntries).value(), zip_of(kEntries).value());
}

TEST(ZipOf, keeps_entries_and_their_order) {
    const auto entries = read_back(zip_of(kEntries).value());

    ASSERT_EQ(entries.size(), kEntries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        EXPECT_EQ(entries[i].name, kEntries[i].name);
        EXPECT_EQ(entries[i].bytes, kEntries[i].bytes);
    }
}

TEST(ZipOf, ends_where_the_zip_ends) {
    // The end of central directory is 22 bytes, and nothing comes after it (APPNOTE 4.3.16).
    const auto bytes = zip_of(kEntries).value();

    EXPECT_EQ(bytes.rfind("PK\5\6"), bytes.size() - 22);
}

}  // namespace
}  // namespace sluice::format
