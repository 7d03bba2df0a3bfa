// The rule book made a program: every expression compiled, every name in it known.
#include "gateway/check/expression_names.hpp"
#include "gateway/check/program.hpp"

namespace sluice::check {
namespace {

using schema::Effect;

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

}  // namespace sluice::check
