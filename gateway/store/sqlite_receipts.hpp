// Receipts in SQLite. Private to gateway/store.
#pragma once

#include "gateway/store/receipt.hpp"
#include "gateway/store/sqlite_session.hpp"

namespace sluice::store {

class SqliteReceipts final : public Receipts {
  public:
    // `store` gives accept() its transaction.
    SqliteReceipts(Store& store, SqliteSession& session);

    Result<Receipt> accept(const Submission& submission) override;
    Result<std::vector<Receipt>> receipts() override;
    Result<std::optional<Receipt>> receipt(std::string_view id) override;
    Result<std::optional<Receipt>> receipt(std::int64_t seq) override;
    Result<void> add_issue(std::int64_t seq, const ReceiptIssue& issue) override;
    Result<void> publish(std::int64_t seq, const ReceiptResult& result) override;
    Result<std::vector<FileTally>> file_tallies(std::int64_t seq) override;
    Result<std::vector<EntityTally>> entity_tallies(std::int64_t seq) override;
    Result<std::vector<IssueCount>> issue_counts(std::int64_t seq) override;
    Result<std::vector<FieldTally>> field_tallies(std::int64_t seq) override;
    Result<std::vector<IssueCount>> open_findings(std::int64_t seq) override;
    Result<std::set<std::string>> organisations_of(std::string_view sender, std::string_view purpose)
        override;
    Result<std::set<std::string>> organisations_of(std::int64_t seq) override;
    Result<void> visit_issues(std::int64_t seq, const IssueVisitor& visit) override;

  private:
    Result<std::optional<Receipt>> find(const std::string& sender, const std::string& submission_id);
    Result<std::optional<Receipt>> read_one(sqlite::Cursor cursor);
    Result<void> read_files(Receipt& receipt);
    Result<std::string> free_id(const Receipt& receipt);
    Result<void> insert(Receipt& receipt);
    Result<void> add_snapshot(std::int64_t seq, const ReceiptResult& result);
    static Result<std::set<std::string>> read_organisations(sqlite::Cursor cursor);
    static Result<std::vector<IssueCount>> read_counts(sqlite::Cursor cursor);

    Store* store_;
    SqliteSession* session_;
    sqlite::Statement insert_;
    sqlite::Statement insert_file_;
    sqlite::Statement all_;
    sqlite::Statement by_submission_;
    sqlite::Statement by_id_;
    sqlite::Statement by_seq_;
    sqlite::Statement files_;
    sqlite::Statement publish_;
    sqlite::Statement add_file_tally_;
    sqlite::Statement add_entity_tally_;
    sqlite::Statement add_organisation_;
    sqlite::Statement add_issue_count_;
    sqlite::Statement add_issue_;
    sqlite::Statement add_field_tally_;
    sqlite::Statement add_open_finding_;
    sqlite::Statement file_tallies_;
    sqlite::Statement entity_tallies_;
    sqlite::Statement issue_counts_;
    sqlite::Statement field_tallies_;
    sqlite::Statement open_findings_;
    sqlite::Statement organisations_;
    sqlite::Statement receipt_organisations_;
    sqlite::Statement issues_;
};

}  // namespace sluice::store
