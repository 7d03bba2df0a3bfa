#include "gateway/app/exchange_columns.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::app {
namespace {

using schema::Conformance;
using schema::ExchangeColumn;
using schema::Field;
using schema::FieldType;

constexpr std::string_view kMoment =
    "YYYY-MM-DD, or with the time YYYY-MM-DDThh:mm:ss+00:00 (+01:00 in summer)";
constexpr std::string_view kBoolean = "true or false";

std::string file_of(const schema::Dataset& dataset, const std::string& entity) {
    const auto* found = dataset.entity(entity);
    return found == nullptr || found->exchange.file.empty() ? entity : found->exchange.file + ".csv";
}

std::string format_of(const schema::Dataset& dataset, const Field& field) {
    switch (field.type) {
        case FieldType::id:
            return "your own id: letters, digits and signs, no blanks at its ends; always the same for the "
                   "same record";
        case FieldType::reference:
            return "id of a row of " + file_of(dataset, field.entity);
        case FieldType::code:
            return field.also.empty() ? "a code of the list, or its words"
                                      : fmt::format(
                                            "a code of the list, or its words, or a national code ({})",
                                            fmt::join(field.also, ", ")
                                        );
        case FieldType::date:
            return std::string(field.exchange.time.empty() ? kDayFormat : kMoment);
        case FieldType::datetime:
            return std::string(kMoment);
        case FieldType::decimal:
            return "number with a decimal point";
        case FieldType::integer:
            return "whole number";
        case FieldType::boolean:
            return std::string(kBoolean);
        case FieldType::nhs_number:
            return "ten digits";
        case FieldType::ods_code:
            return "ODS code";
        case FieldType::postcode:
            return "postcode";
        case FieldType::lsoa:
            return "LSOA code, E01 and six digits";
        case FieldType::concept_:
        case FieldType::text:
            break;
    }
    return field.length_max > 0 ? fmt::format("text, {} characters at most", field.length_max) : "text";
}

ContractColumn::Must must_of(const ExchangeColumn& column, const Field& field) {
    const bool follows =  // where it is not sent, from something else
        field.conformance == Conformance::mandatory && column.part == ExchangeColumn::Part::value;
    return column.mandatory                                        ? ContractColumn::Must::yes
           : follows || field.conformance == Conformance::required ? ContractColumn::Must::if_known
                                                                   : ContractColumn::Must::no;
}

// What counts where the cell is empty.
std::string if_empty(const schema::Entity& entity, const Field& field) {
    if (field.type == FieldType::id && !entity.exchange.made_of.empty()) {
        return fmt::format(
            "; where you have none, it is made of {}", fmt::join(entity.exchange.made_of, ", ")
        );
    }
    const auto& from = field.exchange.else_from;
    return from.empty() ? std::string() : fmt::format("; where the cell is empty, `{}` counts", from);
}

// A concept may be known in words, or by what stands for it.
std::string concept_format(const std::string& column, const Field& field) {
    const auto others = field.instead.empty() ? std::string() : " or `" + field.instead + "`";
    return field.conformance == Conformance::mandatory
               ? fmt::format(
                     "a code, as text; the cell may be empty where `{}_display`{} says it", column, others
                 )
               : "a code, as text";
}

ContractColumn column_of(
    const schema::Dataset& dataset, const schema::Entity& entity, const ExchangeColumn& from
) {
    const auto& field = entity.fields[from.field];
    ContractColumn out;
    out.name = from.name;
    out.must = must_of(from, field);
    out.title = field.type == FieldType::id ? "Your own id of it" : field.title;
    out.type = field.type;
    out.zone = field.zone;
    if (from.part == ExchangeColumn::Part::value) {
        out.format =
            field.type == FieldType::concept_ ? concept_format(from.name, field) : format_of(dataset, field);
        out.suggested = field.value_set;
        out.list = field.type == FieldType::code ? field.codes : std::string();
        out.title += if_empty(entity, field);
        return out;
    }
    const bool system = from.part == ExchangeColumn::Part::system;
    out.own_words = true;
    out.title = field.title + (system ? ": whose code it is" : ": in words");
    out.format =
        system ? "snomed, or the address (URL) of the code system; may be empty for SNOMED CT" : "text";
    out.is_system = system;
    return out;
}

ContractColumn fixed(std::string_view name, std::string_view title, std::string_view format, FieldType type) {
    ContractColumn out;
    out.name = name;
    out.title = title;
    out.format = format;
    out.type = type;
    return out;
}

}  // namespace

std::string_view to_string(ContractColumn::Must must) {
    switch (must) {
        case ContractColumn::Must::yes:
            return "yes";
        case ContractColumn::Must::if_known:
            return "if known";
        case ContractColumn::Must::no:
            break;
    }
    return "no";
}

std::vector<ContractColumn> contract_columns(
    const schema::Documents& documents, const schema::Entity& entity
) {
    const auto& dataset = documents.dataset;
    std::vector<ContractColumn> out;
    for (const auto& column : schema::exchange_columns(dataset, entity)) {
        out.push_back(column_of(dataset, entity, column));
    }
    out.push_back(fixed(
        schema::kOrganisationColumn, "The organisation whose record it is; blank: the sender's", "ODS code",
        FieldType::ods_code
    ));
    if (entity.name == dataset.person) {
        out.push_back(fixed(schema::kOrganisationNameColumn, "Its name", "text", FieldType::text));
    }
    out.push_back(fixed(
        schema::kDeletedColumn, "true: the record was sent before and is to be taken out", kBoolean,
        FieldType::boolean
    ));
    return out;
}

}  // namespace sluice::app
