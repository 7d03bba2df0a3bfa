// Raw text to the canonical text of a field's type. Says which fault it met; what the fault does is the
// rule's.
#pragma once

#include "gateway/record/record.hpp"
#include "gateway/terminology/terminology.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sluice::map {

struct Converted {
    record::Cell cell;
    std::optional<schema::Fault> fault;
};

struct ConvertContext {
    const terminology::Terminology* terms = nullptr;
    bool production = false;      // real people are expected: who has a test-range NHS number is then refused
    bool remark_formats = false;  // a date in one of the formats is taken, and that is said
};

// REQUIRES: `text` is not blank. A cell that is present together with a fault is what stays where the rule's
// effect keeps the value.
Converted convert(
    const schema::Field& field, std::string_view text, const std::vector<std::string>& formats,
    const ConvertContext& context
);

// Rule V15: line ends as one character.
std::string with_line_feeds(std::string_view text);

// What a spreadsheet leaves where there is no value: a formula, or the word for its failure.
std::optional<schema::Fault> spreadsheet_fault(std::string_view text, const terminology::Terminology& terms);

}  // namespace sluice::map
