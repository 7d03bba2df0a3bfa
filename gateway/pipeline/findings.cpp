#include "gateway/pipeline/findings.hpp"

#include "gateway/format/json.hpp"
#include "gateway/format/json_writer.hpp"

namespace sluice::pipeline {

std::string_view subject_of(
    const Issue& issue, const record::Record& record, const schema::Documents& documents
) {
    if (issue.unable != kNoRule) {
        return documents.rules[issue.unable].id;
    }
    if (issue.node != kNoNode) {
        return documents.standard.nodes[issue.node].path;
    }
    return issue.field == kNoField ? std::string_view()
                                   : std::string_view(record.entity->fields[issue.field].name);
}

std::string missing_name(
    const schema::Documents& documents, const std::optional<FileTable>& table,
    const store::ReceiptIssue& issue
) {
    const auto* entity = documents.dataset.entity(issue.entity);
    const auto field = entity == nullptr ? std::nullopt : entity->field(issue.field);
    if (!field) {
        return documents.rules.find(issue.field) ? std::string() : issue.field;
    }
    const bool own_file = table && table->system->name == schema::kExchangeSystem &&
                          table->schema().name == entity->exchange.file;
    const auto columns = own_file ? schema::exchange_columns(documents.dataset, *entity)
                                  : std::vector<schema::ExchangeColumn>();
    for (const auto& column : columns) {
        if (column.field == *field) {
            return column.name;
        }
    }
    return issue.entity + "." + issue.field;
}

std::string write_record_findings(const record::Record& record, const schema::Documents& documents) {
    format::JsonWriter json;
    json.begin_array();
    for (const auto* issues : {&record.issues, &record.said_by_row}) {
        for (const auto& issue : *issues) {
            json.begin_object();
            json.member("rule", documents.rules[issue.rule].id);
            if (const auto subject = subject_of(issue, record, documents); !subject.empty()) {
                json.member("field", subject);
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
