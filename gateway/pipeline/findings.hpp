// What was found about a record, as it is kept with the record's state.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/record/record.hpp"
#include "gateway/schema/rules.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::pipeline {

struct RecordFinding {
    std::string rule;
    std::string field;  // empty: about the whole record
};

std::string write_record_findings(const record::Record& record, const schema::RuleBook& rules);
// ErrorCode::internal where the text is not what write_record_findings() makes.
Result<std::vector<RecordFinding>> read_record_findings(std::string_view json);

}  // namespace sluice::pipeline
