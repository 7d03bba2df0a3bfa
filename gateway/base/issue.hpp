// What is wrong with the data. An Issue holds no text and no value, so no patient data can leak through an
// error path; the sentence is made at the edge from the rule's texts.
#pragma once

#include "gateway/base/source_ref.hpp"

#include <cstdint>
#include <string_view>

namespace sluice {

// FHIR R4 issue-severity, http://hl7.org/fhir/R4/valueset-issue-severity.html
enum class Severity : std::uint8_t { fatal, error, warning, information };
std::string_view to_string(Severity severity);

// Ordered from best to worst, so that the worst verdict of what a row gave is the maximum.
// skipped: not used here (irrelevant, blank, duplicate); held: kept, not counted, until what it depends on
// arrives or is fixed; rejected: not used until it is corrected and sent again.
enum class Verdict : std::uint8_t { skipped, accepted, held, rejected };
std::string_view to_string(Verdict verdict);

// Index of a rule in the pack's rule book (schema::RuleBook).
using RuleIndex = std::uint16_t;
// Index of a field within its entity's definition (schema::Entity::fields).
using FieldIndex = std::uint16_t;
inline constexpr FieldIndex kNoField = 0xFFFF;
// Index of a node within the national standard (schema::Standard::nodes).
using NodeIndex = std::uint16_t;
inline constexpr NodeIndex kNoNode = 0xFFFF;
inline constexpr RuleIndex kNoRule = 0xFFFF;

struct Issue {
    RuleIndex rule = 0;
    Severity severity = Severity::information;
    FieldIndex field = kNoField;
    SourceRef at;
    NodeIndex node = kNoNode;    // a group of the standard that is missing as a whole
    RuleIndex unable = kNoRule;  // the rule that could not be applied
    // The receipt in whose files `at` lies. 0: the one that is being read.
    std::uint32_t receipt = 0;
    auto operator<=>(const Issue&) const = default;
};

}  // namespace sluice
