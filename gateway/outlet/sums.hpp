// The few sums that every renderer shares. Counts are never corrected here: where they do not add up, the
// report says so.
#pragma once

#include "gateway/outlet/report.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sluice::outlet {

// read = accepted + held + rejected + skipped (users-and-ig 3.3).
bool adds_up(const RowCounts& rows);
RowCounts total(const std::vector<FileLine>& files);
Count files_that_do_not_add_up(const std::vector<FileLine>& files);
// Rows are all that were read, records what became of them: the two need not add up.
inline constexpr std::string_view kRecordsCount =
    "Accepted, held and rejected count records that this submission added or changed; unchanged are those "
    "worked out again with the same result.";
// What a reader of the changes must know.
inline constexpr std::string_view kChangesCount =
    "Held and rejected records are among them: they are kept, and not counted as accepted.";
Count data_files(const std::vector<FileLine>& files);  // without manifests
Count rows_needing_attention(const RowCounts& rows);   // held and rejected

Count answered(const CellCounts& counts);  // known + declined: who would not say was asked

// Plain counts: the part may be anything of the whole.
struct Share {
    Count part = 0;
    Count whole = 0;
};
Share answered_share(const CellCounts& counts);  // of the expected
// Half rounded up; 0 and empty where there is nothing to divide by.
Count whole_percent(const Share& share);
std::string percent_text(const Share& share);  // "94.3"
// For a table cell: "94%", but "100%" only where it is all and "0%" only where it is none, else "<1%" and
// ">99%"; "–" where there is nothing to divide by.
std::string percent_short(const Share& share);
// Of the share answered; "n/c" where no source collects it.
std::string percent_short(const CellCounts& counts);
bool is_not_collected(const CellCounts& counts);  // of no source that collects it
// Is the share answered at the bar or above? No value without a bar or where nothing was expected.
std::optional<bool> meets(const CellCounts& counts, const std::optional<Decimal>& bar);
// "90% met", "90% below"; empty where there is nothing to meet.
std::string bar_in_words(const CellCounts& counts, const std::optional<Decimal>& bar);

// "3.2" of those who attended, half rounded up; empty where nobody did.
std::string attended_each_text(const Attendance& attendance);
Share missed_share(const Attendance& attendance);  // of all contacts

void add(CellCounts& sum, const CellCounts& counts);
void add_weighted(Share& sum, const CellCounts& counts, int weight);  // of the answered

// Field by month of one entity, in the order in which the cells came.
struct FieldRow {
    std::string field;
    std::string title;
    std::map<std::string, CellCounts> months;
    CellCounts all;
    std::optional<Decimal> bar = {};
};
struct EntityGrid {
    std::string entity;
    std::string title;
    std::set<std::string> months;
    std::vector<FieldRow> fields;
    CellCounts all;
};

// Pointers into a report's cells, which must outlive them.
using Cells = std::vector<const CompletenessCell*>;
Cells all_cells(const Report& report);
// By organisation code, in the order of the codes.
std::map<std::string, Cells> cells_by_organisation(const Report& report);
std::vector<EntityGrid> entity_grids(const Cells& cells);
// Share answered over all fields, each counting by its weight, in per cent with one decimal; empty where
// nothing was expected. What a source does not collect is in neither number.
std::string score_text(const Report& report);
// Entities that have a record, or that this receipt changed: the others are of no interest to a reader.
std::vector<const EntityLine*> entities_in_use(const Report& report);
// Sorted by entity, field, organisation, practice, month, sender, supplier.
Cells sorted_cells(const Report& report);

// By severity, then the most frequent, then the rule id.
std::vector<const IssueGroup*> issues_by_severity(const Report& report);
// What to do first: errors, which keep records from being counted, then warnings; at most `count_max` of
// them.
std::vector<const IssueGroup*> worth_fixing(const Report& report, std::size_t count_max);

}  // namespace sluice::outlet
