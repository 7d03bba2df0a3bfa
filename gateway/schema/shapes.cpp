#include "gateway/schema/shapes.hpp"

#include "gateway/base/identifiers.hpp"

namespace sluice::schema {

std::optional<Fault> nhs_number_fault(std::string_view text) {
    switch (NhsNumber::judge(text)) {
        case NhsNumber::Fault::none:
        case NhsNumber::Fault::blank:
            return std::nullopt;
        case NhsNumber::Fault::not_digits:
            return Fault::nhs_number_not_digits;
        case NhsNumber::Fault::length:
            return Fault::nhs_number_length;
        case NhsNumber::Fault::check_digit:
            return Fault::nhs_number_check_digit;
        case NhsNumber::Fault::sentinel:
            break;
    }
    return Fault::nhs_number_sentinel;
}

std::optional<Fault> id_fault(std::string_view text) {
    // A spreadsheet writes the sign; 12E5 without one is an id like any other.
    const bool exponent = looks_like_exponent(text) && text.find('+') != std::string_view::npos;
    const bool damaged = exponent || text.starts_with('=');
    return damaged ? std::optional(Fault::row_id_damaged) : std::nullopt;
}

std::optional<Fault> snomed_id_fault(std::string_view text) {
    switch (judge_snomed_id(text)) {
        case SnomedFault::none:
        case SnomedFault::blank:
            return std::nullopt;
        case SnomedFault::spreadsheet_truncated:
            return Fault::snomed_id_spreadsheet_truncated;
        case SnomedFault::spreadsheet_exponent:
            return Fault::snomed_id_spreadsheet_exponent;
        case SnomedFault::not_digits:
        case SnomedFault::length:
        case SnomedFault::check_digit:
        case SnomedFault::not_a_concept:
            break;
    }
    return Fault::snomed_id_invalid;
}

}  // namespace sluice::schema
