#include "gateway/outlet/glossary.hpp"
#include "gateway/outlet/html_parts.hpp"
#include "gateway/outlet/words.hpp"

namespace sluice::outlet {

void write_glossary(Html& html) {
    html.raw(
        "<section aria-labelledby=\"words\"><h2 id=\"words\">What the words mean</h2><dl class=\"glossary\">"
    );
    for (const Term& term : kGlossary) {
        html.raw("<dt>").text(term.word).raw("</dt><dd>").text(term.meaning).raw("</dd>");
    }
    html.raw("</dl></section>\n");
}

void write_appendix(Html& html, const Report& report) {
    html.raw(
        "<section aria-labelledby=\"technical\"><h2 id=\"technical\">Technical details</h2>"
        "<p>Rules and mappings (the pack): version "
    );
    html.text(report.header.pack_version.empty() ? "not stated" : report.header.pack_version);
    if (!report.header.pack_digest.empty()) {
        html.raw(", SHA-256 <span class=\"code\">").text(report.header.pack_digest).raw("</span>");
    }
    html.raw(".</p><p>Received at <span class=\"code\">").text(format_instant(report.header.received_at));
    html.raw("</span>.</p>");
    if (!report.files.empty()) {
        html.raw(
            "<details><summary>Digests of the files received</summary><div><div class=\"scroll\" "
            "role=\"region\" "
            "aria-label=\"Digests of the files received\" tabindex=\"0\"><table><caption>Digests of the "
            "files "
            "received</caption><thead><tr><th scope=\"col\">File</th><th scope=\"col\" class=\"n\">Bytes</th>"
            "<th scope=\"col\">SHA-256</th></tr></thead><tbody>\n"
        );
        for (const FileLine& file : report.files) {
            html.raw("<tr><th scope=\"row\" class=\"name\"><bdi>").text(file.name).raw("</bdi></th>");
            number_cell(html, file.bytes);
            html.raw("<td class=\"code\">").text(file.sha256).raw("</td></tr>\n");
        }
        html.raw("</tbody></table></div></div></details>");
    }
    html.raw("</section>\n");
}

}  // namespace sluice::outlet
