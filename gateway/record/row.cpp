#include "gateway/record/row.hpp"

#include "gateway/base/date_pattern.hpp"
#include "gateway/base/decimal.hpp"
#include "gateway/base/text.hpp"
#include "gateway/record/concepts.hpp"

#include <algorithm>

namespace sluice::record {
namespace {

using expression::Item;
using expression::Value;
using schema::ColumnType;

Value typed(const SourceRow& row, std::size_t column, std::string_view text) {
    switch (row.table().columns[column].type) {
        case ColumnType::date:
        case ColumnType::datetime:
            if (const auto date = row.date(column)) {
                return *date;
            }
            break;
        case ColumnType::number:
            if (const auto number = Decimal::parse(text)) {
                return *number;
            }
            break;
        case ColumnType::integer:
        case ColumnType::boolean:
        case ColumnType::time:
        case ColumnType::string:
            break;
    }
    return std::string(text);
}

}  // namespace

RowLayout RowLayout::make(
    const schema::SourceSystem& system, std::size_t table, std::vector<std::uint16_t> columns
) {
    RowLayout layout;
    layout.system = &system;
    layout.table = table;
    layout.columns = std::move(columns);
    layout.cell_of.assign(system.tables[table].columns.size(), -1);
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
        if (layout.columns[i] != kNoColumn) {
            layout.cell_of[layout.columns[i]] = static_cast<std::int32_t>(i);
        }
    }
    return layout;
}

SourceRow::SourceRow(const RowLayout& layout, std::vector<std::string_view> cells, LinkResolver* links)
    : layout_(&layout), cells_(std::move(cells)), links_(links) {}

std::string_view SourceRow::cell(std::size_t schema_column) const {
    const auto at = layout_->cell_of[schema_column];
    return at < 0 || static_cast<std::size_t>(at) >= cells_.size() ? std::string_view()
                                                                   : cells_[static_cast<std::size_t>(at)];
}

std::string_view SourceRow::cell(std::string_view column) const {
    const auto index = table().column(column);
    return index ? cell(*index) : std::string_view();
}

bool SourceRow::is_type(std::string_view name) const {
    return name == type_name() && !table().column(name) && table().link(name) == nullptr;
}

void SourceRow::child(std::string_view name, expression::Collection& out) const {
    if (const auto column = table().column(name)) {
        if (const auto text = cell(*column); !text.empty()) {
            out.emplace_back(typed(*this, *column, text));
        }
        return;
    }
    if (name == "_vacated") {
        out.emplace_back(Value(vacated));
        return;
    }
    if (name == "_removed") {
        out.emplace_back(Value(removed));
        return;
    }
    if (name == "_stamp" && !stamp.empty()) {
        out.emplace_back(Value(stamp));
        return;
    }
    if (name == "concept" && table().concepts) {
        append_concepts(*this, out);
        return;
    }
    std::vector<const SourceRow*> rows;
    if (linked(name, rows)) {
        for (const SourceRow* row : rows) {
            out.emplace_back(row);
        }
    }
}

void SourceRow::children(expression::Collection& out) const {
    for (const auto column : layout_->columns) {
        if (column != RowLayout::kNoColumn) {
            child(table().columns[column].name, out);
        }
    }
}

bool SourceRow::linked(std::string_view name, std::vector<const SourceRow*>& out) const {
    const auto* link = table().link(name);
    if (link == nullptr) {
        return false;
    }
    if (links_ != nullptr && any_set(link->columns)) {
        links_->linked(*this, *link, out);
    }
    return true;
}

std::string SourceRow::key_of(const std::vector<std::string>& columns) const {
    std::string key;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0) {
            key += kKeySeparator;
        }
        key += cell(columns[i]);
    }
    return key;
}

bool SourceRow::any_set(const std::vector<std::string>& columns) const {
    // The last column is the link's own; those before it repeat the row's organisation and person.
    return !columns.empty() && !cell(columns.back()).empty();
}

std::optional<Date> SourceRow::date(std::size_t schema_column) const {
    const auto& column = table().columns[schema_column];
    const auto text = cell(schema_column);
    if (text.empty() ||
        std::find(column.sentinels.begin(), column.sentinels.end(), text) != column.sentinels.end()) {
        return std::nullopt;
    }
    auto date = Date::parse(text);
    date = date ? date : parse_date_as(text, column.formats);
    if (!date || column.precision_column.empty()) {
        return date;
    }
    const auto& precisions = layout_->system->precisions;
    const auto stated = precisions.find(cell(column.precision_column));
    if (stated == precisions.end()) {
        return date;
    }
    return stated->second ? std::optional(date->truncated(*stated->second)) : std::nullopt;
}

std::uint32_t SourceRow::place(std::size_t schema_column) const {
    if (!table().repeats_column(table().columns[schema_column].name)) {
        return table().place(schema_column);
    }
    auto text = cell(table().repeats->number);
    const auto number = read_number(text, text.size());
    return table().place(schema_column, number.value_or(1) - 1);
}

void SourceRow::said(std::string_view words, bool alone, std::vector<Concept>& out) const {
    if (links_ != nullptr && !words.empty()) {
        links_->said(words, alone, out);
    }
}

}  // namespace sluice::record
