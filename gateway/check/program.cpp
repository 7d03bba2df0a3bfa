#include "gateway/check/program.hpp"

#include "gateway/check/answers.hpp"
#include "gateway/record/tree.hpp"

#include <algorithm>

namespace sluice::check {
namespace {

using schema::Effect;
using schema::Fault;

expression::Context context_of(const Date& as_of) {
    expression::Context context;
    context.today = as_of;
    context.variables["asOf"] = {expression::Item(expression::Value(as_of))};
    return context;
}

}  // namespace

Result<Program> Program::compile(
    std::shared_ptr<const schema::Documents> documents, const expression::CompileOptions& options
) {
    Program out;
    out.documents_ = std::move(documents);
    schema::Faults faults;
    const auto& book = out.documents_->rules;
    for (std::size_t i = 0; i < book.rules().size(); ++i) {
        const auto& rule = book.rules()[i];
        if (rule.expression.empty()) {
            continue;
        }
        const auto entity = out.documents_->dataset.entity_index(rule.on);
        auto compiled = expression::compile(rule.expression.text, options);
        if (!compiled) {
            faults.add(rule.expression.where, compiled.error().text());
            continue;
        }
        const auto field = out.documents_->dataset.entities[*entity].field(rule.field);
        const bool decides = rule.effect == Effect::reject || rule.effect == Effect::hold;
        out.rules_.push_back(
            {static_cast<RuleIndex>(i), *entity, field ? static_cast<FieldIndex>(*field) : kNoField, decides,
             std::move(*compiled)}
        );
    }
    for (const auto& entity : out.documents_->dataset.entities) {
        for (const auto& field : entity.fields) {
            const auto compiled = expression::compile(field.condition.text, options);
            if (!field.condition.empty() && !compiled) {
                faults.add(field.condition.where, compiled.error().text());
            }
        }
    }
    if (faults.any()) {
        return faults.error();
    }
    return out;
}

void Program::raise(record::Record& record, RuleIndex rule, FieldIndex field) const {
    Issue issue{rule, documents_->rules[rule].severity, field, {}};
    if (!record.rows.empty()) {
        issue.at = record.rows.front().at;
        issue.at.column = 0;
    }
    // A value that a linked row gave (an organisation's code) is found by the record's own row.
    for (const auto& lineage : record.lineage) {
        const bool own = std::any_of(record.rows.begin(), record.rows.end(), [&](const auto& row) {
            return row.receipt == lineage.origin.receipt && row.at.file == lineage.origin.at.file &&
                   row.at.record == lineage.origin.at.record;
        });
        if (lineage.field == field && field != kNoField && own) {
            issue.at = lineage.origin.at;
            break;
        }
    }
    record.issues.push_back(issue);
    const auto effect = documents_->rules[rule].effect;
    if (effect == Effect::reject) {
        record.verdict = Verdict::rejected;
    } else if (effect == Effect::hold) {
        record.verdict = std::max(record.verdict, Verdict::held);
    } else if (effect == Effect::drop_value && field != kNoField) {
        record.cells[field] = {};
    }
}

void Program::raise(record::Record& record, Fault fault, FieldIndex field) const {
    raise(record, documents_->rules.of(fault), field);
}

void Program::check_mandatory(record::Record& record) const {
    for (std::size_t i = 0; i < record.entity->fields.size(); ++i) {
        const auto& field = record.entity->fields[i];
        // A concept that is known in words only is still known (PRSB: coded value, or free text).
        const bool in_words = field.type == schema::FieldType::concept_ && !record.cells[i].display.empty();
        if (field.conformance == schema::Conformance::mandatory && record.cells[i].text.empty() &&
            !in_words) {
            raise(record, Fault::record_mandatory_missing, static_cast<FieldIndex>(i));
        }
    }
}

// An answer that will not do is rejected, not the assessment and not the person.
void Program::check_answers(std::vector<record::Record>& records) const {
    for (const auto& finding : judge_answers(documents_->dataset, records)) {
        raise(records[finding.record], finding.fault, finding.field);
    }
}

void Program::score(std::vector<record::Record>& records) const {
    set_scores(documents_->dataset, records);
}

Result<void> Program::run(std::vector<record::Record>& records, const CheckContext& context, bool deciding)
    const {
    // Findings are collected first: a rule sees the records as they were, whatever other rules find.
    std::vector<std::pair<std::size_t, const Compiled*>> findings;
    const record::RecordTree tree(records);
    const auto evaluation = context_of(context.as_of);
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (!deciding && records[i].verdict != Verdict::accepted) {
            continue;
        }
        for (const auto& rule : rules_) {
            if (rule.entity != records[i].entity_index || rule.decides != deciding) {
                continue;
            }
            SLUICE_ASSIGN(const auto holds, expression::holds(rule.expression, &tree.nodes()[i], evaluation));
            if (!holds.value_or(true)) {
                findings.emplace_back(i, &rule);
            }
        }
    }
    for (const auto& [index, rule] : findings) {
        raise(records[index], rule->rule, rule->field);
    }
    return {};
}

Result<void> Program::decide(std::vector<record::Record>& records, const CheckContext& context) const {
    for (auto& record : records) {
        check_mandatory(record);
        if (context.conflict && record.entity->name == documents_->dataset.person) {
            raise(record, Fault::link_conflict, kNoField);
        }
    }
    check_answers(records);
    SLUICE_TRY(run(records, context, true));
    pass_on(records);
    return {};
}

void Program::pass_on(std::vector<record::Record>& records) const {
    const auto person = std::find_if(records.begin(), records.end(), [&](const auto& record) {
        return record.entity->name == documents_->dataset.person;
    });
    if (person == records.end() || person->verdict == Verdict::accepted) {
        return;
    }
    for (auto& record : records) {
        if (&record != &*person && record.verdict == Verdict::accepted) {
            raise(record, Fault::link_person_held, kNoField);
        }
    }
}

Result<void> Program::remark(std::vector<record::Record>& records, const CheckContext& context) const {
    for (const auto& finding : remark_answers(documents_->dataset, records)) {
        raise(records[finding.record], finding.fault, finding.field);
    }
    return run(records, context, false);
}

Result<bool> Program::finds_fault(
    RuleIndex rule, const std::vector<record::Record>& records, std::size_t judged, const Date& as_of
) const {
    const record::RecordTree tree(records);
    for (const auto& compiled : rules_) {
        if (compiled.rule == rule) {
            SLUICE_ASSIGN(
                const auto holds,
                expression::holds(compiled.expression, &tree.nodes()[judged], context_of(as_of))
            );
            return !holds.value_or(true);
        }
    }
    return Error(ErrorCode::internal, "rule " + documents_->rules[rule].id + " is not an expression");
}

}  // namespace sluice::check
