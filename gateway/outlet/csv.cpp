#include "gateway/outlet/csv.hpp"

#include "gateway/format/csv_writer.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/words.hpp"

namespace sluice::outlet {
namespace {

void write_example(format::CsvWriter& csv, const IssueGroup& group, const IssueExample& example) {
    const std::string record = example.record == 0 ? std::string() : std::to_string(example.record);
    // A finding without a row says what it is about in place of the column: the missing file, the heading.
    const bool of_file = example.column.empty() && example.record == 0;
    csv.record(
        {group.rule, to_string(group.severity), group.title, harmless(visible(example.file)), record,
         harmless(visible(of_file ? example.note : place_in_row(example))), group.problem, group.why,
         group.fix}
    );
}

std::string met_text(const CompletenessCell& cell) {
    const auto met = meets(cell.counts, cell.bar);
    return met ? (*met ? "true" : "false") : std::string();
}

}  // namespace

std::string render_csv(const Report& report) {
    format::CsvWriter csv;
    csv.record({"rule", "severity", "title", "file", "record", "column", "problem", "why", "fix"});
    for (const IssueGroup* group : issues_by_severity(report)) {
        for (const IssueExample& example : group->examples) {
            write_example(csv, *group, example);
        }
        if (group->examples.empty()) {
            write_example(csv, *group, {});
        }
    }
    return csv.take();
}

std::string completeness_csv(const Report& report) {
    format::CsvWriter csv;
    csv.record({"entity",    "field",    "organisation",  "practice", "month",
                "expected",  "present",  "known",         "declined", "percent",
                "sender",    "supplier", "not_collected", "valid",    "coded",
                "text_only", "unknown",  "default",       "bar",      "met"});
    for (const CompletenessCell* cell : sorted_cells(report)) {
        const CellCounts& counts = cell->counts;
        csv.record(
            {cell->entity,
             cell->field,
             cell->organisation,
             cell->practice,
             cell->month,
             std::to_string(counts.expected),
             std::to_string(counts.present),
             std::to_string(counts.known),
             std::to_string(counts.declined),
             percent_text(answered_share(counts)),
             cell->sender,
             cell->supplier,
             std::to_string(counts.not_collected),
             std::to_string(counts.valid),
             std::to_string(counts.coded),
             std::to_string(counts.text_only),
             std::to_string(counts.unknown),
             std::to_string(counts.fillers),
             cell->bar ? cell->bar->to_string() : std::string(),
             met_text(*cell)}
        );
    }
    return csv.take();
}

}  // namespace sluice::outlet
