#include "adapters/exchange/lines.hpp"

#include "gateway/base/text.hpp"
#include "gateway/format/json.hpp"
#include "gateway/format/json_writer.hpp"

#include <fmt/format.h>

namespace sluice::exchange {
namespace {

constexpr std::string_view kFile = "file";

Error wrong(const format::JsonPosition& at, std::string_view what) {
    return Error(ErrorCode::usage, fmt::format("column {}: {}", at.column, what));
}

// The value as a cell of the CSV has it; nothing where it is an object or an array.
std::optional<std::string> text_of(const format::JsonValue& value) {
    if (value.is_null()) {
        return std::string();
    }
    if (const auto boolean = value.boolean()) {
        return *boolean ? "true" : "false";
    }
    if (const auto number = value.number()) {
        return std::string(*number);
    }
    const auto text = value.text();
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

}  // namespace

std::string write_line(const LineRow& row) {
    format::JsonWriter json;
    json.begin_object();
    json.member(kFile, row.file);
    for (const auto& [column, value] : row.cells) {
        if (!value.empty()) {
            json.member(column, value);
        }
    }
    json.end_object();
    return json.take();
}

Result<LineRow> read_line(std::string_view json) {
    const auto parsed = format::parse_json(json);
    if (!parsed) {
        const auto said = parsed.error().text();
        const auto from = said.find("column ");  // it is one line, whose number the caller knows
        return Error(ErrorCode::usage, "it is no JSON: " + said.substr(from == std::string::npos ? 0 : from));
    }
    if (!parsed->is_object()) {
        return wrong(parsed->position(), "a row is a JSON object");
    }
    LineRow out;
    for (const auto& [key, value, position] : parsed->members()) {
        auto text = text_of(value);
        if (!text) {
            return wrong(value.position(), "a value is a text, a number, true, false or null");
        }
        if (key == kFile) {
            out.file = std::move(*text);
        } else if (trim(key).empty()) {
            return wrong(position, "a value without a name");
        } else if (!text->empty()) {
            out.cells.emplace_back(key, std::move(*text));
        }
    }
    if (out.file.empty()) {
        return wrong(parsed->position(), "\"file\" does not say which file of the contract the row is of");
    }
    return out;
}

}  // namespace sluice::exchange
