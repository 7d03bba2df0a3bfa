// The rule book: every check with its texts (schemas/README.md, "Rule"). Immutable after load.
#pragma once

#include "gateway/base/issue.hpp"
#include "gateway/format/json.hpp"
#include "gateway/schema/document.hpp"
#include "gateway/schema/fault.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace sluice::schema {

enum class Effect { note, drop_value, skip, hold, reject, hold_set, reject_file, reject_submission };
std::string_view to_string(Effect effect);

// What a finding says to its reader.
struct RuleWords {
    std::string problem;
    std::string why;
    std::string fix;
};

struct Rule {
    std::string id;
    std::string version;
    std::string source;
    Severity severity = Severity::information;
    Effect effect = Effect::note;
    std::optional<Fault> shape;
    std::string on;  // entity
    // Of a shape: the fields of `on` at which this rule speaks in place of the one for every field.
    std::vector<std::string> fields;
    Located expression;
    // A check across records: SQL over the dataset's tables that gives the columns record_id and
    // organisation.
    Located sql;
    std::map<std::string, std::string> parameters;  // of the SQL: thresholds
    std::vector<std::map<std::string, std::string>>
        each;                            // runs once for each; {name} in the SQL is its value
    std::string field;                   // the field that a finding points at; may be empty
    std::vector<std::string> collected;  // silent for a source that collects none of these fields of `on`
    std::string missing;  // the node of the standard that it says is missing, so that nobody says it twice
    std::string listed;   // where the rule is met when it is not a check of a row
    std::string title;
    std::string problem;
    std::string why;
    std::string fix;
    // Where one kind of source needs other words: by source system; what is empty there is said as above.
    std::map<std::string, RuleWords, std::less<>> words_by_system;
    // What passes and what is found: a text, records by entity, or a text with what is sent. Null: a listed
    // rule without an example.
    format::JsonValue good;
    format::JsonValue bad;
    std::string where;

    RuleWords words_for(std::string_view system) const;
};

class RuleBook {
  public:
    // Sorted by id. Faults: an id twice, a fault without a rule or with two for the same place.
    static RuleBook build(std::vector<Rule> rules, Faults& faults);

    const std::vector<Rule>& rules() const { return rules_; }
    const Rule& operator[](RuleIndex index) const { return rules_[index]; }
    RuleIndex of(Fault fault) const { return by_fault_[static_cast<std::size_t>(fault)]; }
    // At that field of that entity, which may have a rule of its own.
    RuleIndex of(Fault fault, std::string_view entity, std::string_view field) const;
    std::optional<RuleIndex> find(std::string_view id) const;
    // The rule of that id, or every rule that comes from that source (V01, X04, F03); case does not matter.
    std::vector<RuleIndex> find_all(std::string_view id_or_source) const;
    Issue issue(Fault fault, const SourceRef& at, FieldIndex field = kNoField) const;

  private:
    std::vector<Rule> rules_;
    std::array<RuleIndex, kFaultCount> by_fault_{};
    std::map<std::tuple<Fault, std::string, std::string>, RuleIndex> by_field_;  // fault, entity, field
};

// The SQL of a rule for one of its `each`: {name} replaced. REQUIRES: rule.sql.
struct RuleQuery {
    std::string sql;
    std::string entity;  // that the findings are about
    std::string field;   // may be empty
};
std::vector<RuleQuery> queries_of(const Rule& rule);

// An example of a rule on one line: its text, records as "referral: status=accepted; person: ...".
std::string example_text(const format::JsonValue& example);

std::vector<Rule> read_rules(const Document& document, Faults& faults);

}  // namespace sluice::schema
