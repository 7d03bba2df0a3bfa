// What was found about a record, as it is kept with the record's state.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/record/record.hpp"
#include "gateway/schema/documents.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::pipeline {

struct RecordFinding {
    std::string rule;
    std::string field;  // a field, or a group of the standard; empty: about the whole record
};

// What the issue is about beside the record: a field, or a group of the standard by its path; empty: the
// record.
std::string_view subject_of(
    const Issue& issue, const record::Record& record, const schema::Documents& documents
);

std::string write_record_findings(const record::Record& record, const schema::Documents& documents);
// ErrorCode::internal where the text is not what write_record_findings() makes.
Result<std::vector<RecordFinding>> read_record_findings(std::string_view json);

}  // namespace sluice::pipeline
