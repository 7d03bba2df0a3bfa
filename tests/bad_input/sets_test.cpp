// Which files belong together, and which sets may be applied.
#include "tests/bad_input/scene.hpp"

#include <algorithm>
#include <filesystem>

namespace sluice::tests {
namespace {
namespace fs = std::filesystem;

TEST(Set, without_a_required_file_waits) {
    std::vector<Case> cases;
    for (const char* table :
         {"Agreements_SharingOrganisation", "Admin_Organisation", "Admin_UserInRole", "Admin_Patient",
          "Coding_ClinicalCode", "Appointment_Session", "Appointment_SessionUser", "Appointment_Slot",
          "CareRecord_Consultation", "CareRecord_Observation", "CareRecord_ObservationReferral"}) {
        cases
            .push_back({table, [table](Scene& scene) {
                            fs::remove(scene.path(table));
                            return Expect{.exit_code = 1, .issues = {{"SET-001", 1}}, .nothing_stored = true};
                        }});
    }
    run_cases(cases);
}

TEST(Set, that_waited_is_taken_in_when_it_is_complete) {
    const Scene scene;
    const auto path = scene.path("CareRecord_Consultation");
    const auto bytes = read_text(path);
    fs::remove(path);
    const auto waiting = scene.ingest();
    write_text(path, bytes);

    const auto outcome = scene.ingest();

    EXPECT_EQ(waiting.status, "held");
    EXPECT_NE(outcome.receipt, waiting.receipt);
    expect_outcome(outcome, {});
}

TEST(Set, holds_files_that_only_their_headings_tell) {
    run_cases({
        {"one",
         [](Scene& scene) {
             fs::rename(scene.path("Admin_Patient"), scene.in() + "/patients.csv");
             return Expect{};
         }},
        {"all but one",
         [](Scene& scene) {
             int number = 0;
             std::vector<fs::path> files(fs::directory_iterator(scene.in()), fs::directory_iterator{});
             const auto kept = scene.path("Admin_Patient");
             for (const auto& file : files) {
                 if (file != kept) {
                     fs::rename(file, scene.in() + "/" + std::to_string(++number) + ".csv");
                 }
             }
             return Expect{};
         }},
    });
}

TEST(Set, with_two_files_of_a_kind_reads_both) {
    run_cases({{"a copy", [](Scene& scene) {
                    auto file = scene.file("Admin_Patient");
                    const auto rows = static_cast<std::int64_t>(file.records.size() - 1);
                    fs::copy_file(scene.path("Admin_Patient"), scene.in() + "/patients (1).csv");
                    return Expect{.issues = {{"FIL-010", 1}, {"ROW-002", rows}}};
                }}});
}

TEST(Set, of_headings_only_is_a_finding_in_a_bulk) {
    run_cases({{"referral details", [](Scene& scene) {
                    auto file = scene.file("CareRecord_ObservationReferral");
                    file.records.resize(1);
                    file.save();
                    return Expect{.issues = {{"FIL-003", 1}}, .may_change = {"referral"}};
                }}});
}

TEST(Set, of_headings_only_is_normal_in_a_delta) {
    const Scene scene;
    const auto before = scene.ingest();
    const auto folder = scene.other("delta");
    fs::copy(Clean::get().extract("delta"), folder, fs::copy_options::recursive);
    for (const auto& entry : fs::directory_iterator(folder)) {
        CsvFile file(entry.path().string());
        file.records.resize(1);
        file.save();
    }

    const auto outcome = scene.ingest({}, {folder});

    EXPECT_EQ(outcome.run.code, 0);
    EXPECT_TRUE(outcome.issues.empty());
    expect_same_exports(outcome.exports, before.exports);
}

TEST(Set, named_ahead_of_its_day_waits_and_bars_no_other) {
    Scene scene;
    for (const auto& entry : fs::directory_iterator(scene.in())) {
        auto name = entry.path().filename().string();
        const auto stamp = name.find("_2026");
        ASSERT_NE(stamp, std::string::npos) << name;
        fs::rename(entry.path(), entry.path().parent_path() / name.replace(stamp, 5, "_2099"));
    }
    const auto ahead = scene.ingest();

    const auto outcome = scene.ingest({}, {Clean::get().extract("bulk")});

    EXPECT_EQ(ahead.status, "held");
    EXPECT_EQ(ahead.issues, (std::map<std::string, std::int64_t>{{"SET-005", 1}}));
    expect_outcome(outcome, {});
}

TEST(Set, older_than_one_that_was_applied_is_put_in_its_place) {
    const Scene scene;
    const Scene in_order;
    scene.ingest({}, {Clean::get().extract("final")});
    in_order.ingest();

    const auto outcome = scene.ingest();

    EXPECT_EQ(outcome.run.code, 0);
    EXPECT_EQ(outcome.issues.at("SET-008"), 1);
    EXPECT_EQ(outcome.issues.size(), 2U);  // and ROW-003, of every row that came again since
    expect_same_exports(outcome.exports, in_order.ingest({}, {Clean::get().extract("final")}).exports);
}

TEST(Set, of_another_agreement_is_worked_through_on_its_own) {
    const Scene apart;
    const auto other = apart.other("other");
    run_sluice(
        {"synth", "emis", "--out", other, "--practices", "1", "--patients", "60", "--faults", "none",
         "--seed", "77"}
    );
    apart.ingest();
    const auto one_by_one = apart.ingest({}, {other + "/bulk"});
    const Scene mixed;
    for (const auto& entry : fs::directory_iterator(other + "/bulk")) {
        fs::copy_file(entry.path(), mixed.in() + "/" + entry.path().filename().string());
    }

    const auto outcome = mixed.ingest();

    EXPECT_EQ(outcome.issues.at("SET-002"), 1);
    EXPECT_GT(outcome.exports.at("person").size(), Clean::get().outcome().exports.at("person").size());
    expect_same_exports(outcome.exports, one_by_one.exports);
}

// Records are made when every set is read: the bulk's row has gone by then.
TEST(Set, that_corrects_a_rejected_row_of_the_same_submission_counts_it_once) {
    const Scene scene;
    const auto delta = scene.other("delta");
    fs::copy(Clean::get().extract("delta"), delta, fs::copy_options::recursive);
    auto bulk = scene.file("CareRecord_Observation");
    bulk.records = {bulk.records.front(), bulk.records.at(Clean::get().need().record)};
    for (const auto& entry : fs::directory_iterator(delta)) {
        CsvFile file(entry.path().string());
        const bool is_corrected =
            entry.path().filename().string().find("_CareRecord_Observation_") != std::string::npos;
        file.records.resize(1);
        if (is_corrected) {
            file.records.push_back(bulk.records.back());
        }
        file.save();
    }
    bulk.set(1, "EffectiveDate", "2024-02-30");
    bulk.save();
    const auto name = fs::path(scene.path("CareRecord_Observation")).filename().string();

    const auto outcome = scene.ingest({}, {scene.in(), delta});

    ASSERT_EQ(outcome.run.code, 0) << outcome.run.err;
    EXPECT_EQ(outcome.files.at(name).read, 1);
    EXPECT_EQ(outcome.files.at(name).skipped, 1);
    EXPECT_EQ(outcome.issues.at("ROW-003"), 1);
    EXPECT_TRUE(outcome.exports.at("need").contains(Clean::get().need().id));
}

TEST(Set, of_a_disabled_agreement_is_held_back_from_exports) {
    run_cases({{"one practice of two", [](Scene& scene) {
                    auto agreements = scene.file("Agreements_SharingOrganisation");
                    agreements.set(1, "Disabled", "true");
                    agreements.save();
                    auto organisations = scene.file("Admin_Organisation");
                    const auto row =
                        organisations.find("OrganisationGuid", agreements.cell(1, "OrganisationGuid"));
                    const auto code = organisations.cell(row, "ODSCode");
                    return Expect{
                        .issues = {{"SET-004", 1}},
                        .lost = Clean::get().ids_with(
                            "," + code + "," + organisations.cell(row, "OrganisationName") + ","
                        )};
                }}});
}

Expect without_first_agreement(Scene& scene, const std::string& column, const std::string& value) {
    auto agreements = scene.file("Agreements_SharingOrganisation");
    agreements.set(1, column, value);
    agreements.save();
    const auto organisations = scene.file("Admin_Organisation");
    const auto row = organisations.find("OrganisationGuid", agreements.cell(1, "OrganisationGuid"));
    const auto owner = organisations.cell(row, "ODSCode") + "," + organisations.cell(row, "OrganisationName");
    return Expect{.issues = {{"SET-004", 1}}, .lost = Clean::get().ids_with("," + owner + ",")};
}

// A spreadsheet writes TRUE; what cannot be read is no permission either.
TEST(Set, of_an_agreement_that_cannot_be_read_as_active_is_held_back) {
    run_cases({
        {"disabled in capitals",
         [](Scene& scene) { return without_first_agreement(scene, "Disabled", "TRUE"); }},
        {"not active", [](Scene& scene) { return without_first_agreement(scene, "IsActivated", "False"); }},
        {"active left blank", [](Scene& scene) { return without_first_agreement(scene, "IsActivated", ""); }},
        {"deleted perhaps",
         [](Scene& scene) { return without_first_agreement(scene, "Deleted", "perhaps"); }},
    });
}

TEST(Person, who_is_confidential_stays_out_whatever_older_row_follows) {
    run_cases({{"older row below", [](Scene& scene) {
                    auto patients = scene.file("Admin_Patient");
                    const auto& person = Clean::get().person();
                    patients.records.push_back(patients.records.at(person.record));
                    patients.set(person.record, "IsConfidential", "true");
                    patients.set(person.record, "ProcessingId", "900002");
                    patients.set(patients.records.size() - 1, "ProcessingId", "900001");
                    patients.save();
                    return Expect{
                        .some = {"PRV-002", "ROW-003"},
                        .fewer = {"REF-003"},
                        .lost = Clean::get().ids_with(person.id)};
                }}});
}

}  // namespace
}  // namespace sluice::tests
