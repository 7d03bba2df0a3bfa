#include "gateway/outlet/html_parts.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/words.hpp"

#include <algorithm>

namespace sluice::outlet {
namespace {

// By the number that is shown, so that a cell's colour never contradicts it.
Markup heat_cell(const CellCounts& counts) {
    const Count percent = whole_percent(answered_share(counts));
    if (percent >= 95) {
        return "<td class=\"h4\" style=\"--p:";
    }
    if (percent >= 80) {
        return "<td class=\"h3\" style=\"--p:";
    }
    if (percent >= 50) {
        return "<td class=\"h2\" style=\"--p:";
    }
    return answered(counts) > 0 ? Markup("<td class=\"h1\" style=\"--p:")
                                : Markup("<td class=\"h0\" style=\"--p:");
}

}  // namespace

void write_share_cell(Html& html, const CellCounts& counts) {
    if (is_not_collected(counts)) {
        html.raw("<td class=\"nc\" title=\"not collected by the source\">n/c</td>");
        return;
    }
    if (counts.expected == 0) {
        html.raw("<td class=\"none\">–</td>");
        return;
    }
    html.raw(heat_cell(counts)).digits(std::min<Count>(whole_percent(answered_share(counts)), 100));
    html.raw("%\" title=\"").text(grouped(answered(counts)) + " of " + grouped(counts.expected)).raw("\">");
    html.text(percent_short(counts)).raw("</td>");
}

}  // namespace sluice::outlet
