#include "gateway/outlet/export.hpp"

#include "gateway/base/assert.hpp"
#include "gateway/outlet/json_members.hpp"

namespace sluice::outlet {
namespace {

void skip_digits(std::string_view& text) {
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        text.remove_prefix(1);
    }
}

// Takes one or more digits off the front.
bool take_digits(std::string_view& text) {
    const std::size_t before = text.size();
    skip_digits(text);
    return text.size() < before;
}

bool take_one_of(std::string_view& text, std::string_view characters) {
    if (text.empty() || characters.find(text.front()) == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

// number = [ minus ] int [ frac ] [ exp ], RFC 8259 section 6.
bool is_json_number(std::string_view text) {
    take_one_of(text, "-");
    if (!take_one_of(text, "0") && !take_digits(text)) {
        return false;
    }
    if (take_one_of(text, ".") && !take_digits(text)) {
        return false;
    }
    if (take_one_of(text, "eE")) {
        take_one_of(text, "+-");
        if (!take_digits(text)) {
            return false;
        }
    }
    return text.empty();
}

void write_value(format::JsonWriter& json, ColumnType type, const std::optional<std::string>& value) {
    if (!value) {
        json.null();
    } else if (type == ColumnType::number && is_json_number(*value)) {
        json.raw_number(*value);
    } else if (type == ColumnType::boolean && (*value == "true" || *value == "1")) {
        json.boolean(true);
    } else if (type == ColumnType::boolean && (*value == "false" || *value == "0")) {
        json.boolean(false);
    } else {
        json.string(well_formed(*value));
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
