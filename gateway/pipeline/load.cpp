#include "gateway/pipeline/load.hpp"

#include "gateway/base/hash.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/pipeline/blocks.hpp"
#include "gateway/pipeline/kept_out.hpp"
#include "gateway/pipeline/objections.hpp"

#include <algorithm>

namespace sluice::pipeline {

using extract::KeptRow;
using schema::Fault;

Loader::Loader(const SubmissionContext& context, SharedRows& shared, const FileSet& set)
    : context_(context),
      shared_(shared),
      program_(shared.program()),
      set_(set),
      facts_(context.facts()),
      links_(context.links()),
      deciding_(map::deciding_tables(program_)) {}

Result<void> Loader::prepare(const std::vector<MemberFile>& members) {
    {
        const std::lock_guard lock(context_.store_mutex);
        SLUICE_ASSIGN(const auto rows, facts_.for_prefix(kept_out_table(*set_.system), ""));
        for (const auto& row : rows) {
            kept_out_.insert(row.key);
        }
        SLUICE_ASSIGN(const auto objectors, facts_.for_prefix(objectors_table(*set_.system), ""));
        for (const auto& row : objectors) {
            objectors_.insert(row.key);
        }
        SLUICE_TRY(context_.first ? Result<void>() : note_kept_rows());
    }
    return set_.system->versioned ? Result<void>() : find_contradictions(members);
}

// Before any row is applied: what the store has must be there still when both rows turn out to wait.
Result<void> Loader::find_contradictions(const std::vector<MemberFile>& members) {
    for (const auto index : set_.members) {
        const auto& member = members[index];
        for (const auto& section : member.sections) {
            SLUICE_TRY(member.rejected ? Result<void>() : note_contradictions(member, section));
        }
    }
    contradictions_.settle();
    return {};
}

Result<void> Loader::note_contradictions(const MemberFile& member, const Section& section) {
    const auto plan = plan_for(member, section);
    if (plan.count_only) {
        return {};
    }
    BlockPipe pipe(
        {member.path, section.data_offset, section.end_offset}, plan, context_.limits, context_.workers
    );
    for (;;) {
        SLUICE_ASSIGN(const auto block, pipe.next());
        if (!block) {
            return shared_.status();
        }
        for (const auto& row : block->rows) {
            contradictions_.note(member.recognised->table, row);
        }
    }
}

// For a small set it costs less to ask for each row than to go through all keys.
Result<void> Loader::note_kept_rows() {
    if (set_.bytes < context_.limits.set_bytes_for_key_filter) {
        return {};
    }
    std::unordered_map<std::string_view, std::vector<std::uint64_t>> hashes;
    SLUICE_TRY(facts_.visit_keys([&](std::string_view table, std::string_view key) {
        hashes[table].push_back(hash_of(key));
    }));
    for (std::size_t table = 0; table < set_.system->tables.size(); ++table) {
        const auto name = fact_table(*set_.system, table);
        kept_before_.emplace(name, extract::KeyFilter(hashes[name]));
    }
    return {};
}

std::string Loader::person_of(const KeptRow& row) const {
    if (row.person.empty()) {
        return {};
    }
    const auto& table = member_->recognised->schema();
    return set_.system->name + "/" + (table.alone ? table.name + "/" : "") + row.person;
}

extract::FilePlan Loader::plan_for(const MemberFile& member, const Section& section) const {
    extract::FilePlan plan;
    plan.program = &program_;
    plan.layout = &program_.layout(context_.purpose(), member.recognised->table);
    plan.purpose = context_.purpose();
    plan.binding = section.binding;
    plan.dialect = member.dialect;
    plan.encoding = member.encoding;
    plan.count_only = !member.recognised->schema().used || member.not_for_purpose;
    if (!context_.first) {
        const auto filter = kept_before_.find(fact_table(*set_.system, member.recognised->table));
        plan.kept_before = filter == kept_before_.end() ? &all_kept_before_ : &filter->second;
    }
    plan.links = &shared_;
    return plan;
}

Result<void> Loader::load(const MemberFile& member) {
    member_ = &member;
    table_ = member.recognised->table;
    table_name_ = fact_table(*set_.system, table_);
    for (const auto& section : member.sections) {
        SLUICE_TRY(load_section(member, section));
    }
    name_organisations();
    const auto& counts = context_.tally->files[member.index];
    const bool used = member.recognised->schema().used && !member.not_for_purpose;
    if (counts.read == 0 && is_full(set_, member) && used) {
        context_.tally->add(Fault::file_header_only, {member.index, 0, 0, 0});
    }
    if (member.recognised->schema().scope == schema::Scope::shared) {
        shared_.forget();
    }
    return {};
}

Result<void> Loader::load_section(const MemberFile& member, const Section& section) {
    const auto plan = plan_for(member, section);
    std::vector<std::string> columns;
    for (const auto column : plan.layout->columns) {
        columns.push_back(plan.layout->schema().columns[column].name);
    }
    {
        const std::lock_guard lock(context_.store_mutex);
        SLUICE_ASSIGN(layout_, facts_.layout_id(columns));
    }
    begin_dates(plan);
    SLUICE_TRY(scan(member, section, plan));
    report_mixed_dates(plan);
    return {};
}

Result<void> Loader::count(const MemberFile& member, Verdict verdict) {
    extract::FilePlan plan;
    plan.program = &program_;
    plan.layout = &program_.layout(context_.purpose(), member.recognised->table);
    plan.dialect = member.dialect;
    plan.count_only = true;
    member_ = &member;
    for (const auto& section : member.sections) {
        SLUICE_TRY(scan(member, section, plan));
    }
    auto& counts = context_.tally->files[member.index];
    if (verdict == Verdict::held) {
        std::swap(counts.skipped, counts.held);
    } else if (verdict == Verdict::rejected) {
        std::swap(counts.skipped, counts.rejected);
    }
    return {};
}

Result<void> Loader::scan(const MemberFile& member, const Section& section, const extract::FilePlan& plan) {
    Position position{section.header_record + 1, section.data_offset};
    BlockPipe pipe(
        {member.path, section.data_offset, section.end_offset}, plan, context_.limits, context_.workers
    );
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

// Whose rows the submission holds: also of those that change nothing, or only take away. A row that is not
// used may name anybody.
void Loader::note_organisation(const KeptRow& row) {
    const auto& layout = program_.layout(context_.purpose(), table_);
    const auto column = layout.schema().column(layout.schema().organisation);
    const auto cell = column ? layout.cell_of[*column] : -1;
    if (layout.schema().scope != schema::Scope::person || cell < 0) {
        return;
    }
    const auto text = row.cells[static_cast<std::size_t>(cell)];
    if (!text.empty() && organisations_.find(text) == organisations_.end()) {
        organisations_.emplace(text);
    }
}

// Where the system has a table of them, rows name it by a key.
void Loader::name_organisations() {
    const auto& system = *set_.system;
    const auto table = system.table_index(system.organisation_table);
    for (const auto& name : organisations_) {
        std::vector<const record::SourceRow*> found;
        if (table) {
            shared_.find(*table, name, found);
        }
        const auto in_table =
            found.empty() ? std::string_view() : found.front()->cell(system.organisation_code);
        const auto code = table ? in_table : std::string_view(name);
        if (is_ods_code(code)) {
            context_.tally->organisations.emplace(code);
        }
    }
    organisations_.clear();
}

// The supplier of an extract writes all dates alike.
void Loader::begin_dates(const extract::FilePlan& plan) {
    std::vector<bool> is_date;
    for (const auto column : plan.layout->columns) {
        const auto type = plan.layout->schema().columns[column].type;
        is_date.push_back(
            !set_.system->manifest.empty() &&
            (type == schema::ColumnType::date || type == schema::ColumnType::datetime)
        );
    }
    date_styles_ = DateStyles(is_date);
}

void Loader::report_mixed_dates(const extract::FilePlan& plan) {
    for (const auto cell : date_styles_.mixed()) {
        const auto column = static_cast<std::uint32_t>(plan.layout->columns[cell] + 1);
        context_.tally->add(Fault::file_mixed_dates, {member_->index, column, 0, 0});
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
            fault.fault,
            {member_->index, fault.place, position.record + fault.record, position.offset + fault.byte_offset}
        );
    }
    const bool is_person_table = set_.system->brings_person(member_->recognised->schema());
    const std::lock_guard lock(context_.store_mutex);
    counted_ = 0;
    for (const auto& row : batch.rows) {
        date_styles_.note(row.cells);
        if (set_.is_snapshot) {
            seen_.note(table_name_, row.key);
        }
        // Persons are what they have become since an earlier set; what went with them stays gone.
        // What was refused counts still: of its table nothing is taken away (incomplete_tables).
        if (context_.again && is_person_table && row.kind != Kind::tombstone && is_person_kept(row)) {
            const bool refused = row.kind != Kind::excluded && contradictions_.contains(table_, row.key);
            counts.rejected += refused ? 1 : 0;
            continue;
        }
        SLUICE_TRY(apply_row(
            row, {member_->index, 0, position.record + row.record, position.offset + row.byte_offset}
        ));
    }
    return {};
}

Result<Verdict> Loader::apply_sound(const KeptRow& row, const SourceRef& at) {
    switch (row.kind) {
        case Kind::tombstone:
            return apply_tombstone(row, at);
        case Kind::scope_exit:
            return apply_scope_exit(row, at);
        case Kind::excluded:
            // An objection counts even where the entry itself is confidential.
            return row.choice == map::Choice::objection &&
                           !set_.system->brings_person(member_->recognised->schema())
                       ? apply_kept(row, at)
                       : apply_excluded(row, at);
        case Kind::row:
            break;
    }
    return apply_kept(row, at);
}

// Of several entries of one row the worst counts, and it is accepted where one of them is used.
void Loader::count_row(const KeptRow& row, const SourceRef& at, Verdict verdict) {
    if (at.record == counted_) {
        context_.tally->count_entry(at.file, at.record, verdict);
    } else {
        context_.tally->count(at.file, at.record, verdict);
    }
    counted_ = at.record;
    if (row.others_rejected) {
        context_.tally->worsen(at.file, at.record, Verdict::rejected);
    }
}

Result<void> Loader::apply_row(const KeptRow& row, const SourceRef& at) {
    Verdict verdict = Verdict::rejected;
    const bool contradicted = contradictions_.contains(table_, row.key);
    if (contradicted) {
        context_.tally->add(Fault::row_contradicted, at);
    }
    // A row that keeps a person out does so whatever another one says.
    if (!contradicted || row.kind == Kind::excluded) {
        SLUICE_ASSIGN(verdict, apply_sound(row, at));
    }
    count_row(row, at, verdict);
    if (verdict == Verdict::accepted) {
        note_organisation(row);
    }
    // What was passed over when the set was read first may be used now. What was used then and is not now has
    // lost to a later set, and whatever took its place has said so.
    if (context_.recount != nullptr && (verdict == Verdict::accepted || verdict == Verdict::held)) {
        context_.recount->move(at.file, at.record, verdict);
    }
    return {};
}

}  // namespace sluice::pipeline
