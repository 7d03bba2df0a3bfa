#include "gateway/outlet/text.hpp"

#include "gateway/base/text.hpp"
#include "gateway/outlet/text_layout.hpp"

#include "tests/unit/gateway/outlet/sample_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::outlet {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t widest_line(const std::string& text) {
    std::size_t widest = 0;
    for (const std::string_view line : split(text, '\n')) {
        widest = std::max(widest, columns_of(line));
    }
    return widest;
}

Report hostile_report() {
    Report report = testing::sample_report();
    report.files[0].name = report.files[0].table = testing::kHostileName;
    report.issues[0].title = testing::kHostileName;
    report.issues[0].examples[0] = {testing::kHostileName, 1, testing::kHostileName, std::string(300, 'x')};
    report.kept_out[0].title = std::string(200, 'y');
    report.header.legal_basis = "one\ntwo " + std::string(150, 'z');
    return report;
}

TEST(TextLayout, elides_in_the_middle) {
    EXPECT_EQ(elided("abcdefghij", 10), "abcdefghij");
    EXPECT_EQ(elided("abcdefghij", 5), "ab…ij");
    EXPECT_EQ(elided("ééééé", 4), "é…éé");
    EXPECT_EQ(elided("abc", 1), "…");
    EXPECT_EQ(elided("abc", 0), "");
}

TEST(TextLayout, wraps_at_blanks_and_hangs_under_the_label) {
    TextPage page(31, Colour::no);

    page.paragraph("Fix", "Send the missing rows and then wait.", 2);

    EXPECT_EQ(page.take(), "  Fix       Send the missing\n            rows and then wait.\n");
}

TEST(TextLayout, breaks_a_word_that_no_line_can_hold) {
    TextPage page(14, Colour::no);

    page.paragraph("", "abcdefghijklmnop", 2);

    EXPECT_EQ(page.take(), "  abcdefghijkl\n  mnop\n");
}

TEST(TextLayout, aligns_numbers_to_the_right) {
    TextPage page(80, Colour::no);

    page.table({{"File", "Read"}, {"a", "1"}, {"bcdefg", "1,000,000"}});

    EXPECT_EQ(
        page.take(),
        "  File         Read\n"
        "  a               1\n"
        "  bcdefg  1,000,000\n"
    );
}

TEST(TextReport, is_never_wider_than_asked) {
    for (const std::size_t width : {80, 100, 132}) {
        EXPECT_LE(widest_line(render_text(testing::sample_report(), width)), width);
        EXPECT_LE(widest_line(render_text(hostile_report(), width)), width);
    }
}

TEST(TextReport, takes_a_narrower_width_for_the_least) {
    EXPECT_EQ(
        render_text(testing::sample_report(), 10), render_text(testing::sample_report(), kTextWidthMin)
    );
}

TEST(TextReport, lets_no_name_drive_the_terminal) {
    EXPECT_THAT(render_text(hostile_report()), Not(HasSubstr("\x1b")));
    EXPECT_THAT(render_text(hostile_report()), Not(HasSubstr("\u202E")));
}

TEST(TextReport, says_the_same_with_colour_as_without) {
    std::string coloured = render_text(testing::sample_report(), 80, Colour::yes);
    EXPECT_THAT(coloured, HasSubstr("\x1b[1m"));

    for (const char* code : {"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[33m"}) {
        for (std::size_t at = coloured.find(code); at != std::string::npos; at = coloured.find(code)) {
            coloured.erase(at, std::string_view(code).size());
        }
    }

    EXPECT_EQ(coloured, render_text(testing::sample_report()));
}

TEST(TextReport, shows_each_part) {
    const std::string text = render_text(testing::sample_report());

    EXPECT_THAT(text, HasSubstr("51 rows need your attention."));
    EXPECT_THAT(text, HasSubstr("  CareRecord_Observation"));
    EXPECT_THAT(text, HasSubstr("1,412,345     8,120    17         9  1,404,199"));
    EXPECT_THAT(text, HasSubstr("NHS-003  Error: The NHS number fails its check digit  (8 places)"));
    EXPECT_THAT(text, HasSubstr("Admin_Patient, row 214, column NhsNumber"));
    EXPECT_THAT(text, HasSubstr("and 6 more"));
    EXPECT_THAT(text, HasSubstr("PRV-001     14"));
    EXPECT_THAT(text, HasSubstr("person.ethnic_category"));
}

TEST(TextReport, marks_counts_that_do_not_add_up) {
    Report report;
    report.files = {{"a.csv", "", 1, "T", {10, 4, 3, 2, 0}}};

    EXPECT_THAT(render_text(report), HasSubstr("WRONG"));
    EXPECT_THAT(render_text(testing::sample_report()), Not(HasSubstr("WRONG")));
}

TEST(TextReport, names_files_in_full_where_a_table_came_twice) {
    Report report;
    report.files = {{"one.csv", "", 1, "T", {}}, {"two.csv", "", 1, "T", {}}};

    const std::string text = render_text(report);

    EXPECT_THAT(text, HasSubstr("one.csv"));
    EXPECT_THAT(text, HasSubstr("two.csv"));
}

TEST(CompletenessText, shows_the_latest_months_that_fit) {
    const std::string narrow = completeness_text(testing::sample_report(), 80);
    const std::string wide = completeness_text(testing::sample_report(), 200);

    EXPECT_LE(widest_line(narrow), 80U);
    EXPECT_THAT(narrow, HasSubstr("Oct 2026"));
    EXPECT_THAT(narrow, Not(HasSubstr("May 2026")));
    EXPECT_THAT(wide, HasSubstr("Sep 2025"));
    EXPECT_THAT(narrow, HasSubstr("Albion Street Surgery (F84004)"));
    EXPECT_THAT(narrow, HasSubstr("sexual_orientation   n/c"));
}

TEST(TextReport, leaves_out_kinds_without_a_record) {
    const std::string text = render_text(testing::sample_report());

    EXPECT_THAT(text, HasSubstr("Support offered"));
    EXPECT_THAT(text, Not(HasSubstr("Goal")));
}

TEST(TextReport, says_what_is_worth_most_and_what_has_changed) {
    const std::string text = render_text(testing::sample_report());

    EXPECT_THAT(text, HasSubstr("1.        Referral without a recorded need, Referral (212 rows)"));
    EXPECT_THAT(text, HasSubstr("Compared with receipt R6J1-K8PW-2 of 2 October 2026"));
    EXPECT_THAT(text, HasSubstr("gone"));
    EXPECT_THAT(text, HasSubstr("better"));
    EXPECT_THAT(render_text({}), Not(HasSubstr("since last time")));
}

TEST(TextReport, tells_what_is_not_collected_and_whether_a_bar_is_met) {
    const std::string text = render_text(testing::sample_report());

    EXPECT_THAT(text, HasSubstr("n/c: the source has no place for the field"));
    EXPECT_THAT(text, HasSubstr("99% met"));
    EXPECT_THAT(text, HasSubstr("90% below"));
}

TEST(CompletenessText, reads_sensibly_when_empty) {
    EXPECT_THAT(completeness_text({}), HasSubstr("There are no records."));
}

TEST(TextReport, reads_sensibly_when_empty) {
    const std::string text = render_text({});

    EXPECT_THAT(text, HasSubstr("There was nothing to read."));
    EXPECT_THAT(text, HasSubstr("The checks found nothing to report."));
    EXPECT_THAT(text, Not(HasSubstr("Records")));
}

}  // namespace
}  // namespace sluice::outlet
