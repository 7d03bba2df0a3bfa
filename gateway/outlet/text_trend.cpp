#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/text_parts.hpp"
#include "gateway/outlet/trend.hpp"
#include "gateway/outlet/words.hpp"

namespace sluice::outlet {

void write_fixes(TextPage& page, const Report& report) {
    if (report.fixes.empty()) {
        return;
    }
    page.heading(fixes_heading(report));
    std::size_t number = 0;
    for (const Fix& fix : report.fixes) {
        page.paragraph(std::to_string(++number) + ".", fix_in_words(fix), 2);
        page.paragraph("", fix.fix, 12);
    }
}

void write_trend(TextPage& page, const Report& report) {
    if (!report.trend) {
        return;
    }
    page.heading("What has changed since last time");
    page.paragraph("", trend_in_words(report), 2);
    std::vector<std::vector<std::string>> rows{{"Finding", "Before", "Now", ""}};
    const auto [changed, same] = findings_by_change(*report.trend);
    for (const FindingChange& change : changed) {
        rows.push_back(
            {change.rule + " " + change.title, grouped(change.before), grouped(change.now),
             std::string(change_in_words(change))}
        );
    }
    if (rows.size() > 1) {
        page.table(rows);
    }
    if (!same.empty()) {
        page.paragraph("", counted(same.size(), "finding is", "findings are") + " as before.", 2);
    }
    rows = {{"Share answered", "Before", "Now", ""}};
    for (const FieldChange& change : report.trend->fields) {
        rows.push_back(
            {change.entity + '.' + change.field, percent_text(answered_share(change.before)) + '%',
             percent_text(answered_share(change.now)) + '%', std::string(change_in_words(change))}
        );
    }
    if (rows.size() > 1) {
        page.blank();
        page.table(rows);
    }
    rows = {{"Submission", "Received", "Answered"}};
    for (const TrendPoint& point : report.trend->points) {
        rows.push_back(
            {point.receipt_id, instant_in_words(point.received_at),
             percent_text(answered_share(point.weighted)) + '%'}
        );
    }
    page.blank();
    page.paragraph("", std::string(kShareOfAllFields) + ":", 2);
    page.table(rows);
}

}  // namespace sluice::outlet
