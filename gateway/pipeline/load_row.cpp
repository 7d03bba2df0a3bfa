// What becomes of one row: the second half of the loader (load.hpp).
#include "gateway/base/hash.hpp"
#include "gateway/pipeline/kept_out.hpp"
#include "gateway/pipeline/link_schemes.hpp"
#include "gateway/pipeline/load.hpp"
#include "gateway/store/cells.hpp"

#include <algorithm>

namespace sluice::pipeline {
namespace {

using extract::KeptRow;
using schema::Fault;
using store::PutKind;

constexpr std::size_t kKnownMax = 1'000'000;  // persons remembered at a time

}  // namespace

// Whose records may change because of this row.
Result<void> Loader::touch(const KeptRow& row) {
    if (!row.person.empty()) {
        return links_.touch(person_of(row));
    }
    if (context_.first) {
        return {};
    }
    SLUICE_ASSIGN(const auto persons, links_.persons_linked_to(table_name_, row.key));
    for (const auto& person : persons) {
        SLUICE_TRY(links_.touch(person));
    }
    return {};
}

// Whoever is held for having this person's number may be free once the person is gone.
Result<void> Loader::touch_those_who_share(const std::string& person) {
    SLUICE_ASSIGN(const auto number, links_.link_value(person, kNumberScheme));
    if (number.empty()) {
        return {};
    }
    SLUICE_ASSIGN(const auto sharing, links_.persons_with(kNumberScheme, number));
    for (const auto& other : sharing) {
        SLUICE_TRY(links_.touch(other));
    }
    return {};
}

Result<bool> Loader::is_known(const std::string& person) {
    if (const auto found = known_.find(person); found != known_.end()) {
        return found->second;
    }
    const auto& system = *set_.system;
    SLUICE_ASSIGN(
        const auto rows,
        facts_.for_prefix(fact_table(system, *system.table_index(system.person_table)), "", person)
    );
    if (known_.size() >= kKnownMax) {
        known_.clear();
    }
    return known_.emplace(person, !rows.empty()).first->second;
}

// A row that this submission has counted lost to another row of it. Counts of an earlier one stand.
void Loader::supersede(const SourceRef& lost) {
    Tally* tally = context_.again ? context_.recount : context_.tally;
    if (tally != nullptr) {
        tally->add(Fault::row_superseded, lost);
        tally->move(lost.file, lost.record, Verdict::skipped);
    }
}

// Also of a row that was passed over when its set was read first, so that nobody was told of it.
void Loader::tell_why_held(Fault fault, const SourceRef& at) {
    context_.tally->add(fault, at);
    if (context_.recount != nullptr && context_.recount->verdict_of(at.file, at.record) == Verdict::skipped) {
        context_.recount->add(fault, at);
    }
}

// The record has become another person's. Where one submission says both, the row before is one that lost.
Result<void> Loader::take_away(const KeptRow& row, const std::string& person) {
    SLUICE_ASSIGN(const auto rows, facts_.for_prefix(table_name_, row.key, person));
    for (const auto& before : rows) {
        if (before.key == row.key && before.receipt == context_.receipt->seq) {
            supersede({before.file, 0, before.record, before.byte_offset});
        }
    }
    SLUICE_TRY(facts_.remove(table_name_, row.key, person, {set_.stamp, row.order}));
    return {};
}

// The rows of this key that other persons hold are theirs no longer.
Result<store::MoveResult> Loader::vacate(const KeptRow& row) {
    const auto& schema = member_->recognised->schema();
    if (!schema.moves && !schema.key_is_of_all()) {
        return store::MoveResult{};
    }
    SLUICE_ASSIGN(auto moved, facts_.move(table_name_, row.key, person_of(row), {set_.stamp, row.order}));
    for (const auto& person : moved.vacated) {
        if (schema.owned || !schema.moves) {
            SLUICE_TRY(take_away(row, person));
        }
        SLUICE_TRY(links_.touch(person));
    }
    return moved;
}

// A row that no mapping wants, or that is nobody's. An earlier version of it may have been wanted.
Result<Verdict> Loader::pass_over(const KeptRow& row, bool vacated) {
    if (!row.person.empty()) {
        SLUICE_ASSIGN(
            const auto gone, facts_.remove(table_name_, row.key, person_of(row), {set_.stamp, row.order})
        );
        if (gone == store::RemoveKind::removed) {
            SLUICE_TRY(touch(row));
            return Verdict::accepted;
        }
    }
    return vacated ? Verdict::accepted : Verdict::skipped;
}

Result<Verdict> Loader::apply_kept(const KeptRow& row, const SourceRef& at) {
    const auto& schema = member_->recognised->schema();
    if (kept_out_.contains(row.person) && set_.system->brings_person(schema)) {
        SLUICE_ASSIGN(
            const auto freed,
            facts_.remove(kept_out_table(*set_.system), row.person, "", {set_.stamp, row.order})
        );
        if (freed == store::RemoveKind::stale) {
            context_.tally->add(Fault::row_superseded, at);
            return Verdict::skipped;
        }
        // The flag was taken off: the person is in again, with what was passed over meanwhile.
        kept_out_.erase(row.person);
        selection_grew_ = true;
    }
    SLUICE_ASSIGN(const auto moved, vacate(row));
    // It has gone to somebody else since. Whoever had it until then keeps what it was, unless it is owned.
    const bool nobody = schema.scope == schema::Scope::person && row.person.empty();
    if (moved.stale && (schema.owned || nobody)) {
        context_.tally->add(Fault::row_superseded, at);
        return Verdict::skipped;
    }
    if (kept_out_.contains(row.person)) {
        return Verdict::skipped;  // nothing of it is kept, and whoever held the record does so no longer
    }
    if (objectors_.contains(row.person)) {
        return apply_of_objector(row, at);
    }
    if (row.choice == map::Choice::drop || nobody) {
        return pass_over(row, !moved.vacated.empty());
    }
    bool held = row.choice == map::Choice::hold;
    if (held) {
        tell_why_held(row.fault, at);
    } else if (schema.scope == schema::Scope::person && !schema.alone && !set_.system->brings_person(schema)) {
        SLUICE_ASSIGN(const bool known, is_known(person_of(row)));
        if (!known) {
            held = true;
            auto person = at;
            person.column = static_cast<std::uint32_t>(*schema.column(schema.person.back()) + 1);
            tell_why_held(Fault::link_unknown_person, person);
        }
    }
    if (schema.name == set_.system->agreement_table) {
        SLUICE_TRY(report_agreement(row, at));
    }
    return apply_put(row, at, held, moved.stale);
}

// Only entries by which the objection may be withdrawn.
Result<Verdict> Loader::apply_of_objector(const KeptRow& row, const SourceRef& at) {
    if (row.choice == map::Choice::objection) {
        return apply_put(row, at, false, false);
    }
    if (set_.system->brings_person(member_->recognised->schema()) &&
        told_objectors_.insert(row.person).second) {
        context_.tally->add(Fault::privacy_objection_entry, at);
    }
    return Verdict::skipped;
}

// When sets are read again: of whoever is let in, the person is read again, too.
bool Loader::is_person_kept(const KeptRow& row) const {
    return context_.let_in == nullptr || !context_.let_in->contains(person_of(row));
}

store::Fact Loader::fact_of(const KeptRow& row, const SourceRef& at, const std::string& person) const {
    store::Fact fact;
    fact.table = table_name_;
    fact.key = row.key;
    fact.person = person;
    fact.cells = blob_;
    fact.layout = layout_;
    // Of a shared row only what is kept counts: a new telephone number of a user changes nobody's record.
    fact.hash = row.hash;
    if (person.empty()) {
        fact.hash = hash_of(blob_);
    }
    fact.receipt = context_.receipt->seq;
    fact.file = at.file;
    fact.record = at.record;
    fact.byte_offset = at.byte_offset;
    fact.order = {set_.stamp, row.order};
    fact.moves = member_->recognised->schema().moves || member_->recognised->schema().key_is_of_all();
    return fact;
}

Result<Verdict> Loader::apply_put(const KeptRow& row, const SourceRef& at, bool held, bool vacated) {
    blob_ = store::encode_cells(row.cells);
    const std::string person = person_of(row);
    auto fact = fact_of(row, at, person);
    fact.held = held;
    fact.vacated = vacated;
    SLUICE_ASSIGN(const auto result, facts_.put(fact));
    SLUICE_TRY(notice_growth(row, result.kind));
    switch (result.kind) {
        case PutKind::inserted:
        case PutKind::changed:
            SLUICE_TRY(touch(row));
            break;
        case PutKind::superseded_existing:
            supersede({result.lost_file, 0, result.lost_record, 0});
            SLUICE_TRY(touch(row));
            break;
        case PutKind::superseded_incoming:
        case PutKind::stale:
            context_.tally->add(Fault::row_superseded, at);
            return Verdict::skipped;
        case PutKind::duplicate:
            context_.tally->add(Fault::row_duplicate, at);
            return Verdict::skipped;
        case PutKind::unchanged:
            break;
    }
    if (set_.system->brings_person(member_->recognised->schema())) {
        known_[person] = true;
    }
    return held ? Verdict::held : Verdict::accepted;
}

// Entries that hold their codes themselves wait for no translation: they were passed over while no list had
// them.
bool Loader::translates_what_is_wanted(const KeptRow& row) const {
    const auto& translation = member_->recognised->schema();
    const auto& tables = set_.system->tables;
    const bool translates = std::any_of(tables.begin(), tables.end(), [&](const auto& table) {
        const auto* parent = table.concepts && &table != &translation ? table.link("parent") : nullptr;
        return parent != nullptr && parent->table == translation.name;
    });
    if (!translates || !translation.concepts) {
        return false;
    }
    const record::SourceRow source(program_.layout(context_.purpose(), table_), row.cells, nullptr);
    const auto& codes = translation.concepts->codes;
    return std::any_of(codes.begin(), codes.end(), [&](const auto& code) {
        return program_.terms().is_listed(code.system, source.cell(code.column));
    });
}

// A row for a key that nobody knew changes no decision: what refers to it was kept, waiting. A row that
// changes, or joins others of its key (another user of a session, another parent of a code), may.
Result<void> Loader::notice_growth(const KeptRow& row, PutKind kind) {
    if (context_.first || !deciding_[table_] || selection_grew_) {
        return {};
    }
    // Of a set of the same submission that came before, what changes is superseded.
    if (kind == PutKind::changed || kind == PutKind::superseded_existing) {
        selection_grew_ = true;
    } else if (kind == PutKind::inserted) {
        const auto group = row.key.substr(0, row.key.find(record::kKeySeparator));
        SLUICE_ASSIGN(const auto rows, facts_.for_prefix(table_name_, group));
        selection_grew_ = std::any_of(rows.begin(), rows.end(), [&](const auto& other) {
            return other.receipt != context_.receipt->seq || other.stamp != set_.stamp;
        });
        selection_grew_ = selection_grew_ || translates_what_is_wanted(row);
    }
    return {};
}

// Who may hold the row that a deletion is about. What names its person anew with every row may be another
// person's by now than the deletion says, and one may say nothing but the key of the row.
Result<std::vector<std::string>> Loader::holders_of(const KeptRow& row) {
    const auto& schema = member_->recognised->schema();
    if (schema.owned || (row.person.empty() && (schema.moves || schema.key_is_of_all()))) {
        return facts_.holders(table_name_, row.key);
    }
    return std::vector<std::string>{person_of(row)};
}

// With the person goes what hangs on them, also what waits for them: else it would come back with the person.
Result<bool> Loader::remove_dependants(const KeptRow& row, const store::FactOrder& order) {
    const std::string person = person_of(row);
    SLUICE_ASSIGN(const auto rows, facts_.for_person(person));
    bool removed = false;
    for (const auto& hanging : rows) {
        SLUICE_ASSIGN(const auto kind, facts_.remove(hanging.table, hanging.key, person, order));
        removed = removed || kind == store::RemoveKind::removed;
    }
    known_.erase(person);
    return removed;
}

Result<Verdict> Loader::apply_tombstone(const KeptRow& row, const SourceRef& at) {
    const auto& removal = member_->recognised->schema().removed;
    const store::FactOrder order{set_.stamp, row.order};
    SLUICE_ASSIGN(const auto holders, holders_of(row));
    bool removed = false;
    bool found = false;
    for (const auto& person : holders) {
        SLUICE_ASSIGN(const auto kind, facts_.remove(table_name_, row.key, person, order));
        found = found || kind != store::RemoveKind::absent;
        if (kind == store::RemoveKind::removed) {
            removed = true;
            SLUICE_TRY(person.empty() ? touch(row) : links_.touch(person));
        }
    }
    if (removal && removal->with_all) {
        SLUICE_ASSIGN(const bool hanging, remove_dependants(row, order));
        if (hanging) {
            found = removed = true;
            SLUICE_TRY(links_.touch(person_of(row)));
        }
    }
    const bool kept_out = kept_out_.contains(row.person) || objectors_.contains(row.person);
    if (!found && removal && removal->absent && !kept_out) {
        context_.tally->add(*removal->absent, at);
    }
    return removed ? Verdict::accepted : Verdict::skipped;
}

Result<Verdict> Loader::apply_scope_exit(const KeptRow& row, const SourceRef& at) {
    const std::string person = person_of(row);
    SLUICE_ASSIGN(auto rows, facts_.for_prefix(table_name_, row.key, person));
    if (rows.empty()) {
        return Verdict::skipped;
    }
    // The last known cells stay; the stamp becomes the day on which the person left, said the first time.
    auto& known = rows.front();
    if (known.removed) {
        return Verdict::accepted;
    }
    blob_ = std::move(known.cells);
    auto fact = fact_of(row, at, person);
    fact.layout = known.layout;
    fact.removed = true;
    fact.hash = ~known.hash;
    SLUICE_ASSIGN(const auto result, facts_.put(fact));
    if (result.kind == PutKind::changed || result.kind == PutKind::superseded_existing) {
        SLUICE_TRY(touch(row));
    }
    return result.kind == PutKind::stale ? Verdict::skipped : Verdict::accepted;
}

Result<Verdict> Loader::apply_excluded(const KeptRow& row, const SourceRef& at) {
    const auto& schema = member_->recognised->schema();
    if (set_.system->brings_person(schema)) {
        SLUICE_ASSIGN(const auto known, facts_.for_prefix(table_name_, row.key, person_of(row)));
        if (!known.empty() &&
            store::compare({set_.stamp, row.order}, {known.front().stamp, known.front().sequence}) < 0) {
            context_.tally->add(Fault::row_superseded, at);
            return Verdict::skipped;
        }
        context_.tally->add(row.fault, at);
        SLUICE_TRY(touch_those_who_share(person_of(row)));
        SLUICE_TRY(facts_.purge_person(person_of(row)));
        SLUICE_TRY(links_.touch(person_of(row)));
        kept_out_.insert(row.person);
        blob_ = std::string(schema::to_string(row.fault));
        auto fact = fact_of(row, at, "");
        const std::string table = kept_out_table(*set_.system);
        fact.table = table;
        fact.key = row.person;
        SLUICE_TRY(facts_.put(fact));
        return Verdict::skipped;
    }
    if (kept_out_.contains(row.person)) {
        return Verdict::skipped;
    }
    if (row.choice == map::Choice::drop) {
        return pass_over(row, false);
    }
    context_.tally->add(row.fault, at);
    return apply_tombstone(row, at);  // an entry that has become confidential goes
}

Result<void> Loader::report_agreement(const KeptRow& row, const SourceRef& at) {
    const auto& condition = program_.agreement_disabled();
    if (!condition) {
        return {};
    }
    const record::SourceRow source(program_.layout(context_.purpose(), table_), row.cells, nullptr);
    SLUICE_ASSIGN(const auto disabled, expression::holds(*condition, &source, {}));
    if (disabled.value_or(true)) {
        context_.tally->add(Fault::set_agreement_disabled, at);
    }
    return {};
}

}  // namespace sluice::pipeline
