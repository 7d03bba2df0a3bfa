#include "gateway/outlet/sums.hpp"

#include <algorithm>
#include <tuple>

namespace sluice::outlet {
namespace {

// Half rounded up; 0 where there is nothing to divide by.
Count rounded(Count number, Count by) {
    return by == 0 ? 0 : (number + by / 2) / by;
}

std::string in_tenths(Count tenths) {
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
}

}  // namespace

bool adds_up(const RowCounts& rows) {
    return rows.read == rows.accepted + rows.held + rows.rejected + rows.skipped;
}

RowCounts total(const std::vector<FileLine>& files) {
    RowCounts sum;
    for (const FileLine& file : files) {
        sum.read += file.rows.read;
        sum.accepted += file.rows.accepted;
        sum.held += file.rows.held;
        sum.rejected += file.rows.rejected;
        sum.skipped += file.rows.skipped;
    }
    return sum;
}

Count files_that_do_not_add_up(const std::vector<FileLine>& files) {
    return static_cast<Count>(std::count_if(files.begin(), files.end(), [](const FileLine& file) {
        return !adds_up(file.rows);
    }));
}

Count data_files(const std::vector<FileLine>& files) {
    return static_cast<Count>(std::count_if(files.begin(), files.end(), [](const FileLine& file) {
        return !file.is_manifest;
    }));
}

Count rows_needing_attention(const RowCounts& rows) {
    return rows.held + rows.rejected;
}

Count answered(const CellCounts& counts) {
    return counts.known + counts.declined;
}

Share answered_share(const CellCounts& counts) {
    return {answered(counts), counts.expected};
}

Count whole_percent(const Share& share) {
    return rounded(share.part * 100, share.whole);
}

std::string percent_text(const Share& share) {
    return share.whole == 0 ? std::string() : in_tenths(rounded(share.part * 1000, share.whole));
}

std::string percent_short(const Share& share) {
    if (share.whole == 0) {
        return "–";
    }
    const Count whole = whole_percent(share);
    if (whole == 0 && share.part > 0) {
        return "<1%";
    }
    if (whole == 100 && share.part < share.whole) {
        return ">99%";
    }
    return std::to_string(whole) + '%';
}

std::string percent_short(const CellCounts& counts) {
    return is_not_collected(counts) ? "n/c" : percent_short(answered_share(counts));
}

std::string attended_each_text(const Attendance& attendance) {
    return attendance.people == 0 ? std::string()
                                  : in_tenths(rounded(attendance.attended * 10, attendance.people));
}

Share missed_share(const Attendance& attendance) {
    return {attendance.missed, attendance.contacts};
}

bool is_not_collected(const CellCounts& counts) {
    return counts.expected == 0 && counts.not_collected > 0;
}

std::optional<bool> meets(const CellCounts& counts, const std::optional<Decimal>& bar) {
    if (!bar || counts.expected == 0) {
        return std::nullopt;
    }
    // Exactly, in whole numbers: a share just below the bar does not meet it by being rounded.
    // REQUIRES of the bar: two decimals at most (gateway/schema/dataset).
    auto share = static_cast<std::int64_t>(answered(counts)) * 100;
    for (int i = 0; i < bar->scale(); ++i) {
        share *= 10;
    }
    return share >= bar->unscaled() * static_cast<std::int64_t>(counts.expected);
}

std::string bar_in_words(const CellCounts& counts, const std::optional<Decimal>& bar) {
    const auto met = meets(counts, bar);
    return met ? bar->to_string() + (*met ? "% met" : "% below") : std::string();
}

void add(CellCounts& sum, const CellCounts& counts) {
    sum.expected += counts.expected;
    sum.present += counts.present;
    sum.known += counts.known;
    sum.declined += counts.declined;
    sum.not_collected += counts.not_collected;
    sum.valid += counts.valid;
    sum.coded += counts.coded;
    sum.text_only += counts.text_only;
    sum.unknown += counts.unknown;
    sum.fillers += counts.fillers;
}

void add_weighted(Share& sum, const CellCounts& counts, int weight) {
    const auto times = static_cast<Count>(std::max(weight, 0));
    sum.part += times * answered(counts);
    sum.whole += times * counts.expected;
}

std::string score_text(const Report& report) {
    Share sum;
    for (const CompletenessCell& cell : report.completeness) {
        add_weighted(sum, cell.counts, cell.weight);
    }
    return percent_text(sum);
}

std::vector<const EntityLine*> entities_in_use(const Report& report) {
    std::vector<const EntityLine*> lines;
    for (const EntityLine& line : report.entities) {
        const Count any = line.accepted + line.held + line.rejected + line.released + line.added +
                          line.changed + line.removed + line.unchanged + line.in_store;
        if (any > 0) {
            lines.push_back(&line);
        }
    }
    return lines;
}

Cells all_cells(const Report& report) {
    Cells cells;
    cells.reserve(report.completeness.size());
    for (const CompletenessCell& cell : report.completeness) {
        cells.push_back(&cell);
    }
    return cells;
}

std::map<std::string, Cells> cells_by_organisation(const Report& report) {
    std::map<std::string, Cells> result;
    for (const CompletenessCell& cell : report.completeness) {
        result[cell.organisation].push_back(&cell);
    }
    return result;
}

std::vector<EntityGrid> entity_grids(const Cells& cells) {
    std::vector<EntityGrid> grids;
    std::map<std::string_view, std::size_t> grid_at;
    std::map<std::tuple<std::string_view, std::string_view>, std::size_t> row_at;
    for (const CompletenessCell* cell : cells) {
        const auto [grid_place, new_grid] = grid_at.try_emplace(cell->entity, grids.size());
        if (new_grid) {
            grids.push_back({cell->entity, cell->entity_title, {}, {}, {}});
        }
        EntityGrid& grid = grids[grid_place->second];
        const auto [row_place, new_row] = row_at.try_emplace({cell->entity, cell->field}, grid.fields.size());
        if (new_row) {
            grid.fields.push_back({cell->field, cell->field_title, {}, {}, cell->bar});
        }
        FieldRow& row = grid.fields[row_place->second];
        grid.months.insert(cell->month);
        add(row.months[cell->month], cell->counts);
        add(row.all, cell->counts);
        add(grid.all, cell->counts);
    }
    return grids;
}

Cells sorted_cells(const Report& report) {
    Cells cells = all_cells(report);
    std::stable_sort(cells.begin(), cells.end(), [](const CompletenessCell* a, const CompletenessCell* b) {
        return std::tie(a->entity, a->field, a->organisation, a->practice, a->month, a->sender, a->supplier) <
               std::tie(b->entity, b->field, b->organisation, b->practice, b->month, b->sender, b->supplier);
    });
    return cells;
}

std::vector<const IssueGroup*> issues_by_severity(const Report& report) {
    std::vector<const IssueGroup*> groups;
    for (const IssueGroup& group : report.issues) {
        groups.push_back(&group);
    }
    std::stable_sort(groups.begin(), groups.end(), [](const IssueGroup* a, const IssueGroup* b) {
        return std::tie(a->severity, b->count, a->rule) < std::tie(b->severity, a->count, b->rule);
    });
    return groups;
}

std::vector<const IssueGroup*> worth_fixing(const Report& report, std::size_t count_max) {
    std::vector<const IssueGroup*> groups = issues_by_severity(report);
    std::erase_if(groups, [](const IssueGroup* group) {
        return group->severity == Severity::information || group->count == 0;
    });
    groups.resize(std::min(groups.size(), count_max));
    return groups;
}

}  // namespace sluice::outlet
