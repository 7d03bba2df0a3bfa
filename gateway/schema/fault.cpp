#include "gateway/schema/fault.hpp"

namespace sluice::schema {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, kFaultCount> kNames = {
    "file/unknown",
    "file/empty",
    "file/header-only",
    "file/encoding",
    "file/unknown-column",
    "file/missing-column",
    "file/missing-mandatory-column",
    "file/columns-reordered",
    "file/duplicate-column",
    "file/duplicate-table",
    "file/no-header",
    "set/missing-file",
    "set/mixed-agreements",
    "set/out-of-order",
    "set/stamp-ahead",
    "set/organisation-absent",
    "set/agreement-disabled",
    "submission/period",
    "file/not-for-purpose",
    "file/mixed-dates",
    "package/manifest-missing",
    "package/manifest-invalid",
    "package/contract-unknown",
    "package/created-early",
    "package/file-missing",
    "package/file-unlisted",
    "package/digest-differs",
    "package/rows-differ",
    "package/purpose-differs",
    "package/sender-differs",
    "csv/ragged-row",
    "csv/unterminated-quote",
    "csv/junk-after-quote",
    "csv/nul-byte",
    "csv/invalid-utf8",
    "csv/cell-too-long",
    "csv/record-too-long",
    "archive/path-traversal",
    "archive/limit",
    "archive/corrupt",
    "archive/encrypted",
    "archive/link",
    "archive/too-many-members",
    "row/missing-key",
    "row/ambiguous-key",
    "row/duplicate",
    "row/superseded",
    "row/nothing-to-delete",
    "value/date-invalid",
    "value/number-invalid",
    "value/boolean-invalid",
    "value/sentinel-date",
    "value/code-unmapped",
    "value/not-in-list",
    "value/code-missing",
    "value/code-legacy",
    "value/text-too-long",
    "value/date-local",
    "value/date-serial",
    "value/date-too-early",
    "value/spreadsheet-error",
    "value/formula",
    "value/leading-zero",
    "value/system-missing",
    "value/system-unknown",
    "row/id-damaged",
    "lsoa/format",
    "lsoa/default",
    "nhs-number/not-digits",
    "nhs-number/length",
    "nhs-number/check-digit",
    "nhs-number/sentinel",
    "nhs-number/test-range",
    "nhs-number/absent",
    "snomed-id/spreadsheet-truncated",
    "snomed-id/spreadsheet-exponent",
    "snomed-id/invalid",
    "postcode/format",
    "postcode/null-word",
    "postcode/pseudo",
    "ods-code/format",
    "ods-code/default",
    "link/unknown-person",
    "link/unknown-code",
    "link/unknown-record",
    "link/person-held",
    "link/conflict",
    "privacy/dummy-person",
    "privacy/confidential-person",
    "privacy/sensitive-person",
    "privacy/confidential-entry",
    "privacy/objection",
    "record/mandatory-missing",
    "record/too-many-to-check",
    "episode/none-open",
    "episode/none-to-close",
    "assessment/no-value",
    "assessment/out-of-range",
    "assessment/incomplete",
    "assessment/foreign-item",
    "assessment/sentinel",
    "assessment/safety",
    "profile/missing",
    "profile/other-role",
    "name/letter-case",
    "name/spacing",
    "name/truncated",
    "name/word-order",
};
static_assert(!kNames.back().empty(), "one name for every fault");

}  // namespace

std::string_view to_string(Fault fault) {
    return kNames[static_cast<std::size_t>(fault)];
}

std::optional<Fault> parse_fault(std::string_view name) {
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i] == name) {
            return static_cast<Fault>(i);
        }
    }
    return std::nullopt;
}

}  // namespace sluice::schema
