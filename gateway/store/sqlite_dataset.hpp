// The dataset in SQLite. Private to gateway/store.
#pragma once

#include "gateway/store/dataset.hpp"
#include "gateway/store/dataset_sql.hpp"
#include "gateway/store/sqlite_session.hpp"

#include <map>
#include <memory>

namespace sluice::store {

class SqliteDataset final : public Dataset {
  public:
    explicit SqliteDataset(SqliteSession& session);
    // The definitions that an earlier process left in the catalogue.
    Result<void> load();

    Result<void> create_tables(const std::vector<TableSpec>& tables, std::string_view version) override;
    const std::vector<TableSpec>& tables() const override { return tables_; }
    Result<std::string> version() override;

    Result<void> put_record(const RecordRow& row) override;
    Result<void> put_state(const RecordState& state) override;
    Result<bool> remove_record(
        std::string_view purpose, std::string_view entity, std::string_view record_id, std::int64_t receipt
    ) override;
    Result<std::uint64_t> purge_person(std::string_view purpose, std::string_view person) override;
    Result<std::uint64_t> hold_back(
        std::string_view purpose, std::string_view supplier, std::string_view organisation, bool held_back
    ) override;

    Result<void> set_column(
        std::string_view purpose, std::string_view entity, std::string_view record_id,
        std::string_view column, const Value& value
    ) override;

    Result<std::vector<RecordState>> states_of(std::string_view purpose, std::string_view person) override;
    Result<std::optional<RecordState>> lineage(
        std::string_view purpose, std::string_view entity, std::string_view record_id
    ) override;
    Result<void> visit_states(
        std::string_view purpose, std::string_view entity, std::optional<Verdict> verdict,
        const std::function<Result<void>(const RecordState&)>& visit
    ) override;
    Result<void> visit_findings(
        std::string_view purpose, const std::function<Result<void>(const RecordState&)>& visit
    ) override;
    Result<void> visit_rows(std::string_view entity, const ReadOptions& options, const RowVisitor& visit)
        override;
    Result<void> visit_grouped(
        const std::vector<std::string>& entities, std::string_view by, const ReadOptions& options,
        const GroupedVisitor& visit
    ) override;
    Result<void> visit_history(std::string_view entity, std::string_view record_id, const RowVisitor& visit)
        override;
    Result<void> query(
        const std::string& sql, const std::map<std::string, std::string>& parameters, const RowVisitor& visit
    ) override;
    Result<std::vector<std::string>> persons_untold(std::string_view purpose, std::string_view sender)
        override;
    Result<std::map<std::string, std::uint64_t>> counts_of_senders(
        std::string_view purpose, const std::set<std::string>& senders
    ) override;

  private:
    // The statements that write one entity.
    struct Writer {
        Writer(sqlite::Database& database, const TableSpec& table);
        const TableSpec* table;
        bool has_identity;
        sqlite::Statement upsert;
        sqlite::Statement upsert_identity;
        sqlite::Statement remove;
        sqlite::Statement remove_identity;
        sqlite::Statement to_history;
        sqlite::Statement purge_history;
        std::map<std::string, sqlite::Statement, std::less<>> set;  // by column
    };

    Result<void> check_change(const TableSpec& table) const;
    Result<void> grow(const std::string& table_name, const std::vector<SqlColumn>& columns);
    Result<void> write_catalogue(std::size_t ordinal, const TableSpec& table);
    Result<const TableSpec*> find_table(std::string_view entity) const;
    Result<Writer*> writer(std::string_view entity);
    Result<std::string> receipt_id(std::int64_t seq);
    Result<void> write_main(Writer& writer, const RecordRow& row, const std::string& receipt);
    Result<void> write_identity(Writer& writer, const RecordRow& row);
    Result<void> write_state(const RecordState& state);
    Result<void> end_row(
        Writer& writer, std::string_view purpose, std::string_view record_id, const std::string& receipt,
        std::string_view change, bool keep_row
    );

    SqliteSession* session_;
    std::vector<TableSpec> tables_;
    std::map<std::string, std::unique_ptr<Writer>, std::less<>> writers_;
    std::uint64_t transaction_ = 0;  // receipt ids are kept within one
    std::map<std::int64_t, std::string> receipt_ids_;
    sqlite::Statement receipt_id_;
    sqlite::Statement put_state_;
    sqlite::Statement remove_state_;
    sqlite::Statement part_;
    sqlite::Statement former_of_;
    sqlite::Statement forget_former_;
    sqlite::Statement states_of_;
    sqlite::Statement lineage_;
    sqlite::Statement states_;
    sqlite::Statement findings_;
};

}  // namespace sluice::store
