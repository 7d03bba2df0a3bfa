#include "gateway/check/program.hpp"

#include "gateway/check/answers.hpp"
#include "gateway/check/expression_names.hpp"
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

void check_names(
    const expression::Expression& expression, const schema::Entity& on, const schema::Dataset& dataset,
    const std::string& where, schema::Faults& faults
) {
    if (const auto name = unknown_name(expression, on, dataset)) {
        faults.add(
            where, "'" + *name +
                       "' is neither a field where it stands nor an entity, so it is empty for every "
                       "record"
        );
    }
}

}  // namespace

Result<Program> Program::compile(
    std::shared_ptr<const schema::Documents> documents, const expression::CompileOptions& options
) {
    Program out;
    out.documents_ = std::move(documents);
    schema::Faults faults;
    auto of_rules = options;
    of_rules.variables.emplace_back("profile");
    const auto& book = out.documents_->rules;
    for (std::size_t i = 0; i < book.rules().size(); ++i) {
        const auto& rule = book.rules()[i];
        if (rule.expression.empty()) {
            continue;
        }
        const auto entity = out.documents_->dataset.entity_index(rule.on);
        auto compiled = expression::compile(rule.expression.text, of_rules);
        if (!compiled) {
            faults.add(rule.expression.where, compiled.error().text());
            continue;
        }
        const auto& on = out.documents_->dataset.entities[*entity];
        check_names(*compiled, on, out.documents_->dataset, rule.expression.where, faults);
        const auto field = on.field(rule.field);
        const bool decides = rule.effect == Effect::reject || rule.effect == Effect::hold;
        out.rules_.push_back(
            {static_cast<RuleIndex>(i), *entity, field ? static_cast<FieldIndex>(*field) : kNoField, decides,
             std::move(*compiled)}
        );
    }
    for (const auto& profile : out.documents_->profiles) {
        for (const auto& [purpose, may] : out.documents_->dataset.purposes) {
            if (profile.name != schema::kDefaultProfile) {
                out.profiles_.push_back(ProfileProgram::compile(*out.documents_, profile, purpose));
            }
        }
    }
    for (const auto& entity : out.documents_->dataset.entities) {
        for (const auto& field : entity.fields) {
            const auto compiled = expression::compile(field.condition.text, options);
            if (field.condition.empty()) {
                continue;
            }
            if (!compiled) {
                faults.add(field.condition.where, compiled.error().text());
            } else {
                check_names(*compiled, entity, out.documents_->dataset, field.condition.where, faults);
            }
        }
    }
    if (faults.any()) {
        return faults.error();
    }
    out.find_dated_codes();
    out.reference_sets_ = ReferenceSets::compile(*out.documents_);
    return out;
}

void Program::find_dated_codes() {
    const auto& entities = documents_->dataset.entities;
    for (std::size_t i = 0; i < entities.size(); ++i) {
        for (std::size_t field = 0; field < entities[i].fields.size(); ++field) {
            const auto* list = documents_->code_system(entities[i].fields[field].codes);
            for (const auto& code : list == nullptr ? std::vector<schema::Code>() : list->codes) {
                if (const auto until = Date::parse(code.until)) {
                    out_of_use_[{static_cast<schema::EntityIndex>(i), static_cast<FieldIndex>(field)}]
                        .emplace(code.code, *until);
                }
            }
        }
    }
}

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

// What comes by way of a record that has not arrived is not missing: this one waits for it.
void Program::check_mandatory(record::Record& record) const {
    const bool waits = record.verdict == Verdict::held;
    for (std::size_t i = 0; i < record.entity->fields.size(); ++i) {
        const auto& field = record.entity->fields[i];
        // A concept that is known in words only is still known (PRSB: coded value, or free text).
        const bool in_words = field.type == schema::FieldType::concept_ && !record.cells[i].display.empty();
        const auto other = record.entity->field(field.instead);
        const bool said_otherwise = in_words || (other && !record.cells[*other].text.empty());
        const bool by_link = field.type == schema::FieldType::reference || !field.exchange.from.empty();
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

// An answer that will not do is rejected, not the assessment and not the person.
void Program::check_answers(std::vector<record::Record>& records) const {
    for (const auto& finding : judge_answers(documents_->dataset, records)) {
        raise(records[finding.record], finding.fault, finding.field);
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
    const auto evaluation = context_of(context);
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
            const auto holds = expression::holds(rule.expression, &tree.nodes()[i], evaluation);
            if (!holds) {
                findings.push_back({i, &rule, fault_of(holds.error(), deciding)});
            } else if (!holds->value_or(true)) {
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

void Program::decide(std::vector<record::Record>& records, const CheckContext& context) const {
    for (auto& record : records) {
        check_mandatory(record);
        if (context.conflict && record.entity->name == documents_->dataset.person) {
            raise(record, Fault::link_conflict, kNoField);
        }
    }
    check_answers(records);
    run(records, context, true);
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

const ProfileProgram* Program::profile(std::string_view name, std::string_view purpose) const {
    const auto found = std::find_if(profiles_.begin(), profiles_.end(), [&](const auto& profile) {
        return profile.profile() == name && profile.purpose() == purpose;
    });
    return found == profiles_.end() ? nullptr : &*found;
}

bool Program::says_missing(const Issue& issue) const {
    const auto& rule = documents_->rules[issue.rule];
    return !rule.missing.empty() || rule.shape == Fault::record_mandatory_missing ||
           rule.shape == Fault::profile_missing;
}

// Is the issue about what the finding says is missing, or about a part of it?
bool Program::says_no_more(
    const Issue& issue, const ProfileFinding& finding, const schema::Entity& entity,
    const ProfileProgram& profile
) const {
    const auto& missing = documents_->rules[issue.rule].missing;
    if (finding.node == kNoNode) {
        const auto& paths = entity.fields[finding.field].standard;
        return std::find(paths.begin(), paths.end(), missing) != paths.end();
    }
    const bool of_item = issue.node == kNoNode && issue.field != kNoField &&
                         profile.is_below(finding.node, entity.fields[issue.field]);
    return of_item || missing == documents_->standard.nodes[finding.node].path;
}

// What is missing is said once: of a whole group and not of its items, of a node and not by the rule about
// it. A value that came and was wrong is told.
void Program::check_profile(std::vector<record::Record>& records, const ProfileProgram& profile) const {
    for (const auto& finding : profile.run(records)) {
        auto& record = records[finding.record];
        if (!finding.other_role) {
            std::erase_if(record.issues, [&](const Issue& issue) {
                return says_missing(issue) && says_no_more(issue, finding, *record.entity, profile);
            });
        }
        if (finding.field != kNoField && said_of_value(record, finding.field) != nullptr) {
            continue;  // it was sent, and cannot be used
        }
        raise(record, finding.other_role ? Fault::profile_other_role : Fault::profile_missing, finding.field);
        record.issues.back().node = finding.node;
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
