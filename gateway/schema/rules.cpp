#include "gateway/schema/rules.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>

namespace sluice::schema {
namespace {

const std::initializer_list<std::pair<std::string_view, Effect>> kEffects = {
    {"note", Effect::note},
    {"drop-value", Effect::drop_value},
    {"skip", Effect::skip},
    {"hold", Effect::hold},
    {"reject", Effect::reject},
    {"hold-set", Effect::hold_set},
    {"reject-file", Effect::reject_file},
    {"reject-submission", Effect::reject_submission}};

// A check shows what it takes and what it finds: of an expression records by entity, of a shape a text, which
// where it tells of files comes with what a sender sends.
format::JsonValue read_example(const Reader& reader, std::string_view name, const Rule& rule) {
    const Reader example = rule.listed.empty() ? reader.at(name) : reader.find(name);
    if (!example.present()) {
        return {};
    }
    const bool of_records = !rule.expression.empty() || !rule.sql.empty();
    if (rule.shape && example.is_object()) {
        example.only({"text", "send"});
        (void)example.at("text").text();
        if (example.at("send").items().empty()) {
            example.find("send").fault("a delivery at least is expected here");
        }
    } else if (of_records ? !example.is_object() : !example.is_text()) {
        example.fault(
            of_records ? "the example must be records by entity"
                       : "the example must be a text, or a text with what is sent"
        );
    }
    return *example.value();
}

std::string value_text(const format::JsonValue& value) {
    if (value.kind() == format::JsonKind::boolean) {
        return *value.boolean() ? "true" : "false";
    }
    return std::string(value.is_number() ? *value.number() : value.text().value_or(""));
}

std::string record_text(const format::JsonValue& record) {
    std::string out;
    for (const auto& field : record.members()) {
        out += (out.empty() ? "" : ", ") + field.key + "=" + value_text(field.value);
    }
    return out;
}

std::map<std::string, std::string> texts_by_name(const Reader& reader) {
    std::map<std::string, std::string> out;
    for (const auto& [name, value] : reader.members()) {
        out[name] = value.text();
    }
    return out;
}

void read_sql(const Reader& reader, Rule& rule) {
    rule.sql = reader.find("sql").located();
    rule.parameters = texts_by_name(reader.find("parameters"));
    for (const Reader& item : reader.find("each").items()) {
        rule.each.push_back(texts_by_name(item));
        if (!rule.each.back().contains("entity") || !rule.each.back().contains("field")) {
            item.fault("'entity' and 'field' are expected here");
        }
    }
    if (!rule.sql.empty() && rule.on.empty() && rule.each.empty()) {
        reader.fault("SQL needs 'on', the entity that its findings are about, or 'each'");
    }
    if (!rule.sql.empty() && rule.effect != Effect::note) {
        reader.find("effect").fault("a check across records can only be noted");
    }
}

Rule read_rule(const Reader& reader) {
    reader.only({"id",    "version", "source",    "severity", "effect", "shape", "on",         "expression",
                 "field", "fields",  "collected", "missing",  "listed", "sql",   "parameters", "each",
                 "title", "problem", "why",       "fix",      "for",    "good",  "bad",        "comment"});
    Rule rule;
    rule.where = reader.where();
    rule.id = reader.at("id").text();
    rule.version = reader.at("version").text();
    rule.source = reader.at("source").text();
    rule.title = reader.at("title").text();
    rule.problem = reader.at("problem").text();
    rule.why = reader.at("why").text();
    rule.fix = reader.at("fix").text();
    for (const auto& [system, words] : reader.find("for").members()) {
        words.only({"problem", "why", "fix"});
        rule.words_by_system[system] = {
            words.find("problem").text(), words.find("why").text(), words.find("fix").text()};
    }
    rule.listed = reader.find("listed").text();
    rule.on = reader.find("on").text();
    rule.expression = reader.find("expression").located();
    rule.field = reader.find("field").text();
    rule.missing = reader.find("missing").text();
    rule.collected = reader.find("collected").texts();
    const Reader shape = reader.find("shape");
    if (shape.present()) {
        rule.shape = parse_fault(shape.text());
        if (!rule.shape) {
            shape.fault("'" + shape.text() + "' is not the name of a fault");
        }
    }
    const int kinds = (shape.present() ? 1 : 0) + (rule.expression.empty() ? 0 : 1) +
                      (reader.find("sql").present() ? 1 : 0) + (rule.listed.empty() ? 0 : 1);
    if (kinds != 1) {
        reader.fault("exactly one of shape, expression, sql, listed is expected");
    }
    rule.fields = reader.find("fields").texts();
    if (!rule.fields.empty() && (!rule.shape || rule.on.empty())) {
        reader.find("fields").fault("only a shape may have fields, and needs 'on', their entity");
    }
    if (!rule.expression.empty() && rule.on.empty()) {
        reader.fault("an expression needs 'on', the entity that it judges");
    }
    if (rule.expression.empty() && !rule.collected.empty()) {
        reader.find("collected").fault("only an expression may ask what is collected");
    }
    if (rule.listed.empty() || reader.find("severity").present()) {
        rule.severity = one_of<Severity>(
            reader.at("severity"),
            {{"fatal", Severity::fatal},
             {"error", Severity::error},
             {"warning", Severity::warning},
             {"information", Severity::information}},
            Severity::error
        );
    }
    if (rule.listed.empty() || reader.find("effect").present()) {
        rule.effect = one_of<Effect>(reader.at("effect"), kEffects, Effect::note);
    }
    read_sql(reader, rule);
    rule.good = read_example(reader, "good", rule);
    rule.bad = read_example(reader, "bad", rule);
    return rule;
}

}  // namespace

std::string_view to_string(Effect effect) {
    const auto found = std::find_if(kEffects.begin(), kEffects.end(), [&](const auto& entry) {
        return entry.second == effect;
    });
    return found->first;
}

RuleWords Rule::words_for(std::string_view system) const {
    RuleWords words{problem, why, fix};
    if (const auto other = words_by_system.find(system); other != words_by_system.end()) {
        words.problem = other->second.problem.empty() ? problem : other->second.problem;
        words.why = other->second.why.empty() ? why : other->second.why;
        words.fix = other->second.fix.empty() ? fix : other->second.fix;
    }
    return words;
}

RuleBook RuleBook::build(std::vector<Rule> rules, Faults& faults) {
    RuleBook book;
    book.rules_ = std::move(rules);
    // Stable, so that of two rules with one id the second is the one that is named.
    std::stable_sort(book.rules_.begin(), book.rules_.end(), [](const Rule& a, const Rule& b) {
        return a.id < b.id;
    });
    std::array<int, kFaultCount> seen{};
    for (std::size_t i = 0; i < book.rules_.size(); ++i) {
        const Rule& rule = book.rules_[i];
        if (i > 0 && book.rules_[i - 1].id == rule.id) {
            faults.add(rule.where, "the rule " + rule.id + " stands twice; ids are never reused");
        }
        for (const auto& field : rule.fields) {
            const bool is_new =
                rule.shape && book.by_field_.emplace(std::tuple(*rule.shape, rule.on, field), i).second;
            if (!is_new) {
                faults.add(rule.where, "'" + field + "' has another rule for this shape already");
            }
        }
        if (rule.shape && rule.fields.empty()) {
            const auto fault = static_cast<std::size_t>(*rule.shape);
            book.by_fault_[fault] = static_cast<RuleIndex>(i);
            if (++seen[fault] > 1) {
                faults.add(
                    rule.where, "'" + std::string(to_string(*rule.shape)) + "' has another rule already"
                );
            }
        }
    }
    for (std::size_t fault = 0; fault < kFaultCount; ++fault) {
        if (seen[fault] == 0) {
            faults.add(
                "schemas/sp-mds/rules",
                "no rule reports the fault '" + std::string(to_string(static_cast<Fault>(fault))) + "'"
            );
        }
    }
    return book;
}

RuleIndex RuleBook::of(Fault fault, std::string_view entity, std::string_view field) const {
    const auto found = by_field_.find(std::tuple(fault, std::string(entity), std::string(field)));
    return found == by_field_.end() ? of(fault) : found->second;
}

std::optional<RuleIndex> RuleBook::find(std::string_view id) const {
    const auto found = std::lower_bound(
        rules_.begin(), rules_.end(), id, [](const Rule& rule, std::string_view key) { return rule.id < key; }
    );
    if (found == rules_.end() || found->id != id) {
        return std::nullopt;
    }
    return static_cast<RuleIndex>(found - rules_.begin());
}

std::vector<RuleIndex> RuleBook::find_all(std::string_view id_or_source) const {
    std::vector<RuleIndex> out;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        const auto sources = split(rules_[i].source, ',');
        const bool named = std::any_of(sources.begin(), sources.end(), [&](std::string_view source) {
            return equals_ignoring_case(trim(source), id_or_source);
        });
        if (named || equals_ignoring_case(rules_[i].id, id_or_source)) {
            out.push_back(static_cast<RuleIndex>(i));
        }
    }
    return out;
}

Issue RuleBook::issue(Fault fault, const SourceRef& at, FieldIndex field) const {
    const RuleIndex rule = of(fault);
    return Issue{rule, rules_[rule].severity, field, at};
}

std::vector<RuleQuery> queries_of(const Rule& rule) {
    if (rule.each.empty()) {
        return {{rule.sql.text, rule.on, rule.field}};
    }
    std::vector<RuleQuery> out;
    for (const auto& values : rule.each) {
        std::string sql = rule.sql.text;
        for (const auto& [name, value] : values) {
            const std::string hole = "{" + name + "}";
            for (auto at = sql.find(hole); at != std::string::npos; at = sql.find(hole, at + value.size())) {
                sql.replace(at, hole.size(), value);
            }
        }
        out.push_back({std::move(sql), values.at("entity"), values.at("field")});
    }
    return out;
}

std::string example_text(const format::JsonValue& example) {
    if (!example.is_object()) {
        return std::string(example.text().value_or(""));
    }
    if (const auto* text = example.find("text"); text != nullptr && example.find("send") != nullptr) {
        return std::string(text->text().value_or(""));
    }
    std::string out;
    const auto add = [&out](const std::string& what, const std::string& value) {
        out += (out.empty() ? "" : "; ") + what + ": " + value;
    };
    for (const auto& member : example.members()) {
        if (member.value.is_string()) {
            add(member.key, std::string(*member.value.text()));  // asOf
        } else if (member.value.is_object()) {
            add(member.key, record_text(member.value));
        }
        for (const auto& record : member.value.items()) {
            add(member.key, record_text(record));
        }
    }
    return out;
}

std::vector<Rule> read_rules(const Document& document, Faults& faults) {
    const Reader reader(document, faults);
    reader.only({"area", "title", "retired", "rules"});  // retired: the loader
    std::vector<Rule> rules;
    for (const Reader& item : reader.at("rules").items()) {
        rules.push_back(read_rule(item));
        const std::string area = reader.at("area").text() + "-";
        if (rules.back().id.compare(0, area.size(), area) != 0) {
            item.fault("the id must begin with the area, " + area);
        }
    }
    return rules;
}

}  // namespace sluice::schema
