// What the manifest of an extract says of the files beside it: rules SET-013 to SET-016.
#include "gateway/pipeline/set_manifest.hpp"

#include "tests/support/files.hpp"
#include "tests/support/pack.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace sluice::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr const char* kHeader = "FileName,IsDelta,IsReference,DateExtractFrom,DateExtractTo\r\n";

class SetManifestTest : public testing::Test {
  protected:
    void add(const std::string& name, const std::string& bytes) {
        MemberFile file;
        file.index = static_cast<std::uint32_t>(members_.size());
        file.name = name;
        file.path = folder_ / std::to_string(file.index);
        file.bytes = bytes.size();
        tests::write_text(file.path, bytes);
        tally_->files.emplace_back();
        ASSERT_TRUE(inspect(file, tests::repository_pack(), *tally_));
        members_.push_back(std::move(file));
    }
    void add_manifest(const std::string& folder, const std::string& lines) {
        add(folder + "SRManifest.csv", kHeader + lines);
    }
    void add_patients(const std::string& folder) {
        add(folder + "SRPatient.csv", "RowIdentifier,IDOrganisationVisibleTo,DateBirth,TestPatient\r\n");
    }
    std::vector<FileSet> sets() {
        EXPECT_TRUE(describe_sets(members_, "A81001", *tally_));
        return group_sets(members_, *tally_);
    }
    std::vector<std::string> rules() const {
        std::vector<std::string> out;
        for (const auto& issue : tally_->issues()) {
            out.push_back(issue.rule);
        }
        return out;
    }

    tests::TemporaryFolder folder_;
    std::optional<Tally> tally_{std::in_place, tests::repository_pack().rules()};
    std::vector<MemberFile> members_;
};

TEST_F(SetManifestTest, says_of_which_time_a_set_is_and_what_it_differs_from) {
    add_manifest(
        "",
        "SRPatient,Y,N,20261020_2245,20261021_2245\r\nSRCode.csv,N,N,,20261021_2245\r\n"
        "SRTask,Y,N,,\r\n"  // times may be missing
    );
    add_patients("");
    add("SRCode.csv", "RowIdentifier,IDOrganisationVisibleTo,IDPatient,DateEvent,CTV3Code\r\n");
    add("SRTask.csv", "A,B\r\n");
    add("SRMapping.csv", "RowIdentifier,IdMappingGroup,Mapping\r\n");  // never named

    const auto found = sets();

    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].stamp, "20261021224500");
    EXPECT_EQ(found[0].from, "20261020224500");
    EXPECT_EQ(found[0].agreement, "a81001");
    EXPECT_THAT(found[0].missing, IsEmpty());
    EXPECT_EQ(members_[1].recognised->group("mode"), "delta");
    EXPECT_EQ(members_[2].recognised->group("mode"), "bulk");
    EXPECT_THAT(rules(), IsEmpty());
}

TEST_F(SetManifestTest, keeps_the_extracts_of_folders_apart_and_those_of_a_group_together) {
    for (const std::string folder :
         {"North/20261021_2245/", "North/Archived/20261020_2245/", "South/20261021_2245/"}) {
        add_manifest(folder, "SRPatient,N,N,," + folder.substr(folder.size() - 14, 13) + "\r\n");
        add_patients(folder);
    }

    const auto found = sets();

    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].agreement, "a81001/north");
    EXPECT_EQ(found[0].stamp, "20261020224500");
    EXPECT_EQ(found[1].agreement, "a81001/north");
    EXPECT_EQ(found[2].agreement, "a81001/south");
}

TEST_F(SetManifestTest, names_what_is_missing_and_what_is_too_much) {
    add_manifest(
        "",
        "SRPatient,N,N,,20261021_2245\r\nSRCode,N,N,,20261021_2245\r\nSRTask,N,N,,20261021_2245\r\n"
        "Mrs Smith,N,N,,20261021_2245\r\n"
    );
    add_patients("");
    add("SRRota.csv", "A\r\n");

    const auto found = sets();

    EXPECT_THAT(rules(), UnorderedElementsAre("SET-014", "SET-014", "SET-014", "SET-015"));
    for (const auto& issue : tally_->issues()) {
        EXPECT_NE(issue.field, "Mrs Smith");
    }
    ASSERT_EQ(found.size(), 1U);
    const auto& system = *found[0].system;
    EXPECT_THAT(found[0].missing, ElementsAre(*system.table_index("SRCode")))
        << "nothing is read from the others";
}

TEST_F(SetManifestTest, misses_no_file_of_a_table_that_is_new) {
    add_manifest("g/", "SRPatient,N,N,,20261021_2245\r\nSRBrandNew,N,N,,20261021_2245\r\n");
    add_patients("g/");
    add("g/SRBrandNew.csv", "A,B\r\n");

    const auto found = sets();

    EXPECT_THAT(rules(), ElementsAre("FIL-001")) << "it is said to be unknown, and no more";
    EXPECT_THAT(found.at(0).missing, IsEmpty());
}

TEST_F(SetManifestTest, refuses_a_manifest_that_says_nothing_certain) {
    for (const std::string lines :
         {"", "SRPatient,X,N,,20261021_2245\r\n", "SRPatient,N,N,,\r\n", "SRPatient,N,N,,yesterday\r\n",
          "SRPatient,N,N,,20261341_2245\r\n", ",N,N,,20261021_2245\r\n"}) {
        members_.clear();
        tally_.emplace(tests::repository_pack().rules());
        add_manifest("", lines);
        add_patients("");

        const auto found = sets();

        EXPECT_THAT(rules(), testing::Contains("SET-016")) << lines;
        ASSERT_EQ(found.size(), 1U);
        EXPECT_THAT(found[0].missing, ElementsAre(*found[0].system->table_index("SRManifest"))) << lines;
    }
}

TEST(LeavesGap, is_true_where_changes_begin_after_the_last_set) {
    FileSet set;
    set.from = "20261020224500";
    EXPECT_TRUE(leaves_gap(set, std::nullopt));
    EXPECT_TRUE(leaves_gap(set, "20261019224500"));
    EXPECT_FALSE(leaves_gap(set, "20261020224500"));
    EXPECT_FALSE(leaves_gap(set, "20261021224500")) << "an overlap is normal";
    set.from.clear();
    EXPECT_FALSE(leaves_gap(set, std::nullopt)) << "a full extract";
}

}  // namespace
}  // namespace sluice::pipeline
