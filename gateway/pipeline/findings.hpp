// What was found about a record, as it is kept with the record's state.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/pipeline/file_table.hpp"
#include "gateway/record/record.hpp"
#include "gateway/schema/documents.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::pipeline {

struct RecordFinding {
    std::string rule;
    std::string field;  // see subject_of()
};

// What the issue is about beside the record: a field, a group of the standard by its path, or the rule that
// could not be applied; empty: the record.
std::string_view subject_of(
    const Issue& issue, const record::Record& record, const schema::Documents& documents
);

// What a finding that points at no column of its row is about, as who mends the row calls it: in a package
// the heading of the column, else entity.field, or a group of the standard by its path. Empty: the whole row.
std::string missing_name(
    const schema::Documents& documents, const std::optional<FileTable>& table,
    const store::ReceiptIssue& issue
);

std::string write_record_findings(const record::Record& record, const schema::Documents& documents);
// ErrorCode::internal where the text is not what write_record_findings() makes.
Result<std::vector<RecordFinding>> read_record_findings(std::string_view json);

}  // namespace sluice::pipeline
