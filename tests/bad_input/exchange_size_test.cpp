// Packages that are large, many, or packed in other ways.
#include "tests/bad_input/exchange_scene.hpp"
#include "tests/support/files.hpp"
#include "tests/support/zip.hpp"

#include <gtest/gtest.h>

namespace sluice::tests {
namespace {

TEST(ExchangeSize, of_a_hundred_thousand_rows_is_one_file_like_any_other) {
    constexpr int kRows = 100'000;
    constexpr int kPersons = 5'000;
    Package package;
    std::string persons = "person_local_id\n";
    std::string contacts = "contact_id,person_local_id,start,outcome\n";
    for (int i = 0; i < kPersons; ++i) {
        persons += "P" + std::to_string(i) + "\n";
    }
    for (int i = 0; i < kRows; ++i) {
        contacts += "C" + std::to_string(i) + ",P" + std::to_string(i % kPersons) + ",2026-10-06,attended\n";
    }
    package.table("person", persons);
    package.table("contact", contacts);
    const TemporaryFolder folder;
    package.write(folder / "package");

    const auto sent = send(folder / "data", folder / "package", {"--workers", "2"});

    EXPECT_EQ(sent.run.code, 0) << sent.run.err;
    EXPECT_EQ(sent.files.at("contact.csv"), "read 100000, 100000 accepted");
    EXPECT_EQ(sent.accepted.at("contact"), kRows);
}

TEST(ExchangeZip, of_packages_in_folders_is_one_submission) {
    auto first = sound_package();
    auto second = sound_package();
    second.set("sender_ods", "A81001");
    second.set("sender_system", "another");
    second.patch("person", "9990000018", "9990000034");
    second.patch("person", "9990000026", "9990000042");
    std::vector<ZipMember> members;
    for (const auto& [name, package] : {std::pair("first/", &first), std::pair("second/", &second)}) {
        members.push_back({std::string(name) + "manifest.json", package->manifest_json()});
        for (const auto& [file, bytes] : package->files) {
            members.push_back({name + file, bytes});
        }
    }
    const TemporaryFolder folder;
    write_text(folder / "both.zip", make_zip(members));

    const auto sent = send(folder / "data", folder / "both.zip");

    EXPECT_EQ(sent.run.code, 0) << sent.run.err;
    EXPECT_EQ(sent.issues, Findings{});
    EXPECT_EQ(sent.accepted.at("person"), 4);
}

TEST(ExchangeZip, that_leads_out_of_its_folder_is_refused) {
    const auto package = sound_package();
    const TemporaryFolder folder;
    write_text(
        folder / "bad.zip",
        raw_zip(
            {{"manifest.json", package.manifest_json()}, {"../person.csv", package.files.at("person.csv")}}
        )
    );

    const auto sent = send(folder / "data", folder / "bad.zip");

    EXPECT_EQ(sent.run.code, 2) << sent.run.err;
    EXPECT_EQ(sent.issues.at("ARC-001"), 1);
}

TEST(ExchangeSubmissions, of_one_store_never_lose_a_row) {
    const TemporaryFolder folder;
    for (int i = 0; i < 5; ++i) {
        auto package = sound_package();
        package.set("submission_id", "n" + std::to_string(i));
        package.set("generated_at", "2026-11-01T02:00:0" + std::to_string(i) + "+00:00");
        package.patch("contact", ",30,", "," + std::to_string(30 + i) + ",");
        package.write(folder / std::to_string(i));

        const auto sent = send(folder / "data", folder / std::to_string(i));

        EXPECT_EQ(sent.run.code, 0) << sent.run.err;
        EXPECT_EQ(sent.issues, Findings{});
        EXPECT_EQ(sent.files.at("contact.csv"), "read 2, 2 accepted");
    }
}

}  // namespace
}  // namespace sluice::tests
