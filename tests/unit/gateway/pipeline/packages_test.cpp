// Which package a member belongs to, and what the packages say of the submission.
#include "gateway/pipeline/packages.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

namespace sluice::pipeline {
namespace {

exchange::Manifest manifest(const std::string& sender = "A81001", const std::string& id = "one") {
    exchange::Manifest out;
    out.contract = "sp-mds-exchange/1.0";
    out.submission_id = id;
    out.sender_ods = sender;
    out.sender_system = "Casebook";
    out.period_start = "2026-10-01";
    out.period_end = "2026-10-31";
    out.period_semantics = "snapshot";
    out.purpose = "secondary-use";
    out.identifier_mode = "none";
    out.ndop_applied = "no";
    out.nil_return = true;
    out.generated_at = "2026-11-01T02:00:00+00:00";
    return out;
}

Package package(const exchange::Manifest& manifest, const std::string& folder = "") {
    Package out;
    out.folder = folder;
    out.manifest = manifest;
    return out;
}

// Members as the files of a folder.
struct Members {
    tests::TemporaryFolder folder;
    std::vector<MemberFile> files;

    void add(const std::string& name, const std::string& bytes) {
        MemberFile member;
        member.index = static_cast<std::uint32_t>(files.size());
        member.name = name;
        member.path = folder / std::to_string(member.index);
        member.bytes = bytes.size();
        tests::write_text(member.path, bytes);
        files.push_back(std::move(member));
    }
    std::vector<Package> packages() const { return find_packages(files, tests::repository_pack()).value(); }
};

TEST(Packages, are_the_folders_with_a_manifest) {
    Members members;
    members.add("a/manifest.json", write_manifest(manifest()));
    members.add("a/person.csv", "person_local_id\n");
    members.add("b/MANIFEST.JSON", write_manifest(manifest("B81001")));

    const auto packages = members.packages();

    ASSERT_EQ(packages.size(), 2U);
    EXPECT_TRUE(packages[0].holds("a/person.csv"));
    EXPECT_FALSE(packages[0].holds("a/below/person.csv"));
    EXPECT_FALSE(packages[0].holds("person.csv"));
    EXPECT_EQ(packages[1].manifest->sender_ods, "B81001");
}

TEST(Packages, are_none_where_a_manifest_is_of_something_else) {
    Members members;
    members.add("manifest.json", R"({"name": "a web page", "icons": []})");
    members.add("notes.txt", "x");

    EXPECT_TRUE(members.packages().empty());
}

TEST(Packages, have_the_faults_of_their_manifest) {
    Members members;
    members.add("manifest.json", "not JSON");
    members.add("person.csv", "person_local_id\n");

    const auto packages = members.packages();

    ASSERT_EQ(packages.size(), 1U);
    EXPECT_FALSE(packages[0].manifest);
    EXPECT_EQ(packages[0].faults.size(), 1U);
}

TEST(Packages, of_a_manifest_beyond_the_limit_have_a_fault_and_are_not_read) {
    Members members;
    members.add("manifest.json", "{}");
    members.files[0].bytes = Limits{}.json_bytes_max + 1;
    members.files[0].path = members.folder / "not there";

    ASSERT_EQ(members.packages().size(), 1U);
    EXPECT_EQ(members.packages()[0].faults[0].fault, schema::Fault::package_manifest_invalid);
}

// Of packages whose manifest is the first file.
store::Submission submission_with_a_file() {
    store::Submission out;
    out.files = {{"manifest.json", std::string(64, 'a'), 12}};
    return out;
}

TEST(CompleteSubmission, is_compared_by_the_content_of_its_manifest) {
    auto first = submission_with_a_file();
    auto again = submission_with_a_file();
    again.files[0].sha256 = std::string(64, 'b');
    auto other = submission_with_a_file();

    complete(first, {package(manifest())});
    complete(again, {package(manifest())});
    complete(other, {package(manifest("B81001"))});

    EXPECT_EQ(again.digest, first.digest);
    EXPECT_NE(other.digest, first.digest);
}

TEST(CompleteSubmission, takes_what_its_package_says_and_nobody_said_before) {
    auto submission = submission_with_a_file();
    submission.period_from = "2026-04-01";

    complete(submission, {package(manifest())});

    EXPECT_EQ(submission.id, "one");
    EXPECT_EQ(submission.sender, "A81001");
    EXPECT_EQ(submission.purpose, "secondary-use");
    EXPECT_EQ(submission.period_from, "2026-04-01");
    EXPECT_EQ(submission.period_to, "2026-10-31");
    EXPECT_EQ(submission.semantics, "snapshot");
}

TEST(CompleteSubmission, takes_of_several_packages_what_all_say) {
    auto submission = submission_with_a_file();

    complete(
        submission, {package(manifest("A81001", "one"), "a/"), package(manifest("B81001", "two"), "b/")}
    );

    EXPECT_EQ(submission.id, "");
    EXPECT_EQ(submission.sender, "");
    EXPECT_EQ(submission.purpose, "secondary-use");
}

TEST(SenderOf, is_the_one_of_the_manifest_beside_the_file_or_else_of_the_submission) {
    store::Submission submission;
    submission.sender = "F84004";
    const std::vector<Package> packages = {package(manifest("B81001"), "a/")};

    EXPECT_EQ(sender_of("a/person.csv", packages, submission), "B81001");
    EXPECT_EQ(sender_of("person.csv", packages, submission), "F84004");
}

TEST(StatedRows, are_those_of_the_manifest_beside_the_file) {
    auto listed = manifest();
    listed.files = {{"person.csv", std::string(64, 'a'), 10, 7}};
    MemberFile member;
    member.name = "a/person.csv";

    EXPECT_EQ(stated_rows(member, {package(listed, "a/")}), 7U);
    EXPECT_FALSE(stated_rows(member, {package(listed, "b/")}));
    member.name = "a/need.csv";
    EXPECT_FALSE(stated_rows(member, {package(listed, "a/")}));
}

}  // namespace
}  // namespace sluice::pipeline
