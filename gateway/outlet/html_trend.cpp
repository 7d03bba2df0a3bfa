#include "gateway/outlet/html_parts.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/trend.hpp"
#include "gateway/outlet/words.hpp"

namespace sluice::outlet {
namespace {

// A table of what was and what is, with the words of the change.
template <class Change, class WriteCells>
void change_table(Html& html, Markup head, const std::vector<Change>& changes, WriteCells write_cells) {
    if (changes.empty()) {
        return;
    }
    html.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"").raw(head);
    html.raw("\"><table><caption>").raw(head).raw("</caption><thead><tr><th scope=\"col\">What</th>");
    html.raw(
        "<th scope=\"col\" class=\"n\">Before</th><th scope=\"col\" class=\"n\">Now</th>"
        "<th scope=\"col\">Change</th></tr></thead><tbody>\n"
    );
    for (const Change& change : changes) {
        html.raw("<tr><th scope=\"row\">");
        write_cells(change);
        html.raw("<td>").text(change_in_words(change)).raw("</td></tr>\n");
    }
    html.raw("</tbody></table></div>");
}

void percent_cell(Html& html, const CellCounts& counts) {
    html.raw("<td class=\"n\">").text(percent_text(answered_share(counts))).raw("%</td>");
}

void write_course(Html& html, const std::vector<TrendPoint>& points) {
    html.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Course\"><table><caption>");
    html.text(kShareOfAllFields);
    html.raw(
        "</caption><thead><tr><th scope=\"col\">Submission</th><th scope=\"col\">Received</th>"
        "<th scope=\"col\" class=\"n\">Answered</th></tr></thead><tbody>\n"
    );
    for (const TrendPoint& point : points) {
        html.raw("<tr><th scope=\"row\">").text(point.receipt_id).raw("</th><td>");
        html.text(instant_in_words(point.received_at)).raw("</td>");
        percent_cell(html, point.weighted);
        html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div>");
}

}  // namespace

void write_first(Html& html, const Report& report) {
    if (report.fixes.empty()) {
        return;
    }
    html.raw("<section aria-labelledby=\"first\"><h2 id=\"first\">").text(fixes_heading(report));
    html.raw(
        "</h2><p>By how many rows are concerned, how bad it is, and how much the field counts. Correct them "
        "in "
        "the system that the data came from, then send it again. Your own rows with what to do about each "
        "are "
        "in the fix list.</p><ol class=\"first\">"
    );
    for (const Fix& fix : report.fixes) {
        html.raw("<li><p class=\"head\"><a href=\"#rule-").text(fix.rule).raw("\">");
        html.text(fix_in_words(fix)).raw("</a></p><p>").text(fix.fix).raw("</p></li>");
    }
    html.raw("</ol></section>\n");
}

void write_trend(Html& html, const Report& report) {
    if (!report.trend) {
        return;
    }
    const auto [changed, same] = findings_by_change(*report.trend);
    html.raw("<section aria-labelledby=\"since\"><h2 id=\"since\">What has changed since last time</h2><p>");
    html.text(trend_in_words(report)).raw("</p>");
    const auto finding = [&](const FindingChange& change) {
        html.text(change.title).raw(" <span class=\"code\">").text(change.rule).raw("</span></th>");
        number_cell(html, change.before);
        number_cell(html, change.now);
    };
    change_table(html, "Findings that have changed", changed, finding);
    if (!same.empty()) {
        html.raw("<details><summary>").text(counted(same.size(), "finding is", "findings are"));
        html.raw(" as before</summary><div>");
        change_table(html, "Findings that are as before", same, finding);
        html.raw("</div></details>");
    }
    change_table(
        html, "Share of records with an answer, where it is another", report.trend->fields,
        [&](const FieldChange& change) {
            html.text(change.entity_title).raw(": ").text(change.field_title).raw("</th>");
            percent_cell(html, change.before);
            percent_cell(html, change.now);
        }
    );
    if (changed.empty() && report.trend->fields.empty()) {
        html.raw("<p>No finding has come or gone, and no field is more or less complete than before.</p>");
    }
    write_course(html, report.trend->points);
    html.raw("</section>\n");
}

}  // namespace sluice::outlet
