#include "gateway/outlet/html_parts.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/words.hpp"

#include <algorithm>

namespace sluice::outlet {
namespace {

// Wider than this a table cannot be read on paper; what is older is summed in one column.
constexpr std::size_t kMonthsShown = 12;

// In words, so that nobody needs the colour.
void bar_cell(Html& html, const CellCounts& counts, const std::optional<Decimal>& bar) {
    const auto met = meets(counts, bar);
    if (!met) {
        html.raw("<td class=\"none\">–</td>");
        return;
    }
    html.raw(
        *met ? Markup("<td class=\"bar\"><span class=\"yes\">")
             : Markup("<td class=\"bar\"><span class=\"no\">")
    );
    html.text(bar->to_string()).raw("%<br>").raw(*met ? Markup("met") : Markup("below")).raw("</span></td>");
}

struct Columns {
    bool earlier = false;             // some months are older than those shown
    std::vector<std::string> months;  // oldest first
};

Columns columns_of(const EntityGrid& grid) {
    Columns columns;
    columns.months.assign(grid.months.begin(), grid.months.end());
    if (columns.months.size() > kMonthsShown) {
        columns.earlier = true;
        columns.months.erase(columns.months.begin(), columns.months.end() - kMonthsShown);
    }
    return columns;
}

CellCounts before(const FieldRow& row, const std::string& month) {
    CellCounts sum;
    for (auto at = row.months.begin(); at != row.months.end() && at->first < month; ++at) {
        add(sum, at->second);
    }
    return sum;
}

void heat_header(Html& html, const Columns& columns) {
    html.raw(
        "<thead><tr><th scope=\"col\">Field</th><th scope=\"col\">All<br>months</th><th "
        "scope=\"col\">Bar</th>"
    );
    if (columns.earlier) {
        html.raw("<th scope=\"col\">Earlier</th>");
    }
    for (const std::string& month : columns.months) {
        const std::string words = month_in_words(month);
        const std::size_t gap = words.find(' ');
        html.raw("<th scope=\"col\">").text(words.substr(0, gap));
        if (gap != std::string::npos) {
            html.raw("<br>").text(words.substr(gap + 1));
        }
        html.raw("</th>");
    }
    html.raw("</tr></thead>");
}

void heat_row(Html& html, const FieldRow& row, const Columns& columns) {
    html.raw("<tr><th scope=\"row\">").text(row.title.empty() ? row.field : row.title).raw("</th>");
    if (is_not_collected(row.all)) {
        const auto width = 2 + (columns.earlier ? 1 : 0) + columns.months.size();
        html.raw("<td class=\"nc wide\" colspan=\"").digits(width);
        html.raw("\">not collected by the source</td></tr>\n");
        return;
    }
    write_share_cell(html, row.all);
    bar_cell(html, row.all, row.bar);
    if (columns.earlier) {
        write_share_cell(html, before(row, columns.months.front()));
    }
    for (const std::string& month : columns.months) {
        const auto cell = row.months.find(month);
        write_share_cell(html, cell == row.months.end() ? CellCounts{} : cell->second);
    }
    html.raw("</tr>\n");
}

void heat_map(Html& html, const EntityGrid& grid, std::size_t number) {
    const Columns columns = columns_of(grid);
    const std::string_view title = grid.title.empty() ? grid.entity : grid.title;
    html.raw("<h3 id=\"heat-").digits(number).raw("\">").text(title).raw("</h3>");
    html.raw("<div class=\"scroll\" role=\"region\" aria-labelledby=\"heat-").digits(number);
    html.raw("\" tabindex=\"0\"><table class=\"heat\"><caption>").text(title);
    html.raw(": share of records with an answer, by field and month of referral</caption>");
    heat_header(html, columns);
    html.raw("<tbody>\n");
    for (const FieldRow& row : grid.fields) {
        heat_row(html, row, columns);
    }
    html.raw("</tbody></table></div>\n");
}

void organisation_rows(Html& html, const EntityGrid& grid) {
    for (const FieldRow& row : grid.fields) {
        html.raw("<tr><td>")
            .text(grid.title.empty() ? grid.entity : grid.title)
            .raw("</td><th scope=\"row\">");
        html.text(row.title.empty() ? row.field : row.title).raw("</th>");
        number_cell(html, row.all.expected);
        number_cell(html, row.all.present);
        number_cell(html, row.all.valid);
        number_cell(html, row.all.text_only);
        number_cell(html, row.all.known);
        number_cell(html, row.all.declined);
        html.raw("<td class=\"n\">").text(percent_short(row.all)).raw("</td><td>");
        html.text(bar_in_words(row.all, row.bar)).raw("</td></tr>\n");
    }
}

void organisation_details(Html& html, const Organisation& organisation, const Cells& cells) {
    const std::string name = organisation_in_words(organisation);
    html.raw("<details><summary>")
        .text(name)
        .raw("</summary><div><div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"")
        .text(name)
        .raw("\"><table><caption>")
        .text(name);
    html.raw(
        ": all months together</caption><thead><tr><th scope=\"col\">Kind</th><th scope=\"col\">Field</th>"
        "<th scope=\"col\" class=\"n\">Expected</th><th scope=\"col\" class=\"n\">Filled in</th>"
        "<th scope=\"col\" class=\"n\">Valid</th><th scope=\"col\" class=\"n\">In words only</th>"
        "<th scope=\"col\" class=\"n\">Known</th><th scope=\"col\" class=\"n\">Declined</th>"
        "<th scope=\"col\" class=\"n\">Share answered</th><th scope=\"col\">Bar</th></tr></thead><tbody>\n"
    );
    for (const EntityGrid& grid : entity_grids(cells)) {
        organisation_rows(html, grid);
    }
    html.raw("</tbody></table></div></div></details>\n");
}

void write_key(Html& html) {
    html.raw(
        "<ul class=\"key\" aria-label=\"Key to the colours\">"
        "<li><span class=\"h4\" style=\"--p:97%\"></span>95% to 100%</li>"
        "<li><span class=\"h3\" style=\"--p:87%\"></span>80% to 94%</li>"
        "<li><span class=\"h2\" style=\"--p:65%\"></span>50% to 79%</li>"
        "<li><span class=\"h1\" style=\"--p:25%\"></span>below 50%, dashed edge</li>"
        "<li><span class=\"h0\" style=\"--p:0%\"></span>none, solid edge</li>"
        "<li><span class=\"nc\"></span>n/c, hatched: the source has no place for the field</li>"
        "<li>– nothing expected</li></ul>"
    );
}

}  // namespace

void write_completeness(Html& html, const Report& report) {
    if (report.completeness.empty()) {
        return;
    }
    html.raw(
        "<section aria-labelledby=\"completeness\"><h2 id=\"completeness\">How complete the records are</h2>"
        "<p>Each number is the share of records in which the field is answered, of those in which it is "
        "expected. "
        "Someone who was asked and preferred not to say has answered. The stripe under each number shows "
        "the "
        "same share. These are all records that you have sent and that the store holds now, by month of "
        "referral.</p>"
    );
    if (const auto score = score_text(report); !score.empty()) {
        html.raw("<p><strong>")
            .text(score)
            .raw("%</strong> is answered over all fields, each by its weight. What ");
        html.raw(
            "the source does not collect is in neither number. The bar is what each field should reach.</p>"
        );
    }
    write_key(html);
    std::size_t number = 0;
    for (const EntityGrid& grid : entity_grids(all_cells(report))) {
        heat_map(html, grid, ++number);
    }
    write_practices(html, report);
    const auto organisations = cells_by_organisation(report);
    if (organisations.size() > 1) {
        html.raw(
            "<h3>By organisation</h3><p>Month by month, these figures are in the completeness export.</p>"
        );
        for (const auto& [code, cells] : organisations) {
            organisation_details(html, {code, cells.front()->organisation_name}, cells);
        }
    }
    html.raw("</section>\n");
}

}  // namespace sluice::outlet
