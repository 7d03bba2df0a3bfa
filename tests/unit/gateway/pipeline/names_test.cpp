#include "gateway/pipeline/names.hpp"

#include "gateway/pipeline/tables.hpp"
#include "gateway/store/sqlite_store.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace sluice::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const std::pair<std::string, std::string> kFields[] = {
    {"support_offered", "service_name"},
    {"support_offered", "provider_name"},
    {"referral", "target_service"},
    {"service", "name"}};

// A store whose tables a pack may have made that is older than the one that asks.
class NamesOfStore : public testing::Test {
  protected:
    void make_tables(std::vector<store::TableSpec> tables) {
        store_ = store::open_sqlite(folder_ / ("data" + std::to_string(++stores_))).value();
        store::Submission submission;
        submission.sender = "A81001";
        submission.purpose = "secondary-use";
        submission.files = {{"offers.csv", std::string(64, '1'), 12}};
        receipt_ = store_->receipts().accept(submission).value().seq;
        auto transaction = store_->begin().value();
        ASSERT_TRUE(store_->dataset().create_tables(tables, "1"));
        ASSERT_TRUE(transaction.commit());
    }
    void put(const std::string& entity, const std::string& column, const std::string& value) {
        const auto& tables = store_->dataset().tables();
        const auto table =
            std::find_if(tables.begin(), tables.end(), [&](const auto& spec) { return spec.name == entity; });
        store::RecordRow row;
        row.state.purpose = "secondary-use";
        row.state.entity = entity;
        row.state.record_id = entity + std::to_string(++count_);
        row.state.receipt = receipt_;
        for (const auto& spec : table->columns) {
            const auto& text = spec.name == table->key ? row.state.record_id : value;
            row.values.push_back(
                spec.name == table->key || spec.name == column ? store::Value(text) : std::nullopt
            );
        }
        auto transaction = store_->begin().value();
        ASSERT_TRUE(store_->dataset().put_record(row));
        ASSERT_TRUE(transaction.commit());
    }
    static std::vector<store::TableSpec> all_tables() {
        return table_specs(tests::repository_pack().documents->dataset);
    }
    // As a pack that did not have the column yet would have made them.
    static std::vector<store::TableSpec> tables_without(
        const std::string& entity, const std::string& column
    ) {
        auto tables = all_tables();
        for (auto& table : tables) {
            std::erase_if(table.columns, [&](const auto& spec) {
                return table.name == entity && spec.name == column;
            });
        }
        return tables;
    }
    std::vector<std::string> fields() {
        std::vector<std::string> out;
        for (const auto& table : names_of(tests::repository_pack(), *store_, "secondary-use").value()) {
            out.push_back(table.entity + "." + table.field);
        }
        return out;
    }
    Result<std::vector<std::string>> directory() {
        return directory_names(tests::repository_pack().documents->dataset, *store_);
    }

    tests::TemporaryFolder folder_;
    std::unique_ptr<store::Store> store_;
    std::int64_t receipt_ = 0;
    int count_ = 0;
    int stores_ = 0;
};

TEST_F(NamesOfStore, are_of_every_field_that_has_any) {
    make_tables(all_tables());
    put("support_offered", "service_name", "Food Bank");
    put("service", "name", "Walks");

    EXPECT_THAT(fields(), ElementsAre("support_offered.service_name", "service.name"));
    EXPECT_THAT(directory().value(), ElementsAre("Walks"));
}

TEST_F(NamesOfStore, pass_over_a_field_that_the_store_does_not_have_yet) {
    for (const auto& [entity, column] : kFields) {
        SCOPED_TRACE(entity + "." + column);
        make_tables(tables_without(entity, column));
        put(entity, "person_id", "P1");

        EXPECT_THAT(fields(), IsEmpty());
    }
}

TEST_F(NamesOfStore, need_no_directory_that_the_store_does_not_have_yet) {
    make_tables(tables_without("service", "name"));
    put("support_offered", "service_name", "Food Bank");

    ASSERT_TRUE(directory());
    EXPECT_THAT(directory().value(), IsEmpty());
    EXPECT_THAT(fields(), SizeIs(1));
}

TEST_F(NamesOfStore, need_no_table_that_the_store_does_not_have_yet) {
    auto tables = all_tables();
    std::erase_if(tables, [](const auto& table) { return table.name == "service"; });
    make_tables(tables);
    put("support_offered", "service_name", "Food Bank");

    ASSERT_TRUE(directory());
    EXPECT_THAT(fields(), ElementsAre("support_offered.service_name"));
}

}  // namespace
}  // namespace sluice::pipeline
