// The checks inside one person's records, compiled: mandatory fields, answers and the rules that
// are expressions. Immutable, shared between threads.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/check/profiles.hpp"
#include "gateway/check/reference_sets.hpp"
#include "gateway/expression/expression.hpp"
#include "gateway/record/record.hpp"
#include "gateway/schema/documents.hpp"

#include <map>
#include <memory>
#include <vector>

namespace sluice::check {

struct CheckContext {
    Date as_of;
    bool conflict =
        false;  // another person of the store has the same NHS number and another birth date or sex
    // What the source of these records has a place for; rules with `collected` ask it. Null: everything.
    const schema::FieldSet* collected = nullptr;
    const ProfileProgram* profile = nullptr;  // what the next hop asks besides; null: nothing
};

class Program {
  public:
    static Result<Program> compile(
        std::shared_ptr<const schema::Documents> documents, const expression::CompileOptions& options
    );

    // Checks that decide a verdict (effect hold or reject), then the person's own verdict passed on to what
    // hangs on the person. A record on which a rule cannot decide is held. Runs before episodes are formed,
    // because a rejected record takes no part in them.
    void decide(std::vector<record::Record>& records, const CheckContext& context) const;
    // The scores of assessments, from the answers that were not rejected.
    void score(std::vector<record::Record>& records) const;
    // Everything else, on accepted records, once episodes are formed and assessments are scored.
    void remark(std::vector<record::Record>& records, const CheckContext& context) const;
    // A record that hangs on a person who is held or rejected is held; also for records formed later.
    void pass_on(std::vector<record::Record>& records) const;

    // Null where the pack has no such profile, or it is the one that asks nothing.
    const ProfileProgram* profile(std::string_view name, std::string_view purpose) const;

    // Does a rule ask whether the field is collected? Then records are judged anew when it comes to be.
    bool asks_collected(const std::string& entity, const std::string& field) const;

    // One expression rule over one record, as the rule's examples and `sluice explain` need it:
    // true where the rule finds fault.
    Result<bool> finds_fault(
        RuleIndex rule, const std::vector<record::Record>& records, std::size_t judged,
        const CheckContext& context
    ) const;

  private:
    struct Compiled {
        RuleIndex rule = 0;
        schema::EntityIndex entity = 0;
        FieldIndex field = kNoField;
        bool decides = false;
        expression::Expression expression;
    };
    void run(std::vector<record::Record>& records, const CheckContext& context, bool deciding) const;
    bool concerns(const Compiled& rule, const CheckContext& context) const;
    bool was_of_no_use(record::Record& record, FieldIndex field) const;
    void raise(record::Record& record, RuleIndex rule, FieldIndex field) const;
    void raise(record::Record& record, schema::Fault fault, FieldIndex field) const;
    void find_dated_codes();
    bool says_missing(const Issue& issue) const;
    bool says_no_more(
        const Issue& issue, const ProfileFinding& finding, const schema::Entity& entity,
        const ProfileProgram& profile
    ) const;
    bool was_refused(
        const std::vector<record::Record>& records, const ProfileFinding& finding,
        const ProfileProgram& profile
    ) const;
    void check_profile(std::vector<record::Record>& records, const ProfileProgram& profile) const;
    void check_mandatory(record::Record& record) const;
    bool is_unplaced(const Issue& issue) const;
    Issue* said_of_value(record::Record& record, FieldIndex field) const;
    void refuse_for(record::Record& record, FieldIndex field) const;
    void check_in_use(record::Record& record, const Date& as_of) const;
    void check_answers(std::vector<record::Record>& records) const;
    void hold_what_names_unused(std::vector<record::Record>& records) const;

    std::shared_ptr<const schema::Documents> documents_;
    std::vector<Compiled> rules_;
    std::vector<ProfileProgram> profiles_;  // by profile and purpose
    ReferenceSets reference_sets_;
    // Of the fields whose list has codes that went out of use: code -> its last day.
    std::map<std::pair<schema::EntityIndex, FieldIndex>, std::map<std::string, Date>> out_of_use_;
};

}  // namespace sluice::check
