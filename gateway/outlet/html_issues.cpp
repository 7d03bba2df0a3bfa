#include "gateway/outlet/html_parts.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/words.hpp"

namespace sluice::outlet {
namespace {

Markup tag(Severity severity) {
    switch (severity) {
        case Severity::fatal:
            return "<span class=\"tag fatal\">";
        case Severity::error:
            return "<span class=\"tag error\">";
        case Severity::warning:
            return "<span class=\"tag warning\">";
        case Severity::information:
            break;
    }
    return "<span class=\"tag information\">";
}

Markup group_heading(Severity severity) {
    switch (severity) {
        case Severity::fatal:
        case Severity::error:
            return "Errors: these need putting right";
        case Severity::warning:
            return "Warnings: please look";
        case Severity::information:
            break;
    }
    return "For information: nothing needs to be done";
}

std::string_view column_of(const IssueExample& example) {
    if (!example.column.empty()) {
        return example.column;
    }
    return example.record == 0 ? "–" : "whole row";
}

void example_row(Html& html, const IssueExample& example) {
    const std::string_view file = example.file.empty() ? std::string_view("the submission") : example.file;
    html.raw("<tr><td class=\"name\"><bdi>").text(file).raw("</bdi></td><td class=\"n\">");
    if (example.file.empty()) {
        html.raw("–");
    } else if (example.record == 0) {
        html.raw("whole file");
    } else {
        html.grouped(example.record);
    }
    html.raw("</td><td>").text(column_of(example)).raw("</td><td>");
    html.text(example.note).raw("</td></tr>\n");
}

std::string how_many_shown(const IssueGroup& group) {
    const Count shown = group.examples.size();
    if (group.examples_more > 0) {
        return "the first " + grouped(shown) + " of " + grouped(shown + group.examples_more);
    }
    return shown == 1 ? "1 place" : "all " + grouped(shown) + " places";
}

void write_examples(Html& html, const IssueGroup& group) {
    if (group.examples.empty()) {
        return;
    }
    html.raw("<details><summary>Where: ").text(how_many_shown(group));
    html.raw("</summary><div><div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Places: ")
        .text(group.title);
    html.raw("\"><table><caption>Where to find them: ").text(group.title);
    html.raw(
        "<span>Rows are numbered as in a spreadsheet: the header is row 1.</span></caption><thead><tr>"
        "<th scope=\"col\">File</th><th scope=\"col\" class=\"n\">Row</th><th scope=\"col\">Column</th>"
        "<th scope=\"col\">Note</th></tr></thead><tbody>\n"
    );
    for (const IssueExample& example : group.examples) {
        example_row(html, example);
    }
    html.raw("</tbody></table></div>");
    if (group.examples_more > 0) {
        html.raw("<p class=\"hint\">And ").grouped(group.examples_more);
        html.raw(" more.</p>");
    }
    html.raw("</div></details>");
}

void part(Html& html, Markup name, std::string_view words) {
    if (!words.empty()) {
        html.raw("<dt>").raw(name).raw("</dt><dd>").text(words).raw("</dd>");
    }
}

void write_group(Html& html, const IssueGroup& group) {
    html.raw("<article aria-labelledby=\"rule-")
        .text(group.rule)
        .raw("\"><h4 id=\"rule-")
        .text(group.rule)
        .raw("\">");
    html.raw(tag(group.severity)).text(severity_in_words(group.severity)).raw("</span> ").text(group.title);
    html.raw("</h4><p class=\"meta\">")
        .text(counted(group.count, "place", "places"))
        .raw(", rule <span class=\"code\">");
    html.text(group.rule).raw("</span>");
    if (!group.version.empty()) {
        html.raw(" version ").text(group.version);
    }
    if (!group.source.empty()) {
        html.raw(", from ").text(group.source);
    }
    html.raw("</p><dl class=\"pwf\">");
    part(html, "Problem", group.problem);
    part(html, "Why it matters", group.why);
    part(html, "What to do", group.fix);
    html.raw("</dl>");
    write_examples(html, group);
    html.raw("</article>\n");
}

}  // namespace

void write_issues(Html& html, const Report& report) {
    html.raw("<section aria-labelledby=\"issues\"><h2 id=\"issues\">Findings, rule by rule</h2>");
    if (report.issues.empty()) {
        html.raw("<p>The checks found nothing to report.</p></section>\n");
        return;
    }
    html.raw(
        "<p>No value of any person is shown here, only where to look, so this report may be passed on to "
        "those "
        "who will put the data right.</p>"
    );
    std::string_view heading;
    for (const IssueGroup* group : issues_by_severity(report)) {
        const Markup next = group_heading(group->severity);
        if (next.text() != heading) {
            html.raw("<h3>").raw(next).raw("</h3>");
            heading = next.text();
        }
        write_group(html, *group);
    }
    html.raw("</section>\n");
}

}  // namespace sluice::outlet
