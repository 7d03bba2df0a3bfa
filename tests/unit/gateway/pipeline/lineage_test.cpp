#include "gateway/pipeline/lineage.hpp"

#include "gateway/pipeline/tables.hpp"
#include "gateway/store/sqlite_store.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace sluice::pipeline {
namespace {

// A store with one referral, as publish writes it, and no facts.
class LineageOf : public testing::Test {
  protected:
    void SetUp() override {
        store_ = store::open_sqlite(folder_ / "data").value();
        store::Submission submission;
        submission.sender = "A81001";
        submission.purpose = "secondary-use";
        submission.files = {{"entries.csv", std::string(64, '1'), 12}};
        const auto receipt = store_->receipts().accept(submission).value();
        auto transaction = store_->begin().value();
        ASSERT_TRUE(
            store_->dataset().create_tables(table_specs(tests::repository_pack().documents->dataset), "1")
        );
        ASSERT_TRUE(transaction.commit());

        row_.state.purpose = "secondary-use";
        row_.state.entity = "referral";
        row_.state.record_id = "R1";
        row_.state.person = "emis/{O1}\x1f{P1}";
        row_.state.receipt = receipt.seq;
        row_.state.lineage_json = R"([
            {"field": "person_id", "file": "entries.csv", "record": 7, "column": "PatientGuid",
             "mapping": "emis/referral-made"},
            {"field": "referral_date", "file": "entries.csv", "record": 7, "column": "EffectiveDate",
             "mapping": "emis/referral-made"},
            {"field": "code", "file": "entries.csv", "record": 7, "column": "CodeId",
             "mapping": "emis/referral-made"},
            {"field": "counted", "file": "entries.csv", "record": 7, "mapping": "derived"}])";
        row_.state.issues_json = "[]";
        const auto* table = referral_table();
        row_.values.resize(table->columns.size());
        set("referral_id", "R1");
        set("person_id", "P1");
        set("referral_date", "2026-03-02");
        set("code", "871731000000106");
        set("code_system", "http://snomed.info/sct");
        set("code_display", "Referral");
        set("counted", "true");
        row_.provenance = {"A81001", "Practice",     "emis", "",
                           "care",   "entries.csv",  7,      "emis/referral-made",
                           "",       "sp-mds 1.1.0", false};
    }

    const store::TableSpec* referral_table() {
        const auto& tables = store_->dataset().tables();
        return &*std::find_if(tables.begin(), tables.end(), [](const auto& t) {
            return t.name == "referral";
        });
    }
    void set(std::string_view column, std::string value) {
        const auto& columns = referral_table()->columns;
        const auto at =
            std::find_if(columns.begin(), columns.end(), [&](const auto& c) { return c.name == column; });
        row_.values.at(static_cast<std::size_t>(at - columns.begin())) = std::move(value);
    }
    std::vector<LineageEntry> tell() {
        auto transaction = store_->begin().value();
        EXPECT_TRUE(store_->dataset().put_record(row_));
        EXPECT_TRUE(transaction.commit());
        return lineage_of(tests::repository_pack(), *store_, row_.state).value();
    }
    static LineageEntry of(const std::vector<LineageEntry>& entries, std::string_view field) {
        const auto found =
            std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.field == field; });
        return found == entries.end() ? LineageEntry{} : *found;
    }

    tests::TemporaryFolder folder_;
    std::unique_ptr<store::Store> store_;
    store::RecordRow row_;
};

TEST_F(LineageOf, has_an_entry_for_each_column_in_the_order_of_the_table) {
    std::vector<std::string> wanted;
    for (const auto& column : referral_table()->columns) {
        wanted.push_back(column.name);
    }
    wanted.insert(wanted.end(), store::kProvenanceColumns.begin(), store::kProvenanceColumns.end());

    std::vector<std::string> fields;
    for (const auto& entry : tell()) {
        fields.push_back(entry.field);
        EXPECT_EQ(entry.file, "entries.csv") << entry.field;
        EXPECT_EQ(entry.record, 7U) << entry.field;
        EXPECT_NE(entry.mapping, "") << entry.field;
    }

    EXPECT_EQ(fields, wanted);
}

TEST_F(LineageOf, leaves_a_copied_value_as_it_was_stored) {
    const auto date = of(tell(), "referral_date");

    EXPECT_EQ(date.column, "EffectiveDate");
    EXPECT_EQ(date.mapping, "emis/referral-made");
    EXPECT_EQ(date.how, "");
    EXPECT_FALSE(date.blank);
}

TEST_F(LineageOf, says_from_what_a_value_was_worked_out) {
    const auto entries = tell();

    EXPECT_EQ(of(entries, "referral_id").column, "ObservationGuid");
    EXPECT_EQ(
        of(entries, "referral_id").how, "the key of the row: OrganisationGuid, PatientGuid, ObservationGuid"
    );
    EXPECT_EQ(of(entries, "code_system").column, "CodeId");
    EXPECT_EQ(of(entries, "code_display").column, "CodeId");
    EXPECT_EQ(of(entries, "counted").column, "EffectiveDate");
    EXPECT_EQ(of(entries, "counted").mapping, "derived");
    EXPECT_NE(of(entries, "counted").how, "");
    EXPECT_EQ(of(entries, "supplier").mapping, "sources/emis");
}

TEST_F(LineageOf, marks_columns_without_a_value) {
    const auto entries = tell();

    EXPECT_TRUE(of(entries, "priority").blank);
    EXPECT_TRUE(of(entries, "priority_text").blank);
    EXPECT_TRUE(of(entries, "legal_basis").blank);
    EXPECT_FALSE(of(entries, "organisation").blank);
}

TEST_F(LineageOf, knows_the_row_of_a_record_that_is_held) {
    row_.state.verdict = Verdict::held;
    row_.state.pending_json = "{}";

    const auto entries = tell();

    EXPECT_EQ(of(entries, "referral_id").record, 7U);
    EXPECT_EQ(of(entries, "referral_id").column, "ObservationGuid");
    EXPECT_TRUE(of(entries, "priority").blank);
}

}  // namespace
}  // namespace sluice::pipeline
