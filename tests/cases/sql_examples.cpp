#include "tests/cases/sql_examples.hpp"

#include "gateway/pipeline/tables.hpp"
#include "gateway/store/sqlite_store.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"

namespace sluice::tests {
namespace {

constexpr std::string_view kPurpose = "evaluation";  // facts are kept for it, too

store::Submission submission() {
    store::Submission out;
    out.sender = "A81001";
    out.purpose = kPurpose;
    out.as_of = "2026-11-01";
    out.received_at = "2026-11-01T09:00:00Z";
    out.files = {{"records.csv", "0", 0}};
    return out;
}

store::RecordRow row_of(const record::Record& record, std::int64_t receipt) {
    store::RecordRow row;
    row.state.purpose = kPurpose;
    row.state.entity = record.entity->name;
    row.state.record_id = record.id;
    row.state.person = std::string(record.text("person_id"));
    row.state.receipt = receipt;
    row.state.lineage_json = "[]";
    row.state.issues_json = "[]";
    row.values = pipeline::table_values(record);
    row.provenance.organisation = "A81001";
    return row;
}

Result<void> store_records(store::Store& store, const format::JsonValue& example) {
    const auto& dataset = repository_pack().documents->dataset;
    SLUICE_ASSIGN(const auto receipt, store.receipts().accept(submission()));
    SLUICE_ASSIGN(auto transaction, store.begin());
    SLUICE_TRY(store.dataset().create_tables(pipeline::table_specs(dataset), dataset.version));
    for (const auto& record : make_records(dataset, example)) {
        SLUICE_TRY(store.dataset().put_record(row_of(record, receipt.seq)));
    }
    return transaction.commit();
}

}  // namespace

Result<bool> finds_across(const schema::Rule& rule, const format::JsonValue& example) {
    const TemporaryFolder folder;
    SLUICE_ASSIGN(const auto store, store::open_sqlite(folder.path()));
    SLUICE_TRY(store_records(*store, example));
    auto parameters = rule.parameters;
    parameters["purpose"] = kPurpose;
    bool found = false;
    SLUICE_TRY(store->dataset().query(
        schema::queries_of(rule).front().sql, parameters,
        [&](const auto&, const auto&) -> Result<void> {
            found = true;
            return {};
        }
    ));
    return found;
}

}  // namespace sluice::tests
