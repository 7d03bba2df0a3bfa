#include "gateway/store/sqlite_query.hpp"

#include <gmock/gmock.h>

namespace sluice::store::sqlite {
namespace {

const std::string kEndless =
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c";

class QueryTest : public testing::Test {
  protected:
    Result<int> rows_of(const std::string& sql, const QueryLimits& limits = {}) {
        int rows = 0;
        const auto ran = run_query(
            *database_, sql, {},
            [&](const auto&, const auto&) -> Result<void> {
                ++rows;
                return {};
            },
            limits
        );
        return ran ? Result<int>(rows) : Result<int>(ran.error());
    }

    std::unique_ptr<Database> database_ = *Database::open_in_memory();
};

TEST_F(QueryTest, that_never_ends_is_stopped) {
    const auto silent = rows_of(kEndless + " WHERE x < 0", {.steps_max = 100'000});
    const auto talking = rows_of(kEndless, {.rows_max = 1'000});

    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.error().code(), ErrorCode::limit);
    EXPECT_THAT(silent.error().text(), testing::HasSubstr("more steps"));
    ASSERT_FALSE(talking);
    EXPECT_EQ(talking.error().code(), ErrorCode::limit);
    EXPECT_THAT(talking.error().text(), testing::HasSubstr("more rows"));
}

TEST_F(QueryTest, may_take_and_give_all_that_is_allowed) {
    EXPECT_EQ(*rows_of(kEndless + " LIMIT 1000", {.rows_max = 1'000}), 1'000);
}

// Neither what is run next nor the store's own statements.
TEST_F(QueryTest, that_was_stopped_leaves_no_limit_behind) {
    ASSERT_FALSE(rows_of(kEndless + " WHERE x < 0", {.steps_max = 1'000}));

    EXPECT_EQ(*rows_of(kEndless + " LIMIT 10000"), 10'000);
    EXPECT_EQ(*database_->read_int("count", "SELECT count(*) FROM (" + kEndless + " LIMIT 10000)"), 10'000);
}

TEST_F(QueryTest, that_fails_on_a_row_is_the_packs_fault_and_says_no_value) {
    const auto ran = rows_of("SELECT json_extract('{}', 'Smith') FROM (SELECT 1)");

    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().code(), ErrorCode::pack);
    EXPECT_THAT(ran.error().text(), testing::Not(testing::HasSubstr("Smith")));
}

}  // namespace
}  // namespace sluice::store::sqlite
