// The rules that are expressions, run over one person's records, and what is raised on them.
#include "gateway/check/program.hpp"

#include "gateway/base/limits.hpp"
#include "gateway/check/answers.hpp"
#include "gateway/record/tree.hpp"

#include <algorithm>
#include <set>

namespace sluice::check {
namespace {

using schema::Effect;
using schema::Fault;

// Where no profile is checked, %profile is empty, and so is what is compared with it.
expression::Context context_of(const CheckContext& check) {
    expression::Context context;
    context.today = check.as_of;
    context.variables["asOf"] = {expression::Item(expression::Value(check.as_of))};
    auto& profile = context.variables["profile"];
    if (check.profile != nullptr) {
        profile.emplace_back(expression::Value(std::string(check.profile->profile())));
    }
    return context;
}

// A field of the rule's own entity, or `entity.field` of another.
std::pair<std::string, std::string> place_of(const std::string& name, const std::string& own) {
    const auto dot = name.find('.');
    return dot == std::string::npos ? std::pair(own, name)
                                    : std::pair(name.substr(0, dot), name.substr(dot + 1));
}

// A rule that cannot be applied is the gateway's matter, and one wrong rule of a region must not stop the
// submissions of all its senders: the finding names the rule, and says that the sender has nothing to do.
// Where the rule would have decided, nobody is accepted unchecked: the record is held, with its rows, until a
// mended pack judges it. Where it only remarks, every check that decides was made, and the record is
// accepted.
Fault fault_of(const Error& error, bool decides) {
    if (decides) {
        return Fault::record_not_decided;
    }
    return error.code() == ErrorCode::limit ? Fault::record_too_many_to_check : Fault::record_check_failed;
}

// A rule that a value is missing where the record says that it is there tells all that one tells which finds
// it missing at any time. One gap is one finding.
void tell_gaps_once(record::Record& record, const schema::RuleBook& book) {
    std::set<FieldIndex> told;
    for (const auto& issue : record.issues) {
        const auto& rule = book[issue.rule];
        if (rule.missing.empty() && !rule.expression.empty()) {
            told.insert(issue.field);
        }
    }
    std::erase_if(record.issues, [&](const Issue& issue) {
        return issue.field != kNoField && !book[issue.rule].missing.empty() && told.contains(issue.field);
    });
}

}  // namespace

void Program::raise(record::Record& record, RuleIndex rule, FieldIndex field) const {
    Issue issue{rule, documents_->rules[rule].severity, field, {}};
    if (!record.rows.empty()) {
        issue.at = record.rows.front().at;
        issue.at.column = 0;
        issue.receipt = record.rows.front().receipt;
    }
    // A value that a linked row gave (an organisation's code) is found by the record's own row.
    for (const auto& lineage : record.lineage) {
        const bool own = std::any_of(record.rows.begin(), record.rows.end(), [&](const auto& row) {
            return row.receipt == lineage.origin.receipt && row.at.file == lineage.origin.at.file &&
                   row.at.record == lineage.origin.at.record;
        });
        if (lineage.field == field && field != kNoField && own) {
            issue.at = lineage.origin.at;
            issue.receipt = lineage.origin.receipt;
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
    const auto& fields = record.entity->fields;
    const auto name = field == kNoField ? std::string_view() : std::string_view(fields[field].name);
    raise(record, documents_->rules.of(fault, record.entity->name, name), field);
}

// A code that its list had given up on the day of the record; of a record without a date, on the day of the
// submission.
void Program::check_in_use(record::Record& record, const Date& as_of) const {
    for (const auto& [place, codes] : out_of_use_) {
        const auto& [entity, field] = place;
        if (entity != record.entity_index) {
            continue;
        }
        const auto code = codes.find(record.cells[field].text);
        const auto day = record.date(record.entity->date).value_or(as_of);
        if (code != codes.end() && day.days() > code->second.days()) {
            raise(record, Fault::value_code_legacy, field);
        }
    }
}

void Program::score(std::vector<record::Record>& records) const {
    set_scores(documents_->dataset, records);
}

// A rule about fields that the source has no place for would find fault with every record of it.
bool Program::concerns(const Compiled& rule, const CheckContext& context) const {
    const auto& book_rule = documents_->rules[rule.rule];
    const auto& fields = book_rule.collected;
    return context.collected == nullptr || fields.empty() ||
           std::any_of(fields.begin(), fields.end(), [&](const std::string& field) {
               return context.collected->contains(place_of(field, book_rule.on));
           });
}

bool Program::asks_collected(const std::string& entity, const std::string& field) const {
    return std::any_of(rules_.begin(), rules_.end(), [&](const Compiled& rule) {
        const auto& asked = documents_->rules[rule.rule];
        return std::any_of(asked.collected.begin(), asked.collected.end(), [&](const std::string& name) {
            return place_of(name, asked.on) == std::pair(entity, field);
        });
    });
}

// Is the field empty because what was sent cannot be used? That is told of the cell, and to remark that the
// field is empty would be to tell it twice.
bool Program::was_of_no_use(record::Record& record, FieldIndex field) const {
    return field != kNoField && record.cells[field].text.empty() && said_of_value(record, field) != nullptr;
}

void Program::run(std::vector<record::Record>& records, const CheckContext& context, bool deciding) const {
    struct Finding {
        std::size_t record;
        const Compiled* rule;
        std::optional<Fault> unable;  // the rule could not be applied
    };
    // Findings are collected first: a rule sees the records as they were, whatever other rules find.
    std::vector<Finding> findings;
    // A person who has too many records for a rule is told so once, and the rule is not tried again.
    std::set<const Compiled*> too_much;
    const record::RecordTree tree(records);
    auto evaluation = context_of(context);
    std::vector<std::uint64_t> steps_left(rules_.size(), Limits{}.rule_steps_max);
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (!deciding && records[i].verdict != Verdict::accepted) {
            continue;
        }
        for (const auto& rule : rules_) {
            if (rule.entity != records[i].entity_index || rule.decides != deciding ||
                !concerns(rule, context)) {
                continue;
            }
            if (too_much.contains(&rule)) {
                if (deciding) {
                    findings.push_back({i, &rule, Fault::record_not_decided});
                }
                continue;
            }
            evaluation.steps_left = &steps_left[static_cast<std::size_t>(&rule - rules_.data())];
            const auto holds = expression::holds(rule.expression, &tree.nodes()[i], evaluation);
            if (!holds) {
                findings.push_back({i, &rule, fault_of(holds.error(), deciding)});
            } else if (!holds->value_or(true) && (deciding || !was_of_no_use(records[i], rule.field))) {
                findings.push_back({i, &rule, std::nullopt});
            }
            if (!holds && holds.error().code() == ErrorCode::limit) {
                too_much.insert(&rule);
            }
        }
    }
    for (const auto& [index, rule, unable] : findings) {
        if (unable) {
            raise(records[index], *unable, rule->field);
            records[index].issues.back().unable = rule->rule;
        } else {
            raise(records[index], rule->rule, rule->field);
        }
    }
}

void Program::remark(std::vector<record::Record>& records, const CheckContext& context) const {
    for (auto& record : records) {
        if (record.verdict == Verdict::accepted) {
            check_in_use(record, context.as_of);
        }
    }
    for (const auto& finding : remark_answers(documents_->dataset, records)) {
        raise(records[finding.record], finding.fault, finding.field);
    }
    for (const auto& finding : reference_sets_.judge(records)) {
        raise(records[finding.record], finding.fault, finding.field);
    }
    run(records, context, false);
    for (auto& record : records) {
        tell_gaps_once(record, documents_->rules);
    }
    if (context.profile != nullptr) {
        check_profile(records, *context.profile);
    }
}

Result<bool> Program::finds_fault(
    RuleIndex rule, const std::vector<record::Record>& records, std::size_t judged,
    const CheckContext& context
) const {
    const record::RecordTree tree(records);
    for (const auto& compiled : rules_) {
        if (compiled.rule == rule) {
            SLUICE_ASSIGN(
                const auto holds,
                expression::holds(compiled.expression, &tree.nodes()[judged], context_of(context))
            );
            return !holds.value_or(true);
        }
    }
    return Error(ErrorCode::internal, "rule " + documents_->rules[rule].id + " is not an expression");
}

}  // namespace sluice::check
