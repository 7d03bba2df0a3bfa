#include "gateway/check/completeness.hpp"

#include "gateway/record/tree.hpp"

namespace sluice::check {

Completeness::Completeness(const schema::Documents& documents, const terminology::Terminology& terms)
    : terms_(terms) {
    for (const auto& entity : documents.dataset.entities) {
        for (const auto& field : entity.fields) {
            if (field.condition.empty()) {
                continue;
            }
            // A pack whose conditions do not compile is refused (Program::compile).
            if (auto condition = expression::compile(field.condition.text)) {
                conditions_.emplace(&field, std::move(*condition));
            }
        }
    }
}

// Is the field expected of this record at all? A condition that does not apply means: yes.
bool Completeness::expected(const schema::Entity& entity, const schema::Field& field, const StoredRow& row)
    const {
    const auto condition = conditions_.find(&field);
    if (condition == conditions_.end()) {
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
    const record::RecordTree tree({&record, 1});
    const auto holds = expression::holds(condition->second, &tree.nodes().front(), {});
    return !holds || holds->value_or(true);
}

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
