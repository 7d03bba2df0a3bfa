#include "gateway/outlet/html.hpp"

#include "gateway/outlet/html_parts.hpp"
#include "gateway/outlet/words.hpp"

namespace sluice::outlet {

std::string render_html(const Report& report) {
    Html html;
    write_head(html, report);
    html.raw("<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n");
    write_banner(html, report);
    write_contents(html, report);
    html.raw("<main id=\"main\" tabindex=\"-1\"><div class=\"wrap\">\n");
    write_summary(html, report);
    write_first(html, report);
    write_trend(html, report);
    write_files(html, report);
    write_entities(html, report);
    write_completeness(html, report);
    write_issues(html, report);
    write_kept_out(html, report);
    write_activity(html, report);
    write_glossary(html);
    write_appendix(html, report);
    html.raw("</div></main>\n<footer><div class=\"wrap\">Made by Sluice for receipt ");
    html.text(receipt_in_words(report.header));
    html.raw(". It holds no names, numbers or values of any person.</div></footer>\n</body>\n</html>\n");
    return html.take();
}

}  // namespace sluice::outlet
