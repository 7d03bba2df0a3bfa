#include "gateway/outlet/text.hpp"

#include "gateway/outlet/summary.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/text_layout.hpp"
#include "gateway/outlet/text_parts.hpp"
#include "gateway/outlet/words.hpp"

#include <algorithm>
#include <map>

namespace sluice::outlet {
namespace {

constexpr std::size_t kPlacesShown = 5;

using Rows = std::vector<std::vector<std::string>>;

void fact(TextPage& page, std::string_view name, std::string_view value) {
    if (!value.empty()) {
        page.paragraph(std::string(name) + std::string(12 - name.size(), ' '), value, 2);
    }
}

void write_facts(TextPage& page, const Report& report) {
    const Header& header = report.header;
    page.line("Data quality report", Style::heading);
    fact(page, "Sender", sender_in_words(header));
    fact(page, "Receipt", receipt_in_words(header));
    fact(page, "Status", status_in_words(header.status));
    fact(page, "Period", period_in_words(header));
    fact(page, "Data as at", as_of_in_words(header));
    fact(page, "Received", received_in_words(header));
    fact(page, "Kind", status_in_words(header.semantics));
    fact(page, "Purpose", status_in_words(header.purpose));
    fact(page, "Profile", header.profile);
    fact(page, "Legal basis", header.legal_basis);
    fact(page, "Pack", header.pack_version);
    fact(page, "Code lists", stand_ins_in_words(header));
}

Style style_of(State state) {
    switch (state) {
        case State::good:
            return Style::good;
        case State::attention:
            return Style::doubtful;
        case State::stopped:
            return Style::bad;
        case State::empty:
            break;
    }
    return Style::plain;
}

void write_summary(TextPage& page, const Report& report) {
    const Summary summary = summarise(report);
    page.blank();
    page.line(summary.headline, style_of(summary.state));
    for (const std::string& sentence : summary.sentences) {
        page.paragraph("", sentence, 2);
    }
    for (const SetProblem& problem : report.header.set_problems) {
        page.blank();
        page.paragraph(
            problem.rule, problem.detail.empty() ? problem.title : problem.title + ": " + problem.detail, 2
        );
        page.paragraph("Fix", problem.fix, 4);
    }
}

void add_counts(std::vector<std::string>& row, const RowCounts& rows) {
    for (const Count count : {rows.read, rows.accepted, rows.held, rows.rejected, rows.skipped}) {
        row.push_back(grouped(count));
    }
    row.emplace_back(adds_up(rows) ? "ok" : "WRONG");
}

// File name -> what to call it in little room: its table, as long as that names one file only.
using FileLabels = std::map<std::string_view, std::string_view>;

FileLabels file_labels(const Report& report) {
    std::map<std::string_view, int> uses;
    for (const FileLine& file : report.files) {
        ++uses[file.table];
    }
    FileLabels labels;
    for (const FileLine& file : report.files) {
        const bool table_is_enough = !file.table.empty() && uses[file.table] == 1 && !file.goes_by_name;
        labels[file.name] = table_is_enough ? file.table : file.name;
    }
    return labels;
}

void write_files(TextPage& page, const Report& report) {
    if (data_files(report.files) == 0) {
        return;
    }
    const FileLabels labels = file_labels(report);
    page.heading("Rows by file: read = accepted + held + rejected + skipped");
    Rows rows{{"File", "Read", "Accepted", "Held", "Rejected", "Skipped", "Sum"}};
    for (const FileLine& file : report.files) {
        if (!file.is_manifest) {
            rows.push_back({std::string(labels.at(file.name))});
            add_counts(rows.back(), file.rows);
        }
    }
    rows.push_back({"All files"});
    add_counts(rows.back(), total(report.files));
    page.table(rows);
}

void write_entities(TextPage& page, const Report& report) {
    const auto entities = entities_in_use(report);
    if (entities.empty()) {
        return;
    }
    page.heading("Records");
    Rows rows{{"Kind", "Accepted", "Held", "Rejected", "Released", "In store now"}};
    Rows changes{{"Kind", "Added", "Changed", "Removed", "Unchanged"}};
    for (const EntityLine* entity : entities) {
        const std::string& name = entity->title.empty() ? entity->name : entity->title;
        rows.push_back(
            {name, grouped(entity->accepted), grouped(entity->held), grouped(entity->rejected),
             grouped(entity->released), grouped(entity->in_store)}
        );
        changes.push_back(
            {name, grouped(entity->added), grouped(entity->changed), grouped(entity->removed),
             grouped(entity->unchanged)}
        );
    }
    // Of a trial run nothing is in the store, and nothing is released.
    for (auto& row : rows) {
        row.resize(report.header.dry_run ? row.size() - 2 : row.size());
    }
    if (!report.header.dry_run) {
        page.paragraph("", kRecordsCount, 2);
    }
    page.table(rows);
    if (!report.header.dry_run) {
        page.heading("Changes to the store");
        page.paragraph("", kChangesCount, 2);
        page.table(changes);
    }
}

std::string place(const IssueExample& example, std::string_view file_label) {
    if (example.file.empty()) {
        return example.note.empty() ? "the submission as a whole" : example.note;
    }
    std::string text(file_label);
    text += example.record == 0 ? ", the whole file" : ", row " + grouped(example.record);
    if (!example.column.empty()) {
        text += ", column " + example.column;
    }
    // A file of the contract is called as its records are.
    return example.note.empty() || example.note == file_label ? text : text + ": " + example.note;
}

Style style_of(Severity severity) {
    if (severity == Severity::warning) {
        return Style::doubtful;
    }
    return severity == Severity::information ? Style::soft : Style::bad;
}

void write_issue(TextPage& page, const IssueGroup& group, const FileLabels& labels) {
    const std::string count = counted(group.count, "place", "places");
    const std::string start = group.rule + "  " + std::string(severity_in_words(group.severity)) + ": ";
    const std::size_t used = columns_of(start) + columns_of(count) + 4;
    const std::string title = elided(visible(group.title), page.width() > used + 8 ? page.width() - used : 8);
    page.blank();
    page.line(start + title + "  (" + count + ")", style_of(group.severity));
    page.paragraph("Problem", group.problem, 2);
    page.paragraph("Why", group.why, 2);
    page.paragraph("Fix", group.fix, 2);
    const std::size_t shown = std::min(group.examples.size(), kPlacesShown);
    for (std::size_t i = 0; i < shown; ++i) {
        const auto label = labels.find(group.examples[i].file);
        const std::string_view file = label == labels.end() ? group.examples[i].file : label->second;
        page.paragraph(i == 0 ? "Where" : "     ", place(group.examples[i], file), 2);
    }
    const Count more = group.examples.size() - shown + group.examples_more;
    if (shown > 0 && more > 0) {
        page.paragraph("     ", "and " + grouped(more) + " more", 2);
    }
}

void write_issues(TextPage& page, const Report& report) {
    page.heading("Findings");
    if (report.issues.empty()) {
        page.line("  The checks found nothing to report.");
    }
    const FileLabels labels = file_labels(report);
    for (const IssueGroup* group : issues_by_severity(report)) {
        write_issue(page, *group, labels);
    }
}

void write_kept_out(TextPage& page, const Report& report) {
    if (report.kept_out.empty()) {
        return;
    }
    page.heading("Kept out on purpose");
    Rows rows{{"Reason", "Rule", "Count"}};
    for (const KeptOut& reason : report.kept_out) {
        rows.push_back({reason.title, reason.rule, grouped(reason.count)});
    }
    page.table(rows);
}

void write_completeness(TextPage& page, const Report& report) {
    if (report.completeness.empty()) {
        return;
    }
    page.heading("Completeness, all months");
    if (const auto score = score_text(report); !score.empty()) {
        page.paragraph("", "All fields together, each by its weight: " + score + "% answered.", 2);
    }
    page.paragraph("", kNotCollected, 2);
    Rows rows{{"Field", "Expected", "Known", "Declined", "Answered", "Bar"}};
    for (const EntityGrid& grid : entity_grids(all_cells(report))) {
        for (const FieldRow& row : grid.fields) {
            rows.push_back(
                {grid.entity + '.' + row.field, grouped(row.all.expected), grouped(row.all.known),
                 grouped(row.all.declined), percent_short(row.all), bar_in_words(row.all, row.bar)}
            );
        }
    }
    page.table(rows);
}

}  // namespace

std::string render_text(const Report& report, std::size_t width, Colour colour) {
    TextPage page(std::max(width, kTextWidthMin), colour);
    write_facts(page, report);
    write_summary(page, report);
    write_files(page, report);
    write_entities(page, report);
    write_trend(page, report);
    write_fixes(page, report);
    write_issues(page, report);
    write_kept_out(page, report);
    write_completeness(page, report);
    return page.take();
}

}  // namespace sluice::outlet
