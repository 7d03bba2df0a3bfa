#include "gateway/outlet/html_parts.hpp"
#include "gateway/outlet/summary.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/words.hpp"

namespace sluice::outlet {
namespace {

Markup state_class(State state) {
    switch (state) {
        case State::good:
            return "<div class=\"state good\"><strong>";
        case State::attention:
            return "<div class=\"state attention\"><strong>";
        case State::stopped:
            return "<div class=\"state stopped\"><strong>";
        case State::empty:
            break;
    }
    return "<div class=\"state\"><strong>";
}

void tile(Html& html, Count number, Markup words) {
    html.raw("<li><b>").grouped(number).raw("</b> <span>").raw(words).raw("</span></li>");
}

void set_problem(Html& html, const SetProblem& problem) {
    html.raw("<li><strong>").text(problem.title);
    if (!problem.detail.empty()) {
        html.raw(": ").text(problem.detail);
    }
    html.raw("</strong> <span class=\"code\">")
        .text(problem.rule)
        .raw("</span><br>")
        .text(problem.fix)
        .raw("</li>");
}

}  // namespace

void write_summary(Html& html, const Report& report) {
    const Summary summary = summarise(report);
    const RowCounts rows = total(report.files);
    html.raw("<section aria-labelledby=\"summary\"><h2 id=\"summary\">Summary</h2>");
    html.raw(state_class(summary.state)).text(summary.headline).raw("</strong>");
    for (const std::string& sentence : summary.sentences) {
        html.raw("<p>").text(sentence).raw("</p>");
    }
    html.raw("</div>");
    if (!report.header.set_problems.empty()) {
        html.raw("<h3>About the set of files as a whole</h3><ul>");
        for (const SetProblem& problem : report.header.set_problems) {
            set_problem(html, problem);
        }
        html.raw("</ul>");
    }
    html.raw("<ul class=\"tiles\">");
    tile(html, rows.read, "rows read");
    tile(html, rows.accepted, "rows accepted");
    tile(html, rows.held, "rows held");
    tile(html, rows.rejected, "rows rejected");
    tile(html, rows.skipped, "rows skipped");
    html.raw("</ul></section>\n");
}

}  // namespace sluice::outlet
