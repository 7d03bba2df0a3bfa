// Charts as inline SVG, each with a title, a description and the same figures as a table.
#include "gateway/outlet/html_parts.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/words.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::outlet {
namespace {

constexpr std::size_t kMonthsDrawn = 24;
constexpr Count kWidth = 760;
constexpr Count kLeft = 56;  // room for the numbers of the scale
constexpr Count kTop = 22;
constexpr Count kPlotHeight = 200;

// The next of 1, 2, 5, 10, 20, 50 ... times four that is not below the largest value, so that the scale has
// four even steps.
Count scale_top(Count largest) {
    Count power = 1;
    while (true) {
        for (const Count factor : {1, 2, 5}) {
            if (factor * power * 4 >= largest) {
                return factor * power * 4;
            }
        }
        power *= 10;
    }
}

void scale_lines(Html& html, Count top) {
    for (Count step = 0; step <= 4; ++step) {
        const Count y = kTop + kPlotHeight - kPlotHeight * step / 4;
        html.raw("<line x1=\"").digits(kLeft).raw("\" x2=\"").digits(kWidth).raw("\" y1=\"").digits(y);
        html.raw("\" y2=\"")
            .digits(y)
            .raw("\" stroke=\"#aeb7bd\"/><text text-anchor=\"end\" x=\"")
            .digits(kLeft - 8);
        html.raw("\" y=\"").digits(y + 5).raw("\">").grouped(top * step / 4).raw("</text>");
    }
}

void bar(Html& html, Count x, Count y, Count width, Count height, Markup fill) {
    if (height > 0) {
        html.raw("<rect x=\"")
            .digits(x)
            .raw("\" y=\"")
            .digits(y)
            .raw("\" width=\"")
            .digits(width)
            .raw("\" height=\"");
        html.digits(height).raw("\" stroke=\"#003087\" fill=\"").raw(fill).raw("\"/>");
    }
}

void month_bars(Html& html, const ReferralMonth& month, Count slot, Count x, Count top, bool labelled) {
    const Count width = std::max<Count>(slot * 6 / 10, 6);
    const Count bar_x = x + (slot - width) / 2;
    const Count made = month.made * kPlotHeight / top;
    const Count declined = month.declined * kPlotHeight / top;
    const Count base = kTop + kPlotHeight;
    bar(html, bar_x, base - made, width, made, "#005eb8");
    bar(html, bar_x, base - made - declined, width, declined, "url(#hatch)");
    if (!labelled) {
        return;
    }
    const std::string words = month_in_words(month.month);
    const std::size_t gap = std::min(words.find(' '), words.size());
    html.raw("<text text-anchor=\"middle\" x=\"")
        .digits(x + slot / 2)
        .raw("\" y=\"")
        .digits(base + 20)
        .raw("\">");
    html.text(words.substr(0, gap)).raw("<tspan x=\"").digits(x + slot / 2).raw("\" dy=\"16\">");
    html.text(gap < words.size() ? words.substr(gap + 1) : std::string()).raw("</tspan></text>");
}

void referral_svg(Html& html, const std::vector<ReferralMonth>& months) {
    Count largest = 1;
    for (const ReferralMonth& month : months) {
        largest = std::max(largest, month.made + month.declined);
    }
    const Count top = scale_top(largest);
    const Count slot = std::min<Count>((kWidth - kLeft) / months.size(), 90);
    const std::size_t every = months.size() > 14 ? 3 : 1;
    html.raw(
        "<svg viewBox=\"0 0 760 270\" role=\"img\" aria-labelledby=\"referrals-title referrals-text\">"
        "<title id=\"referrals-title\">Referrals by month</title><desc id=\"referrals-text\">Columns from "
    );
    html.text(month_in_words(months.front().month)).raw(" to ").text(month_in_words(months.back().month));
    html.raw(": referrals made, filled, and referrals declined, hatched, on top. The largest month has ");
    html.text(counted(largest, "referral", "referrals"));
    html.raw(
        ". The table that follows has every figure.</desc><defs><pattern id=\"hatch\" width=\"6\" "
        "height=\"6\" "
        "patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/><path d=\"M-1,7 "
        "L7,-1\" "
        "stroke=\"#003087\" stroke-width=\"2\"/></pattern></defs>"
    );
    scale_lines(html, top);
    for (std::size_t i = 0; i < months.size(); ++i) {
        month_bars(html, months[i], slot, kLeft + 4 + slot * i, top, (months.size() - 1 - i) % every == 0);
    }
    html.raw("</svg>");
}

void write_referrals(Html& html, std::vector<ReferralMonth> months) {
    std::sort(months.begin(), months.end(), [](const ReferralMonth& a, const ReferralMonth& b) {
        return a.month < b.month;
    });
    const std::size_t drawn = std::min(months.size(), kMonthsDrawn);
    const std::vector<ReferralMonth> latest(months.end() - static_cast<std::ptrdiff_t>(drawn), months.end());
    html.raw(
        "<h3>Referrals by month</h3><figure><ul class=\"swatches\" aria-label=\"Key\"><li><span "
        "class=\"s-made\">"
        "</span>Made</li><li><span class=\"s-declined\"></span>Declined</li></ul>"
        "<div class=\"scroll\" role=\"region\" aria-label=\"Chart of referrals by month\" tabindex=\"0\">"
    );
    referral_svg(html, latest);
    html.raw(
        "</div></figure><details><summary>Referrals by month as a table</summary><div><table>"
        "<caption>Referrals by month</caption><thead><tr><th scope=\"col\">Month</th><th scope=\"col\" "
        "class=\"n\">"
        "Made</th><th scope=\"col\" class=\"n\">Declined</th></tr></thead><tbody>\n"
    );
    for (const ReferralMonth& month : months) {
        html.raw("<tr><th scope=\"row\">").text(month_in_words(month.month)).raw("</th>");
        number_cell(html, month.made);
        number_cell(html, month.declined);
        html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div></details>\n");
}

struct Outcome {
    std::string title;
    std::map<std::string, Count> months;
    Count all = 0;
};

std::vector<Outcome> outcomes_of(const std::vector<ContactMonth>& contacts) {
    std::map<std::string_view, std::size_t> place;
    std::vector<Outcome> outcomes;
    for (const ContactMonth& contact : contacts) {
        const auto [at, is_new] = place.try_emplace(contact.outcome, outcomes.size());
        if (is_new) {
            outcomes.push_back(
                {contact.outcome_title.empty() ? contact.outcome : contact.outcome_title, {}, 0}
            );
        }
        Outcome& outcome = outcomes[at->second];
        outcome.months[contact.month] += contact.count;
        outcome.all += contact.count;
    }
    std::stable_sort(outcomes.begin(), outcomes.end(), [](const Outcome& a, const Outcome& b) {
        return a.all > b.all;
    });
    return outcomes;
}

void outcome_svg(Html& html, const std::vector<Outcome>& outcomes) {
    constexpr Count kBarLeft = 240;
    constexpr Count kBarRoom = 420;
    constexpr Count kStep = 36;
    const Count largest = std::max<Count>(outcomes.front().all, 1);
    html.raw("<svg viewBox=\"0 0 760 ").digits(kStep * outcomes.size() + 4);
    html.raw(
        "\" role=\"img\" aria-labelledby=\"contacts-title contacts-text\"><title "
        "id=\"contacts-title\">Contacts by "
        "outcome</title><desc id=\"contacts-text\">Bars for each outcome, largest first: "
    );
    for (const Outcome& outcome : outcomes) {
        html.text(outcome.title)
            .raw(" ")
            .grouped(outcome.all)
            .raw(&outcome == &outcomes.back() ? Markup(".") : Markup(", "));
    }
    html.raw("</desc>");
    Count y = 4;
    for (const Outcome& outcome : outcomes) {
        const Count width = outcome.all * kBarRoom / largest;
        html.raw("<text text-anchor=\"end\" x=\"")
            .digits(kBarLeft - 10)
            .raw("\" y=\"")
            .digits(y + 19)
            .raw("\">");
        html.text(outcome.title).raw("</text>");
        if (outcome.all > 0) {
            bar(html, kBarLeft, y, std::max<Count>(width, 1), 28, "#005eb8");
        }
        html.raw("<text x=\"")
            .digits(kBarLeft + width + 8)
            .raw("\" y=\"")
            .digits(y + 19)
            .raw("\">")
            .grouped(outcome.all);
        html.raw("</text>");
        y += kStep;
    }
    html.raw("</svg>");
}

void contact_table(Html& html, const std::vector<Outcome>& outcomes, const std::set<std::string>& months) {
    html.raw(
        "<details><summary>Contacts by outcome and month as a table</summary><div>"
        "<div class=\"scroll\" role=\"region\" aria-label=\"Contacts by outcome and month\" "
        "tabindex=\"0\"><table>"
        "<caption>Contacts by outcome and month</caption><thead><tr><th scope=\"col\">Month</th>"
    );
    for (const Outcome& outcome : outcomes) {
        html.raw("<th scope=\"col\" class=\"n\">").text(outcome.title).raw("</th>");
    }
    html.raw("</tr></thead><tbody>\n");
    for (const std::string& month : months) {
        html.raw("<tr><th scope=\"row\">").text(month_in_words(month)).raw("</th>");
        for (const Outcome& outcome : outcomes) {
            const auto at = outcome.months.find(month);
            number_cell(html, at == outcome.months.end() ? 0 : at->second);
        }
        html.raw("</tr>\n");
    }
    html.raw("</tbody><tfoot><tr><th scope=\"row\">All months</th>");
    for (const Outcome& outcome : outcomes) {
        number_cell(html, outcome.all);
    }
    html.raw("</tr></tfoot></table></div></div></details>\n");
}

// What is neither attended nor missed is said, so that nobody takes one for the rest of the other.
void write_attendance(Html& html, const Attendance& attendance) {
    if (attendance.contacts == 0) {
        return;
    }
    html.raw("<p>").text(counted(attendance.people, "person", "people")).raw(" attended ");
    html.grouped(attendance.attended).raw(" of ");
    html.text(counted(attendance.contacts, "contact", "contacts"));
    if (attendance.people > 0) {
        html.raw(": ").text(attended_each_text(attendance)).raw(" each");
    }
    html.raw(". ").grouped(attendance.missed);
    html.raw(" (").digits(whole_percent(missed_share(attendance)));
    html.raw("%) were missed: the person did not attend, or it was cancelled. Of ");
    html.grouped(attendance.contacts - attendance.attended - attendance.missed);
    html.raw(" the outcome is another one or is not known: they count as neither.</p>\n");
}

void write_contacts(Html& html, const Report& report) {
    const auto& contacts = report.contacts;
    const std::vector<Outcome> outcomes = outcomes_of(contacts);
    std::set<std::string> months;
    for (const ContactMonth& contact : contacts) {
        months.insert(contact.month);
    }
    html.raw(
        "<h3>Contacts by outcome</h3><figure><div class=\"scroll\" role=\"region\" "
        "aria-label=\"Chart of contacts by outcome\" tabindex=\"0\">"
    );
    outcome_svg(html, outcomes);
    html.raw("</div></figure>");
    write_attendance(html, report.attendance);
    contact_table(html, outcomes, months);
}

}  // namespace

void write_activity(Html& html, const Report& report) {
    if (report.referrals.empty() && report.contacts.empty()) {
        return;
    }
    html.raw(
        "<section aria-labelledby=\"activity\"><h2 id=\"activity\">Activity</h2>"
        "<p>Counts of accepted records that you have sent and that the store holds now, so that you can "
        "compare them with what you know of the service. A referral is counted once for each episode.</p>"
    );
    if (!report.referrals.empty()) {
        write_referrals(html, report.referrals);
    }
    if (!report.contacts.empty()) {
        write_contacts(html, report);
    }
    html.raw("</section>\n");
}

}  // namespace sluice::outlet
