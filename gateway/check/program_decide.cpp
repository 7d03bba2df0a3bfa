// What decides: is what must be there, there; may the answers stand; does the person stand.
#include "gateway/check/answers.hpp"
#include "gateway/check/program.hpp"

#include <algorithm>
#include <map>

namespace sluice::check {
namespace {

bool is_of_one_row(const record::Record& left, const record::Record& right) {
    return !left.rows.empty() && !right.rows.empty() && left.rows.front() == right.rows.front();
}

}  // namespace

using schema::Effect;
using schema::Fault;

// What comes by way of a record that has not arrived is not missing: this one waits for it.
void Program::check_mandatory(record::Record& record) const {
    const bool waits = record.verdict == Verdict::held;
    for (std::size_t i = 0; i < record.entity->fields.size(); ++i) {
        const auto& field = record.entity->fields[i];
        // A concept that is known in words only is still known (PRSB: coded value, or free text).
        const bool in_words = field.type == schema::FieldType::concept_ && !record.cells[i].display.empty();
        const auto other = record.entity->field(field.instead);
        const bool said_otherwise = in_words || (other && !record.cells[*other].text.empty());
        const bool by_link = field.type == schema::FieldType::reference || !field.exchange.from.empty() ||
                             !field.exchange.else_from.empty();
        if (field.conformance == schema::Conformance::mandatory && record.cells[i].text.empty() &&
            !said_otherwise && !(waits && by_link)) {
            refuse_for(record, static_cast<FieldIndex>(i));
        }
    }
}

// Kept as text, for want of a code.
bool Program::is_unplaced(const Issue& issue) const {
    return issue.rule == documents_->rules.of(Fault::value_code_unmapped) ||
           issue.rule == documents_->rules.of(Fault::value_code_not_listed);
}

// What is said of a value that was sent and could not be used; null where none was sent.
Issue* Program::said_of_value(record::Record& record, FieldIndex field) const {
    const auto told = std::find_if(record.issues.begin(), record.issues.end(), [&](const Issue& issue) {
        const bool unmapped = is_unplaced(issue);
        const bool dropped =
            documents_->rules[issue.rule].effect != Effect::note && issue.severity != Severity::information;
        return issue.field == field && (unmapped || dropped);
    });
    return told == record.issues.end() ? nullptr : &*told;
}

// A cell that was sent and could not be used is told once, where it is; only one that was not sent is
// missing.
void Program::refuse_for(record::Record& record, FieldIndex field) const {
    auto* told = said_of_value(record, field);
    if (told == nullptr) {
        raise(record, Fault::record_mandatory_missing, field);
        return;
    }
    if (is_unplaced(*told)) {
        *told = documents_->rules.issue(Fault::value_mandatory_unmapped, told->at, field);
    }
    record.verdict = Verdict::rejected;
}

// An answer that will not do is rejected, not the assessment and not the person.
void Program::check_answers(std::vector<record::Record>& records) const {
    for (const auto& finding : judge_answers(documents_->dataset, records)) {
        raise(records[finding.record], finding.fault, finding.field);
    }
}

// What names a record that is not used, and of which it is known why, waits for it as for one that was not
// sent, and so does what names that. Of persons: see pass_on().
void Program::hold_what_names_unused(std::vector<record::Record>& records) const {
    using Name = std::pair<std::string_view, std::string_view>;  // entity and id
    std::multimap<Name, std::pair<std::size_t, FieldIndex>> naming;
    std::vector<std::size_t> unused;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto& fields = records[i].entity->fields;
        if (records[i].verdict != Verdict::accepted) {
            unused.push_back(i);
            continue;
        }
        for (std::size_t field = 1; field < fields.size(); ++field) {
            const std::string_view id = records[i].cells[field].text;
            if (fields[field].type == schema::FieldType::reference && !id.empty() &&
                fields[field].entity != documents_->dataset.person) {
                naming.emplace(Name(fields[field].entity, id), std::pair(i, static_cast<FieldIndex>(field)));
            }
        }
    }
    for (std::size_t i = 0; i < unused.size(); ++i) {
        const auto& gone = records[unused[i]];
        const auto [first, last] = naming.equal_range(Name(gone.entity->name, gone.id));
        for (auto at = first; at != last; ++at) {
            const auto [record, field] = at->second;
            if (records[record].verdict != Verdict::accepted) {
                continue;
            }
            if (is_of_one_row(records[record], gone)) {
                records[record].verdict = Verdict::held;  // what is wrong with the row is told already
            } else {
                raise(records[record], Fault::link_unknown_record, field);
            }
            unused.push_back(record);
        }
    }
}

void Program::decide(std::vector<record::Record>& records, const CheckContext& context) const {
    for (auto& record : records) {
        check_mandatory(record);
        if (context.conflict && record.entity->name == documents_->dataset.person) {
            raise(record, Fault::link_conflict, kNoField);
        }
    }
    check_answers(records);
    run(records, context, true);
    hold_what_names_unused(records);
    pass_on(records);
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

}  // namespace sluice::check
