#include "gateway/store/sqlite.hpp"

#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace sluice::store::sqlite {
namespace {

class SqliteTest : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(database_->execute(
            "make a table", "CREATE TABLE t (a TEXT NOT NULL UNIQUE, b INTEGER, c BLOB) STRICT"
        ));
    }

    tests::TemporaryFolder folder_;
    std::unique_ptr<Database> database_ = *Database::open(folder_ / "a.db", {});
};

TEST_F(SqliteTest, binds_and_reads_every_type) {
    Statement insert(*database_, "insert", "INSERT INTO t VALUES (?,?,?)");
    Statement select(*database_, "select", "SELECT a, b, c FROM t ORDER BY b");
    ASSERT_TRUE(insert.run(std::string_view(), std::nullopt, Blob{}));
    ASSERT_TRUE(insert.run("a", INT64_MIN, Blob{std::string_view("x\0y", 3)}));

    Cursor cursor = select.query();

    ASSERT_TRUE(*cursor.next());
    EXPECT_FALSE(cursor.is_null(0));
    EXPECT_EQ(cursor.text(0), "");
    EXPECT_TRUE(cursor.is_null(1));
    EXPECT_EQ(cursor.optional_text(1), std::nullopt);
    EXPECT_FALSE(cursor.is_null(2));
    ASSERT_TRUE(*cursor.next());
    EXPECT_EQ(cursor.text(0), "a");
    EXPECT_EQ(cursor.integer(1), INT64_MIN);
    EXPECT_EQ(cursor.text(2), std::string_view("x\0y", 3));
    EXPECT_FALSE(*cursor.next());
}

TEST_F(SqliteTest, names_the_statement_and_never_the_value_in_an_error) {
    Statement insert(*database_, "insert a secret", "INSERT INTO t VALUES (?,1,x'')");
    ASSERT_TRUE(insert.run("s3cret"));

    const Result<void> twice = insert.run("s3cret");

    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code(), ErrorCode::io);
    EXPECT_NE(twice.error().text().find("insert a secret"), std::string::npos);
    EXPECT_EQ(twice.error().text().find("s3cret"), std::string::npos);
    EXPECT_TRUE(insert.run("another"));
}

TEST_F(SqliteTest, reports_sql_that_cannot_be_prepared_as_our_mistake) {
    Statement misspelt(*database_, "read nothing", R"(SELECT "nothing" FROM t)");

    const Result<bool> stepped = misspelt.query().next();

    ASSERT_FALSE(stepped);
    EXPECT_EQ(stepped.error().code(), ErrorCode::internal);
}

TEST_F(SqliteTest, a_cursor_that_is_dropped_lets_the_statement_run_again) {
    Statement select(*database_, "select", "SELECT ?");
    {
        Cursor cursor = select.query(1);
        ASSERT_TRUE(*cursor.next());
    }

    Cursor cursor = select.query(2);

    ASSERT_TRUE(*cursor.next());
    EXPECT_EQ(cursor.integer(0), 2);
}

}  // namespace
}  // namespace sluice::store::sqlite
