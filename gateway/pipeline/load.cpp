#include "gateway/pipeline/load.hpp"

#include "gateway/base/hash.hpp"
#include "gateway/pipeline/blocks.hpp"
#include "gateway/pipeline/kept_out.hpp"
#include "gateway/pipeline/link_schemes.hpp"
#include "gateway/store/cells.hpp"

#include <algorithm>

namespace sluice::pipeline {
namespace {

using extract::KeptRow;
using schema::Fault;
using store::PutKind;

constexpr std::size_t kKnownMax = 1'000'000;  // persons remembered at a time

}  // namespace

Loader::Loader(const SubmissionContext& context, SharedRows& shared, const FileSet& set)
    : context_(context),
      shared_(shared),
      program_(shared.program()),
      set_(set),
      facts_(context.facts()),
      links_(context.links()),
      deciding_(map::deciding_tables(program_)) {}

Result<void> Loader::prepare() {
    const std::lock_guard lock(context_.store_mutex);
    SLUICE_ASSIGN(const auto rows, facts_.for_prefix(kept_out_table(*set_.system), ""));
    for (const auto& row : rows) {
        kept_out_.insert(row.key);
    }
    return context_.first ? Result<void>() : note_kept_rows();
}

// For a small set it costs less to ask for each row than to go through all keys.
Result<void> Loader::note_kept_rows() {
    if (set_.bytes < context_.limits.set_bytes_for_key_filter) {
        return {};
    }
    std::unordered_map<std::string_view, std::vector<std::uint64_t>> hashes;
    SLUICE_TRY(facts_.visit_keys([&](std::string_view table, std::string_view key) {
        Fnv1a hash;
        hash.add(key);
        hashes[table].push_back(hash.value());
    }));
    for (std::size_t table = 0; table < set_.system->tables.size(); ++table) {
        const auto name = fact_table(*set_.system, table);
        kept_before_.emplace(name, extract::KeyFilter(hashes[name]));
    }
    return {};
}

std::string Loader::person_of(const KeptRow& row) const {
    return row.person.empty() ? std::string() : set_.system->name + "/" + row.person;
}

Result<void> Loader::load(const MemberFile& member) {
    member_ = &member;
    table_ = member.recognised->table;
    table_name_ = fact_table(*set_.system, table_);
    extract::FilePlan plan;
    plan.program = &program_;
    plan.layout = &program_.layout(context_.purpose(), table_);
    plan.binding = member.binding;
    plan.count_only = !member.recognised->schema().used;
    if (!context_.first) {
        const auto filter = kept_before_.find(table_name_);
        plan.kept_before = filter == kept_before_.end() ? &all_kept_before_ : &filter->second;
    }
    plan.links = &shared_;
    std::vector<std::string> columns;
    for (const auto column : plan.layout->columns) {
        columns.push_back(plan.layout->schema().columns[column].name);
    }
    {
        const std::lock_guard lock(context_.store_mutex);
        SLUICE_ASSIGN(layout_, facts_.layout_id(columns));
    }
    SLUICE_TRY(scan(member, plan));
    const auto& counts = context_.tally->files[member.index];
    if (counts.read == 0 && set_.is_bulk && !plan.count_only) {
        context_.tally->add(Fault::file_header_only, {member.index, 0, 0, 0});
    }
    if (member.recognised->schema().scope == schema::Scope::shared) {
        shared_.forget();
    }
    return {};
}

Result<void> Loader::count(const MemberFile& member, Verdict verdict) {
    extract::FilePlan plan;
    plan.program = &program_;
    plan.layout = &program_.layout(context_.purpose(), member.recognised->table);
    plan.count_only = true;
    member_ = &member;
    SLUICE_TRY(scan(member, plan));
    auto& counts = context_.tally->files[member.index];
    if (verdict == Verdict::held) {
        std::swap(counts.skipped, counts.held);
    } else if (verdict == Verdict::rejected) {
        std::swap(counts.skipped, counts.rejected);
    }
    return {};
}

Result<void> Loader::scan(const MemberFile& member, const extract::FilePlan& plan) {
    Position position{member.header_record + 1, member.data_offset};
    BlockPipe pipe(member.path, member.data_offset, plan, context_.limits, context_.workers);
    for (;;) {
        SLUICE_ASSIGN(auto block, pipe.next());
        if (!block) {
            return shared_.status();
        }
        SLUICE_TRY(apply(*block, position));
        position.record += block->records;
        position.offset += block->consumed;
        report_progress(block->consumed);
    }
}

void Loader::report_progress(std::uint64_t bytes) {
    if (context_.progress != nullptr) {
        context_.progress->done += bytes;
        if (context_.watch) {
            context_.watch(*context_.progress);
        }
    }
}

Result<void> Loader::apply(const extract::Batch& batch, const Position& position) {
    auto& counts = context_.tally->files[member_->index];
    counts.read += batch.read;
    counts.rejected += batch.rejected;
    counts.skipped += batch.skipped;
    if (context_.progress != nullptr) {
        context_.progress->rows += batch.read;
    }
    for (const auto& fault : batch.faults) {
        context_.tally->add(
            fault.fault, {member_->index, fault.column, position.record + fault.record,
                          position.offset + fault.byte_offset}
        );
    }
    const std::lock_guard lock(context_.store_mutex);
    for (const auto& row : batch.rows) {
        SLUICE_TRY(apply_row(
            row, {member_->index, 0, position.record + row.record, position.offset + row.byte_offset}
        ));
    }
    return {};
}

Result<void> Loader::apply_row(const KeptRow& row, const SourceRef& at) {
    Verdict verdict = Verdict::accepted;
    switch (row.kind) {
        case Kind::tombstone: {
            SLUICE_ASSIGN(verdict, apply_tombstone(row));
            break;
        }
        case Kind::scope_exit: {
            SLUICE_ASSIGN(verdict, apply_scope_exit(row, at));
            break;
        }
        case Kind::excluded: {
            SLUICE_ASSIGN(verdict, apply_excluded(row, at));
            break;
        }
        case Kind::row: {
            SLUICE_ASSIGN(verdict, apply_kept(row, at));
            break;
        }
    }
    auto& counts = context_.tally->files[member_->index];
    switch (verdict) {
        case Verdict::accepted:
            ++counts.accepted;
            break;
        case Verdict::held:
            ++counts.held;
            break;
        case Verdict::rejected:
            ++counts.rejected;
            break;
        case Verdict::skipped:
            ++counts.skipped;
            break;
    }
    return {};
}

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

// The rows of this key that other persons hold are theirs no longer.
Result<store::MoveResult> Loader::vacate(const KeptRow& row) {
    if (!member_->recognised->schema().moves) {
        return store::MoveResult{};
    }
    SLUICE_ASSIGN(auto moved, facts_.move(table_name_, row.key, person_of(row), {set_.stamp, row.order}));
    for (const auto& person : moved.vacated) {
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
    if (kept_out_.contains(row.person)) {
        if (schema.name != set_.system->person_table) {
            return Verdict::skipped;
        }
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
    if (moved.stale) {
        context_.tally->add(Fault::row_superseded, at);
        return Verdict::skipped;
    }
    const bool nobody = schema.scope == schema::Scope::person && row.person.empty();
    if (row.choice == map::Choice::drop || nobody) {
        return pass_over(row, !moved.vacated.empty());
    }
    bool held = row.choice == map::Choice::hold;
    if (held) {
        context_.tally->add(row.fault, at);
    } else if (schema.scope == schema::Scope::person && schema.name != set_.system->person_table) {
        SLUICE_ASSIGN(const bool known, is_known(person_of(row)));
        if (!known) {
            held = true;
            context_.tally->add(Fault::link_unknown_person, at);
        }
    }
    if (schema.name == set_.system->agreement_table) {
        SLUICE_TRY(report_agreement(row, at));
    }
    return apply_put(row, at, held);
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
        Fnv1a hash;
        hash.add(blob_);
        fact.hash = hash.value();
    }
    fact.receipt = context_.receipt->seq;
    fact.file = at.file;
    fact.record = at.record;
    fact.byte_offset = at.byte_offset;
    fact.order = {set_.stamp, row.order};
    fact.moves = member_->recognised->schema().moves;
    return fact;
}

Result<Verdict> Loader::apply_put(const KeptRow& row, const SourceRef& at, bool held) {
    blob_ = store::encode_cells(row.cells);
    const std::string person = person_of(row);
    auto fact = fact_of(row, at, person);
    fact.held = held;
    SLUICE_ASSIGN(const auto result, facts_.put(fact));
    SLUICE_TRY(notice_growth(row, result.kind));
    switch (result.kind) {
        case PutKind::inserted:
        case PutKind::changed:
            SLUICE_TRY(touch(row));
            break;
        case PutKind::superseded_existing:
            context_.tally->add(Fault::row_superseded, {result.lost_file, 0, result.lost_record, 0});
            if (!context_.again) {
                context_.tally->move(
                    result.lost_file, result.lost_record, result.was_held ? Verdict::held : Verdict::accepted,
                    Verdict::skipped
                );
            }
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
    if (member_->recognised->schema().name == set_.system->person_table) {
        known_[person] = true;
    }
    return held ? Verdict::held : Verdict::accepted;
}

// A row for a key that nobody knew changes no decision: what refers to it was kept, waiting. A row that
// changes, or joins others of its key (another user of a session, another parent of a code), may.
Result<void> Loader::notice_growth(const KeptRow& row, PutKind kind) {
    if (context_.first || !deciding_[table_] || selection_grew_) {
        return {};
    }
    if (kind == PutKind::changed) {
        selection_grew_ = true;
    } else if (kind == PutKind::inserted) {
        const auto group = row.key.substr(0, row.key.find(record::kKeySeparator));
        SLUICE_ASSIGN(const auto rows, facts_.for_prefix(table_name_, group));
        selection_grew_ = std::any_of(rows.begin(), rows.end(), [&](const auto& other) {
            return other.receipt != context_.receipt->seq;
        });
    }
    return {};
}

Result<Verdict> Loader::apply_tombstone(const KeptRow& row) {
    const store::FactOrder order{set_.stamp, row.order};
    const bool moves = member_->recognised->schema().moves;
    std::vector<std::string> holders = {person_of(row)};
    if (moves && row.person.empty()) {
        SLUICE_ASSIGN(holders, facts_.holders(table_name_, row.key));
    }
    bool removed = false;
    for (const auto& person : holders) {
        SLUICE_ASSIGN(const auto kind, facts_.remove(table_name_, row.key, person, order));
        if (kind == store::RemoveKind::removed) {
            removed = true;
            SLUICE_TRY(person.empty() ? touch(row) : links_.touch(person));
        }
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
    if (schema.name == set_.system->person_table) {
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
    return apply_tombstone(row);  // an entry that has become confidential goes
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
