#include "gateway/pipeline/derive.hpp"

#include "adapters/extract/recognise.hpp"
#include "gateway/base/text.hpp"
#include "gateway/pipeline/source_name.hpp"
#include "gateway/schema/exchange.hpp"

#include <algorithm>

namespace sluice::pipeline {
namespace {

using record::SourceRow;

constexpr char kDetailsSeparator = '/';
constexpr char kKeySeparator = '\x1f';

// The rows that take part: those whose required links lead somewhere. The others wait, held.
std::vector<const SourceRow*> settle_rows(const PersonRows& rows, const SharedRows& shared, Outcome& out) {
    const bool known = rows.person_row() != nullptr;
    std::vector<const SourceRow*> settled;
    for (std::size_t i = 0; i < rows.rows().size(); ++i) {
        const SourceRow& row = *rows.rows()[i]->row;
        const bool held = !known || shared.selector(row.layout().table).missing_link(row) != nullptr;
        if (held != row.held) {
            (held ? out.held_rows : out.released_rows).push_back(i);
        }
        if (!held) {
            settled.push_back(&row);
        }
    }
    return settled;
}

void name_organisation(
    const map::Program& program, const SourceRow& person, SharedRows& shared, record::PersonRecords& out
) {
    const auto& system = program.system();
    const auto key = std::string(person.cell(person.table().organisation));
    if (system.organisation_table.empty()) {
        out.organisation = key;
        out.organisation_name = std::string(person.cell(system.organisation_name));
        return;
    }
    std::vector<const SourceRow*> found;
    shared.find(*system.table_index(system.organisation_table), key, found);
    out.organisation = key;
    if (!found.empty()) {
        out.organisation_name = std::string(found.front()->cell(system.organisation_name));
        const auto code = found.front()->cell(system.organisation_code);
        out.organisation = code.empty() ? key : std::string(code);
    }
}

// The field's text, or nothing where its code means that it is not known.
std::string_view known_text(
    const record::Record& record, std::string_view field, const terminology::Terminology& terms
) {
    const auto text = record.text(field);
    const auto index = record.entity->field(field);
    const auto meaning = index ? terms.meaning(record.entity->fields[*index].codes, text) : std::nullopt;
    return meaning.value_or(schema::CodeMeaning::known) == schema::CodeMeaning::known ? text
                                                                                      : std::string_view();
}

void tell(
    record::Record& person, const schema::RuleBook& rules, schema::Fault fault, std::string_view field
) {
    auto at = person.rows.front().at;
    at.column = 0;
    auto issue = rules.issue(fault, at, static_cast<FieldIndex>(*person.entity->field(field)));
    issue.receipt = person.rows.front().receipt;
    person.issues.push_back(issue);
}

// A pseudonym means something within its scheme and key alone. Where there is one, a number beside it is not
// kept: whoever has both can undo the other pseudonyms of that key.
std::string_view link_person(record::Record& person, const schema::RuleBook& rules, Identity& identity) {
    const auto pseudonym = person.text("pseudonym");
    const auto scheme = person.text("pseudonym_scheme");
    if (!pseudonym.empty() && scheme.empty()) {
        tell(person, rules, schema::Fault::link_pseudonym_unnamed, "pseudonym");
    }
    if (!pseudonym.empty() && !scheme.empty()) {
        std::erase_if(person.issues, [&](const Issue& issue) {
            return issue.rule == rules.of(schema::Fault::nhs_number_absent);
        });
        const auto number = *person.entity->field("nhs_number");
        if (person.cells[number].present) {
            tell(person, rules, schema::Fault::link_number_beside_pseudonym, "nhs_number");
            person.cells[number] = {};
        }
        identity.pseudonym = std::string(scheme) + kKeySeparator + std::string(person.text("pseudonym_key")) +
                             kKeySeparator + std::string(pseudonym);
        return "pseudonym";
    }
    identity.number = std::string(person.text("nhs_number"));
    return identity.number.empty() ? "local" : "nhs-number";
}

// What no mapping can say: how the person is linked, and that the extract has let the person go.
void complete_person(
    record::Record& person, const SourceRow& row, const Pack& pack, const terminology::Terminology& terms,
    Outcome& out
) {
    const auto level = link_person(person, pack.rules(), out.identity);
    person.set("linkage_level", std::string(level));
    const auto stamp = extract::date_of_stamp(row.stamp);
    if (row.removed && stamp) {
        person.set("scope_end", stamp->to_string());
    }
    if (level != "local") {
        out.identity.details = std::string(known_text(person, "birth_date", terms)) + kDetailsSeparator +
                               std::string(known_text(person, "gender", terms));
    }
}

// Everything of the outcome but the links.
Result<void> derive_records(
    const Pack& pack, const PersonRows& rows, SharedRows& shared, const map::RunContext& context,
    const check::CheckContext& checking, Outcome& out
) {
    const auto& program = shared.program();
    const auto settled = settle_rows(rows, shared, out);
    const SourceRow* person_row = rows.person_row();
    if (person_row == nullptr) {
        return shared.status();
    }
    SLUICE_ASSIGN(auto mapped, map::run(program, settled, context));
    SLUICE_TRY(shared.status());
    if (!mapped.anchored) {
        return {};
    }
    name_organisation(program, *person_row, shared, out.records);
    out.records.source = rows.source();
    auto& records = out.records.records;
    records = std::move(mapped.records);
    // What they say was done above; where it bars nothing they are nobody's business.
    std::erase_if(records, [&](const auto& record) {
        return record.entity->name == pack.documents->dataset.objection.entity;
    });
    if (auto* person = out.records.find(pack.documents->dataset.person)) {
        complete_person(*person, *person_row, pack, program.terms(), out);
    }
    pack.checks.decide(records, checking);
    SLUICE_TRY(pack.episodes.run(records, program.system().name, context.as_of));
    pack.checks.pass_on(records);
    pack.checks.score(records);
    pack.checks.remark(records, checking);
    for (auto& record : records) {
        std::sort(record.issues.begin(), record.issues.end());
    }
    return {};
}

}  // namespace

bool contradict(std::string_view left, std::string_view right) {
    const auto theirs = split(right, kDetailsSeparator);
    const auto ours = split(left, kDetailsSeparator);
    for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i) {
        // A blank begins everything, and a year the days of that year.
        if (!ours[i].starts_with(theirs[i]) && !theirs[i].starts_with(ours[i])) {
            return true;
        }
    }
    return false;
}

const SourceRow* PersonRows::person_row() const {
    for (const auto& row : rows_) {
        if (program_.system().brings_person(row->row->table()) || row->row->table().alone) {
            return row->row.get();
        }
    }
    return nullptr;
}

std::string PersonRows::source() const {
    const auto* person = person_row();
    const bool names_sender = person != nullptr && person->table().column(schema::kSupplierColumn);
    return source_name(
        program_.system().name, names_sender ? person->cell(schema::kSupplierColumn) : std::string_view()
    );
}

void PersonRows::linked(
    const SourceRow& row, const schema::ForeignKey& key, std::vector<const SourceRow*>& out
) {
    const auto table = program_.system().table_index(key.table);
    if (program_.system().tables[*table].scope == schema::Scope::shared) {
        shared_.linked(row, key, out);
        return;
    }
    const auto& targets = targets_of(key);
    if (const auto found = targets.find(row.key_of(key.columns)); found != targets.end()) {
        out.insert(out.end(), found->second.begin(), found->second.end());
    }
}

const PersonRows::Targets& PersonRows::targets_of(const schema::ForeignKey& key) {
    const auto [found, is_new] = targets_.try_emplace(&key);
    if (is_new) {
        const auto table = program_.system().table_index(key.table);
        for (const auto& row : rows_) {
            if (row->row->layout().table == *table) {
                found->second[row->row->key_of(key.target_columns)].push_back(row->row.get());
            }
        }
    }
    return found->second;
}

Result<Outcome> derive(
    const Pack& pack, const PersonRows& rows, SharedRows& shared, const map::RunContext& context,
    const check::CheckContext& checking
) {
    Outcome out;
    out.records.person = rows.person();
    const SharedRows::Recording recording(shared);
    SLUICE_ASSIGN(out.objection, stated_objection(shared.program(), rows.rows(), context));
    if (out.objection) {
        SLUICE_TRY(shared.status());
    } else {
        SLUICE_TRY(derive_records(pack, rows, shared, context, checking, out));
    }
    out.links = recording.keys();
    return out;
}

}  // namespace sluice::pipeline
