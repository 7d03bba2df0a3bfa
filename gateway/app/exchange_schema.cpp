// `sluice exchange schema`: a row of the exchange contract as JSON Schema, made from the dataset.
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/app/exchange_columns.hpp"
#include "gateway/format/json_writer.hpp"

namespace sluice::app {
namespace {

using schema::FieldType;

// What every reader refuses or reports; a day may be known to the month or the year only; nothing where any
// text may stand.
std::string_view pattern_of(const ContractColumn& column) {
    if (column.own_words) {
        return {};
    }
    switch (column.type) {
        case FieldType::date:
        case FieldType::datetime:
            return "^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?"
                   "$";
        case FieldType::boolean:
            return "^(true|false)$";
        case FieldType::integer:
            return "^-?[0-9]+$";
        case FieldType::decimal:
            return "^-?[0-9]+([.][0-9]+)?$";
        case FieldType::nhs_number:
            return "^[0-9]{10}$";
        case FieldType::ods_code:
            return "^[A-Z0-9]{3,8}$";
        default:
            return {};
    }
}

void write_column(format::JsonWriter& json, const ContractColumn& column) {
    json.key(column.name);
    json.begin_object();
    json.member("type", "string");
    json.member(
        "description", column.title + (column.list.empty() ? "" : " (code list " + column.list + ")")
    );
    if (const auto pattern = pattern_of(column); !pattern.empty()) {
        json.member("pattern", pattern);
    }
    json.end_object();
}

void write_file(format::JsonWriter& json, const schema::Documents& documents, const schema::Entity& entity) {
    const auto columns = contract_columns(documents, entity);
    json.key(entity.exchange.file);
    json.begin_object();
    json.member("title", entity.title);
    json.member("type", "object");
    json.key("required");
    json.begin_array();
    json.string("file");
    for (const auto& column : columns) {
        // A concept may be known in words.
        if (column.must == ContractColumn::Must::yes && column.type != schema::FieldType::concept_) {
            json.string(column.name);
        }
    }
    json.end_array();
    json.key("properties");
    json.begin_object();
    json.key("file");
    json.begin_object();
    json.member("const", entity.exchange.file);
    json.end_object();
    for (const auto& column : columns) {
        write_column(json, column);
    }
    json.end_object();
    json.key("additionalProperties");
    json.begin_object();
    json.member("type", "string");
    json.end_object();
    json.end_object();
}

std::string record_schema(const schema::Documents& documents) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_object();
    json.member("$schema", "https://json-schema.org/draft/2020-12/schema");
    json.member("$id", "urn:sluice:sp-mds-exchange:1.0:record");
    json.member("title", "A row of " + documents.exchange.name + " as one JSON object");
    json.member(
        "description",
        "Written by `sluice exchange schema` from the dataset. Every value is spelt as in the CSV files."
    );
    json.key("oneOf");
    json.begin_array();
    for (const auto& entity : documents.dataset.entities) {
        if (!entity.exchange.file.empty()) {
            json.begin_object();
            json.member("$ref", "#/$defs/" + entity.exchange.file);
            json.end_object();
        }
    }
    json.end_array();
    json.key("$defs");
    json.begin_object();
    for (const auto& entity : documents.dataset.entities) {
        if (!entity.exchange.file.empty()) {
            write_file(json, documents, entity);
        }
    }
    json.end_object();
    json.end_object();
    return json.take() + "\n";
}

}  // namespace

Result<int> exchange_schema(const Common& common, const std::string& output) {
    SLUICE_ASSIGN(const auto folder, find_pack(common.pack));
    SLUICE_ASSIGN(const auto documents, schema::load_documents(folder, find_extensions(common.extensions)));
    SLUICE_TRY(write_output(output, record_schema(documents)));
    return kExitAccepted;
}

}  // namespace sluice::app
