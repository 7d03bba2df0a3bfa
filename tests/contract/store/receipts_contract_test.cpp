#include "tests/contract/store/store_contract.hpp"

namespace sluice::store {
namespace {

class ReceiptsContract : public StoreContract {};
INSTANTIATE_TEST_SUITE_P(Stores, ReceiptsContract, testing::ValuesIn(kImplementations), name_of);

TEST_P(ReceiptsContract, accept_gives_a_receipt_that_a_reopened_store_still_has) {
    const Result<Receipt> receipt = store_->receipts().accept(submission_of("d1"));
    ASSERT_TRUE(receipt) << receipt.error().text();

    reopen();

    const auto found = store_->receipts().receipt(receipt->id);
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->seq, receipt->seq);
    EXPECT_EQ((*found)->status, kReceived);
    EXPECT_EQ((*found)->submission.as_of, "2026-11-01");
    EXPECT_EQ((*found)->submission.files, receipt->submission.files);
    EXPECT_EQ((*found)->submission.id, receipt->digest);
    EXPECT_FALSE((*found)->repeated);
}

TEST_P(ReceiptsContract, a_submission_speaks_for_its_sender_and_those_of_its_files) {
    Submission sent = submission_of("d1");
    sent.files.push_back({"b/a.csv", "d2", 1, "practice"});
    const Result<Receipt> receipt = store_->receipts().accept(sent);
    ASSERT_TRUE(receipt) << receipt.error().text();

    const auto found = store_->receipts().receipt(receipt->seq);

    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->submission.sender_of(0), "federation");
    EXPECT_EQ((*found)->submission.sender_of(1), "practice");
    EXPECT_EQ((*found)->submission.senders(), (std::set<std::string>{"federation", "practice"}));
}

TEST_P(ReceiptsContract, the_same_submission_again_gives_the_same_receipt_with_its_first_as_of) {
    const Result<Receipt> first = store_->receipts().accept(submission_of("d1"));
    Submission later = submission_of("d1");
    later.as_of = "2026-12-24";
    later.files[0].name = "elsewhere/a.csv";

    const Result<Receipt> again = store_->receipts().accept(later);

    ASSERT_TRUE(first && again);
    EXPECT_TRUE(again->repeated);
    EXPECT_EQ(again->id, first->id);
    EXPECT_EQ(again->submission.as_of, "2026-11-01");
    EXPECT_EQ(store_->receipts().receipts()->size(), 1U);
}

TEST_P(ReceiptsContract, the_same_files_from_another_sender_are_another_submission) {
    const Result<Receipt> first = store_->receipts().accept(submission_of("d1"));
    Submission other = submission_of("d1");
    other.sender = "practice";

    const Result<Receipt> second = store_->receipts().accept(other);

    ASSERT_TRUE(first && second);
    EXPECT_FALSE(second->repeated);
    EXPECT_NE(second->id, first->id);
    EXPECT_EQ(second->seq, first->seq + 1);
}

TEST_P(ReceiptsContract, the_same_submission_for_another_purpose_is_a_conflict_that_says_so) {
    const Result<Receipt> first = store_->receipts().accept(submission_of("d1"));

    const Result<Receipt> second = store_->receipts().accept(submission_of("d1", "direct-care"));

    ASSERT_TRUE(first && !second);
    EXPECT_EQ(second.error().code(), ErrorCode::conflict);
    EXPECT_NE(second.error().text().find("accepted for the purpose 'secondary-use'"), std::string::npos);
    EXPECT_NE(second.error().text().find(first->id), std::string::npos);
}

TEST_P(ReceiptsContract, the_senders_own_id_with_other_files_is_a_conflict) {
    Submission submission = submission_of("d1");
    submission.id = "2026-11";
    const Result<Receipt> first = store_->receipts().accept(submission);
    submission.files[0].sha256 = "d2";

    const Result<Receipt> second = store_->receipts().accept(submission);

    ASSERT_TRUE(first && !second);
    EXPECT_EQ(first->submission.id, "2026-11");
    EXPECT_EQ(second.error().code(), ErrorCode::conflict);
}

TEST_P(ReceiptsContract, accept_refuses_a_submission_without_sender_purpose_or_file) {
    Submission no_sender = submission_of("d1");
    no_sender.sender.clear();
    Submission no_purpose = submission_of("d1", "");
    Submission no_file = submission_of("d1");
    no_file.files.clear();

    for (const Submission& submission : {no_sender, no_purpose, no_file}) {
        const Result<Receipt> receipt = store_->receipts().accept(submission);

        ASSERT_FALSE(receipt);
        EXPECT_EQ(receipt.error().code(), ErrorCode::usage);
    }
    EXPECT_TRUE(store_->receipts().receipts()->empty());
}

TEST_P(ReceiptsContract, a_receipt_is_found_by_what_somebody_typed) {
    const Result<Receipt> receipt = store_->receipts().accept(submission_of("d1"));
    std::string typed = receipt->id;
    for (char& symbol : typed) {
        symbol = static_cast<char>(symbol == '-' ? ' ' : std::tolower(symbol));
    }

    EXPECT_EQ((*store_->receipts().receipt(typed))->seq, receipt->seq);
    EXPECT_FALSE(*store_->receipts().receipt("SLU-0000-0000-1"));
    EXPECT_FALSE(*store_->receipts().receipt(receipt->seq + 1));
}

TEST_P(ReceiptsContract, publish_keeps_tallies_and_issues_as_given) {
    const std::int64_t seq = accept("d1");
    ReceiptResult result;
    result.status = kProcessedWithFindings;
    result.pack_digest = "p1";
    result.definition = "sp-mds 1.1.0";
    result.summary_json = R"({"rows":3})";
    result.files = {
        {0, "in/a.csv", "d1", 12, "Admin_Patient", 10, 4, 3, 2, 1, "emis"},
        {1, "x", "d9", 0, "", 0, 0, 0, 0, 0}};
    result.entities = {{"referral", 1, 2, 3, 4, 5, 6, 7, 8}, {"person", 9, 0, 0, 0, 9, 0, 0, 0}};
    result.issue_counts = {{"ROW-001", Severity::error, 2}, {"FIL-005", Severity::warning, 1}};
    result.fields = {{"person", "gender", 9, 0, 8, 7, 5, 1}, {"person", "disability", 0, 9, 0, 0, 0}};
    result.open_findings = {{"REF-001", Severity::error, 3}};
    const std::vector<ReceiptIssue> issues = {
        {"ROW-001", Severity::error, {0, 3, 17, 4096}, "", "", ""},
        {"CON-001", Severity::fatal, {0, 0, 18, 4196}, "contact", "c1", "contact_date", "A81001", 7}};

    Result<Transaction> transaction = store_->begin();
    for (const ReceiptIssue& issue : issues) {
        ASSERT_TRUE(store_->receipts().add_issue(seq, issue));
    }
    ASSERT_TRUE(store_->receipts().publish(seq, result));
    ASSERT_TRUE(transaction->commit());
    reopen();

    std::vector<ReceiptIssue> seen;
    ASSERT_TRUE(store_->receipts().visit_issues(seq, [&](const ReceiptIssue& issue) -> Result<void> {
        seen.push_back(issue);
        return {};
    }));
    EXPECT_EQ(seen, issues);
    EXPECT_EQ(*store_->receipts().file_tallies(seq), result.files);
    EXPECT_EQ(*store_->receipts().entity_tallies(seq), result.entities);
    EXPECT_EQ(*store_->receipts().issue_counts(seq), result.issue_counts);
    EXPECT_EQ(*store_->receipts().field_tallies(seq), result.fields);
    EXPECT_EQ(*store_->receipts().open_findings(seq), result.open_findings);
    const Receipt receipt = **store_->receipts().receipt(seq);
    EXPECT_EQ(receipt.status, kProcessedWithFindings);
    EXPECT_EQ(receipt.pack_digest, "p1");
    EXPECT_EQ(receipt.definition, "sp-mds 1.1.0");
    EXPECT_EQ(receipt.summary_json, R"({"rows":3})");
}

TEST_P(ReceiptsContract, a_published_receipt_never_changes) {
    const std::int64_t seq = accept("d1");
    ReceiptResult result;
    result.status = kHeld;
    Result<Transaction> transaction = store_->begin();
    ASSERT_TRUE(store_->receipts().publish(seq, result));
    result.status = kProcessed;

    const Result<void> again = store_->receipts().publish(seq, result);

    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), ErrorCode::conflict);
    ASSERT_TRUE(transaction->commit());
    EXPECT_EQ((*store_->receipts().receipt(seq))->status, kHeld);
}

TEST_P(ReceiptsContract, a_receipt_knows_the_organisations_of_its_own_records) {
    const std::int64_t first = accept("d1");
    const std::int64_t second = accept("d2");
    Result<Transaction> transaction = store_->begin();
    for (const auto& [seq, organisation] : {std::pair(first, "A81001"), std::pair(second, "A81002")}) {
        ReceiptResult result;
        result.status = kProcessed;
        result.organisations = {organisation};
        ASSERT_TRUE(store_->receipts().publish(seq, result));
    }
    ASSERT_TRUE(transaction->commit());

    EXPECT_EQ(*store_->receipts().organisations_of(first), std::set<std::string>{"A81001"});
    EXPECT_EQ(*store_->receipts().organisations_of(second), std::set<std::string>{"A81002"});
    EXPECT_TRUE(store_->receipts().organisations_of(99)->empty());
}

TEST_P(ReceiptsContract, an_earlier_receipt_is_found_by_an_organisation) {
    const std::vector<std::set<std::string>> about = {{"A81001", "A81002"}, {"A81003"}, {"A81001"}};
    std::vector<std::int64_t> seqs;
    for (const char* digest : {"d1", "d2", "d3"}) {
        seqs.push_back(accept(digest));
    }
    Result<Transaction> transaction = store_->begin();
    for (std::size_t i = 0; i < about.size(); ++i) {
        ReceiptResult result;
        result.status = kProcessed;
        result.organisations = about[i];
        ASSERT_TRUE(store_->receipts().publish(seqs[i], result));
    }
    ASSERT_TRUE(transaction->commit());
    auto third = **store_->receipts().receipt(seqs[2]);

    EXPECT_EQ(*store_->receipts().organisations_with(third, "A81001"), about[0]);
    EXPECT_EQ(*store_->receipts().organisations_with(third, "A81003"), about[1]);
    EXPECT_TRUE(store_->receipts().organisations_with(third, "A81004")->empty());
    third.submission.semantics = "increment";
    EXPECT_TRUE(store_->receipts().organisations_with(third, "A81001")->empty());
}

// Of what was not applied nobody has said what it leaves out.
TEST_P(ReceiptsContract, an_earlier_receipt_that_was_not_applied_is_not_found_by_an_organisation) {
    const std::vector<std::string_view> statuses = {kProcessedWithFindings, kHeld, kRejected, kProcessed};
    std::vector<std::int64_t> seqs;
    for (const char* digest : {"d1", "d2", "d3", "d4"}) {
        seqs.push_back(accept(digest));
    }
    Result<Transaction> transaction = store_->begin();
    for (std::size_t i = 0; i < statuses.size(); ++i) {
        ReceiptResult result;
        result.status = statuses[i];
        result.organisations = {"A81001"};
        if (i == 0) {
            result.organisations.insert("A81002");
        }
        ASSERT_TRUE(store_->receipts().publish(seqs[i], result));
    }
    ASSERT_TRUE(transaction->commit());

    EXPECT_EQ(
        *store_->receipts().organisations_with(**store_->receipts().receipt(seqs.back()), "A81001"),
        (std::set<std::string>{"A81001", "A81002"})
    );
}

TEST_P(ReceiptsContract, publish_refuses_a_status_that_is_none) {
    const std::int64_t seq = accept("d1");
    const Result<Transaction> transaction = store_->begin();

    for (const std::string_view status : {kReceived, std::string_view("done"), std::string_view("")}) {
        ReceiptResult result;
        result.status = status;
        EXPECT_FALSE(store_->receipts().publish(seq, result)) << status;
    }
}

}  // namespace
}  // namespace sluice::store
