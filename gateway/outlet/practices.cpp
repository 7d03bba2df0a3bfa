#include "gateway/outlet/practices.hpp"

#include "gateway/outlet/words.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace sluice::outlet {
namespace {

using FieldName = std::pair<std::string_view, std::string_view>;  // entity, field

struct FieldSums {
    const CompletenessCell* first = nullptr;  // for its names, weight and bar
    std::map<std::string_view, CellCounts> practices;
    Count lacking = 0;
};

std::map<FieldName, FieldSums> sums_by_field(const Report& report) {
    std::map<FieldName, FieldSums> sums;
    for (const CompletenessCell& cell : report.completeness) {
        FieldSums& field = sums[{cell.entity, cell.field}];
        field.first = field.first == nullptr ? &cell : field.first;
        add(field.practices[cell.practice], cell.counts);
        const Count missing = cell.counts.expected - std::min(cell.counts.expected, answered(cell.counts));
        field.lacking += missing * static_cast<Count>(std::max(cell.weight, 0));
    }
    return sums;
}

std::vector<const FieldSums*> most_lacking(const std::map<FieldName, FieldSums>& sums, std::size_t max) {
    std::vector<const FieldSums*> fields;
    for (const auto& [name, field] : sums) {
        if (field.lacking > 0) {
            fields.push_back(&field);
        }
    }
    std::stable_sort(fields.begin(), fields.end(), [](const auto* a, const auto* b) {
        return a->lacking > b->lacking;
    });
    fields.resize(std::min(fields.size(), max));
    return fields;
}

void add_field(PracticeRow& row, const FieldSums& field, const CellCounts& counts) {
    add_weighted(row.answered, counts, field.first->weight);
    if (const auto met = meets(counts, field.first->bar)) {
        ++row.bars;
        row.bars_met += *met ? 1 : 0;
    }
}

std::map<std::string_view, PracticeRow> rows_by_practice(const std::map<FieldName, FieldSums>& sums) {
    std::map<std::string_view, PracticeRow> rows;
    for (const auto& [name, field] : sums) {
        for (const auto& [practice, counts] : field.practices) {
            PracticeRow& row = rows[practice];
            row.practice = practice;
            add_field(row, field, counts);
        }
    }
    return rows;
}

// By the share answered, exactly; a practice of which nothing is expected comes last.
bool is_worse(const PracticeRow& a, const PracticeRow& b) {
    if (a.answered.whole == 0 || b.answered.whole == 0) {
        return a.answered.whole > b.answered.whole;
    }
    return a.answered.part * b.answered.whole < b.answered.part * a.answered.whole;
}

}  // namespace

PracticeTable practice_table(const Report& report, std::size_t rows_max, std::size_t fields_max) {
    const auto sums = sums_by_field(report);
    auto rows = rows_by_practice(sums);
    PracticeTable table;
    table.practices = rows.size() - rows.count("");
    if (rows.size() < 2) {
        return table;
    }
    for (auto& [practice, row] : rows) {
        table.rows.push_back(std::move(row));
    }
    std::stable_sort(table.rows.begin(), table.rows.end(), is_worse);
    table.rows.resize(std::min(table.rows.size(), rows_max));
    for (const FieldSums* field : most_lacking(sums, fields_max)) {
        table.fields.push_back({field->first->entity_title, field->first->field_title, field->lacking});
        for (PracticeRow& row : table.rows) {
            const auto counts = field->practices.find(row.practice);
            row.fields.push_back(counts == field->practices.end() ? CellCounts{} : counts->second);
        }
    }
    return table;
}

std::string practice_in_words(const Report& report, const std::string& practice) {
    if (practice.empty()) {
        return "Practice not known";
    }
    const auto named = std::find_if(
        report.organisations.begin(), report.organisations.end(),
        [&](const Organisation& organisation) { return organisation.code == practice; }
    );
    return organisation_in_words(named == report.organisations.end() ? Organisation{practice, {}} : *named);
}

std::string practices_left_out(const PracticeTable& table) {
    const auto shown =
        static_cast<Count>(std::count_if(table.rows.begin(), table.rows.end(), [](const PracticeRow& row) {
            return !row.practice.empty();
        }));
    if (shown == table.practices) {
        return {};
    }
    return "These are the " + grouped(shown) + " of " + counted(table.practices, "practice", "practices") +
           " with the lowest share answered; all of them are in the completeness export.";
}

}  // namespace sluice::outlet
