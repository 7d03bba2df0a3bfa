#include "gateway/record/row.hpp"

#include "gateway/expression/expression.hpp"

#include "tests/support/clinic.hpp"

#include <gmock/gmock.h>

namespace sluice::record {
namespace {

using tests::Cells;
using tests::entry;

class SourceRowTest : public testing::Test {
  protected:
    SourceRowTest()
        : world_(tests::make_world(tests::clinic({})).value()),
          rows_(world_.system(), tests::all_columns(world_.system())) {}

    // What an expression over the row gives, as text.
    std::vector<std::string> evaluate(const SourceRow& row, std::string_view text) {
        std::vector<std::string> out;
        for (const auto& item : expression::evaluate(expression::compile(text).value(), &row, {}).value()) {
            out.push_back(expression::to_string(*item.value()));
        }
        return out;
    }

    tests::SmallWorld world_;
    tests::SourceRows rows_;
};

struct DateCase {
    const char* day;
    const char* precision;
    const char* wanted;  // empty: no value
};
const DateCase kDates[] = {
    {"2026-03-02", "", "2026-03-02"},
    {"2026-03-02", "YMD", "2026-03-02"},
    {"2026-03-02", "YMDT", "2026-03-02"},
    {"2026-03-02", "YM", "2026-03"},
    {"2026-03-02", "Y", "2026"},
    {"2026-03-02", "U", ""},
    {"2026-03", "YMD", "2026-03"},
    {"", "YMD", ""},
    {"1899-12-31", "YMD", ""},
    {"2026-02-30", "YMD", ""},
    {"02/03/2026", "", ""},
};

TEST_F(SourceRowTest, cuts_a_date_to_the_precision_that_the_row_states) {
    const auto column = *world_.system().table("Entry")->column("Day");
    for (const auto& wanted : kDates) {
        const auto& row =
            rows_.add("Entry", entry("E", {{"Day", wanted.day}, {"Precision", wanted.precision}}));

        const auto date = row.date(column);

        EXPECT_EQ(date ? date->to_string() : "", wanted.wanted) << wanted.day << ' ' << wanted.precision;
    }
}

TEST_F(SourceRowTest, gives_columns_as_values_of_their_types) {
    const auto& row =
        rows_.add("Entry", entry("E1", {{"Score", "7.50"}, {"Minutes", "20"}, {"Flag", "true"}}));

    EXPECT_THAT(evaluate(row, "Day is Date"), testing::ElementsAre("true"));
    EXPECT_THAT(evaluate(row, "Score is Decimal"), testing::ElementsAre("true"));
    EXPECT_THAT(evaluate(row, "Score + 1 = 8.5"), testing::ElementsAre("true"));
    EXPECT_THAT(evaluate(row, "Minutes"), testing::ElementsAre("20"));
    EXPECT_THAT(evaluate(row, "Flag = 'true'"), testing::ElementsAre("true"));
}

TEST_F(SourceRowTest, keeps_the_words_of_a_date_or_number_that_is_none) {
    const auto& row = rows_.add("Entry", entry("E1", {{"Day", "soon"}, {"Score", "many"}}));

    EXPECT_THAT(evaluate(row, "Day"), testing::ElementsAre("soon"));
    EXPECT_THAT(evaluate(row, "Score"), testing::ElementsAre("many"));
}

TEST_F(SourceRowTest, has_no_child_for_a_blank_column_or_an_unknown_name) {
    const auto& row = rows_.add("Entry", entry("E1"));

    EXPECT_TRUE(evaluate(row, "Text").empty());
    EXPECT_TRUE(evaluate(row, "Nothing").empty());
}

TEST_F(SourceRowTest, shows_what_the_store_knows_of_it) {
    auto& row = rows_.add("Entry", entry("E1"));
    row.vacated = true;
    row.stamp = "20260301040000";

    EXPECT_THAT(evaluate(row, "_vacated"), testing::ElementsAre("true"));
    EXPECT_THAT(evaluate(row, "_removed"), testing::ElementsAre("false"));
    EXPECT_THAT(evaluate(row, "_stamp"), testing::ElementsAre("20260301040000"));
}

TEST_F(SourceRowTest, reaches_linked_rows_by_the_name_of_the_link) {
    rows_.add("Clerk", {{"Clerk", "U1"}, {"Role", "R9815"}, {"Org", "O1"}});
    rows_.add("Practice", {{"Org", "O1"}, {"Ods", "A81001"}});
    const auto& row = rows_.add("Entry", entry("E1", {{"Clerk", "U1"}}));
    const auto& other = rows_.add("Entry", entry("E2", {{"Clerk", "U2"}}));
    const auto& none = rows_.add("Entry", entry("E3"));

    EXPECT_THAT(evaluate(row, "clerk.Role"), testing::ElementsAre("R9815"));
    EXPECT_THAT(evaluate(row, "clerk.practice.Ods"), testing::ElementsAre("A81001"));
    EXPECT_TRUE(evaluate(other, "clerk.Role").empty());
    EXPECT_TRUE(evaluate(none, "clerk.Role").empty());
}

TEST_F(SourceRowTest, means_the_column_where_table_and_column_have_one_name) {
    const auto& row = rows_.add("Entry", entry("E1"));

    EXPECT_THAT(evaluate(row, "Entry"), testing::ElementsAre("E1"));
    EXPECT_FALSE(row.is_type("Entry"));
    EXPECT_TRUE(rows_.add("Detail", {{"Org", "O1"}}).is_type("Detail"));
}

TEST_F(SourceRowTest, tells_a_link_that_leads_nowhere_from_no_such_link) {
    const auto& row = rows_.add("Entry", entry("E1", {{"Clerk", "U9"}}));
    std::vector<const SourceRow*> found;

    EXPECT_TRUE(row.linked("clerk", found));
    EXPECT_TRUE(found.empty());
    EXPECT_FALSE(row.linked("boss", found));
}

TEST_F(SourceRowTest, joins_its_key_so_that_parts_cannot_run_together) {
    const auto& row = rows_.add("Entry", {{"Org", "O"}, {"Person", "1P"}, {"Entry", "E"}});
    const auto& other = rows_.add("Entry", {{"Org", "O1"}, {"Person", "P"}, {"Entry", "E"}});

    EXPECT_EQ(
        row.key_of({"Org", "Person"}),
        "O\x1f"
        "1P"
    );
    EXPECT_NE(row.key_of({"Org", "Person"}), other.key_of({"Org", "Person"}));
    EXPECT_EQ(row.key_of({}), "");
}

TEST_F(SourceRowTest, takes_a_link_for_set_by_its_last_column) {
    const auto& row = rows_.add("Entry", {{"Org", "O1"}, {"Person", ""}, {"Entry", "E1"}});

    EXPECT_FALSE(row.any_set({"Org", "Person"}));
    EXPECT_TRUE(row.any_set({"Person", "Org"}));
    EXPECT_FALSE(row.any_set({}));
}

TEST_F(SourceRowTest, reads_a_column_that_is_not_kept_as_blank) {
    const auto& system = world_.system();
    const auto table = *system.table_index("Entry");
    const auto layout = RowLayout::make(system, table, {0, 2});
    const SourceRow row(layout, {"O1", "E1"}, nullptr);

    EXPECT_EQ(row.cell("Entry"), "E1");
    EXPECT_EQ(row.cell("Person"), "");
    EXPECT_EQ(row.cell("Nothing"), "");
}

}  // namespace
}  // namespace sluice::record
