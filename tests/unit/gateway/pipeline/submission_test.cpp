#include "gateway/pipeline/submission.hpp"

#include "tests/support/files.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/zip.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace sluice::pipeline {
namespace {

// Lands what is at the path; answers how far the bar stood at each call.
class Gather : public testing::Test {
  protected:
    std::vector<Progress> watch(const std::string& path) {
        const auto landing = store::Landing::open(folder_ / "store/landing").value();
        std::vector<Progress> shown;
        EXPECT_TRUE(gather({path}, landing, {}, [&](const Progress& progress) { shown.push_back(progress); })
        );
        return shown;
    }

    tests::TemporaryFolder folder_;
};

void expect_to_fill(const std::vector<Progress>& shown, std::uint64_t total) {
    std::uint64_t before = 0;
    for (const auto& progress : shown) {
        EXPECT_EQ(progress.phase, "landing");
        EXPECT_EQ(progress.total, total);
        EXPECT_GE(progress.done, before);
        EXPECT_LE(progress.done, total);
        before = progress.done;
    }
    EXPECT_EQ(before, total);
}

TEST_F(Gather, shows_the_bytes_of_a_folder_as_they_land) {
    std::filesystem::create_directory(folder_ / "in");
    std::ofstream(folder_ / "in/a.csv") << std::string(Limits().block_bytes * 2, 'a');
    std::ofstream(folder_ / "in/b.csv") << "b";

    const auto shown = watch(folder_ / "in");

    EXPECT_GE(shown.size(), 3U) << "within the large file, too";
    expect_to_fill(shown, Limits().block_bytes * 2 + 1);
}

TEST_F(Gather, shows_how_far_a_zip_was_read) {
    std::string bytes;
    std::uint32_t random = 1;
    for (int i = 0; i < 3'000'000; ++i) {
        random = random * 1664525U + 1013904223U;
        bytes += static_cast<char>(random >> 24U);
    }
    tests::write_text(folder_ / "in.zip", tests::make_zip({{"a.csv", bytes}, {"b.csv", "b"}}));

    const auto shown = watch(folder_ / "in.zip");

    const auto total = std::filesystem::file_size(folder_ / "in.zip");
    ASSERT_GE(shown.size(), 10U);
    EXPECT_GT(shown[shown.size() / 2].done, total / 4);
    EXPECT_LT(shown[shown.size() / 2].done, total * 3 / 4);
    expect_to_fill(shown, total);
}

TEST_F(Gather, lands_nothing_of_what_is_passed_over_in_a_zip) {
    const auto landing = store::Landing::open(folder_ / "store/landing").value();
    tests::write_text(
        folder_ / "in.zip",
        tests::make_zip({{"person.csv", "a"}, {"~$person.xlsx", "b"}, {"__MACOSX/._person.csv", "c"}})
    );

    const auto gathered = gather({folder_ / "in.zip"}, landing, {}, {}, {"~$*", "._*"});

    ASSERT_EQ(gathered->members.size(), 1U);
    EXPECT_EQ(gathered->members.front().name, "person.csv");
    std::size_t landed = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(landing.folder())) {
        landed += entry.is_regular_file() ? 1 : 0;
    }
    EXPECT_EQ(landed, 1U);
}

TEST_F(Gather, lays_what_a_zip_holds_into_the_folder_of_the_zip) {
    const auto landing = store::Landing::open(folder_ / "store/landing").value();
    std::filesystem::create_directories(folder_ / "in/group");
    tests::write_text(folder_ / "in/group/SRExtract.zip", tests::make_zip({{"SRCode.csv", "a"}}));
    tests::write_text(folder_ / "in/group/SRManifest.csv", "b");

    const auto gathered = gather({folder_ / "in"}, landing, {}, {});

    ASSERT_EQ(gathered->members.size(), 2U);
    EXPECT_EQ(gathered->members[0].name, "group/SRCode.csv");
    EXPECT_EQ(gathered->members[1].name, "group/SRManifest.csv");
}

}  // namespace
}  // namespace sluice::pipeline
