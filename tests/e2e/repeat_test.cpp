// What is sent twice counts once.

#include "tests/e2e/gateway.hpp"
#include "tests/support/zip.hpp"

#include <gtest/gtest.h>

namespace sluice::e2e {
namespace {

using testing::HasSubstr;

class RepeatTest : public testing::Test {
  protected:
    // A copy of the store after the bulk, for tests that write.
    RepeatTest() : gateway_(folder_ / "data") {
        std::filesystem::copy(
            ingested().bulk.data(), gateway_.data(), std::filesystem::copy_options::recursive
        );
    }
    std::size_t receipt_count() const { return gateway_.json({"receipts"}).items().size(); }

    TemporaryFolder folder_;
    Gateway gateway_;
};

TEST_F(RepeatTest, the_same_files_again_get_the_same_receipt_and_change_nothing) {
    const auto before = gateway_.exports();

    const auto again = gateway_.ingest(small_extract().bulk());

    EXPECT_EQ(again.code, 1) << again.err;
    const auto outcome = read_outcome(again.out);
    EXPECT_EQ(outcome.receipt, ingested().bulk_outcome.receipt);
    EXPECT_EQ(outcome.status, ingested().bulk_outcome.status);
    EXPECT_EQ(outcome.issues, ingested().bulk_outcome.issues);
    EXPECT_EQ(outcome.files, ingested().bulk_outcome.files);
    EXPECT_EQ(receipt_count(), 1U);
    EXPECT_EQ(gateway_.exports(), before);
}

TEST_F(RepeatTest, the_same_files_again_are_told_so_in_words) {
    const auto again = gateway_.run(
        {"ingest", small_extract().bulk(), "--sender", std::string(kSender), "--as-of", std::string(kAsOf)}
    );

    EXPECT_EQ(again.code, 1) << again.err;
    EXPECT_THAT(again.out, HasSubstr("submitted before"));
    EXPECT_THAT(again.out, HasSubstr(ingested().bulk_outcome.receipt));
}

TEST_F(RepeatTest, a_zip_of_the_same_files_gets_the_same_receipt) {
    std::vector<tests::ZipMember> members;
    for (const auto& name : names_in(small_extract().bulk())) {
        members.push_back({"export/" + name, read_text(small_extract().bulk() + "/" + name)});
    }
    write_text(folder_ / "bulk.zip", tests::make_zip(members));

    const auto again = gateway_.ingest(folder_ / "bulk.zip");

    EXPECT_EQ(read_outcome(again.out).receipt, ingested().bulk_outcome.receipt);
    EXPECT_EQ(receipt_count(), 1U);
}

TEST_F(RepeatTest, a_delta_again_does_not_undo_what_came_after_it) {
    gateway_.ingest(small_extract().delta());
    const auto before = gateway_.exports();

    const auto bulk = gateway_.ingest(small_extract().bulk());
    const auto delta = gateway_.ingest(small_extract().delta());

    EXPECT_EQ(read_outcome(bulk.out).receipt, ingested().bulk_outcome.receipt);
    EXPECT_EQ(read_outcome(delta.out).receipt, ingested().delta_outcome.receipt);
    EXPECT_EQ(receipt_count(), 2U);
    EXPECT_EQ(gateway_.exports(), before);
}

TEST_F(RepeatTest, the_same_files_for_another_purpose_are_refused_with_a_sentence) {
    const auto before = gateway_.exports();

    const auto other = gateway_.ingest(small_extract().bulk(), {"--purpose", "direct-care"});

    EXPECT_EQ(other.code, 64);
    EXPECT_EQ(other.out, "");
    EXPECT_THAT(other.err, HasSubstr("accepted for the purpose 'secondary-use'"));
    EXPECT_THAT(other.err, HasSubstr(ingested().bulk_outcome.receipt));
    EXPECT_EQ(receipt_count(), 1U);
    EXPECT_EQ(gateway_.exports(), before);
}

TEST_F(RepeatTest, the_same_files_from_another_sender_are_a_submission_of_their_own) {
    const auto other = gateway_.run(
        {"ingest", small_extract().bulk(), "--sender", "A82002", "--as-of", std::string(kAsOf), "--json"}
    );

    EXPECT_NE(read_outcome(other.out).receipt, ingested().bulk_outcome.receipt);
    EXPECT_EQ(receipt_count(), 2U);
}

TEST(IncompleteSet, waits_and_changes_nothing) {
    const TemporaryFolder folder;
    std::filesystem::copy(small_extract().bulk(), folder / "part");
    std::filesystem::remove(Extract::file_of(folder / "part", "Admin_Patient"));
    const Gateway gateway(folder / "data");

    const auto ran = gateway.ingest(folder / "part");

    EXPECT_EQ(ran.code, 1) << ran.err;
    const auto outcome = read_outcome(ran.out);
    EXPECT_EQ(outcome.status, "held");
    EXPECT_EQ(outcome.issues.at("SET-001"), 1);
    EXPECT_GT(outcome.files.at("CareRecord_Observation").held, 0);
    for (const auto entity : kEntities) {
        EXPECT_EQ(gateway.rows(entity).size(), 0U) << entity;
    }
}

TEST(OlderSet, is_put_in_its_place) {
    const TemporaryFolder folder;
    const Gateway late(folder / "late");
    const Gateway in_order(folder / "in order");
    late.ingest(small_extract().final_state());
    in_order.ingest(small_extract().bulk());
    in_order.ingest(small_extract().final_state());

    const auto ran = late.ingest(small_extract().bulk());

    EXPECT_EQ(read_outcome(ran.out).issues.at("SET-008"), 1) << ran.err;
    EXPECT_EQ(late.exports(), in_order.exports());
}

}  // namespace
}  // namespace sluice::e2e
