#include "gateway/pipeline/tables.hpp"

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
            const std::string zone(schema::to_string(field.zone));
            const std::string standard = standard_of(field);
            spec.columns.push_back({field.name, column_type(field.type), zone, field.title, standard});
            if (field.type == FieldType::concept_) {
                spec.columns.push_back(
                    {field.name + "_system", store::ColumnType::text, zone, field.title + ": code system",
                     standard}
                );
                spec.columns.push_back(
                    {field.name + "_display", store::ColumnType::text, zone,
                     field.title + ": words of the source", standard}
                );
            } else if (field.type == FieldType::code) {
                spec.columns.push_back(
                    {field.name + "_text", store::ColumnType::text, zone,
                     field.title + ": words that no code was found for", standard}
                );
            }
        }
        specs.push_back(std::move(spec));
    }
    return specs;
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
