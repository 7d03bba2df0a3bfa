#include "gateway/pipeline/propose.hpp"

#include "adapters/extract/header.hpp"
#include "gateway/base/date_pattern.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/map/read_date.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::pipeline {
namespace {

using schema::Field;
using schema::FieldType;
using Kind = schema::Producer::Kind;

constexpr double kMost = 0.9;          // of the values fit: it may be taken for that
constexpr double kHalf = 0.5;          // of the values fit, or of the words are the same
constexpr std::size_t kValuesMin = 3;  // fewer say nothing by themselves

// What a source of the pack takes a column of this heading for.
struct Known {
    std::string entity;
    std::string field;
    std::string mapping;
    std::string code_map;
    bool own_codes = false;
};

// By heading, without blanks and marks.
using Knowledge = std::multimap<std::string, Known>;

void note(
    const schema::SourceTable& table, const schema::Mapping& mapping, const schema::FieldMapping& field,
    const schema::Producer& producer, Knowledge& out
) {
    for (const auto& option : producer.options) {
        note(table, mapping, field, option, out);
    }
    const bool copies = producer.kind == Kind::from || producer.kind == Kind::coded;
    const auto column = copies ? table.column(producer.source.text) : std::nullopt;
    if (!column) {
        return;
    }
    const auto& known = table.columns[*column];
    std::set<std::string> names = {known.name, known.label()};
    names.insert(known.aliases.begin(), known.aliases.end());
    std::set<std::string> headings;
    for (const auto& name : names) {
        headings.insert(extract::heading(name, true));
    }
    for (const auto& heading : headings) {
        out.emplace(
            heading,
            Known{
                mapping.entity.text, field.field, mapping.name, producer.own_codes ? producer.code.text : "",
                producer.own_codes}
        );
    }
}

Knowledge knowledge_of(const schema::Documents& documents) {
    Knowledge out;
    for (const auto& mapping : documents.mappings) {
        const auto slash = mapping.source.text.find('/');
        const auto* system = documents.system(mapping.source.text.substr(0, slash));
        const auto* table =
            system == nullptr ? nullptr : system->table(mapping.source.text.substr(slash + 1));
        for (const auto& field : mapping.fields) {
            if (table != nullptr) {
                note(*table, mapping, field, field.producer, out);
            }
        }
    }
    return out;
}

// Headings by which the sources of the pack say whose a row is.
std::set<std::string> person_headings(const schema::Documents& documents) {
    std::set<std::string> out;
    for (const auto& system : documents.systems) {
        for (const auto& table : system.tables) {
            const auto column = table.person.empty() ? std::nullopt : table.column(table.person.back());
            if (!column || table.alone) {
                continue;
            }
            const auto& known = table.columns[*column];
            out.insert(extract::heading(known.name, true));
            out.insert(extract::heading(known.label(), true));
            for (const auto& alias : known.aliases) {
                out.insert(extract::heading(alias, true));
            }
        }
    }
    return out;
}

std::set<std::string> words_of(std::string_view text) {
    std::set<std::string> out;
    std::string word;
    for (const char c : to_lower(text) + " ") {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            word += c;
        } else if (!word.empty()) {
            out.insert(std::exchange(word, {}));
        }
    }
    return out;
}

// Of all the words of both, the share that both have.
double likeness(const std::set<std::string>& a, const std::set<std::string>& b) {
    std::vector<std::string> both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    const auto all = a.size() + b.size() - both.size();
    return all == 0 ? 0 : static_cast<double>(both.size()) / static_cast<double>(all);
}

template <class Fits>
double share(const std::vector<std::string>& values, const Fits& fits) {
    const auto fitting = std::count_if(values.begin(), values.end(), fits);
    return values.empty() ? 0 : static_cast<double>(fitting) / static_cast<double>(values.size());
}

bool is_nhs_number(const std::string& text) {
    return NhsNumber::judge(text) == NhsNumber::Fault::none;
}

class Proposer {
  public:
    Proposer(const Pack& pack, const Sample& sample)
        : pack_(pack),
          sample_(sample),
          known_(knowledge_of(*pack.documents)),
          persons_(person_headings(*pack.documents)) {}

    ProposedTable run();

  private:
    std::vector<std::string> values_of(std::size_t column) const;
    ProposedColumn column_of(std::size_t index);
    void find_dates(const std::vector<std::string>& values, ProposedColumn& column);
    void find_known(const std::vector<std::string>& values, ProposedColumn& column) const;
    void find_by_values(const std::vector<std::string>& values, ProposedColumn& column) const;
    void find_alike(ProposedColumn& column) const;
    bool is_date(const std::string& value) const;
    double fit(const Field& field, const ProposedField& proposed, const std::vector<std::string>& values)
        const;
    std::string entity_of(const std::vector<ProposedColumn>& columns) const;
    void keep_entity(ProposedTable& table) const;
    void choose_keys(ProposedTable& table) const;

    const Field* field(const std::string& entity, const std::string& name) const {
        const auto* found = pack_.documents->dataset.entity(entity);
        const auto index = found == nullptr ? std::nullopt : found->field(name);
        return index ? &found->fields[*index] : nullptr;
    }
    const std::string& person() const { return pack_.documents->dataset.person; }

    const Pack& pack_;
    const Sample& sample_;
    const Knowledge known_;
    const std::set<std::string> persons_;
    std::set<std::string> dates_;
};

// Without the blank ones.
std::vector<std::string> Proposer::values_of(std::size_t column) const {
    std::vector<std::string> out;
    for (const auto& row : sample_.rows) {
        const auto value = column < row.size() ? trim(row[column]) : std::string_view();
        if (!value.empty()) {
            out.emplace_back(value);
        }
    }
    return out;
}

bool Proposer::is_date(const std::string& value) const {
    const auto iso = Date::parse(value);
    return (iso && iso->precision() >= DatePrecision::day) ||
           parse_date_as(value, pack_.documents->exchange.date_formats);
}

void Proposer::find_dates(const std::vector<std::string>& values, ProposedColumn& column) {
    column.date =
        !values.empty() && share(values, [&](const auto& value) { return is_date(value); }) >= kMost;
    for (const auto& value : values) {
        const auto& patterns = pack_.documents->exchange.date_formats;
        const auto pattern = std::find_if(patterns.begin(), patterns.end(), [&](const auto& one) {
            return parse_date(value, one).has_value();
        });
        if (column.date && !Date::parse(value) && pattern != patterns.end()) {
            dates_.insert(*pattern);
        }
    }
}

// The share of the values that the field can take; 1 where it takes any.
double Proposer::fit(
    const Field& definition, const ProposedField& proposed, const std::vector<std::string>& values
) const {
    switch (definition.type) {
        case FieldType::date:
        case FieldType::datetime:
            return share(values, [&](const auto& value) { return is_date(value); });
        case FieldType::nhs_number:
            return share(values, is_nhs_number);
        case FieldType::ods_code:
            return share(values, [](const auto& value) { return is_ods_code(to_upper(value)); });
        case FieldType::integer:
        case FieldType::decimal:
            return share(values, [](const auto& value) {
                return value.find_first_not_of("0123456789.,- ") == std::string::npos;
            });
        case FieldType::code:
            return share(values, [&](const auto& value) {
                const auto& map = proposed.code_map.empty() ? definition.codes : proposed.code_map;
                return pack_.terms->meaning(definition.codes, value) ||
                       pack_.terms->spelt(definition.codes, value) ||
                       pack_.terms->said(definition.codes, value) ||
                       pack_.terms->translate("", to_lower(value), map);
            });
        default:
            return 1;
    }
}

std::string percent(double part) {
    return std::to_string(static_cast<int>(part * 100 + 0.5)) + " % of the values fit";
}

// One proposal an entity: of several sources that know the heading, the one whose words fit best.
void Proposer::find_known(const std::vector<std::string>& values, ProposedColumn& column) const {
    std::map<std::string, std::pair<double, ProposedField>> best;
    const auto [begin, end] = known_.equal_range(extract::heading(column.heading, true));
    for (auto at = begin; at != end; ++at) {
        const auto& known = at->second;
        const auto* definition = field(known.entity, known.field);
        if (definition == nullptr || definition->type == FieldType::reference || definition->engine) {
            continue;
        }
        ProposedField proposed{known.entity,       known.field,
                               Confidence::medium, "called so in " + known.mapping,
                               known.code_map,     known.own_codes};
        const double fits = values.empty() ? kHalf : fit(*definition, proposed, values);
        auto& held = best[known.entity];
        if (held.second.field.empty() || fits > held.first) {
            proposed.confidence = fits >= kMost   ? Confidence::high
                                  : fits >= kHalf ? Confidence::medium
                                                  : Confidence::low;
            proposed.why += values.empty() ? "; no values" : "; " + percent(fits);
            held = {fits, std::move(proposed)};
        }
    }
    for (auto& [entity, found] : best) {
        column.fields.push_back(std::move(found.second));
    }
}

// Values that can be but one thing, whatever the column is called.
void Proposer::find_by_values(const std::vector<std::string>& values, ProposedColumn& column) const {
    const bool enough = values.size() >= kValuesMin;
    if (column.fields.empty() && enough && share(values, is_nhs_number) >= kMost) {
        column.fields.push_back(
            {person(), "nhs_number", Confidence::medium,
             "not called so, but the values pass the check of NHS numbers", "", false}
        );
    }
}

// Fields that are called alike: for people to read, never taken over.
void Proposer::find_alike(ProposedColumn& column) const {
    if (!column.fields.empty()) {
        return;
    }
    ProposedField best;
    double most = kHalf;
    const auto words = words_of(column.heading);
    for (const auto& entity : pack_.documents->dataset.entities) {
        for (const auto& candidate : entity.fields) {
            const auto alike = std::max(
                likeness(words, words_of(candidate.title)), likeness(words, words_of(candidate.name))
            );
            if (entity.stored && !candidate.engine && alike >= most) {
                most = alike + 0.001;
                best = {entity.name, candidate.name, Confidence::low, "words are alike", "", false};
            }
        }
    }
    if (!best.field.empty()) {
        column.fields.push_back(std::move(best));
    }
}

std::string name_of(std::string_view heading, std::size_t index, std::set<std::string>& used) {
    std::string out;
    bool upper = true;
    for (const char c : heading) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool digit = c >= '0' && c <= '9';
        if (letter || (digit && !out.empty())) {
            out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
        upper = !letter && !digit;
    }
    out = out.empty() ? "Column" + std::to_string(index + 1) : out;
    if (!used.insert(to_lower(out)).second) {
        out += "_" + std::to_string(index + 1);
        used.insert(to_lower(out));
    }
    return out;
}

ProposedColumn Proposer::column_of(std::size_t index) {
    ProposedColumn column;
    column.heading = std::string(trim(sample_.header[index]));
    const auto values = values_of(index);
    find_dates(values, column);
    find_known(values, column);
    find_by_values(values, column);
    find_alike(column);
    column.person_key = persons_.contains(extract::heading(column.heading, true));
    const std::set<std::string> different(values.begin(), values.end());
    column.row_key = !values.empty() && values.size() == sample_.rows.size() &&
                     different.size() == values.size() && !column.date;
    return column;
}

// The entity that most headings are known of, besides the person.
std::string Proposer::entity_of(const std::vector<ProposedColumn>& columns) const {
    std::map<std::string, int> votes;
    for (const auto& column : columns) {
        for (const auto& proposed : column.fields) {
            const auto* definition = pack_.documents->dataset.entity(proposed.entity);
            const bool counts = proposed.entity != person() && definition->stored &&
                                proposed.confidence >= Confidence::medium;
            // Its date places a record: without one it can be none.
            votes[proposed.entity] += counts ? (proposed.field == definition->date ? 3 : 1) : 0;
        }
    }
    const auto best = std::max_element(votes.begin(), votes.end(), [](const auto& a, const auto& b) {
        return a.second < b.second;
    });
    constexpr int kVotesMin = 3;
    return best == votes.end() || best->second < kVotesMin ? std::string() : best->first;
}

// What a heading would be in another entity does not matter here.
void Proposer::keep_entity(ProposedTable& table) const {
    std::set<std::string> taken;
    for (auto& column : table.columns) {
        std::erase_if(column.fields, [&](const auto& one) {
            return one.confidence != Confidence::low && one.entity != table.entity && one.entity != person();
        });
        for (auto& one : column.fields) {
            const bool first =
                one.confidence < Confidence::medium || taken.insert(one.entity + "." + one.field).second;
            if (!first) {
                one.confidence = Confidence::low;
                one.why += "; another column has the field already";
            }
        }
    }
    const auto* entity = pack_.documents->dataset.entity(table.entity);
    for (std::size_t i = 1; entity != nullptr && i < entity->fields.size(); ++i) {
        const auto& definition = entity->fields[i];
        if (definition.conformance == schema::Conformance::mandatory &&
            definition.type != FieldType::reference && !definition.engine &&
            !taken.contains(entity->name + "." + definition.name)) {
            table.missing.push_back(definition.name);
        }
    }
}

// One column each: that whose heading says it, else the first that can be. A file of persons has one for
// both.
void Proposer::choose_keys(ProposedTable& table) const {
    const auto is_number = [&](const ProposedColumn& column) {
        return std::any_of(column.fields.begin(), column.fields.end(), [](const auto& one) {
            return one.field == "nhs_number";
        });
    };
    bool person_found = false;
    bool key_found = false;
    for (auto& column : table.columns) {
        column.person_key = column.person_key && !person_found && !is_number(column);
        person_found = person_found || column.person_key;
    }
    for (auto& column : table.columns) {
        if (!person_found && is_number(column)) {
            column.person_key = person_found = true;
        }
        const bool may_be = column.row_key && !key_found && !is_number(column);
        column.row_key = may_be && (table.entity.empty() || !column.person_key);
        key_found = key_found || column.row_key;
    }
}

ProposedTable Proposer::run() {
    ProposedTable out;
    out.name = sample_.table;
    std::set<std::string> used;
    for (std::size_t i = 0; i < sample_.header.size(); ++i) {
        out.columns.push_back(column_of(i));
        out.columns.back().name = name_of(out.columns.back().heading, i, used);
    }
    out.dates = {dates_.begin(), dates_.end()};
    out.entity = entity_of(out.columns);
    keep_entity(out);
    choose_keys(out);
    return out;
}

}  // namespace

std::string_view to_string(Confidence confidence) {
    switch (confidence) {
        case Confidence::none:
            break;
        case Confidence::low:
            return "low";
        case Confidence::medium:
            return "medium";
        case Confidence::high:
            return "high";
    }
    return "none";
}

ProposedTable propose(const Pack& pack, const Sample& sample) {
    return Proposer(pack, sample).run();
}

}  // namespace sluice::pipeline
