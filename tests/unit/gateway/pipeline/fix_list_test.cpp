#include "gateway/pipeline/fix_list.hpp"

#include "gateway/store/sqlite_store.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace sluice::pipeline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Cells = std::vector<std::string>;

const std::string kPatients =
    "PatientGuid,OrganisationGuid,NhsNumber\r\n"
    "P1,O1,9990000018\r\n"
    "P2,O2,=1+1\r\n"
    "P3,\"O3\r\n";  // the quote is never closed

// A store with receipts of one file each; what was found is the test's.
class FixListTest : public testing::Test {
  protected:
    FixListTest() : store_(store::open_sqlite(folder_ / "data").value()) {}

    store::Receipt submit(
        const std::string& bytes, const std::vector<store::ReceiptIssue>& issues,
        const std::string& sender = "F84004"
    ) {
        return submit_files({{"Admin_Patient.csv", bytes}}, {"Admin_Patient", "emis"}, issues, sender);
    }

    // The first of the files was read as the table of the system.
    store::Receipt submit_files(
        const std::vector<std::pair<std::string, std::string>>& files,
        const std::pair<std::string, std::string>& table, const std::vector<store::ReceiptIssue>& issues,
        const std::string& sender = "F84004", const std::string& package_sender = ""
    ) {
        store::Submission submission;
        submission.sender = sender;
        submission.purpose = "secondary-use";
        for (const auto& [name, bytes] : files) {
            const auto landed = store_->landing().land_bytes(bytes, "test").value();
            submission.files.push_back({name, landed.sha256, landed.bytes, package_sender});
        }
        const auto receipt = store_->receipts().accept(submission).value();
        auto transaction = store_->begin().value();
        for (const auto& issue : issues) {
            EXPECT_TRUE(store_->receipts().add_issue(receipt.seq, issue));
        }
        store::ReceiptResult result;
        result.status = store::kProcessedWithFindings;
        const auto& first = submission.files.front();
        result.files = {{0, first.name, first.sha256, first.bytes, table.first, 3, 3, 0, 0, 0, table.second}};
        EXPECT_TRUE(store_->receipts().publish(receipt.seq, result));
        EXPECT_TRUE(transaction.commit());
        return receipt;
    }

    static store::ReceiptIssue issue(
        std::uint64_t record, const std::string& rule = "NHS-003", const std::string& organisation = ""
    ) {
        return {rule, Severity::error, {0, 0, record, 0}, "", "", "", organisation, 0};
    }

    Result<FixCounts> visit(const store::Receipt& receipt, const std::string& organisation = "") {
        rows_.clear();
        files_.clear();
        return visit_fix_list(
            tests::repository_pack(), *store_, receipt, organisation,
            {[&](const FixFile& file) -> Result<void> {
                 files_.push_back(file);
                 return {};
             },
             [&](const FixRow& row) -> Result<void> {
                 rows_.push_back(row);
                 return {};
             }}
        );
    }

    tests::TemporaryFolder folder_;
    std::unique_ptr<store::Store> store_;
    std::vector<FixFile> files_;
    std::vector<FixRow> rows_;
};

TEST_F(FixListTest, gives_rows_in_their_order_each_finding_once) {
    const auto counts = visit(submit(kPatients, {issue(3), issue(2, "NHS-003"), issue(2, "POS-001")}));

    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->files, 1U);
    EXPECT_EQ(counts->rows, 2U);
    EXPECT_EQ(counts->findings, 3U);
    ASSERT_EQ(rows_.size(), 3U);
    EXPECT_EQ(rows_[1].record, 2U);
    EXPECT_EQ(tests::repository_pack().rules()[rows_[1].rule].id, "POS-001");
    EXPECT_EQ(rows_[2].cells, (Cells{"P2", "O2", "=1+1"}));
    EXPECT_THAT(files_[0].header, ElementsAre("PatientGuid", "OrganisationGuid", "NhsNumber"));
}

TEST_F(FixListTest, names_the_column_that_a_finding_points_at) {
    auto found = issue(2);
    found.at.column = 1;

    ASSERT_TRUE(visit(submit(kPatients, {found})));

    EXPECT_EQ(rows_[0].column, "PatientGuid");
}

TEST_F(FixListTest, names_what_is_missing_where_it_points_at_no_column) {
    auto field = issue(2, "PRF-001");
    field.entity = "person";
    field.field = "birth_date";
    auto group = field;
    group.field = "GP practice";
    auto whole = field;
    whole.field = "";
    auto unable = field;
    unable.field = "PER-012";

    ASSERT_TRUE(visit(submit(kPatients, {field, group, whole, unable})));

    std::vector<std::string> columns;
    for (const auto& row : rows_) {
        columns.push_back(row.column);
    }
    EXPECT_THAT(columns, ElementsAre("person.birth_date", "GP practice", "", ""));
    visit(submit_files({{"person.csv", "person_local_id\nP1\n"}}, {"person", "exchange"}, {field})).value();
    EXPECT_EQ(rows_.at(0).column, "date_of_birth");
}

TEST_F(FixListTest, leaves_out_what_needs_nothing_and_counts_what_is_about_no_row) {
    auto remark = issue(2);
    remark.severity = Severity::information;
    auto missing = issue(0);
    missing.at.file = kNoFile;

    const auto counts = visit(submit(kPatients, {remark, missing, issue(0)}));

    ASSERT_TRUE(counts);
    EXPECT_TRUE(rows_.empty());
    EXPECT_EQ(counts->elsewhere, 2U);
}

TEST_F(FixListTest, gives_a_row_that_cannot_be_read_as_the_text_that_it_is) {
    ASSERT_TRUE(visit(submit(kPatients, {issue(4)})));

    EXPECT_EQ(rows_[0].cells, (Cells{"P3,\"O3"}));
}

TEST_F(FixListTest, keeps_a_finding_whose_row_is_not_in_the_file) {
    ASSERT_TRUE(visit(submit(kPatients, {issue(99)})));

    EXPECT_EQ(rows_[0].record, 99U);
    EXPECT_TRUE(rows_[0].cells.empty());
}

TEST_F(FixListTest, takes_huge_cells_and_nul_bytes_as_they_are) {
    const std::string huge(900'000, 'x');
    const std::string nul("a\0b", 3);
    ASSERT_TRUE(visit(submit("PatientGuid,NhsNumber\n" + huge + "," + nul + "\n", {issue(2)})));

    EXPECT_EQ(rows_[0].cells, (Cells{huge, nul}));
}

TEST_F(FixListTest, is_cut_by_the_organisation_of_the_record_or_else_of_the_row) {
    const auto receipt = submit(kPatients, {issue(2, "NHS-003", "Z90001"), issue(3, "NHS-003")});

    ASSERT_TRUE(visit(receipt, "Z90001"));
    ASSERT_EQ(rows_.size(), 1U);
    EXPECT_EQ(rows_[0].record, 2U);
    ASSERT_TRUE(visit(receipt, "O2"));  // nobody has said which code that key has
    ASSERT_EQ(rows_.size(), 1U);
    EXPECT_EQ(rows_[0].record, 3U);
    ASSERT_TRUE(visit(receipt, "Z90009"));
    EXPECT_TRUE(rows_.empty());
    EXPECT_TRUE(files_.empty());
}

class ExchangeFixListTest : public FixListTest {
  protected:
    // Contacts of a package of B81001, sent by the federation F84004; a finding about each row.
    store::Receipt submit_contacts(const std::string& csv, std::size_t rows) {
        std::vector<store::ReceiptIssue> issues;
        for (std::size_t row = 0; row < rows; ++row) {
            issues.push_back(issue(row + 2, "ROW-001"));
        }
        return submit_files({{"a/contact.csv", csv}}, {"contact", "exchange"}, issues, "F84004", "B81001");
    }
};

TEST_F(ExchangeFixListTest, takes_a_blank_organisation_for_the_package_s) {
    const auto receipt = submit_contacts("Contact ID,Organisation ODS\n,\n,A81001\n, B81001 \n", 3);

    EXPECT_EQ(visit(receipt, "B81001")->rows, 2U);
    EXPECT_EQ(visit(receipt, "A81001")->rows, 1U);
    EXPECT_EQ(visit(receipt, "F84004")->rows, 0U);
}

TEST_F(ExchangeFixListTest, takes_rows_without_a_column_of_the_organisation_for_the_package_s) {
    const auto receipt = submit_contacts("contact_id,outcome\n,dna\n,attended\n", 2);

    EXPECT_EQ(visit(receipt, "B81001")->rows, 2U);
}

TEST_F(ExchangeFixListTest, counts_as_left_out_what_may_be_anybody_s) {
    const auto receipt = submit_contacts(
        "contact_id,outcome,organisation_ods\nC1\n,dna,the practice\n,dna,C81001\n,dna,A81001\n", 4
    );

    const auto counts = visit(receipt, "A81001");

    EXPECT_EQ(counts->rows, 1U);
    EXPECT_EQ(counts->elsewhere, 2U);
}

TEST_F(ExchangeFixListTest, goes_back_to_rows_that_another_submitted_for_the_sender) {
    const auto first = submit_contacts("contact_id,outcome\nC1,dna\n", 0);
    auto earlier = issue(2);
    earlier.origin = first.seq;

    EXPECT_EQ(visit(submit(kPatients, {earlier}, "B81001"))->rows, 1U);
    EXPECT_EQ(visit(submit(kPatients, {earlier}, "F84077"))->rows, 0U);
}

TEST_F(FixListTest, goes_back_to_rows_of_an_earlier_submission_of_the_same_sender_only) {
    const auto first = submit(kPatients, {});
    auto earlier = issue(2);
    earlier.origin = first.seq;

    ASSERT_TRUE(visit(submit(kPatients + "P4,O1,1\r\n", {earlier})));
    ASSERT_EQ(rows_.size(), 1U);
    EXPECT_EQ(files_[0].receipt, first.id);

    const auto counts = visit(submit(kPatients + "P5,O1,1\r\n", {earlier}, "F84077"));
    ASSERT_TRUE(counts);
    EXPECT_TRUE(rows_.empty());
    EXPECT_EQ(counts->elsewhere, 1U);
}

TEST_F(FixListTest, says_that_the_landed_bytes_are_gone) {
    const auto receipt = submit(kPatients, {issue(2)});
    std::filesystem::remove_all(folder_ / "data/landing/objects");

    const auto counts = visit(receipt);

    ASSERT_FALSE(counts);
    EXPECT_EQ(counts.error().code(), ErrorCode::io);
    EXPECT_THAT(counts.error().text(), HasSubstr("Admin_Patient.csv are not in the landing area any more"));
}

}  // namespace
}  // namespace sluice::pipeline
