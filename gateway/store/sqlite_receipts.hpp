// Receipts in SQLite: accepted, found, published; the numbers of each are SqliteTallies. Private to
// gateway/store.
#pragma once

#include "gateway/store/receipt.hpp"
#include "gateway/store/sqlite_session.hpp"
#include "gateway/store/sqlite_tallies.hpp"

namespace sluice::store {

class SqliteReceipts final : public Receipts {
  public:
    // `store` gives accept() its transaction.
    SqliteReceipts(Store& store, SqliteSession& session);

    Result<Receipt> accept(const Submission& submission) override;
    Result<std::vector<Receipt>> receipts() override;
    Result<std::optional<Receipt>> receipt(std::string_view id) override;
    Result<std::optional<Receipt>> receipt(std::int64_t seq) override;
    Result<void> publish(std::int64_t seq, const ReceiptResult& result) override;

    Result<void> add_issue(std::int64_t seq, const ReceiptIssue& issue) override {
        return tallies_.add_issue(seq, issue);
    }
    Result<std::vector<FileTally>> file_tallies(std::int64_t seq) override { return tallies_.files(seq); }
    Result<std::vector<EntityTally>> entity_tallies(std::int64_t seq) override {
        return tallies_.entities(seq);
    }
    Result<std::vector<IssueCount>> issue_counts(std::int64_t seq) override {
        return tallies_.issue_counts(seq);
    }
    Result<std::vector<FieldTally>> field_tallies(std::int64_t seq) override { return tallies_.fields(seq); }
    Result<std::vector<IssueCount>> open_findings(std::int64_t seq) override {
        return tallies_.open_findings(seq);
    }
    Result<std::set<std::string>> organisations_of(std::int64_t seq) override {
        return tallies_.organisations(seq);
    }
    Result<std::set<std::string>> organisations_with(const Receipt& receipt, std::string_view organisation)
        override {
        return tallies_.organisations_with(receipt, organisation);
    }
    Result<void> visit_issues(std::int64_t seq, const IssueVisitor& visit) override {
        return tallies_.visit_issues(seq, visit);
    }

  private:
    Result<std::optional<Receipt>> find(const std::string& sender, const std::string& submission_id);
    Result<std::optional<Receipt>> read_one(sqlite::Cursor cursor);
    Result<void> read_files(Receipt& receipt);
    Result<std::string> free_id(const Receipt& receipt);
    Result<void> insert(Receipt& receipt);

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
    SqliteTallies tallies_;
};

}  // namespace sluice::store
