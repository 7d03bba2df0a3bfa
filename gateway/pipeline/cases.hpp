// The cases that stand beside mappings (mappings/README.md), run through the code that a submission takes.
#pragma once

#include "gateway/format/json.hpp"
#include "gateway/pipeline/pack.hpp"

#include <string>
#include <vector>

namespace sluice::pipeline {

struct CaseResult {
    std::string mapping;
    std::string name;
    std::vector<std::string> failures;  // what differs from what the case expects; none: it passed
};

// One of the `cases` of that mapping. `scratch`: a folder that is there, for the file of a case with `lines`.
CaseResult run_case(
    const Pack& pack, const std::string& mapping, const format::JsonValue& item, const std::string& scratch
);

// A whole `.cases.json`. ErrorCode::pack where the text is none.
Result<std::vector<CaseResult>> run_cases(
    const Pack& pack, std::string_view text, const std::string& scratch
);

}  // namespace sluice::pipeline
