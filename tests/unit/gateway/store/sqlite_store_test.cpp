#include "gateway/store/sqlite_store.hpp"

#include "gateway/store/sqlite.hpp"

#include "tests/support/file_size_limit.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace sluice::store {
namespace {

class SqliteStoreTest : public testing::Test {
  protected:
    Result<std::unique_ptr<Store>> open() { return open_sqlite(folder_ / "data"); }
    std::string database_path() const { return folder_ / "data/sluice.db"; }
    void execute(const std::string& sql) {
        ASSERT_TRUE((*sqlite::Database::open(database_path(), {}))->execute("prepare the test", sql));
    }
    std::string read(const std::string& sql) {
        return *(*sqlite::Database::open(database_path(), {}))->read_text("look", sql);
    }
    static Submission submission(std::size_t files) {
        Submission submission;
        submission.sender = "federation";
        submission.purpose = "secondary-use";
        for (std::size_t file = 0; file < files; ++file) {
            submission.files.push_back({std::to_string(file) + ".csv", std::string(64, 'a'), 1});
        }
        return submission;
    }

    tests::TemporaryFolder folder_;
};

TEST_F(SqliteStoreTest, makes_a_private_folder_with_a_marked_wal_database) {
    ASSERT_TRUE(open());

    struct stat status {};
    ASSERT_EQ(::stat(database_path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    ASSERT_EQ(::stat((folder_ / "data").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0700U);
    EXPECT_EQ(read("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(read("PRAGMA application_id"), std::to_string(0x534C5543));
    EXPECT_EQ(read("SELECT count(source_system) FROM sluice_file_tally"), "0");
    EXPECT_EQ(read("PRAGMA user_version"), "6");
}

TEST_F(SqliteStoreTest, refuses_a_store_of_before_the_first_release_and_leaves_it_alone) {
    ASSERT_TRUE(open());
    execute("PRAGMA user_version=5");

    const auto opened = open();

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), ErrorCode::usage);
    EXPECT_NE(opened.error().text().find("before the first release (layout 5"), std::string::npos);
    EXPECT_EQ(read("PRAGMA user_version"), "5");
}

TEST_F(SqliteStoreTest, gives_a_store_of_its_layout_the_index_that_came_later) {
    ASSERT_TRUE(open());
    execute("DROP INDEX sluice_record_state_sender");

    const auto opened = open();

    ASSERT_TRUE(opened);
    EXPECT_TRUE((*opened)->dataset().persons_untold("secondary-use", "A81001"));
}

TEST_F(SqliteStoreTest, refuses_a_store_that_a_newer_sluice_wrote) {
    ASSERT_TRUE(open());
    execute("PRAGMA user_version=7");

    const auto opened = open();

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), ErrorCode::usage);
    EXPECT_NE(
        opened.error().text().find("written by a newer Sluice (layout 7; this one knows up to 6)"),
        std::string::npos
    );
}

TEST_F(SqliteStoreTest, refuses_a_database_of_another_program_and_leaves_it_alone) {
    ASSERT_TRUE(env::create_directories_synced(folder_ / "data"));
    execute("CREATE TABLE theirs (a TEXT)");

    const auto opened = open();

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), ErrorCode::usage);
    EXPECT_EQ(read("PRAGMA journal_mode"), "delete");
    EXPECT_EQ(read("SELECT group_concat(name) FROM sqlite_schema"), "theirs");
}

TEST_F(SqliteStoreTest, refuses_a_file_that_is_no_database) {
    ASSERT_TRUE(open());
    ASSERT_EQ(::truncate(database_path().c_str(), 0), 0);
    FILE* file = std::fopen(database_path().c_str(), "w");
    ASSERT_NE(file, nullptr);
    std::fputs(std::string(4096, 'x').c_str(), file);
    std::fclose(file);

    const auto opened = open();

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), ErrorCode::io);
}

TEST_F(SqliteStoreTest, gives_no_receipt_when_the_disk_is_full_and_one_when_there_is_room_again) {
    Result<std::unique_ptr<Store>> store = open();
    ASSERT_TRUE(store);
    Result<Receipt> receipt = Receipt();
    {
        struct stat status {};
        ASSERT_EQ(::stat((database_path() + "-wal").c_str(), &status), 0);
        const tests::FileSizeLimit limit(static_cast<rlim_t>(status.st_size) + 8192);
        receipt = (*store)->receipts().accept(submission(2000));
    }

    ASSERT_FALSE(receipt);
    EXPECT_EQ(receipt.error().code(), ErrorCode::io);
    EXPECT_NE(receipt.error().text().find("the disk is full"), std::string::npos) << receipt.error().text();
    EXPECT_TRUE((*store)->receipts().receipts()->empty());
    EXPECT_TRUE((*store)->receipts().accept(submission(2000)));
    store = open();
    EXPECT_EQ((*store)->receipts().receipts()->at(0).submission.files.size(), 2000U);
}

TEST_F(SqliteStoreTest, makes_a_longer_receipt_id_where_the_short_one_is_taken) {
    Result<std::unique_ptr<Store>> store = open();
    const Submission sent = submission(1);
    const std::string digest = submission_digest(sent.files);
    const std::string taken = make_receipt_id(sent.sender, digest, digest, 8);
    execute(
        "INSERT INTO sluice_receipt(id, sender, submission_id, digest, purpose, legal_basis, period_from, "
        "period_to, "
        "semantics, as_of, received_at, status) VALUES('" +
        taken + "', 'other', 's', 'd', '', '', '', '', '', '', '', 'received')"
    );

    const Result<Receipt> receipt = (*store)->receipts().accept(sent);

    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->id, make_receipt_id(sent.sender, digest, digest, 12));
    EXPECT_EQ(parse_receipt_id(receipt->id), receipt->id);
}

TEST_F(SqliteStoreTest, stores_values_in_the_types_that_an_analyst_expects) {
    Result<std::unique_ptr<Store>> store = open();
    const Result<Receipt> receipt = (*store)->receipts().accept(submission(1));
    TableSpec table{"score", "Score", {}, "score_id"};
    for (const auto& [name, type] : std::vector<std::pair<std::string, ColumnType>>{
             {"score_id", ColumnType::text},
             {"value", ColumnType::decimal},
             {"day", ColumnType::date},
             {"count", ColumnType::integer},
             {"counted", ColumnType::boolean}}) {
        table.columns.push_back({name, type, "secondary", "", ""});
    }
    RecordRow row;
    row.state.entity = "score";
    row.state.record_id = "s1";
    row.state.receipt = receipt->seq;
    row.values = {"s1", "1.50", "2026", "-7", "false"};
    Result<Transaction> transaction = (*store)->begin();
    ASSERT_TRUE((*store)->dataset().create_tables({table}, "1"));
    ASSERT_TRUE((*store)->dataset().put_record(row));
    ASSERT_TRUE(transaction->commit());

    EXPECT_EQ(
        read("SELECT typeof(value)||value||typeof(day)||day||typeof(\"count\")||\"count\"||counted FROM score"
        ),
        "text1.50text2026integer-70"
    );
    EXPECT_EQ(
        read("SELECT group_concat(field, ' ') FROM (SELECT field FROM sluice_field ORDER BY ordinal)"),
        "score_id value day count counted"
    );
}

}  // namespace
}  // namespace sluice::store
