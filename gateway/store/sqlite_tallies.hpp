// What became of a receipt's submission, in SQLite: tallies, findings, and what was complete and open then.
// Private to gateway/store.
#pragma once

#include "gateway/store/receipt.hpp"
#include "gateway/store/sqlite_session.hpp"

namespace sluice::store {

// See Receipts for each.
class SqliteTallies {
  public:
    explicit SqliteTallies(SqliteSession& session);

    Result<void> add_issue(std::int64_t seq, const ReceiptIssue& issue);
    Result<void> visit_issues(std::int64_t seq, const IssueVisitor& visit);

    Result<void> add(std::int64_t seq, const ReceiptResult& result);
    Result<std::vector<FileTally>> files(std::int64_t seq);
    Result<std::vector<EntityTally>> entities(std::int64_t seq);
    Result<std::vector<FieldTally>> fields(std::int64_t seq);
    Result<std::vector<IssueCount>> issue_counts(std::int64_t seq);
    Result<std::vector<IssueCount>> open_findings(std::int64_t seq);
    Result<std::set<std::string>> organisations(std::int64_t seq);
    Result<std::set<std::string>> organisations_with(const Receipt& receipt, std::string_view organisation);

  private:
    Result<void> add_counts(std::int64_t seq, const ReceiptResult& result);
    Result<void> add_snapshot(std::int64_t seq, const ReceiptResult& result);

    SqliteSession* session_;
    sqlite::Statement add_file_;
    sqlite::Statement add_entity_;
    sqlite::Statement add_organisation_;
    sqlite::Statement add_issue_count_;
    sqlite::Statement add_issue_;
    sqlite::Statement add_field_;
    sqlite::Statement add_open_finding_;
    sqlite::Statement files_;
    sqlite::Statement entities_;
    sqlite::Statement issue_counts_;
    sqlite::Statement fields_;
    sqlite::Statement open_findings_;
    sqlite::Statement organisations_;
    sqlite::Statement organisations_with_;
    sqlite::Statement issues_;
};

}  // namespace sluice::store
