// By which practice a record is counted. Packages of the exchange contract: tests/e2e/practices_test.cpp.
#include "gateway/pipeline/profile.hpp"

#include "gateway/pipeline/ingest.hpp"
#include "gateway/pipeline/tables.hpp"
#include "gateway/store/sqlite_store.hpp"

#include "tests/support/clinic.hpp"
#include "tests/support/pack.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace sluice::pipeline {
namespace {

using Practices = std::set<std::string>;

// Of the person P1 of the organisation A81001, as its row has it.
struct Scene {
    bool of_practices = true;     // the source says so of its organisations
    std::string registered = {};  // what the person's row says

    // Of all records.
    Practices practices() const {
        const tests::TemporaryFolder folder;
        const auto store = store::open_sqlite(folder / "data").value();
        const auto pack = tests::make_pack({world()}).value();
        write_files(folder / "in");
        IngestOptions options;
        options.paths = {folder / "in"};
        options.sender = "A81001";
        options.as_of = "2026-07-01";
        options.received_at = "2026-07-01T09:00:00Z";
        EXPECT_TRUE(pipeline::ingest(*pack, *store, options));
        Practices out;
        profile(*pack, *store, "").value().completeness.visit([&](const auto& key, const auto&) {
            out.insert(key.practice);
        });
        return out;
    }

  private:
    tests::SmallWorldText world() const {
        auto text = tests::clinic(
            {tests::person_mapping(R"("practice_ods": { "from": "NhsNumber" })"),
             tests::mapping(
                 "referral", "referral",
                 R"("person_id": { "ref": "clinic/person" }, "referral_date": { "from": "Day" },
                    "status": { "const": "accepted" })",
                 R"J("when": "code.concept.memberOf('sp-referral-made')", "anchor": true)J"
             )}
        );
        const std::string_view name = R"("name": "Name" })";
        const std::string_view practices = R"("name": "Name", "practices": true })";
        if (of_practices) {
            text.package.replace(text.package.find(name), name.size(), practices);
        }
        return text;
    }

    void write_files(const std::string& folder) const {
        std::filesystem::create_directories(folder);
        const auto write = [&](const std::string& table, const std::string& text) {
            tests::write_text(folder + "/" + table + ".csv", text);
        };
        write("Practice", "Org,Ods,Name\r\nO1,A81001,Practice\r\n");
        write("Code", "Code,Parent,Term,National,Local\r\n1,,Referral,871731000000106,\r\n");
        write("Person", "Org,Person,Born,NhsNumber,Dummy\r\nO1,P1,1950-01-29," + registered + ",false\r\n");
        // Known by its header, which has most of the table's columns.
        write(
            "Entry",
            "Org,Person,Entry,Day,Code,Clerk,Precision,Time,Entered,Parent,Score,Minutes,Flag,Text,Deleted,"
            "Secret,Seq\r\nO1,P1,E1,2026-03-02,1,,,,,,,,,,,,\r\n"
        );
    }
};

TEST(PracticeOfARecord, is_that_at_which_the_person_is_registered) {
    EXPECT_EQ((Scene{true, "B82002"}.practices()), Practices{"B82002"});
    EXPECT_EQ((Scene{false, "B82002"}.practices()), Practices{"B82002"});
}

TEST(PracticeOfARecord, is_the_organisation_where_the_source_holds_records_of_practices) {
    EXPECT_EQ((Scene{true, ""}.practices()), Practices{"A81001"});
    EXPECT_EQ((Scene{false, ""}.practices()), Practices{""});
}

TEST(PracticeOfARecord, is_not_a_code_that_stands_for_none) {
    EXPECT_EQ((Scene{true, "V81999"}.practices()), Practices{"A81001"});
    EXPECT_EQ((Scene{false, "V81997"}.practices()), Practices{""});
}

// A pack may name its fields otherwise: then nobody can tell who came.
TEST(Attendance, is_of_no_contact_where_the_dataset_has_no_outcomes) {
    auto documents = std::make_shared<schema::Documents>(*tests::repository_pack().documents);
    auto& contact = documents->dataset.entities[*documents->dataset.entity_index("contact")];
    std::erase_if(contact.fields, [](const auto& field) { return field.name == "outcome"; });
    Pack pack = tests::repository_pack();
    pack.documents = documents;
    const tests::TemporaryFolder folder;
    const auto store = store::open_sqlite(folder / "data").value();
    store::Submission submission;
    submission.sender = "A81001";
    submission.purpose = "secondary-use";
    submission.files = {{"contact.csv", std::string(64, '1'), 12}};
    store::RecordRow row;
    row.state.purpose = "secondary-use";
    row.state.entity = "contact";
    row.state.record_id = "C1";
    row.state.receipt = store->receipts().accept(submission).value().seq;
    for (const auto& table : table_specs(documents->dataset)) {
        row.values.resize(table.name == "contact" ? table.columns.size() : row.values.size());
    }
    row.values.front() = "C1";
    auto transaction = store->begin().value();
    ASSERT_TRUE(store->dataset().create_tables(table_specs(documents->dataset), "1"));
    ASSERT_TRUE(store->dataset().put_record(row));
    ASSERT_TRUE(transaction.commit());

    const auto counted = profile(pack, *store, "secondary-use").value().attendance;

    EXPECT_EQ(counted.contacts, 1U);
    EXPECT_EQ(counted.attended + counted.missed + counted.people, 0U);
}

}  // namespace
}  // namespace sluice::pipeline
