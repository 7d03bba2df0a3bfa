#include "gateway/outlet/html_parts.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/words.hpp"

namespace sluice::outlet {
namespace {

void check_cell(Html& html, const RowCounts& rows) {
    if (adds_up(rows)) {
        html.raw("<td><span class=\"yes\"><span aria-hidden=\"true\">✓ </span>Adds up</span></td>");
    } else {
        html.raw("<td><span class=\"no\"><span aria-hidden=\"true\">✗ </span>Does not add up</span></td>");
    }
}

void count_cells(Html& html, const RowCounts& rows) {
    number_cell(html, rows.read);
    number_cell(html, rows.accepted);
    number_cell(html, rows.held);
    number_cell(html, rows.rejected);
    number_cell(html, rows.skipped);
    check_cell(html, rows);
}

void file_row(Html& html, const FileLine& file) {
    html.raw("<tr><th scope=\"row\" class=\"name\"><b>")
        .text(file.table.empty() ? "Not recognised" : file.table);
    html.raw("</b><span class=\"sub\"><bdi>").text(file.name).raw("</bdi>, ").text(size_in_words(file.bytes));
    html.raw("</span></th>");
    count_cells(html, file.rows);
    html.raw("</tr>\n");
}

void entity_row(Html& html, const EntityLine& entity, bool dry_run) {
    html.raw("<tr><th scope=\"row\">").text(entity.title.empty() ? entity.name : entity.title).raw("</th>");
    for (const Count count : {entity.accepted, entity.held, entity.rejected}) {
        number_cell(html, count);
    }
    if (!dry_run) {
        for (const Count count :
             {entity.released, entity.added, entity.changed, entity.removed, entity.unchanged,
              entity.in_store}) {
            number_cell(html, count);
        }
    }
    html.raw("</tr>\n");
}

}  // namespace

void write_files(Html& html, const Report& report) {
    html.raw("<section aria-labelledby=\"files\"><h2 id=\"files\">Where every row went</h2>");
    if (data_files(report.files) == 0) {
        html.raw("<p>No files with rows were received.</p></section>\n");
        return;
    }
    html.raw(
        "<p>In each file, rows read = accepted + held + rejected + skipped.</p>"
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"files-caption\" tabindex=\"0\"><table>"
        "<caption id=\"files-caption\">Rows by file</caption><thead><tr><th scope=\"col\">File</th>"
        "<th scope=\"col\" class=\"n\">Read</th><th scope=\"col\" class=\"n\">Accepted</th>"
        "<th scope=\"col\" class=\"n\">Held</th><th scope=\"col\" class=\"n\">Rejected</th>"
        "<th scope=\"col\" class=\"n\">Skipped</th><th scope=\"col\">Check</th></tr></thead><tbody>\n"
    );
    for (const FileLine& file : report.files) {
        if (!file.is_manifest) {
            file_row(html, file);
        }
    }
    html.raw("</tbody><tfoot><tr><th scope=\"row\">All files</th>");
    count_cells(html, total(report.files));
    html.raw("</tr></tfoot></table></div></section>\n");
}

void write_entities(Html& html, const Report& report) {
    const auto entities = entities_in_use(report);
    if (entities.empty()) {
        return;
    }
    html.raw(
        "<section aria-labelledby=\"records\"><h2 id=\"records\">What it became</h2>"
        "<p>The rows above were turned into the records of the minimum dataset. One record may be made from "
        "several rows, and many rows make none."
    );
    // Of a trial run nothing is in the store.
    if (!report.header.dry_run) {
        html.raw(" ");
        html.text(kRecordsCount);
        html.raw(
            " <em>In store now</em> is what you have sent, with any submission, and the store holds. "
            "<em>Added</em>, <em>changed</em> and <em>removed</em> count what was "
            "done to the store. "
        );
        html.text(kChangesCount);
    }
    html.raw(
        "</p><div class=\"scroll\" role=\"region\" aria-labelledby=\"records-caption\" tabindex=\"0\"><table>"
        "<caption id=\"records-caption\">Records by kind</caption><thead><tr><th scope=\"col\">Kind</th>"
        "<th scope=\"col\" class=\"n\">Accepted</th><th scope=\"col\" class=\"n\">Held</th>"
        "<th scope=\"col\" class=\"n\">Rejected</th>"
    );
    if (!report.header.dry_run) {
        html.raw(
            "<th scope=\"col\" class=\"n\">Released</th><th scope=\"col\" class=\"n\">Added</th>"
            "<th scope=\"col\" class=\"n\">Changed</th><th scope=\"col\" class=\"n\">Removed</th>"
            "<th scope=\"col\" class=\"n\">Unchanged</th><th scope=\"col\" class=\"n\">In store now</th>"
        );
    }
    html.raw("</tr></thead><tbody>\n");
    for (const EntityLine* entity : entities) {
        entity_row(html, *entity, report.header.dry_run);
    }
    html.raw("</tbody></table></div></section>\n");
}

void write_kept_out(Html& html, const Report& report) {
    if (report.kept_out.empty()) {
        return;
    }
    html.raw(
        "<section aria-labelledby=\"kept-out\"><h2 id=\"kept-out\">Kept out on purpose</h2>"
        "<p>These were recognised and left out, as they must be. Nothing needs to be done.</p>"
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"kept-out-caption\" tabindex=\"0\"><table>"
        "<caption id=\"kept-out-caption\">Kept out, by reason</caption><thead><tr><th "
        "scope=\"col\">Reason</th>"
        "<th scope=\"col\">Rule</th><th scope=\"col\" class=\"n\">Count</th></tr></thead><tbody>\n"
    );
    for (const KeptOut& reason : report.kept_out) {
        html.raw("<tr><th scope=\"row\">")
            .text(reason.title)
            .raw("</th><td class=\"code\">")
            .text(reason.rule);
        html.raw("</td>");
        number_cell(html, reason.count);
        html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div></section>\n");
}

}  // namespace sluice::outlet
