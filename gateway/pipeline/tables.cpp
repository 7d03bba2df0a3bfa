#include "gateway/pipeline/tables.hpp"

#include <set>

namespace sluice::pipeline {
namespace {

using schema::FieldType;

store::ColumnType column_type(FieldType type) {
    switch (type) {
        case FieldType::date:
        case FieldType::datetime:
            return store::ColumnType::date;
        case FieldType::decimal:
            return store::ColumnType::decimal;
        case FieldType::integer:
            return store::ColumnType::integer;
        case FieldType::boolean:
            return store::ColumnType::boolean;
        default:
            return store::ColumnType::text;
    }
}

std::string standard_of(const schema::Field& field) {
    std::string out;
    for (const auto& path : field.standard) {
        out += (out.empty() ? "" : "; ") + path;
    }
    return out.empty() ? "local extension" : out;
}

store::Value optional_text(bool present, const std::string& text) {
    return present && !text.empty() ? store::Value(text) : std::nullopt;
}

// A field's own column, and beside it those of what was sent with its code.
std::vector<store::ColumnSpec> columns_of(const schema::Field& field) {
    const std::string zone(schema::to_string(field.zone));
    const std::string standard = standard_of(field);
    std::vector<store::ColumnSpec> columns = {
        {field.name, column_type(field.type), zone, field.title, standard}};
    const auto add = [&](const std::string& ending, const std::string& title) {
        columns.push_back(
            {field.name + ending, store::ColumnType::text, zone, field.title + ": " + title, standard}
        );
    };
    if (field.type == FieldType::concept_) {
        add("_system", "code system");
        add("_display", "words of the source");
    } else if (field.type == FieldType::code) {
        add("_text", "words that no code was found for");
    }
    return columns;
}

}  // namespace

std::vector<store::TableSpec> table_specs(const schema::Dataset& dataset) {
    std::vector<store::TableSpec> specs;
    for (const auto& entity : dataset.entities) {
        if (!entity.stored) {
            continue;
        }
        store::TableSpec spec;
        spec.name = entity.name;
        spec.title = entity.title;
        spec.key = entity.fields.front().name;
        for (const auto& field : entity.fields) {
            const auto columns = columns_of(field);
            spec.columns.insert(spec.columns.end(), columns.begin(), columns.end());
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

void check_tables(const schema::Dataset& dataset, schema::Faults& faults) {
    for (const auto& entity : dataset.entities) {
        if (!store::is_table_name(entity.name)) {
            faults.add(
                entity.fields.front().where,
                "'" + entity.name + "' cannot be the name of a table of the store"
            );
        }
        std::set<std::string> seen;
        for (const auto& field : entity.fields) {
            for (const auto& column : columns_of(field)) {
                if (!store::is_column_name(column.name)) {
                    faults.add(
                        field.where, "'" + column.name +
                                         "' is too long for a column of the store, or every "
                                         "table has one of that name; give the field another name"
                    );
                } else if (!seen.insert(column.name).second) {
                    faults.add(
                        field.where, "the table of " + entity.name + " has the column '" + column.name +
                                         "' already; give the field another name"
                    );
                }
            }
        }
    }
}

std::vector<store::Value> table_values(const record::Record& record) {
    std::vector<store::Value> values;
    for (std::size_t i = 0; i < record.cells.size(); ++i) {
        const auto& cell = record.cells[i];
        const auto type = record.entity->fields[i].type;
        values.push_back(optional_text(cell.present, cell.text));
        if (type == FieldType::concept_) {
            values.push_back(optional_text(cell.present, cell.system));
            values.push_back(optional_text(cell.present, cell.display));
        } else if (type == FieldType::code) {
            values.push_back(optional_text(cell.present, cell.display));
        }
    }
    return values;
}

}  // namespace sluice::pipeline
