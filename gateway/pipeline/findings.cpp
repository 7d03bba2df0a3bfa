#include "gateway/pipeline/findings.hpp"

#include "gateway/format/json.hpp"
#include "gateway/format/json_writer.hpp"

namespace sluice::pipeline {

std::string write_record_findings(const record::Record& record, const schema::RuleBook& rules) {
    format::JsonWriter json;
    json.begin_array();
    for (const auto* issues : {&record.issues, &record.said_by_row}) {
        for (const auto& issue : *issues) {
            json.begin_object();
            json.member("rule", rules[issue.rule].id);
            if (issue.field != kNoField) {
                json.member("field", record.entity->fields[issue.field].name);
            }
            json.end_object();
        }
    }
    json.end_array();
    return json.take();
}

Result<std::vector<RecordFinding>> read_record_findings(std::string_view json) {
    const auto parsed = format::parse_json(json);
    if (!parsed) {
        return Error(ErrorCode::internal, "the findings kept with a record cannot be read: damaged");
    }
    std::vector<RecordFinding> findings;
    for (const auto& item : parsed->items()) {
        RecordFinding finding;
        for (const auto& member : item.members()) {
            auto& text = member.key == "rule" ? finding.rule : finding.field;
            text = std::string(member.value.text().value_or(""));
        }
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace sluice::pipeline
