#include "gateway/format/xlsx.hpp"

namespace sluice::format {

std::string_view to_string(WorkbookFault fault) {
    static constexpr std::string_view kNames[] = {
        "not-a-workbook",
        "password-protected",
        "binary-format",
        "macros",
        "bad-zip",
        "bad-xml",
        "not-utf8",
        "doctype",
        "missing-part",
        "bad-reference",
        "rows-out-of-order",
        "duplicate-cell",
        "too-many-parts",
        "bomb",
        "workbook-too-large",
        "part-too-large",
        "tree-too-large",
        "too-many-strings",
        "strings-too-large",
        "too-many-sheets",
        "too-many-rows",
        "too-many-columns",
        "too-many-cells",
        "row-too-long",
        "text-too-large"};
    static_assert(std::size(kNames) == static_cast<std::size_t>(WorkbookFault::text_too_large) + 1);
    return kNames[static_cast<std::size_t>(fault)];
}

std::string_view to_string(CellFault fault) {
    static constexpr std::string_view kNames[] = {"none",          "formula-without-value", "no-such-string",
                                                  "no-such-style", "no-such-date",          "not-a-number",
                                                  "not-a-boolean", "unknown-type"};
    static_assert(std::size(kNames) == static_cast<std::size_t>(CellFault::unknown_type) + 1);
    return kNames[static_cast<std::size_t>(fault)];
}

}  // namespace sluice::format
