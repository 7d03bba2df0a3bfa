#include "adapters/extract/wording.hpp"

#include "gateway/base/text.hpp"
#include "gateway/format/encoding.hpp"
#include "gateway/map/read_date.hpp"

#include <algorithm>

namespace sluice::extract {

bool is_windows_1252(std::string_view text, schema::TextEncoding encoding) {
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (encoding == schema::TextEncoding::utf8 || std::all_of(text.begin(), text.end(), is_ascii)) {
        return false;
    }
    return encoding == schema::TextEncoding::windows_1252 ||
           find_invalid_utf8(text) != std::string_view::npos;
}

Wording::Wording(
    const schema::SourceSystem& system, const schema::SourceTable& table, schema::TextEncoding encoding
)
    : system_(system),
      table_(table),
      encoding_(encoding),
      any_(
          encoding != schema::TextEncoding::utf8 || !system.dates.empty() ||
          std::any_of(
              table.columns.begin(), table.columns.end(),
              [](const auto& column) { return !column.missing.empty(); }
          )
      ) {}

std::string_view Wording::decoded(std::string_view text, std::string& out) const {
    if (!is_windows_1252(text, encoding_)) {
        return text;
    }
    out = format::utf8_from_windows_1252(text);
    return out;
}

std::string_view Wording::read(std::string_view text, std::size_t column, std::string& out) const {
    const auto& schema = table_.columns[column];
    if (std::find(schema.missing.begin(), schema.missing.end(), text) != schema.missing.end()) {
        return {};
    }
    const bool dated = schema.type == schema::ColumnType::date || schema.type == schema::ColumnType::datetime;
    if (!dated) {
        return decoded(text, out);
    }
    auto date = map::iso_date(text, system_.dates);
    if (!date) {
        return decoded(text, out);  // it is reported as it stands
    }
    out = std::move(*date);
    return out;
}

}  // namespace sluice::extract
