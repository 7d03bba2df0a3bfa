// What comes in a zip: the sound files of it are read, and whatever could harm is refused by name.

#include "tests/bad_input/scene.hpp"
#include "tests/support/zip.hpp"

#include <filesystem>

namespace sluice::tests {
namespace {
namespace fs = std::filesystem;

// The clean extract as members that may be put beside hostile ones.
std::vector<RawMember> clean_members() {
    std::vector<RawMember> out;
    for (const auto& entry : fs::directory_iterator(Clean::get().folder())) {
        out.push_back({entry.path().filename().string(), read_text(entry.path().string())});
    }
    return out;
}

struct ZipCase {
    const char* name;
    std::function<std::string()> bytes;
    Expect expected;
};

std::string with(const RawMember& member) {
    auto members = clean_members();
    members.insert(members.begin() + 3, member);
    return raw_zip(members);
}

void run_zips(const std::vector<ZipCase>& cases) {
    for (const auto& test : cases) {
        SCOPED_TRACE(test.name);
        const Scene scene;
        const auto path = scene.other("extract.zip");
        write_text(path, test.bytes());
        expect_outcome(scene.ingest({}, {path}), test.expected);
    }
}

Expect refused(const char* rule) {
    return {.exit_code = 2, .issues = {{rule, 1}}};
}

Expect rejected(const char* rule) {
    return {.exit_code = 2, .issues = {{rule, 1}}, .nothing_stored = true};
}

TEST(Zip, that_is_sound_is_the_folder_it_was_made_from) {
    const Scene scene;
    const auto path = scene.other("extract.zip");
    write_text(path, zip_of_clean());

    const auto outcome = scene.ingest({}, {path});
    const auto again = scene.ingest();

    expect_outcome(outcome, {});
    EXPECT_EQ(again.receipt, outcome.receipt);
}

TEST(Zip, refuses_a_member_that_could_harm_and_reads_the_others) {
    std::vector<ZipCase> cases;
    for (const char* name :
         {"../x.csv", "a/../../x.csv", "/etc/passwd", "C:\\x.csv", "C:x.csv", "..\\x.csv", "a\\..\\..\\x.csv",
          "./x.csv", "a//x.csv", "~\x1b]0;owned\x07.csv", "a\nb.csv", "\xFF\xFE.csv"}) {
        cases.push_back({name, [=] { return with({name, "a,b\n1,2\n"}); }, refused("ARC-001")});
    }
    cases.push_back({"no name", [] { return with({"", "a,b\n"}); }, refused("ARC-001")});
    cases.push_back(
        {"the same name twice",
         [] {
             auto members = clean_members();
             members.push_back({members.front().name, "something else"});
             return raw_zip(members);
         },
         refused("ARC-001")}
    );
    cases.push_back(
        {"symbolic link",
         [] {
             return with({"link.csv", "/etc/passwd", 0, kLinkMode});
         },
         refused("ARC-005")}
    );
    cases.push_back(
        {"password",
         [] {
             return with({"secret.csv", std::string(40, 'x'), kEncrypted});
         },
         refused("ARC-004")}
    );
    run_zips(cases);
}

TEST(Zip, inside_a_zip_is_a_file_that_nobody_knows) {
    run_zips({
        {"small",
         [] {
             return with({"inner.zip", raw_zip({{"a.csv", "a,b\n1,2\n"}})});
         },
         {.issues = {{"FIL-001", 1}}}},
        {"empty",
         [] {
             return with({"inner.zip", raw_zip({})});
         },
         {.issues = {{"FIL-001", 1}}}},
    });
}

TEST(Zip, that_cannot_be_read_to_its_end_is_rejected_whole) {
    run_zips({
        {"cut in the middle",
         [] {
             const auto zip = zip_of_clean();
             return zip.substr(0, zip.size() / 2);
         },
         rejected("ARC-003")},
        {"cut at the end",
         [] {
             const auto zip = zip_of_clean();
             return zip.substr(0, zip.size() - 10);
         },
         rejected("ARC-003")},
        {"cut between two members",
         [] {
             const auto zip = raw_zip(clean_members());
             return zip.substr(0, zip.rfind("PK\x03\x04"));
         },
         rejected("ARC-003")},
        {"without its directory",
         [] {
             const auto zip = raw_zip(clean_members());
             return zip.substr(0, zip.find("PK\x01\x02"));
         },
         rejected("ARC-003")},
        {"a byte changed",
         [] {
             auto zip = raw_zip(clean_members());
             zip[zip.size() / 2] ^= 0x20;
             return zip;
         },
         rejected("ARC-003")},
        {"signature only", [] { return std::string("PK\x03\x04"); }, rejected("ARC-003")},
        {"noise after the signature", [] { return "PK\x03\x04" + std::string(5000, '\x5A'); },
         rejected("ARC-003")},
        {"ten thousand and one members",
         [] {
             std::vector<RawMember> members;
             for (int i = 0; i <= 10'000; ++i) {
                 members.push_back({"f" + std::to_string(i) + ".csv", "a"});
             }
             return raw_zip(members);
         },
         rejected("ARC-006")},
        {"seventy megabytes of nothing",
         [] {
             return make_zip({{"bomb.csv", std::string(70'000'000, '0')}});
         },
         rejected("ARC-002")},
    });
}

TEST(Zip, that_is_empty_is_a_file_that_nobody_knows) {
    run_cases({{"beside the extract", [](Scene& scene) {
                    write_text(scene.in() + "/empty.zip", raw_zip({}));
                    return Expect{.issues = {{"FIL-001", 1}}};
                }}});
}

TEST(Zip, that_is_damaged_rejects_the_files_beside_it_too) {
    run_cases({{"cut", [](Scene& scene) {
                    const auto zip = zip_of_clean();
                    write_text(scene.in() + "/more.zip", zip.substr(0, zip.size() / 2));
                    return rejected("ARC-003");
                }}});
}

TEST(Zip, that_was_rejected_has_a_receipt_of_its_own_and_the_sound_one_is_taken_in) {
    const Scene scene;
    const auto zip = zip_of_clean();
    const auto path = scene.other("extract.zip");
    write_text(path, zip.substr(0, zip.size() / 2));
    const auto half = scene.ingest({}, {path});
    write_text(path, zip.substr(0, zip.size() / 3));
    const auto third = scene.ingest({}, {path});
    write_text(path, zip);

    const auto whole = scene.ingest({}, {path});

    EXPECT_EQ(half.status, "rejected");
    EXPECT_EQ(third.status, "rejected");
    EXPECT_NE(half.receipt, third.receipt);
    EXPECT_NE(third.receipt, whole.receipt);
    expect_outcome(whole, {});
}

TEST(Zip, with_a_refused_member_is_not_the_sound_one) {
    const Scene scene;
    const auto sound = scene.ingest();
    const auto path = scene.other("extract.zip");
    write_text(path, with({"../x.csv", "a,b\n"}));

    const auto outcome = scene.ingest({}, {path});

    EXPECT_NE(outcome.receipt, sound.receipt);
    EXPECT_EQ(outcome.issues.at("ARC-001"), 1);
    EXPECT_TRUE(outcome.files.contains("extract.zip: ../x.csv"));
    expect_same_exports(outcome.exports, sound.exports);
}

}  // namespace
}  // namespace sluice::tests
