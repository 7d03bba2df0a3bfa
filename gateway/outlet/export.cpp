#include "gateway/outlet/export.hpp"

#include "gateway/base/assert.hpp"
#include "gateway/format/json_writer.hpp"

namespace sluice::outlet {
namespace {

void write_value(format::JsonWriter& json, ColumnType type, const std::optional<std::string>& value) {
    if (!value) {
        json.null();
    } else if (type == ColumnType::number && format::is_json_number(*value)) {
        json.number(*value);
    } else if (type == ColumnType::boolean && (*value == "true" || *value == "1")) {
        json.boolean(true);
    } else if (type == ColumnType::boolean && (*value == "false" || *value == "0")) {
        json.boolean(false);
    } else {
        json.string(*value);
    }
}

}  // namespace

CsvExport::CsvExport(std::vector<ExportColumn> columns) : columns_(std::move(columns)) {
    for (const ExportColumn& column : columns_) {
        csv_.cell(column.name);
    }
    csv_.end_record();
}

void CsvExport::row(const ExportRow& values) {
    SLUICE_ASSERT(values.size() == columns_.size());
    for (const auto& value : values) {
        csv_.cell(value ? std::string_view(*value) : std::string_view());
    }
    csv_.end_record();
}

void NdjsonExport::row(const ExportRow& values) {
    SLUICE_ASSERT(values.size() == columns_.size());
    format::JsonWriter json;
    json.begin_object();
    for (std::size_t i = 0; i < values.size(); ++i) {
        json.key(columns_[i].name);
        write_value(json, columns_[i].type, values[i]);
    }
    json.end_object();
    out_ += json.take();
    out_ += '\n';
}

}  // namespace sluice::outlet
