#include "gateway/pipeline/publish.hpp"

#include "gateway/base/identifiers.hpp"
#include "gateway/env/digest.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/pipeline/findings.hpp"
#include "gateway/pipeline/kept_out.hpp"
#include "gateway/pipeline/tables.hpp"

#include <algorithm>

namespace sluice::pipeline {
namespace {

// Everything that makes a record what it is, and whose it is; the row that it came from is not part of it.
std::string content_hash(
    const record::Record& record, const record::PersonRecords& person, const schema::RuleBook& rules
) {
    std::string text(to_string(record.verdict));
    for (const auto& owner : {person.organisation, person.organisation_name}) {
        text += '\x1f' + owner;
    }
    for (const auto& value : table_values(record)) {
        text += '\x1e';
        text += value ? "=" + *value : "";
    }
    for (const auto* issues : {&record.issues, &record.said_by_row}) {
        for (const auto& issue : *issues) {
            text += '\x1d' + rules[issue.rule].id + ":" + std::to_string(issue.field) +
                    (issue.node == kNoNode ? "" : "/" + std::to_string(issue.node)) +
                    (issue.unable == kNoRule ? "" : "!" + rules[issue.unable].id);
        }
    }
    return env::sha256_hex(text);
}

std::string pending_json(const record::Record& record) {
    format::JsonWriter json;
    json.begin_object();
    for (std::size_t i = 0; i < record.cells.size(); ++i) {
        if (record.cells[i].present) {
            json.member(
                record.entity->fields[i].name,
                record.cells[i].text.empty() ? record.cells[i].display : record.cells[i].text
            );
        }
    }
    json.end_object();
    return json.take();
}

}  // namespace

Result<std::string> Publisher::sender_of(std::uint32_t receipt, std::uint32_t file) {
    SLUICE_ASSIGN(const auto* submission, context_.submissions.of(static_cast<std::int64_t>(receipt)));
    return submission->sender_of(file);
}

// Who sent the row that the record is read from.
Result<std::string> Publisher::sender_of(const record::Record& record) {
    if (record.rows.empty()) {
        return std::string();
    }
    return sender_of(record.rows.front().receipt, record.rows.front().at.file);
}

// What the record has from another sender's row is told of the record's own row, as of something that is not
// there: nobody is sent to a row that they cannot see or mend.
Result<std::vector<Issue>> Publisher::issues_of(const record::Record& record, const std::string& sender) {
    if (record.rows.empty()) {
        return record.issues;
    }
    const auto& own = record.rows.front();
    std::vector<Issue> issues;
    for (auto issue : record.issues) {
        SLUICE_ASSIGN(const auto their_sender, sender_of(issue.receipt, issue.at.file));
        if (their_sender == sender) {
            issues.push_back(issue);
            continue;
        }
        issue.at = own.at;
        issue.at.column = 0;
        issue.receipt = own.receipt;
        if (std::find(issues.begin(), issues.end(), issue) == issues.end()) {
            issues.push_back(issue);
        }
    }
    return issues;
}

Result<std::string> Publisher::file_name(const record::Origin& origin) {
    SLUICE_ASSIGN(const auto* submission, context_.submissions.of(static_cast<std::int64_t>(origin.receipt)));
    return origin.at.file < submission->files.size() ? submission->files[origin.at.file].name : std::string();
}

Result<std::string> Publisher::lineage_json(const record::Record& record) {
    format::JsonWriter json;
    json.begin_array();
    for (const auto& lineage : record.lineage) {
        SLUICE_ASSIGN(const auto file, file_name(lineage.origin));
        const bool engine = lineage.mapping == record::kEngine;
        json.begin_object();
        json.member("field", record.entity->fields[lineage.field].name);
        json.member("file", file);
        json.key("record");
        json.integer(static_cast<std::int64_t>(lineage.origin.at.record));
        if (lineage.origin.at.column > 0 && !engine) {
            json.member("column", program_.system().tables[lineage.table].label_at(lineage.origin.at.column));
        }
        json.member("mapping", engine ? "derived" : program_.mappings()[lineage.mapping].name);
        json.end_object();
    }
    json.end_array();
    return json.take();
}

Result<store::Provenance> Publisher::provenance_of(
    const record::Record& record, const record::PersonRecords& person
) {
    store::Provenance out;
    out.organisation = person.organisation;
    out.organisation_name = person.organisation_name;
    out.supplier = person.source;
    out.legal_basis = context_.receipt->submission.legal_basis;
    schema::Zone zone = schema::Zone::public_;
    for (const auto& field : record.entity->fields) {
        if (field.zone != schema::Zone::identity) {
            zone = std::min(zone, field.zone);
        }
    }
    out.zone = std::string(schema::to_string(zone));
    if (!record.rows.empty()) {
        SLUICE_ASSIGN(out.source_file, file_name(record.rows.front()));
        out.source_record = record.rows.front().at.record;
    }
    const auto mapping = std::find_if(record.lineage.begin(), record.lineage.end(), [](const auto& entry) {
        return entry.mapping != record::kEngine;
    });
    out.mapping = mapping == record.lineage.end() ? "derived" : program_.mappings()[mapping->mapping].name;
    out.mapping_digest = context_.pack.documents->digest;
    out.definition = context_.pack.documents->definition();
    out.held_back = held_back_.contains(person.organisation);
    return out;
}

// The receipt whose rows the finding points at; 0: this one.
std::int64_t Publisher::origin_of(const Issue& issue) const {
    const auto receipt = static_cast<std::int64_t>(issue.receipt);
    return receipt == context_.receipt->seq ? 0 : receipt;
}

// A record that counted until now is refused because of a row of this submission: it leaves the dataset.
void Publisher::tell_of_loss(
    const record::Record& record, const Outcome& outcome, const store::RecordState* before
) {
    const auto row = std::find_if(record.rows.begin(), record.rows.end(), [&](const auto& origin) {
        return origin.receipt == context_.receipt->seq;
    });
    const bool lost = before != nullptr && before->verdict == Verdict::accepted &&
                      record.verdict == Verdict::rejected && row != record.rows.end();
    if (lost) {
        context_.tally->add(
            context_.pack.rules().issue(schema::Fault::record_newer_refused, row->at), record.entity->name,
            record.id, {}, {outcome.records.organisation, 0}
        );
    }
}

// One cell may have a share in several records: what is wrong with it is told once.
bool Publisher::is_first_of_cell(const Issue& issue) {
    return issue.at.column == 0 || told_.emplace(issue.rule, issue.unable, issue.receipt, issue.at).second;
}

// With the whole set of the row that it is read from.
bool Publisher::waited(const record::Record& record) const {
    return !record.rows.empty() &&
           context_.is_taken_up(record.rows.front().receipt, record.rows.front().at.file);
}

Result<void> Publisher::count(
    const record::Record& record, const Outcome& outcome, const std::string& sender,
    const store::RecordState* before
) {
    auto& tally = context_.tally->entities[record.entity->name];
    if (before != nullptr && !is_told(before->sender)) {
        before = nullptr;  // another sender's until now
    }
    if (!is_told(sender)) {
        tally.removed += before == nullptr ? 0 : 1;
        return {};
    }
    ++(before == nullptr ? tally.added : tally.changed);
    switch (record.verdict) {
        case Verdict::accepted: {
            const bool was_held = before == nullptr ? record.source_was_held || waited(record)
                                                    : before->verdict == Verdict::held;
            ++(was_held ? tally.released : tally.accepted);
            break;
        }
        case Verdict::held:
            ++tally.held;
            break;
        case Verdict::rejected:
            ++tally.rejected;
            break;
        case Verdict::skipped:
            break;
    }
    SLUICE_ASSIGN(const auto issues, issues_of(record, sender));
    for (const auto& issue : issues) {
        if (is_first_of_cell(issue)) {
            context_.tally->add(
                issue, record.entity->name, record.id, subject_of(issue, record, *context_.pack.documents),
                {outcome.records.organisation, origin_of(issue)}
            );
        }
    }
    tell_of_loss(record, outcome, before);
    return {};
}

void Publisher::count_rows(const record::Record& record) {
    if (record.verdict == Verdict::held || record.verdict == Verdict::rejected) {
        for (const auto& origin : record.rows) {
            if (origin.receipt == context_.receipt->seq) {
                context_.tally->worsen(origin.at.file, origin.at.record, record.verdict);
            }
        }
    }
}

// A record that comes out as it is kept. What a submission of somebody else has made of it is told now, in
// the first receipt of its own sender since.
Result<void> Publisher::tell(
    const record::Record& record, const Outcome& outcome, const store::RecordState& before
) {
    if (!is_told(before.sender)) {
        return {};
    }
    SLUICE_ASSIGN(const auto* submission, context_.submissions.of(before.receipt));
    const auto& files = submission->files;
    const bool told =
        submission->sender == before.sender || std::any_of(files.begin(), files.end(), [&](const auto& file) {
            return file.sender == before.sender;
        });
    if (told) {
        ++context_.tally->entities[record.entity->name].unchanged;
        return {};
    }
    SLUICE_TRY(count(record, outcome, before.sender, &before));
    auto state = before;
    state.receipt = context_.receipt->seq;
    return context_.store.dataset().put_state(state);
}

Result<void> Publisher::publish_record(
    const record::Record& record, const Outcome& outcome, const store::RecordState* before
) {
    store::RecordRow row;
    row.state.content_hash = content_hash(record, outcome.records, context_.pack.rules());
    SLUICE_ASSIGN(row.state.sender, sender_of(record));
    if (before != nullptr && before->content_hash == row.state.content_hash &&
        before->person == outcome.records.person && before->sender == row.state.sender) {
        return tell(record, outcome, *before);
    }
    SLUICE_TRY(count(record, outcome, row.state.sender, before));
    count_rows(record);
    row.state.purpose = context_.purpose();
    row.state.entity = record.entity->name;
    row.state.record_id = record.id;
    row.state.person = outcome.records.person;
    row.state.verdict = record.verdict;
    row.state.receipt = context_.receipt->seq;
    SLUICE_ASSIGN(row.state.lineage_json, lineage_json(record));
    row.state.issues_json = write_record_findings(record, *context_.pack.documents);
    if (record.verdict != Verdict::accepted) {
        row.state.pending_json = pending_json(record);
    }
    if (!record.entity->stored) {
        return context_.store.dataset().put_state(row.state);
    }
    row.values = table_values(record);
    SLUICE_ASSIGN(row.provenance, provenance_of(record, outcome.records));
    ++records_;
    return context_.store.dataset().put_record(row);
}

// A row that waited for another and waits no longer, or the other way round.
Result<void> Publisher::settle_rows(const Outcome& outcome, const PersonRows& rows) {
    auto& facts = context_.facts();
    const auto set = [&](std::size_t index, bool held) -> Result<void> {
        const auto& fact = rows.rows()[index]->fact;
        SLUICE_TRY(facts.set_held(fact.table, fact.key, fact.person, held));
        if (fact.receipt == context_.receipt->seq) {
            // Read by this very receipt, before what it waits for was read or went.
            context_.tally->move(fact.file, fact.record, held ? Verdict::held : Verdict::accepted);
        }
        return {};
    };
    for (const auto index : outcome.released_rows) {
        SLUICE_TRY(set(index, false));
    }
    for (const auto index : outcome.held_rows) {
        SLUICE_TRY(set(index, true));
    }
    return {};
}

// Not only without rows, as where all were deleted: without rows because of a mark on the person.
Result<bool> Publisher::is_kept_out(const PersonRows& rows) {
    if (!rows.rows().empty()) {
        return false;
    }
    const auto& system = program_.system();
    const std::string_view key = std::string_view(rows.person()).substr(system.name.size() + 1);
    SLUICE_ASSIGN(const auto found, context_.facts().for_prefix(kept_out_table(system), key));
    return std::any_of(found.begin(), found.end(), [&](const auto& fact) { return fact.key == key; });
}

Result<void> Publisher::purge(const std::string& person, const std::vector<store::RecordState>& states) {
    for (const auto& state : states) {
        context_.tally->entities[state.entity].removed += is_told(state.sender) ? 1 : 0;
    }
    SLUICE_TRY(context_.store.dataset().purge_person(context_.purpose(), person));
    return {};
}

// An entry that states an objection, without the cells that it takes no more.
Result<void> Publisher::put_objection(const LoadedRow& entry) {
    const auto kept = kept_of_objection(*entry.row, program_, context_.purpose());
    const auto& before = entry.fact;
    store::Fact fact;
    fact.table = before.table;
    fact.key = before.key;
    fact.person = before.person;
    fact.cells = kept.cells;
    SLUICE_ASSIGN(fact.layout, context_.facts().layout_id(kept.columns));
    fact.hash = before.hash;
    fact.receipt = before.receipt;
    fact.file = before.file;
    fact.record = before.record;
    fact.byte_offset = before.byte_offset;
    fact.order = {before.stamp, before.sequence};
    const auto& schema = entry.row->table();
    fact.moves = schema.moves || schema.key_is_of_all();
    SLUICE_TRY(context_.facts().put(fact));
    return {};
}

// The mark says by which row of which receipt.
Result<void> Publisher::put_objector(std::string_view key, const record::Origin& standing) {
    const std::string table = objectors_table(program_.system());
    store::Fact mark;
    mark.table = table;
    mark.key = key;
    mark.cells = schema::to_string(schema::Fault::privacy_objection_entry);
    mark.receipt = standing.receipt;
    mark.file = standing.at.file;
    mark.record = standing.at.record;
    mark.byte_offset = standing.at.byte_offset;
    SLUICE_TRY(context_.facts().put(mark));
    return {};
}

// Nothing of the person is kept but the entries that say so, and what was kept before goes.
Result<void> Publisher::keep_out(
    const Outcome& outcome, const PersonRows& rows, const std::vector<store::RecordState>& states
) {
    const auto& person = rows.person();
    const auto& standing = outcome.objection->standing;
    const std::string_view key = std::string_view(person).substr(program_.system().name.size() + 1);
    SLUICE_ASSIGN(const auto known, context_.facts().for_prefix(objectors_table(program_.system()), key));
    if (known.empty()) {
        const bool own = static_cast<std::int64_t>(standing.receipt) == context_.receipt->seq;
        context_.tally->add(
            schema::Fault::privacy_objection_entry, own ? standing.at : SourceRef{kNoFile, 0, 0, 0}
        );
    }
    for (const auto& row : rows.rows()) {
        if (row->fact.receipt == context_.receipt->seq) {
            context_.tally->move(row->fact.file, row->fact.record, Verdict::skipped);
        }
    }
    SLUICE_TRY(purge(person, states));
    SLUICE_TRY(context_.facts().purge_person(person));
    for (const auto index : outcome.objection->entries) {
        SLUICE_TRY(put_objection(*rows.rows()[index]));
    }
    SLUICE_TRY(context_.links().replace_links(person, outcome.links));
    return put_objector(key, standing);
}

// Whom the submission is about: not everybody who is derived, because time has passed for all.
void Publisher::note_organisation(const Outcome& outcome, const PersonRows& rows) {
    const bool sent = std::any_of(rows.rows().begin(), rows.rows().end(), [&](const auto& row) {
        return row->fact.receipt == context_.receipt->seq ||
               context_.is_taken_up(row->fact.receipt, row->fact.file);
    });
    if (sent && is_ods_code(outcome.records.organisation)) {
        context_.tally->organisations.insert(outcome.records.organisation);
    }
}

Result<void> Publisher::publish(const Outcome& outcome, const PersonRows& rows) {
    told_.clear();
    auto& dataset = context_.store.dataset();
    SLUICE_ASSIGN(const auto states, dataset.states_of(context_.purpose(), outcome.records.person));
    SLUICE_ASSIGN(const bool kept_out, is_kept_out(rows));
    if (kept_out) {
        return purge(outcome.records.person, states);
    }
    if (outcome.objection) {
        return keep_out(outcome, rows, states);
    }
    note_organisation(outcome, rows);
    SLUICE_TRY(settle_rows(outcome, rows));
    SLUICE_TRY(context_.links().replace_links(outcome.records.person, outcome.links));
    std::map<std::pair<std::string_view, std::string_view>, const store::RecordState*> before;
    for (const auto& state : states) {
        before[{state.entity, state.record_id}] = &state;
    }
    for (const auto& record : outcome.records.records) {
        const auto found = before.find({record.entity->name, record.id});
        if (found != before.end()) {
            SLUICE_TRY(publish_record(record, outcome, found->second));
            before.erase(found);
            continue;
        }
        // It is new, or was another person's until now.
        SLUICE_ASSIGN(const auto moved, dataset.lineage(context_.purpose(), record.entity->name, record.id));
        SLUICE_TRY(publish_record(record, outcome, moved ? &*moved : nullptr));
    }
    for (const auto& [key, state] : before) {
        SLUICE_TRY(
            dataset.remove_record(context_.purpose(), state->entity, state->record_id, context_.receipt->seq)
        );
        context_.tally->entities[state->entity].removed += is_told(state->sender) ? 1 : 0;
    }
    return {};
}

}  // namespace sluice::pipeline
