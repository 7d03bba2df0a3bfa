// The faults that readers and converters can raise, by name. Which rule reports a fault, how severe it is and
// what it does is data: every fault here must have exactly one rule in the pack (rules.hpp).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice::schema {

enum class Fault : std::uint8_t {
    file_unknown,
    file_empty,
    file_header_only,
    file_encoding,
    file_unknown_column,
    file_missing_column,
    file_missing_mandatory_column,
    file_columns_reordered,
    file_duplicate_column,
    file_duplicate_table,
    file_no_header,
    set_missing_file,
    set_mixed_agreements,
    set_out_of_order,
    set_stamp_ahead,
    set_agreement_disabled,
    submission_period,
    csv_ragged_row,
    csv_unterminated_quote,
    csv_junk_after_quote,
    csv_nul_byte,
    csv_invalid_utf8,
    csv_cell_too_long,
    csv_record_too_long,
    archive_path_traversal,
    archive_limit,
    archive_corrupt,
    archive_encrypted,
    archive_link,
    archive_too_many_members,
    row_missing_key,
    row_ambiguous_key,
    row_duplicate,
    row_superseded,
    value_date_invalid,
    value_number_invalid,
    value_boolean_invalid,
    value_sentinel_date,
    value_code_unmapped,
    value_not_in_list,
    value_code_missing,
    value_code_legacy,
    value_text_too_long,
    nhs_number_not_digits,
    nhs_number_length,
    nhs_number_check_digit,
    nhs_number_sentinel,
    nhs_number_test_range,
    nhs_number_absent,
    snomed_id_spreadsheet_truncated,
    snomed_id_spreadsheet_exponent,
    snomed_id_invalid,
    postcode_format,
    postcode_null_word,
    postcode_pseudo,
    ods_code_format,
    ods_code_default,
    link_unknown_person,
    link_unknown_code,
    link_person_held,
    link_conflict,
    privacy_dummy_person,
    privacy_confidential_person,
    privacy_sensitive_person,
    privacy_confidential_entry,
    record_mandatory_missing,
    episode_none_open,
    episode_none_to_close,
    assessment_no_value,
    assessment_out_of_range,
    count_,
};

inline constexpr std::size_t kFaultCount = static_cast<std::size_t>(Fault::count_);

// The name that packs use: "csv/ragged-row".
std::string_view to_string(Fault fault);
std::optional<Fault> parse_fault(std::string_view name);

}  // namespace sluice::schema
