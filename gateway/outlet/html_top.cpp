#include "gateway/outlet/html_parts.hpp"
#include "gateway/outlet/html_style.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/words.hpp"

namespace sluice::outlet {
namespace {

void fact(Html& html, Markup name, std::string_view value, Markup start = "<div><dt>") {
    if (!value.empty()) {
        html.raw(start).raw(name).raw("</dt><dd>").text(value).raw("</dd></div>");
    }
}

void content_link(Html& html, bool shown, Markup item) {
    if (shown) {
        html.raw("<li>").raw(item).raw("</li>");
    }
}

std::string organisations_in_words(const std::vector<Organisation>& organisations) {
    if (organisations.empty()) {
        return {};
    }
    return organisations.size() == 1 ? organisation_in_words(organisations.front())
                                     : counted(organisations.size(), "organisation", "organisations");
}

}  // namespace

void write_head(Html& html, const Report& report) {
    html.raw("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n");
    // The report runs nothing and loads nothing, and the browser is told to hold it to that.
    html.raw(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">\n"
    );
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw(
        "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light\">\n"
    );
    html.raw("<title>Data quality report: ").text(sender_in_words(report.header));
    html.raw(", ")
        .text(period_in_words(report.header))
        .raw("</title>\n<style>")
        .raw(kStyle)
        .raw("</style>\n</head>\n");
}

void write_banner(Html& html, const Report& report) {
    const Header& header = report.header;
    html.raw(
        "<header class=\"banner\"><div class=\"wrap\"><p class=\"product\">Sluice: social prescribing "
        "data</p>"
    );
    html.raw("<h1>Data quality report</h1><p class=\"lead\">Sent by ").text(sender_in_words(header));
    html.raw("</p><dl class=\"facts\">");
    fact(html, "Receipt", receipt_in_words(header));
    fact(html, "Status", status_in_words(header.status));
    fact(html, "Period", period_in_words(header));
    fact(html, "Data as at", as_of_in_words(header));
    fact(html, "Received", received_in_words(header));
    fact(html, "Kind of submission", status_in_words(header.semantics));
    fact(html, "Purpose", status_in_words(header.purpose));
    fact(html, "Profile", header.profile);
    fact(html, "Legal basis", header.legal_basis);
    fact(html, "Records of", organisations_in_words(report.organisations));
    fact(html, "Rules and mappings", header.pack_version);
    fact(html, "Code lists", stand_ins_in_words(header), "<div class=\"wide\"><dt>");
    html.raw("</dl></div></header>\n");
}

void write_contents(Html& html, const Report& report) {
    const bool charts = !report.referrals.empty() || !report.contacts.empty();
    html.raw("<nav class=\"contents\" aria-label=\"Contents\"><div class=\"wrap\"><ul>");
    content_link(html, true, "<a href=\"#summary\">Summary</a>");
    content_link(html, !report.fixes.empty(), "<a href=\"#first\">What to do first</a>");
    content_link(html, report.trend.has_value(), "<a href=\"#since\">Since last time</a>");
    content_link(html, true, "<a href=\"#files\">Files</a>");
    content_link(html, !entities_in_use(report).empty(), "<a href=\"#records\">Records</a>");
    content_link(html, !report.completeness.empty(), "<a href=\"#completeness\">Completeness</a>");
    content_link(html, true, "<a href=\"#issues\">Findings</a>");
    content_link(html, !report.kept_out.empty(), "<a href=\"#kept-out\">Kept out</a>");
    content_link(html, charts, "<a href=\"#activity\">Activity</a>");
    content_link(html, true, "<a href=\"#words\">What the words mean</a>");
    content_link(html, true, "<a href=\"#technical\">Technical details</a>");
    html.raw("</ul></div></nav>\n");
}

}  // namespace sluice::outlet
