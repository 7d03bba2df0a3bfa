// The SystmOne sample through the program: what must come of it, and what may happen to an extract on the
// way.
#include "tests/e2e/gateway.hpp"
#include "tests/support/zip.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace sluice::e2e {
namespace {

namespace fs = std::filesystem;

const std::string kSample = std::string(SLUICE_SOURCE_DIR) + "/deploy/sample/systmone/extract";
const std::string kFull = kSample + "/20261024_0400";
const std::string kDelta = kSample + "/20261031_0400";

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

class Systmone : public testing::Test {
  protected:
    // A copy of one of the sample's extracts, to be changed.
    std::string copy(const std::string& stage) {
        const auto path = folder_ / ("copy" + std::to_string(copies_++));
        fs::copy(stage, path);
        return path;
    }
    static void change(const std::string& file, std::string_view from, std::string_view to) {
        auto text = read_text(file);
        ASSERT_NE(text.find(from), std::string::npos) << from;
        replace_all(text, from, to);
        write_text(file, text);
    }
    Outcome ingest(const std::string& path, const std::vector<std::string>& options = {}) const {
        const auto ran = gateway_.ingest(path, options);
        EXPECT_GE(ran.code, 0);
        EXPECT_LE(ran.code, 2) << ran.err;
        return read_outcome(ran.out);
    }
    Counts stored() const {
        Counts out;
        for (const auto* entity :
             {"person", "episode", "referral", "need", "contact", "support_offered", "assessment",
              "assessment_item", "goal"}) {
            out[entity] = static_cast<std::int64_t>(gateway_.rows(entity).size());
        }
        return out;
    }
    Exports everything() const {
        auto out = gateway_.exports();
        out["goal"] = gateway_.export_csv("goal");
        return out;
    }

    TemporaryFolder folder_;
    Gateway gateway_{folder_ / "data"};
    int copies_ = 0;
};

TEST_F(Systmone, sample_gives_what_its_truth_says) {
    const auto truth = parse_json(read_text(kSample + "/../truth.json"));
    for (const auto& stage : truth.find("stages")->items()) {
        SCOPED_TRACE(text_at(stage, "folder"));

        const auto outcome = ingest(kSample + "/" + text_at(stage, "folder"));

        EXPECT_EQ(outcome.status, "processed");
        EXPECT_EQ(outcome.issues, tests::read_members(*stage.find("issues")));
        EXPECT_EQ(stored(), tests::read_members(*stage.find("expected")));
    }
}

TEST_F(Systmone, extracts_of_one_folder_apply_in_their_order) {
    const Gateway steps(folder_ / "steps");
    for (const auto& path : {kFull, kDelta}) {
        EXPECT_EQ(read_outcome(steps.ingest(path).out).status, "processed");
    }

    EXPECT_EQ(ingest(kSample).status, "processed");

    EXPECT_EQ(gateway_.exports(), steps.exports());
}

TEST_F(Systmone, sample_sent_again_changes_nothing) {
    ingest(kFull);
    const auto before = everything();
    const auto again = ingest(kFull);
    EXPECT_EQ(everything(), before);

    // The same rows under a later time: a rebulk.
    const auto rebulk = copy(kFull);
    change(rebulk + "/SRManifest.csv", "20261024_0400", "20261025_0400");
    const auto outcome = ingest(rebulk);

    EXPECT_NE(outcome.receipt, again.receipt);
    EXPECT_EQ(outcome.status, "processed");
    EXPECT_EQ(everything(), before);
}

TEST_F(Systmone, worker_whose_role_is_known_late_brings_the_entries_of_the_full_extract) {
    const Gateway known(folder_ / "known");
    for (const auto& path : {kFull, kDelta}) {
        known.ingest(path);
    }
    const auto full = copy(kFull);
    change(full + "/SRStaffMemberProfileRole.csv", "Social Prescribing Link Worker", "Receptionist");

    ingest(full);
    const auto before = gateway_.rows("contact").size();
    ingest(kDelta);

    EXPECT_LT(before, gateway_.rows("contact").size());
    EXPECT_EQ(gateway_.exports(), known.exports());
}

TEST_F(Systmone, extract_as_it_is_delivered_is_that_of_its_files) {
    ingest(kFull);
    const Gateway zipped(folder_ / "zipped");
    const auto path = copy(kFull);
    std::vector<tests::ZipMember> members;
    for (const auto& file : fs::directory_iterator(path)) {
        const auto name = file.path().filename().string();
        if (name != "SRManifest.csv" && name != "SRMapping.csv") {
            members.push_back({name, read_text(file.path().string())});
        }
    }
    for (const auto& member : members) {
        fs::remove(path + "/" + member.name);
    }
    write_text(path + "/SRExtract.zip", tests::make_zip(members));

    EXPECT_EQ(read_outcome(zipped.ingest(path).out).status, "processed");

    EXPECT_EQ(zipped.exports(), gateway_.exports());
}

TEST_F(Systmone, names_are_kept_whole_in_either_encoding) {
    const std::vector<std::string> direct_care = {"--purpose", "direct-care"};
    const std::vector<std::string> with_names = {"--purpose", "direct-care", "--identity"};
    ingest(kFull, direct_care);
    std::set<std::string> names;
    for (const auto& [id, row] : gateway_.rows("person", with_names)) {
        names.insert(row.at("given_name") + " " + row.at("family_name"));
    }
    EXPECT_EQ(names, (std::set<std::string>{"François Müller", "Seán Example", "Zoë O’Neill"}));

    const Gateway marked(folder_ / "marked");
    const auto path = copy(kFull);
    auto text = read_text(path + "/SRPatient.csv");
    for (const auto& [from, to] : std::map<std::string, std::string>{
             {"\xEB", "ë"}, {"\x92", "’"}, {"\xE7", "ç"}, {"\xFC", "ü"}, {"\xE1", "á"}}) {
        replace_all(text, from, to);
    }
    write_text(path + "/SRPatient.csv", "\xEF\xBB\xBF" + text);

    EXPECT_EQ(read_outcome(marked.ingest(path, direct_care).out).status, "processed");

    EXPECT_EQ(marked.rows("person", with_names), gateway_.rows("person", with_names));
}

TEST_F(Systmone, fix_list_shows_the_row_as_people_read_it) {
    const auto path = copy(kFull);
    change(path + "/SRPatient.csv", "29 Jan 1950 00:00", "31 Feb 1950 00:00");
    const auto outcome = ingest(path);
    ASSERT_EQ(outcome.issues.at("VAL-001"), 1);

    const std::string list = folder_ / "list";
    const auto ran = gateway_.run({"fix-list", outcome.receipt, "--format", "csv", "--output", list});

    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_NE(read_text(list + "/SRPatient.csv").find("Zoë"), std::string::npos);
    EXPECT_NE(read_text(list + "/SRPatient.csv").find("31 Feb 1950 00:00"), std::string::npos)
        << "dates stand as the system wrote them";
}

TEST_F(Systmone, deletion_finds_its_row_by_the_key_alone) {
    ingest(kFull);
    const auto before = gateway_.rows("need");

    const auto outcome = ingest(kDelta);

    EXPECT_EQ(outcome.files.at("SRCode.csv").accepted, 2);
    const auto after = gateway_.rows("need");
    std::size_t gone = 0;
    for (const auto& [id, row] : before) {
        gone += after.contains(id) ? 0 : 1;
    }
    EXPECT_EQ(gone, 1U);
}

TEST_F(Systmone, row_that_comes_back_with_another_patient_is_theirs_alone) {
    ingest(kFull);
    const auto needs = gateway_.rows("need").size();
    const auto path = copy(kDelta);
    auto text = read_text(kFull + "/SRCode.csv");
    const auto header = text.substr(0, text.find('\n') + 1);
    const auto at = text.find("\"302\"");
    auto row = text.substr(at, text.find('\n', at) + 1 - at);
    replace_all(row, "\"101\"", "\"103\"");
    write_text(path + "/SRCode.csv", header + row);

    ingest(path);

    const auto rows = gateway_.rows("need");
    EXPECT_EQ(rows.size(), needs);
    const auto owners = [&] {
        std::set<std::string> out;
        for (const auto& [id, need] : rows) {
            out.insert(need.at("person_id"));
        }
        return out;
    }();
    EXPECT_EQ(owners.size(), 1U) << "both are of the second patient now";
}

TEST_F(Systmone, translation_that_comes_late_brings_the_entries_of_before) {
    const auto full = copy(kFull);
    change(full + "/SRCode.csv", "\"XaaEC\"", "\"Xzzzz\"");
    change(full + "/SRCode.csv", "\"871731000000106\"", "\"-1\"");
    ingest(full);
    const auto before = gateway_.rows("referral").size();
    const auto delta = copy(kDelta);
    write_text(
        delta + "/SRCtv3ToSnomed.csv",
        "RowIdentifier,IDOrganisationVisibleTo,CTV3Code,SNOMEDCode\r\n900,,Xzzzz,871731000000106\r\n"
    );
    change(
        delta + "/SRManifest.csv", "\"SRNeeds\"",
        "\"SRCtv3ToSnomed\",\"Y\",\"Y\",\"20261024_0400\",\"20261031_0400\"\r\n\"SRNeeds\""
    );

    ingest(delta);

    const Gateway known(folder_ / "known");
    known.ingest(kFull);
    known.ingest(kDelta);
    EXPECT_LT(before, known.rows("referral").size());
    EXPECT_EQ(gateway_.rows("referral").size(), known.rows("referral").size());
}

TEST_F(Systmone, extract_that_came_too_early_is_taken_in_after_the_one_that_was_missing) {
    const auto later = copy(kDelta);
    change(later + "/SRManifest.csv", "20261031_0400", "20261031_0401");
    change(later + "/SRManifest.csv", "20261024_0400", "20261031_0400");
    change(later + "/SRNeeds.csv", "\"Yes\"", "\"No\"");
    const Gateway in_order(folder_ / "in order");
    for (const auto& path : {kFull, kDelta, later}) {
        in_order.ingest(path);
    }

    ingest(kFull);
    EXPECT_EQ(ingest(later).status, "held");
    const auto outcome = ingest(kDelta);

    EXPECT_EQ(outcome.status, "processed");
    EXPECT_EQ(outcome.issues.at("SET-010"), 1);
    EXPECT_EQ(gateway_.exports(), in_order.exports());
}

TEST_F(Systmone, row_that_is_removed_goes_whatever_table_it_is_of) {
    ingest(kFull);
    const auto before = gateway_.rows("goal").size();
    const auto delta = copy(kDelta);
    auto text = read_text(kFull + "/SRGoal.csv");
    const auto header_end = text.find("\r\n");
    text.insert(header_end, ",\"RemovedData\"");
    for (auto at = text.find("\r\n", text.find("\r\n") + 2); at != std::string::npos;
         at = text.find("\r\n", at + 6)) {
        text.insert(at, ",\"1\"");
    }
    write_text(delta + "/SRGoal.csv", text);
    change(
        delta + "/SRManifest.csv", "\"SRNeeds\"",
        "\"SRGoal\",\"Y\",\"N\",\"20261024_0400\",\"20261031_0400\"\r\n\"SRNeeds\""
    );

    ingest(delta);

    EXPECT_GT(before, 0U);
    EXPECT_EQ(gateway_.rows("goal").size(), 0U);
}

TEST_F(Systmone, file_with_another_separator_is_named_as_such) {
    for (const auto* separator : {";", "\t"}) {
        const auto path = copy(kFull);
        change(path + "/SRCode.csv", "\",\"", std::string("\"") + separator + "\"");

        const auto outcome = ingest(path);

        EXPECT_EQ(outcome.issues.count("FIL-014"), 1U);
        EXPECT_EQ(outcome.issues.count("FIL-011"), 0U);
        EXPECT_EQ(outcome.status, "held");
    }
}

TEST_F(Systmone, changes_that_do_not_say_since_when_are_refused) {
    ingest(kFull);
    const auto path = copy(kDelta);
    change(path + "/SRManifest.csv", "\"20261024_0400\"", "\"\"");

    const auto outcome = ingest(path);

    EXPECT_EQ(outcome.issues.count("SET-016"), 1U);
    EXPECT_NE(outcome.status, "processed");
}

TEST_F(Systmone, extract_after_a_gap_waits) {
    ingest(kFull);
    const auto before = everything();
    const auto path = copy(kDelta);
    change(path + "/SRManifest.csv", "\"20261024_0400\"", "\"20261025_0400\"");

    const auto outcome = ingest(path);

    EXPECT_EQ(outcome.status, "held");
    EXPECT_EQ(outcome.issues.at("SET-013"), 1);
    EXPECT_EQ(everything(), before);

    // A full extract makes up for it.
    const auto full = copy(kFull);
    change(full + "/SRManifest.csv", "20261024_0400", "20261101_0400");
    EXPECT_EQ(ingest(full).status, "processed");
}

TEST_F(Systmone, changes_before_any_full_extract_wait) {
    EXPECT_EQ(ingest(kDelta).status, "held");
    EXPECT_EQ(stored().at("person"), 0);
}

TEST_F(Systmone, extract_without_a_file_that_its_manifest_lists_waits) {
    const auto path = copy(kFull);
    fs::remove(path + "/SREvent.csv");

    const auto outcome = ingest(path);

    EXPECT_EQ(outcome.status, "held");
    EXPECT_EQ(outcome.issues.at("SET-014"), 1);

    const auto other = copy(kFull);
    fs::remove(other + "/SRImmunisation.csv");  // nothing is read from it
    const auto second = ingest(other);
    EXPECT_EQ(second.issues.at("SET-014"), 1);
    EXPECT_EQ(stored().at("contact"), 6);
}

TEST_F(Systmone, headers_of_an_older_version_and_of_another_configuration_are_read) {
    const auto path = copy(kFull);
    for (const auto& file : fs::directory_iterator(path)) {
        auto text = read_text(file.path().string());
        const auto end = text.find('\n');
        auto header = text.substr(0, end);
        replace_all(header, "\"RemovedData\"", "\"SomethingNew\"");
        replace_all(header, "\"IDOrganisationRegisteredAt\"", "\"SomethingElse\"");
        write_text(file.path().string(), header + text.substr(end));
    }

    const auto outcome = ingest(path);

    EXPECT_FALSE(outcome.issues.contains("FIL-006")) << "a column that some versions lack is not missed";
    EXPECT_GT(outcome.issues.at("FIL-005"), 0) << "a new one is named";
    EXPECT_EQ(stored().at("contact"), 6);
}

}  // namespace
}  // namespace sluice::e2e
