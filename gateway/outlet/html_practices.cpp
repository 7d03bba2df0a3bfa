#include "gateway/outlet/html_parts.hpp"
#include "gateway/outlet/practices.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/words.hpp"

namespace sluice::outlet {
namespace {

constexpr std::size_t kFieldsShown = 7;  // as many as the width of a page holds

void bars_cell(Html& html, const PracticeRow& row) {
    if (row.bars == 0) {
        html.raw("<td class=\"none\">–</td>");
        return;
    }
    html.raw("<td>").text(grouped(row.bars_met) + " of " + grouped(row.bars)).raw("</td>");
}

void practices_header(Html& html, const PracticeTable& table) {
    html.raw(
        "<thead><tr><th scope=\"col\">Practice</th><th scope=\"col\">All<br>fields</th>"
        "<th scope=\"col\">Bars<br>met</th>"
    );
    for (const PracticeField& field : table.fields) {
        html.raw("<th scope=\"col\" class=\"long\">")
            .text(field.entity_title)
            .raw(":<br>")
            .text(field.title)
            .raw("</th>");
    }
    html.raw("</tr></thead>");
}

}  // namespace

void write_practices(Html& html, const Report& report) {
    const PracticeTable table = practice_table(report, kPracticesShown, kFieldsShown);
    if (table.rows.empty()) {
        return;
    }
    html.raw(
        "<h3 id=\"practices\">By practice</h3><p>The practice is the one at which the person is registered. "
        "Those with the lowest share answered come first, each field by its weight; the columns are the "
        "fields "
        "in which most is missing. "
    );
    html.text(practices_left_out(table));
    html.raw(
        "</p><div class=\"scroll\" role=\"region\" aria-labelledby=\"practices\" tabindex=\"0\">"
        "<table class=\"heat\"><caption>Share of records with an answer, by practice, all months</caption>"
    );
    practices_header(html, table);
    html.raw("<tbody>\n");
    for (const PracticeRow& row : table.rows) {
        html.raw("<tr><th scope=\"row\">").text(practice_in_words(report, row.practice)).raw("</th>");
        html.raw("<td class=\"all\">").text(percent_short(row.answered)).raw("</td>");
        bars_cell(html, row);
        for (const CellCounts& counts : row.fields) {
            write_share_cell(html, counts);
        }
        html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div>\n");
}

}  // namespace sluice::outlet
