#include "gateway/check/completeness.hpp"

#include "gateway/expression/expression.hpp"
#include "gateway/record/tree.hpp"

namespace sluice::check {
namespace {

// Is the field expected of this record at all? A condition that does not apply means: yes.
bool expected(const schema::Entity& entity, const schema::Field& field, const StoredRow& row) {
    if (field.condition.empty()) {
        return true;
    }
    record::Record record;
    record.entity = &entity;
    record.cells.resize(entity.fields.size());
    for (std::size_t i = 0; i < entity.fields.size(); ++i) {
        const auto found = row.find(entity.fields[i].name);
        if (found != row.end() && found->second) {
            record.cells[i] = {true, *found->second, {}, {}};
        }
    }
    const std::vector<record::Record> records = {record};
    const record::RecordTree tree(records);
    const auto condition = expression::compile(field.condition.text);
    const auto holds = condition ? expression::holds(*condition, &tree.nodes().front(), {})
                                 : Result<std::optional<bool>>(std::nullopt);
    return !holds || holds->value_or(true);
}

}  // namespace

void Completeness::add(
    const schema::Entity& entity, const StoredRow& row, const std::string& organisation,
    const std::string& month
) {
    for (const auto& field : entity.fields) {
        if (field.weight <= 0 || field.zone == schema::Zone::identity || !expected(entity, field, row)) {
            continue;
        }
        auto& count = counts_[{entity.name, field.name, organisation, month}];
        ++count.expected;
        const auto found = row.find(field.name);
        if (found == row.end() || !found->second || found->second->empty()) {
            continue;
        }
        ++count.present;
        auto meaning = schema::CodeMeaning::known;
        if (field.type == schema::FieldType::code) {
            meaning = terms_.meaning(field.codes, *found->second).value_or(meaning);
        } else if (field.type == schema::FieldType::ods_code) {
            meaning = terms_.meaning("ods-default-codes", *found->second).value_or(meaning);
        }
        count.known +=
            meaning == schema::CodeMeaning::known || meaning == schema::CodeMeaning::declined ? 1 : 0;
        count.declined += meaning == schema::CodeMeaning::declined ? 1 : 0;
    }
}

}  // namespace sluice::check
