#include "gateway/outlet/practices.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/text.hpp"
#include "gateway/outlet/text_layout.hpp"
#include "gateway/outlet/text_parts.hpp"
#include "gateway/outlet/words.hpp"

#include <algorithm>

namespace sluice::outlet {
namespace {

constexpr std::size_t kFieldColumns = 44;  // room for a field's name, the column of all months and the bar
constexpr std::size_t kMonthColumns = 10;  // "Oct 2026" and its gap

using Rows = std::vector<std::vector<std::string>>;

void month_table(TextPage& page, const EntityGrid& grid) {
    std::vector<std::string> months(grid.months.begin(), grid.months.end());
    const std::size_t room = (page.width() - kFieldColumns) / kMonthColumns;
    if (months.size() > room) {
        months.erase(months.begin(), months.end() - static_cast<std::ptrdiff_t>(room));
    }
    Rows rows{{"Field", "All", "Bar"}};
    for (const std::string& month : months) {
        rows.front().push_back(elided(visible(month_in_words(month)), kMonthColumns - 2));
    }
    for (const FieldRow& field : grid.fields) {
        std::vector<std::string> row{
            field.field, percent_short(field.all), bar_in_words(field.all, field.bar)};
        for (const std::string& month : months) {
            const auto cell = field.months.find(month);
            row.push_back(percent_short(cell == field.months.end() ? CellCounts{} : cell->second));
        }
        rows.push_back(std::move(row));
    }
    page.heading(grid.title.empty() ? grid.entity : grid.title);
    page.table(rows);
}

void organisation_table(TextPage& page, const Cells& cells) {
    const CompletenessCell& first = *cells.front();
    Rows rows{{"Field", "Expected", "Filled", "Known", "Declined", "Answered", "Bar"}};
    for (const EntityGrid& grid : entity_grids(cells)) {
        for (const FieldRow& row : grid.fields) {
            rows.push_back(
                {grid.entity + '.' + row.field, grouped(row.all.expected), grouped(row.all.present),
                 grouped(row.all.known), grouped(row.all.declined), percent_short(row.all),
                 bar_in_words(row.all, row.bar)}
            );
        }
    }
    page.heading(organisation_in_words({first.organisation, first.organisation_name}));
    page.table(rows);
}

void practices_table(TextPage& page, const Report& report) {
    const PracticeTable table = practice_table(report, kPracticesShown, 1);
    if (table.rows.empty()) {
        return;
    }
    Rows rows{{"Practice", "All fields", "Bars met"}};
    for (const PracticeField& field : table.fields) {
        rows.front().push_back(field.entity_title + ": " + field.title);
    }
    for (const PracticeRow& row : table.rows) {
        rows.push_back(
            {practice_in_words(report, row.practice), percent_short(row.answered),
             grouped(row.bars_met) + " of " + grouped(row.bars)}
        );
        for (const CellCounts& counts : row.fields) {
            rows.back().push_back(percent_short(counts));
        }
    }
    page.heading("By practice, with the field in which most is missing");
    page.table(rows);
    if (const auto left_out = practices_left_out(table); !left_out.empty()) {
        page.paragraph("", left_out, 2);
    }
}

}  // namespace

std::string completeness_text(const Report& report, std::size_t width, Colour colour) {
    TextPage page(std::max(width, kTextWidthMin), colour);
    page.line("Completeness: records with an answer, of those in which one is expected", Style::heading);
    if (report.completeness.empty()) {
        page.line("  There are no records.");
    }
    if (!report.completeness.empty()) {
        page.paragraph("", kNotCollected, 2);
    }
    for (const EntityGrid& grid : entity_grids(all_cells(report))) {
        month_table(page, grid);
    }
    practices_table(page, report);
    for (const auto& [code, cells] : cells_by_organisation(report)) {
        organisation_table(page, cells);
    }
    return page.take();
}

}  // namespace sluice::outlet
