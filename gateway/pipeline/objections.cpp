#include "gateway/pipeline/objections.hpp"

#include "gateway/map/needs.hpp"
#include "gateway/store/cells.hpp"

#include <algorithm>

namespace sluice::pipeline {
namespace {

// Dates are as precise as they were recorded: 2026-03 is not certainly after 2026-03-02.
bool is_certainly_after(std::string_view later, std::string_view earlier) {
    return !earlier.empty() && earlier < later && !later.starts_with(earlier);
}

bool has_come(std::string_view date, const Date& as_of) {
    return date <= as_of.to_string();
}

}  // namespace

std::optional<record::Origin> standing_objection(
    std::span<const record::Record> entries, const schema::Objection& objection, const Date& as_of
) {
    const record::Record* standing = nullptr;
    std::string_view withdrawn;
    for (const auto& entry : entries) {
        const auto date = entry.text(entry.entity->date);
        if (entry.text(objection.kind) != objection.dissent && has_come(date, as_of)) {
            withdrawn = std::max(withdrawn, date);
        }
    }
    for (const auto& entry : entries) {
        const auto date = entry.text(entry.entity->date);
        const bool stands =
            entry.text(objection.kind) == objection.dissent && !is_certainly_after(withdrawn, date);
        if (stands && (standing == nullptr || standing->text(entry.entity->date) < date)) {
            standing = &entry;
        }
    }
    if (standing == nullptr || standing->rows.empty()) {
        return std::nullopt;
    }
    return standing->rows.front();
}

Result<std::optional<StatedObjection>> stated_objection(
    const map::Program& program, const std::vector<std::unique_ptr<LoadedRow>>& rows,
    const map::RunContext& context
) {
    const auto& dataset = program.documents().dataset;
    const auto entity = dataset.entity_index(dataset.objection.entity);
    if (!entity || !dataset.objection.bars_purpose(context.purpose)) {
        return std::optional<StatedObjection>();
    }
    std::vector<const record::SourceRow*> all;
    for (const auto& row : rows) {
        all.push_back(row->row.get());
    }
    SLUICE_ASSIGN(const auto entries, map::run_entity(program, all, context, *entity));
    const auto standing = standing_objection(entries, dataset.objection, context.as_of);
    if (!standing) {
        return std::optional<StatedObjection>();
    }
    StatedObjection out{*standing, {}};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool states = std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
            return std::find(entry.rows.begin(), entry.rows.end(), all[i]->origin) != entry.rows.end();
        });
        if (states) {
            out.entries.push_back(i);
        }
    }
    return std::optional(std::move(out));
}

KeptCells kept_of_objection(
    const record::SourceRow& row, const map::Program& program, std::string_view purpose
) {
    const auto& documents = program.documents();
    KeptCells out;
    std::vector<std::string_view> cells;
    for (const auto column : map::needed_columns(
             documents, program.system(), purpose, row.layout().table, documents.dataset.objection.entity
         )) {
        out.columns.push_back(row.table().columns[column].name);
        cells.push_back(row.cell(column));
    }
    out.cells = store::encode_cells(cells);
    return out;
}

}  // namespace sluice::pipeline
