#include "gateway/outlet/html.hpp"

#include "gateway/outlet/html_writer.hpp"

#include "tests/unit/gateway/outlet/sample_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace sluice::outlet {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t count_of(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
        ++count;
    }
    return count;
}

// Names of the elements that are open, in order; empty at the end where the document is well nested.
std::vector<std::string> unclosed_elements(const std::string& html) {
    const std::set<std::string> empty_elements{"meta", "br", "rect", "line", "path", "img"};
    std::vector<std::string> open;
    for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
        const bool closes = html[at + 1] == '/';
        const std::size_t start = at + (closes ? 2 : 1);
        const std::string name = html.substr(start, html.find_first_of(" >/\n", start) - start);
        const bool self_closed = html[html.find('>', at) - 1] == '/';
        if (closes) {
            EXPECT_FALSE(open.empty());
            EXPECT_EQ(open.empty() ? "" : open.back(), name) << "near byte " << at;
            open.pop_back();
        } else if (!self_closed && !empty_elements.contains(name) && name != "!DOCTYPE") {
            open.push_back(name);
        }
    }
    return open;
}

Report hostile_report() {
    Report report = testing::sample_report();
    report.header.sender = {testing::kHostileName, testing::kHostileName};
    report.header.receipt_id = testing::kHostileName;
    report.header.status = testing::kHostileName;
    report.header.set_problems = {
        {testing::kHostileName, testing::kHostileName, testing::kHostileName, testing::kHostileName}};
    report.files[0] = {testing::kHostileName, testing::kHostileName, 1, testing::kHostileName, {}};
    report.entities[0].title = testing::kHostileName;
    report.kept_out[0] = {testing::kHostileName, testing::kHostileName, 1};
    report.issues[0].rule = testing::kHostileName;
    report.issues[0].title = testing::kHostileName;
    report.issues[0].examples[0] = {testing::kHostileName, 3, testing::kHostileName, testing::kHostileName};
    report.completeness[0].organisation = testing::kHostileName;
    report.completeness[0].month = testing::kHostileName;
    report.completeness[0].practice = testing::kHostileName;
    report.completeness[0].entity_title = testing::kHostileName;
    report.completeness[0].field_title = testing::kHostileName;
    report.contacts[0].outcome_title = testing::kHostileName;
    report.referrals[0].month = testing::kHostileName;
    return report;
}

TEST(HtmlWriter, escapes_all_that_html_takes_for_markup) {
    Html html;

    html.raw("<p title=\"").text("a\"b'c").raw("\">").text("<b>&amp;</b>").raw("</p>");

    EXPECT_EQ(html.take(), "<p title=\"a&quot;b&#39;c\">&lt;b&gt;&amp;amp;&lt;/b&gt;</p>");
}

TEST(HtmlReport, lets_no_hostile_name_become_markup) {
    const std::string html = render_html(hostile_report());

    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("<img")));
    EXPECT_THAT(html, Not(HasSubstr("\x1b")));
    EXPECT_THAT(html, Not(HasSubstr("\u202E")));
    EXPECT_THAT(
        html, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;&#39;&gt;&lt;img src=x")
    );
    EXPECT_EQ(unclosed_elements(html), std::vector<std::string>());
}

TEST(HtmlReport, is_well_nested) {
    EXPECT_EQ(unclosed_elements(render_html(testing::sample_report())), std::vector<std::string>());
    EXPECT_EQ(unclosed_elements(render_html({})), std::vector<std::string>());
}

TEST(HtmlReport, loads_nothing_and_runs_nothing) {
    const std::string html = render_html(testing::sample_report());

    for (const char* part :
         {"http:", "https:", "<link", "<script", "@import", "src=", "javascript:", "@font-face"}) {
        EXPECT_THAT(html, Not(HasSubstr(part)));
    }
    EXPECT_THAT(html, HasSubstr("default-src 'none'"));
}

TEST(HtmlReport, has_landmarks_language_and_a_skip_link) {
    const std::string html = render_html(testing::sample_report());

    EXPECT_THAT(html, HasSubstr("<html lang=\"en-GB\">"));
    EXPECT_THAT(html, HasSubstr("<a class=\"skip\" href=\"#main\">"));
    for (const char* landmark : {"<main id=\"main\"", "<header", "<nav", "<footer", "<h1>"}) {
        EXPECT_EQ(count_of(html, landmark), 1U) << landmark;
    }
}

TEST(HtmlReport, never_skips_a_level_of_headings) {
    const std::string html = render_html(testing::sample_report());

    int level = 0;
    for (std::size_t at = html.find("<h"); at != std::string::npos; at = html.find("<h", at + 1)) {
        const int next = html[at + 2] - '0';
        if (next >= 1 && next <= 6) {
            EXPECT_LE(next, level + 1) << html.substr(at, 80);
            level = next;
        }
    }
    EXPECT_GT(level, 0);
}

TEST(HtmlReport, gives_every_table_a_caption_and_every_header_cell_a_scope) {
    const std::string html = render_html(testing::sample_report());

    EXPECT_GE(count_of(html, "<table"), 10U);
    EXPECT_EQ(count_of(html, "<table"), count_of(html, "<caption"));
    EXPECT_EQ(count_of(html, "<th "), count_of(html, "scope=\"col\"") + count_of(html, "scope=\"row\""));
    EXPECT_EQ(count_of(html, "<th>"), 0U);
}

TEST(HtmlReport, lets_the_keyboard_reach_all_that_scrolls) {
    const std::string html = render_html(testing::sample_report());

    EXPECT_EQ(count_of(html, "<div class=\"scroll\""), count_of(html, "tabindex=\"0\""));
}

TEST(HtmlReport, has_a_target_for_every_link_and_no_id_twice) {
    const std::string html = render_html(testing::sample_report());

    for (std::size_t at = html.find("href=\"#"); at != std::string::npos;
         at = html.find("href=\"#", at + 1)) {
        const std::string id = html.substr(at + 7, html.find('"', at + 7) - at - 7);
        EXPECT_EQ(count_of(html, " id=\"" + id + "\""), 1U) << id;
    }
    for (std::size_t at = html.find(" id=\""); at != std::string::npos; at = html.find(" id=\"", at + 1)) {
        const std::string attribute = html.substr(at, html.find('"', at + 5) - at + 1);
        EXPECT_EQ(count_of(html, attribute), 1U) << attribute;
    }
}

TEST(HtmlReport, names_each_chart_and_gives_its_figures_as_a_table) {
    const std::string html = render_html(testing::sample_report());

    EXPECT_EQ(count_of(html, "<svg"), 2U);
    EXPECT_EQ(count_of(html, "<svg"), count_of(html, "<desc id="));
    EXPECT_EQ(count_of(html, "role=\"img\""), 2U);
    EXPECT_THAT(html, HasSubstr("<caption>Referrals by month</caption>"));
    EXPECT_THAT(html, HasSubstr("<caption>Contacts by outcome and month</caption>"));
}

TEST(HtmlReport, shows_the_check_of_each_file_in_words) {
    Report report;
    report.files = {{"good.csv", "", 10, "T", {10, 4, 3, 2, 1}}, {"bad.csv", "", 10, "T", {10, 4, 3, 2, 0}}};

    const std::string html = render_html(report);

    EXPECT_EQ(count_of(html, "</span>Adds up"), 1U);
    EXPECT_EQ(count_of(html, "</span>Does not add up"), 2U);  // the file and the total
    EXPECT_THAT(html, HasSubstr("The counts of 1 file do not add up."));
}

TEST(HtmlReport, writes_each_share_as_text_and_colours_by_what_it_shows) {
    Report report;
    report.completeness = {
        {"person", "Person", "a", "A", "F1", "", "2026-10", {1000, 0, 496, 0}},
        {"person", "Person", "b", "B", "F1", "", "2026-10", {0, 0, 0, 0}},
        {"person", "Person", "c", "C", "F1", "", "2026-10", {5, 0, 0, 0}}};

    const std::string html = render_html(report);

    EXPECT_THAT(html, HasSubstr("<td class=\"h2\" style=\"--p:50%\" title=\"496 of 1,000\">50%</td>"));
    EXPECT_THAT(html, HasSubstr("<td class=\"none\">–</td>"));
    EXPECT_THAT(html, HasSubstr("<td class=\"h0\" style=\"--p:0%\" title=\"0 of 5\">0%</td>"));
}

TEST(HtmlReport, says_what_is_not_collected_in_words_and_keeps_it_apart_from_none) {
    CellCounts apart;
    apart.not_collected = 5;
    Report report;
    report.completeness = {
        {"person", "Person", "a", "A", "F1", "", "2026-10", apart},
        {"person", "Person", "b", "B", "F1", "", "2026-09", {10, 9, 9, 0}},
        {"person", "Person", "b", "B", "F1", "", "2026-10", apart}};

    const std::string html = render_html(report);

    EXPECT_THAT(html, HasSubstr("<td class=\"nc wide\" colspan=\"4\">not collected by the source</td>"));
    EXPECT_THAT(html, HasSubstr("title=\"not collected by the source\">n/c</td>"));
    EXPECT_THAT(html, HasSubstr("<strong>90.0%</strong>"));
    EXPECT_THAT(html, Not(HasSubstr("<td class=\"h0\"")));
}

TEST(HtmlReport, says_in_words_whether_a_bar_is_met) {
    Report report;
    report.completeness = {
        {"person", "Person", "a", "A", "F1", "", "2026-10", {1000, 990, 990, 0}, "", "", 1, Decimal(99)},
        {"person", "Person", "b", "B", "F1", "", "2026-10", {1000, 990, 989, 0}, "", "", 1, Decimal(99)}};

    const std::string html = render_html(report);

    EXPECT_THAT(html, HasSubstr("<span class=\"yes\">99%<br>met</span>"));
    EXPECT_THAT(html, HasSubstr("<span class=\"no\">99%<br>below</span>"));
}

TEST(HtmlReport, shows_fixes_and_changes_only_where_there_are_any) {
    const std::string html = render_html(testing::sample_report());

    EXPECT_THAT(html, HasSubstr("The fixes worth most"));
    EXPECT_THAT(html, HasSubstr("What has changed since last time"));
    EXPECT_THAT(html, HasSubstr("<th scope=\"row\">K2M4-7Q1T-9</th><td>2 September 2026 at 08:50 BST"));
    EXPECT_THAT(html, HasSubstr("<td class=\"n\">83.5%</td>"));
    EXPECT_THAT(html, Not(HasSubstr(">Goal<")));
    EXPECT_THAT(render_html({}), Not(HasSubstr("since last time")));
    EXPECT_THAT(render_html({}), Not(HasSubstr("worth most")));
}

TEST(HtmlReport, sums_what_is_older_than_twelve_months_in_one_column) {
    Report report;
    for (const char* month :
         {"2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09",
          "2025-10", "2025-11", "2025-12", "2026-01", "2026-02"}) {
        report.completeness.push_back({"person", "Person", "a", "A", "F1", "", month, {10, 5, 5, 0}});
    }

    const std::string html = render_html(report);

    EXPECT_THAT(html, HasSubstr("<th scope=\"col\">Earlier</th>"));
    EXPECT_THAT(html, HasSubstr("title=\"10 of 20\""));
    EXPECT_THAT(html, Not(HasSubstr("Feb<br>2025")));
    EXPECT_THAT(html, HasSubstr("Mar<br>2025"));
}

TEST(HtmlReport, has_details_by_organisation_only_where_there_are_several) {
    Report report;
    report.completeness = {{"person", "Person", "a", "A", "F1", "First", "2026-10", {1, 1, 1, 0}}};
    EXPECT_THAT(render_html(report), Not(HasSubstr("By organisation")));

    report.completeness.push_back({"person", "Person", "a", "A", "F2", "", "2026-10", {1, 1, 1, 0}});
    const std::string html = render_html(report);
    EXPECT_THAT(html, HasSubstr("<summary>First (F1)</summary>"));
    EXPECT_THAT(html, HasSubstr("<summary>F2</summary>"));
}

TEST(HtmlReport, reads_sensibly_when_empty) {
    const std::string html = render_html({});

    EXPECT_THAT(html, HasSubstr("There was nothing to read."));
    EXPECT_THAT(html, HasSubstr("No files with rows were received."));
    EXPECT_THAT(html, HasSubstr("The checks found nothing to report."));
    EXPECT_THAT(html, Not(HasSubstr("href=\"#completeness\"")));
    EXPECT_THAT(html, Not(HasSubstr("<svg")));
}

TEST(HtmlReport, draws_charts_of_nothing_without_dividing_by_it) {
    Report report;
    report.referrals = {{"2026-10", 0, 0}};
    report.contacts = {{"2026-10", "attended", "Attended", 0}};

    const std::string html = render_html(report);

    EXPECT_EQ(count_of(html, "<svg"), 2U);
    EXPECT_EQ(unclosed_elements(html), std::vector<std::string>());
}

TEST(HtmlReport, says_what_was_missed_and_what_is_neither) {
    Report report;
    report.contacts = {{"2026-10", "attended", "Attended", 1660}, {"2026-10", "dna", "Did not attend", 273}};
    report.attendance = {1944, 1660, 273, 517};

    const std::string html = render_html(report);

    EXPECT_THAT(
        html, HasSubstr("517 people attended 1,660 of 1,944 contacts: 3.2 each. 273 (14%) were missed")
    );
    EXPECT_THAT(html, HasSubstr("Of 11 the outcome is another one or is not known"));
    EXPECT_THAT(render_html(testing::sample_report()), Not(HasSubstr("were missed")))
        << "nothing was counted";
}

TEST(HtmlReport, says_what_was_missed_where_nobody_came) {
    Report report;
    report.contacts = {{"2026-10", "dna", "Did not attend", 3}};
    report.attendance = {3, 0, 3, 0};

    EXPECT_THAT(render_html(report), HasSubstr("0 people attended 0 of 3 contacts. 3 (100%) were missed"));
}

TEST(HtmlReport, says_once_whose_records_are_counted) {
    const std::string html = render_html(testing::sample_report());

    EXPECT_EQ(count_of(html, "What another sender sent first, alike, counts with that sender"), 1U);
    EXPECT_EQ(count_of(html, "hat you have sent"), 4U) << "entities, activity, completeness and the words";
    EXPECT_THAT(html, Not(HasSubstr("your organisations")));
}

TEST(HtmlReport, numbers_rows_and_names_whole_files) {
    const std::string html = render_html(testing::sample_report());

    EXPECT_THAT(html, HasSubstr(">1,204,118</td><td>PatientGuid</td>"));
    EXPECT_THAT(html, HasSubstr(">whole file</td><td>LocalFlag</td>"));
    EXPECT_THAT(html, HasSubstr(">88,104</td><td>whole row</td>"));
}

}  // namespace
}  // namespace sluice::outlet
