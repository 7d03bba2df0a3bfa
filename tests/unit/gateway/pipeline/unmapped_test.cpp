#include "gateway/pipeline/unmapped.hpp"

#include "gateway/pipeline/tables.hpp"
#include "gateway/store/sqlite_store.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace sluice::pipeline {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

// A store with needs and referrals as publish writes them.
class UnmappedTest : public testing::Test {
  protected:
    void SetUp() override {
        store_ = store::open_sqlite(folder_ / "data").value();
        store::Submission submission;
        submission.sender = "A81001";
        submission.purpose = "secondary-use";
        submission.files = {{"entries.csv", std::string(64, '1'), 12}};
        receipt_ = store_->receipts().accept(submission).value().seq;
        const auto& dataset = tests::repository_pack().documents->dataset;
        auto transaction = store_->begin().value();
        ASSERT_TRUE(store_->dataset().create_tables(table_specs(dataset), "1"));
        ASSERT_TRUE(transaction.commit());
    }

    void put(
        const std::string& entity, const std::map<std::string, std::string>& values,
        const std::string& organisation = "Z90001"
    ) {
        store::RecordRow row;
        row.state = {
            "secondary-use",
            entity,
            entity + std::to_string(++count_),
            "P",
            Verdict::accepted,
            "h",
            receipt_,
            "[]",
            "[]",
            ""};
        row.provenance.supplier = "emis";
        row.provenance.organisation = organisation;
        const auto& tables = store_->dataset().tables();
        const auto table =
            std::find_if(tables.begin(), tables.end(), [&](const auto& spec) { return spec.name == entity; });
        for (const auto& column : table->columns) {
            const auto found = values.find(column.name);
            row.values.push_back(
                column.name == table->key
                    ? store::Value(row.state.record_id)
                    : (found == values.end() ? std::nullopt : store::Value(found->second))
            );
        }
        auto transaction = store_->begin().value();
        ASSERT_TRUE(store_->dataset().put_record(row));
        ASSERT_TRUE(transaction.commit());
    }
    std::vector<Unmapped> find(bool all = false) {
        return find_unmapped(tests::repository_pack(), *store_, {"", all}).value();
    }

    tests::TemporaryFolder folder_;
    std::unique_ptr<store::Store> store_;
    std::int64_t receipt_ = 0;
    int count_ = 0;
};

TEST_F(UnmappedTest, has_nothing_to_say_of_what_has_its_place) {
    put("need", {{"person_id", "P"}, {"code", "267076002"}, {"category", "social"}});
    put("referral", {{"person_id", "P"}, {"priority", "routine"}});
    EXPECT_THAT(find(true), IsEmpty());
}

TEST_F(UnmappedTest, names_the_code_of_a_need_without_a_category_however_rare) {
    put("need", {{"person_id", "P"},
                 {"code", "160689007"},
                 {"code_system", "http://snomed.info/sct"},
                 {"code_display", "Housebound"},
                 {"category_text", "Housebound"}});
    const auto lines = find();
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_EQ(lines[0].field, "category");
    EXPECT_EQ(lines[0].map, "sp-needs");
    EXPECT_EQ(lines[0].system, "http://snomed.info/sct");
    EXPECT_EQ(lines[0].code, "160689007");
    EXPECT_EQ(lines[0].text, "Housebound");
}

TEST_F(UnmappedTest, counts_words_and_whose_they_are) {
    for (int i = 0; i < 5; ++i) {
        put("referral", {{"person_id", "P"}, {"priority_text", "Whenever"}}, i < 2 ? "Z90001" : "Z90002");
    }
    const auto lines = find();
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_EQ(lines[0].map, "emis-urgency");
    EXPECT_EQ(lines[0].code, "Whenever");
    EXPECT_EQ(lines[0].count, 5U);
    EXPECT_EQ(lines[0].organisations, 2U);
}

TEST_F(UnmappedTest, sums_rare_words_without_saying_them) {
    put("referral", {{"person_id", "P"}, {"priority_text", "Ask her sister"}}, "Z90001");
    put("referral", {{"person_id", "P"}, {"priority_text", "Tomorrow"}}, "Z90002");
    const auto lines = find();
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_TRUE(lines[0].is_rare());
    EXPECT_EQ(lines[0].text, "");
    EXPECT_EQ(lines[0].count, 2U);
    EXPECT_EQ(lines[0].texts, 2U);
    EXPECT_EQ(lines[0].organisations, 2U);
    EXPECT_THAT(find(true), SizeIs(2));
}

}  // namespace
}  // namespace sluice::pipeline
