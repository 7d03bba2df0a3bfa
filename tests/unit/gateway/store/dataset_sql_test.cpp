#include "gateway/store/dataset_sql.hpp"

#include <gtest/gtest.h>

namespace sluice::store {
namespace {

TableSpec need_table() {
    return {
        "need",
        "Need",
        {{"need_id", ColumnType::text, "secondary", "", ""},
         {"score", ColumnType::decimal, "secondary", "", ""},
         {"note", ColumnType::text, "identity", "", ""},
         {"counted", ColumnType::boolean, "secondary", "", ""}},
        "need_id"};
}

TEST(DatasetSql, puts_identity_into_a_table_of_its_own) {
    const SqlTables tables = sql_tables(need_table());

    EXPECT_EQ(
        tables.identity, (std::vector<SqlColumn>{{"need_id", "TEXT"}, {"purpose", "TEXT"}, {"note", "TEXT"}})
    );
    EXPECT_EQ(tables.main[0], (SqlColumn{"need_id", "TEXT"}));
    EXPECT_EQ(tables.main[1], (SqlColumn{"score", "TEXT"}));
    EXPECT_EQ(tables.main[2], (SqlColumn{"counted", "INTEGER"}));
    EXPECT_EQ(tables.main.size(), 3 + kProvenanceColumns.size());
    EXPECT_EQ(tables.history.size(), tables.main.size() + 3);
}

TEST(DatasetSql, makes_no_identity_table_where_there_is_nothing_to_identify) {
    TableSpec table = need_table();
    table.columns.erase(table.columns.begin() + 2);

    EXPECT_TRUE(sql_tables(table).identity.empty());
    EXPECT_EQ(create_sql(table).find("_identity"), std::string::npos);
}

TEST(DatasetSql, accepts_a_sound_definition) {
    EXPECT_TRUE(check_table(need_table()));
}

TEST(DatasetSql, refuses_names_that_cannot_be_tables_or_columns) {
    const auto with_name = [](const char* name) {
        TableSpec table = need_table();
        table.name = name;
        return table;
    };
    const auto with_column = [](const char* name) {
        TableSpec table = need_table();
        table.columns[1].name = name;
        return table;
    };
    const auto with_key = [](const char* name) {
        TableSpec table = need_table();
        table.key = name;
        return table;
    };
    const TableSpec cases[] = {with_name(""),
                               with_name("Need"),
                               with_name("a\"b"),
                               with_name("sluice_receipt"),
                               with_name("sqlite_x"),
                               with_name("need_history"),
                               with_name("need_identity"),
                               with_column("1st"),
                               with_column("a b"),
                               with_column("purpose"),
                               with_column("valid_from"),
                               with_column("need_id"),
                               with_column(""),
                               with_key("missing"),
                               with_key("note"),
                               with_key("counted")};

    for (const TableSpec& table : cases) {
        const Result<void> checked = check_table(table);

        ASSERT_FALSE(checked) << table.name << ' ' << table.columns[1].name << ' ' << table.key;
        EXPECT_EQ(checked.error().code(), ErrorCode::pack);
    }
}

}  // namespace
}  // namespace sluice::store
