#include "gateway/map/convert.hpp"

#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/map/read_date.hpp"
#include "gateway/schema/shapes.hpp"

#include <algorithm>
#include <cctype>

namespace sluice::map {
namespace {

using schema::Fault;
using schema::FieldType;

record::Cell present(std::string text) {
    return record::Cell{true, std::move(text), {}, {}};
}
Converted value(std::string text) {
    return {present(std::move(text)), std::nullopt};
}
Converted fault(Fault fault, std::string_view text) {
    return {present(std::string(text)), fault};
}

// Days since 1899-12-30, as a spreadsheet counts them: 1927 to 2064. Of earlier days the number has four
// digits, as a year has.
bool is_serial_date(std::string_view text) {
    const auto number = Decimal::parse(text);
    return number && *number >= Decimal(10000) && *number <= Decimal(60000);
}

// 2026-02-30: as agreed, but no such day. Anything else is a matter of how it is written.
bool is_written_as_agreed(std::string_view text) {
    return read_number(text, 4) && skip(text, '-') && read_number(text, 2) && skip(text, '-') &&
           read_number(text, 2);
}

Converted convert_date(
    std::string_view text, const std::vector<std::string>& formats, bool with_time, bool remark_formats
) {
    const auto read = read_date(text, formats);
    if (!read && is_serial_date(text)) {
        return fault(Fault::value_date_serial, text);
    }
    if (!read) {
        // Where people write the dates, how they are written can be put right.
        const bool other_form = remark_formats && !is_written_as_agreed(text);
        return fault(other_form ? Fault::value_date_form : Fault::value_date_invalid, text);
    }
    const auto canonical = (with_time ? read->date : read->date.truncated(DatePrecision::day)).to_string();
    return read->by_pattern && remark_formats ? fault(Fault::value_date_local, canonical) : value(canonical);
}

Converted convert_number(std::string_view text, bool whole) {
    const auto number = Decimal::parse(text);
    if (!number || (whole && !number->is_integer())) {
        return fault(Fault::value_number_invalid, text);
    }
    return value(whole ? std::to_string(*number->to_integer()) : number->normalised().to_string());
}

Converted convert_boolean(std::string_view text) {
    const auto boolean = parse_boolean(text);
    return boolean ? value(*boolean ? "true" : "false") : fault(Fault::value_boolean_invalid, text);
}

Converted convert_nhs_number(std::string_view text, bool production) {
    if (NhsNumber::judge(text) == NhsNumber::Fault::blank) {
        return {{}, Fault::nhs_number_absent};
    }
    if (const auto found = schema::nhs_number_fault(text)) {
        return fault(*found, text);
    }
    const auto number = NhsNumber::parse(text);
    if (production && number->is_test_number()) {
        return fault(Fault::nhs_number_test_range, number->digits());
    }
    return value(number->digits());
}

// Letters A, digits 9: "SW1A 1AA" has the shape "AA9A 9AA".
std::string shape_of(std::string_view text) {
    std::string shape;
    for (const char c : text) {
        shape += std::isdigit(static_cast<unsigned char>(c)) != 0 ? '9' : (c >= 'A' && c <= 'Z' ? 'A' : c);
    }
    return shape;
}

// Rule V07: [A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}
bool is_postcode(std::string_view text) {
    const std::string shape = shape_of(text);
    for (const std::string_view outward : {"A9", "A99", "A9A", "AA9", "AA99", "AA9A"}) {
        if (shape == std::string(outward) + " 9AA") {
            return true;
        }
    }
    return false;
}

Converted convert_postcode(std::string_view text, const terminology::Terminology& terms) {
    if (terms.meaning("null-words", to_lower(text))) {
        return fault(Fault::postcode_null_word, text);
    }
    std::string compact;
    for (const char c : to_upper(text)) {
        if (c != ' ') {
            compact += c;
        }
    }
    if (compact.size() >= 5) {
        compact.insert(compact.size() - 3, " ");
    }
    if (!is_postcode(compact)) {
        return fault(Fault::postcode_format, text);
    }
    const auto outward = std::string_view(compact).substr(0, compact.find(' '));
    return terms.meaning("pseudo-postcodes", outward) ? fault(Fault::postcode_pseudo, compact)
                                                      : value(compact);
}

Converted convert_ods(std::string_view text, const terminology::Terminology& terms) {
    const std::string code = to_upper(text);
    if (!is_ods_code(code)) {
        return fault(Fault::ods_code_format, text);
    }
    return terms.meaning("ods-default-codes", code) ? fault(Fault::ods_code_default, code) : value(code);
}

// Rule V08. The vintage of the areas is not judged here.
Converted convert_lsoa(std::string_view text, const terminology::Terminology& terms) {
    const std::string code = to_upper(text);
    if (terms.meaning("lsoa-default-codes", code)) {
        return fault(Fault::lsoa_default, code);
    }
    return shape_of(code) == "A99999999" && (code.starts_with("E01") || code.starts_with("W01"))
               ? value(code)
               : fault(Fault::lsoa_format, code);
}

// A list whose codes begin with zeros, and a spreadsheet that took them off.
Converted convert_code(
    const std::string& list, std::string_view text, const terminology::Terminology& terms
) {
    if (terms.meaning(list, text)) {
        return value(std::string(text));
    }
    const std::string padded = "0" + std::string(text);
    return terms.meaning(list, padded) ? fault(Fault::value_leading_zero, padded)
                                       : fault(Fault::value_not_in_list, text);
}

// In a text that is not a formula, a sign of equality may well stand first.
std::optional<Fault> damage_of(
    const schema::Field& field, std::string_view text, const terminology::Terminology& terms
) {
    const auto damage = spreadsheet_fault(text, terms);
    const bool words = field.type == FieldType::text && text.find('(') == std::string_view::npos;
    return damage == Fault::value_formula && words ? std::nullopt : damage;
}

// A text that is too long is kept whole. The scanner has let pass UTF-8 only, so a character is a byte that
// continues no other.
Converted convert_text(std::string_view text, int length_max) {
    auto out = with_line_feeds(text);
    const auto length = std::count_if(out.begin(), out.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
    return length_max > 0 && length > length_max ? fault(Fault::value_text_too_long, out)
                                                 : value(std::move(out));
}

}  // namespace

std::string with_line_feeds(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool ends_line = text[i] == '\r';
        out += ends_line ? '\n' : text[i];
        i += ends_line && i + 1 < text.size() && text[i + 1] == '\n' ? 1 : 0;
    }
    return out;
}

std::optional<Fault> spreadsheet_fault(std::string_view text, const terminology::Terminology& terms) {
    if (terms.meaning("spreadsheet-errors", to_lower(text))) {
        return Fault::value_spreadsheet_error;
    }
    return text.size() > 1 && text.front() == '=' ? std::optional(Fault::value_formula) : std::nullopt;
}

Converted convert(
    const schema::Field& field, std::string_view text, const std::vector<std::string>& formats,
    const ConvertContext& context
) {
    text = trim(text);
    if (const auto damage = damage_of(field, text, *context.terms)) {
        return fault(*damage, text);
    }
    switch (field.type) {
        case FieldType::date:
            return convert_date(text, formats, false, context.remark_formats);
        case FieldType::datetime:
            return convert_date(text, formats, true, context.remark_formats);
        case FieldType::decimal:
            return convert_number(text, false);
        case FieldType::integer:
            return convert_number(text, true);
        case FieldType::boolean:
            return convert_boolean(text);
        case FieldType::nhs_number:
            return convert_nhs_number(text, context.production);
        case FieldType::postcode:
            return convert_postcode(text, *context.terms);
        case FieldType::ods_code:
            return convert_ods(text, *context.terms);
        case FieldType::code:
            return convert_code(field.codes, text, *context.terms);
        case FieldType::lsoa:
            return convert_lsoa(text, *context.terms);
        case FieldType::text:
            return convert_text(text, field.length_max);
        case FieldType::id:
        case FieldType::reference:
        case FieldType::concept_:
            break;
    }
    return value(std::string(text));
}

}  // namespace sluice::map
