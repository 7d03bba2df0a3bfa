#include "gateway/outlet/practices.hpp"

#include "gateway/outlet/html.hpp"
#include "gateway/outlet/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::outlet {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

CompletenessCell cell(
    const std::string& practice, const std::string& field, const CellCounts& counts, int weight = 1
) {
    return {"person", "Person", field, field,  "S1",        "",      "2026-10",
            counts,   "",       "",    weight, Decimal(90), practice};
}

std::vector<std::string> practices(const PracticeTable& table) {
    std::vector<std::string> codes;
    for (const PracticeRow& row : table.rows) {
        codes.push_back(row.practice);
    }
    return codes;
}

std::vector<std::string> fields(const PracticeTable& table) {
    std::vector<std::string> titles;
    for (const PracticeField& field : table.fields) {
        titles.push_back(field.title);
    }
    return titles;
}

// As many practices as asked, the first the worst.
Report many_practices(int count) {
    Report report;
    for (int i = 0; i < count; ++i) {
        const auto known = static_cast<Count>(i);
        report.completeness.push_back(cell("P" + std::to_string(1000 + i), "a", {500, known, known, 0}));
    }
    return report;
}

TEST(PracticeTable, has_the_practice_first_that_lacks_most_by_weight) {
    Report report;
    report.completeness = {
        cell("A", "light", {10, 0, 0, 0}, 1), cell("A", "heavy", {10, 10, 10, 0}, 3),
        cell("B", "light", {10, 10, 10, 0}, 1), cell("B", "heavy", {10, 0, 0, 0}, 3)};

    const auto table = practice_table(report, 10, 10);

    EXPECT_THAT(practices(table), ElementsAre("B", "A"));
    EXPECT_THAT(fields(table), ElementsAre("heavy", "light"));
    EXPECT_EQ(table.rows[0].fields[0].known, 0U);
    EXPECT_EQ(table.rows[0].fields[1].known, 10U);
    EXPECT_EQ(table.rows[0].bars, 2U);
    EXPECT_EQ(table.rows[0].bars_met, 1U);
}

TEST(PracticeTable, takes_who_declined_for_answered_and_what_is_not_collected_for_nothing) {
    CellCounts apart;
    apart.not_collected = 7;
    Report report;
    report.completeness = {
        cell("A", "a", {10, 10, 1, 9}), cell("B", "a", {10, 9, 9, 0}), cell("C", "a", apart)};

    const auto table = practice_table(report, 10, 10);

    EXPECT_THAT(practices(table), ElementsAre("B", "A", "C"));
    EXPECT_EQ(table.fields[0].lacking, 1U);
}

TEST(PracticeTable, is_empty_where_there_is_nothing_to_compare) {
    Report report;
    report.completeness = {cell("A", "a", {10, 0, 0, 0}), cell("A", "b", {10, 0, 0, 0})};
    EXPECT_TRUE(practice_table(report, 10, 10).rows.empty());
    EXPECT_TRUE(practice_table({}, 10, 10).rows.empty());

    report.completeness.push_back(cell("", "a", {10, 0, 0, 0}));
    EXPECT_EQ(practice_table(report, 10, 10).rows.size(), 2U)
        << "a practice, and those of none that is known";
}

TEST(PracticeTable, says_how_many_it_leaves_out) {
    const auto all = practice_table(many_practices(30), 30, 8);
    const auto some = practice_table(many_practices(203), 30, 8);

    EXPECT_EQ(practices_left_out(all), "");
    EXPECT_EQ(some.rows.size(), 30U);
    EXPECT_EQ(some.rows.front().practice, "P1000");
    EXPECT_THAT(
        practices_left_out(some), HasSubstr("the 30 of 203 practices with the lowest share answered")
    );
}

TEST(PracticeTable, names_a_practice_where_its_name_is_known) {
    Report report;
    report.organisations = {{"A81001", "First"}};

    EXPECT_EQ(practice_in_words(report, "A81001"), "First (A81001)");
    EXPECT_EQ(practice_in_words(report, "A81002"), "A81002");
    EXPECT_EQ(practice_in_words(report, ""), "Practice not known");
}

TEST(PracticeTable, stands_in_the_page_and_in_the_text_within_its_limit) {
    const Report report = many_practices(203);

    const std::string html = render_html(report);
    const std::string text = completeness_text(report, 100, Colour::no);

    EXPECT_THAT(html, HasSubstr("the 30 of 203 practices"));
    EXPECT_THAT(html, HasSubstr("<th scope=\"row\">P1000</th><td class=\"all\">0%</td><td>0 of 1</td>"));
    EXPECT_THAT(html, Not(HasSubstr("P1030")));
    EXPECT_THAT(text, HasSubstr("the 30 of 203 practices"));
    EXPECT_THAT(text, HasSubstr("P1029"));
    EXPECT_THAT(text, Not(HasSubstr("P1030")));
    EXPECT_THAT(render_html({}), Not(HasSubstr("By practice")));
}

}  // namespace
}  // namespace sluice::outlet
