#include "gateway/pipeline/apply_sets.hpp"

#include "gateway/pipeline/backfill.hpp"
#include "gateway/pipeline/collected.hpp"
#include "gateway/pipeline/forms.hpp"
#include "gateway/pipeline/members.hpp"
#include "gateway/pipeline/repetition.hpp"
#include "gateway/pipeline/row_counts.hpp"
#include "gateway/pipeline/set_manifest.hpp"
#include "gateway/pipeline/tables.hpp"

#include <algorithm>

namespace sluice::pipeline {

using schema::Fault;

Result<void> SetApplier::apply(const std::vector<FileSet>& sets) {
    SLUICE_ASSIGN(waiting_, WaitingSets::load(run_.context()));
    for (const auto& set : sets) {
        SLUICE_TRY(apply(set));
    }
    return {};
}

Result<void> SetApplier::read_again(const schema::SourceSystem& system, const std::set<std::string>& let_in) {
    const auto& purpose = run_.receipt.submission.purpose;
    SharedRows shared(run_.pack.program(system), run_.store.facts(purpose), purpose, run_.store_mutex);
    let_in_ = &let_in;
    const auto read = read_earlier(system, shared);
    let_in_ = nullptr;
    return read;
}

Result<void> SetApplier::remember() {
    SLUICE_TRY(remember_refused(run_.store, run_.receipt, refused_));
    return waiting_.remember(run_.context(), own_waiting_);
}

// Rows of a file that was rejected for its headings are counted as what they are; of others none can be told.
Result<void> SetApplier::count_rejected(Loader& loader, const FileSet& set) {
    for (const auto index : set.members) {
        if (run_.members[index].rejected && !run_.members[index].sections.empty()) {
            SLUICE_TRY(loader.count(run_.members[index], Verdict::rejected));
        }
    }
    return {};
}

// Made later than sent. A stamp is in the local time of the system that wrote it, the submission's day in
// UTC.
bool SetApplier::is_ahead(const FileSet& set) const {
    if (set.stamp.empty()) {
        return false;
    }
    // A stamp that is no time would order every later set after it or before it.
    const auto made = extract::date_of_stamp(set.stamp);
    const auto sent = *Date::parse(run_.receipt.submission.as_of);
    return !made || *made > add_days(sent, run_.options.limits.stamp_days_ahead_max);
}

// For a set that is missing before it. A trial run knows no earlier ones.
bool SetApplier::waits(const FileSet& set, const SetOrder& order) {
    if (run_.options.process_incomplete || run_.options.without_missing) {
        return false;
    }
    const SourceRef at{run_.members[set.members.front()].index, 0, 0, 0};
    if (leaves_gap(set, order.applied())) {
        run_.tally.add(Fault::set_manifest_gap, at);
        return true;
    }
    const auto missing = set.system->sequence.empty() ? std::nullopt : order.missing_before(set);
    if (!missing) {
        return false;
    }
    run_.tally.add(missing->known ? Fault::set_predecessor_missing : Fault::set_gap, at, missing->sets);
    return missing->known;
}

// A full extract with far fewer people than its practices have.
Result<bool> SetApplier::lacks_people(const FileSet& set) {
    if (!set.is_bulk || run_.list_sizes.digest.empty() || set.system->population.counts.empty()) {
        return false;
    }
    SLUICE_ASSIGN(
        const auto practices, count_population(
                                  set, run_.members, run_.pack.program(*set.system),
                                  run_.receipt.submission.purpose, run_.list_sizes
                              )
    );
    const SourceRef at{run_.members[set.members.front()].index, 0, 0, 0};
    const bool lacking = judge_population(practices, set.system->population, at, run_.tally);
    people_lacked_ = people_lacked_ || lacking;
    return lacking && !run_.options.process_incomplete;
}

// A set that is incomplete, not yet made, or comes before its time is kept, and its rows wait; none is
// applied. One that comes late is put in its place where its system numbers sets; else it is refused.
Result<bool> SetApplier::refuse(const FileSet& set, Loader& loader) {
    SLUICE_ASSIGN(auto order, SetOrder::load(run_.store, run_.receipt.submission.purpose, set));
    const SourceRef at{run_.members[set.members.front()].index, 0, 0, 0};
    const bool late = order.is_late(set);
    const bool out_of_order = late && set.system->sequence.empty();
    const bool ahead = is_ahead(set);
    const bool incomplete = !set.missing.empty() && !run_.options.process_incomplete;
    if (out_of_order) {
        run_.tally.add(Fault::set_out_of_order, at);
    }
    if (ahead) {
        run_.tally.add(Fault::set_stamp_ahead, at);
    }
    const bool sound = !out_of_order && !ahead && !incomplete;
    const bool waits = sound && this->waits(set, order);
    SLUICE_ASSIGN(const bool lacking, sound ? lacks_people(set) : Result<bool>(false));
    if (sound && !waits && !lacking) {
        if (late) {
            run_.tally.add(Fault::set_late, at);
        }
        SLUICE_TRY(order.note(run_.store, set));
        return false;
    }
    if (waits) {
        own_waiting_.push_back(&set);
    }
    SLUICE_TRY(count_refused(set, loader));
    return true;
}

Result<void> SetApplier::count_refused(const FileSet& set, Loader& loader) {
    ++counts_.refused;
    for (const auto index : set.members) {
        refused_.insert(run_.members[index].index);
        if (!run_.members[index].rejected) {
            SLUICE_TRY(note_organisations(run_.members[index], run_.tally));
            SLUICE_TRY(loader.count(
                run_.members[index],
                run_.members[index].recognised->schema().used ? Verdict::held : Verdict::skipped
            ));
        }
    }
    return {};
}

// The rows of all that was applied before the set, for what was passed over then.
Result<void> SetApplier::read_earlier(const schema::SourceSystem& system, SharedRows& shared) {
    auto context = run_.context();
    context.let_in = let_in_;
    SLUICE_TRY(backfill(context, shared));
    context.recount = &run_.tally;
    for (const auto* earlier : applied_) {
        if (earlier->system == &system) {
            SLUICE_TRY(read_set_again(run_.members, *earlier, context, shared));
        }
    }
    return {};
}

// Reads the set's rows into the facts. What decides the selection is read first. Where it has grown, earlier
// rows come before this set's own, so that this set's deletions meet them.
Result<void> SetApplier::load(
    const SubmissionContext& context, const std::vector<MemberFile>& members, const FileSet& set,
    SharedRows& shared, Loader& loader
) {
    SLUICE_TRY(note_collected(context, set, members));
    SLUICE_TRY(note_forms(context, set, members));
    SLUICE_TRY(loader.prepare(members));
    bool filled = false;
    for (const auto index : set.members) {
        const auto& member = members[index];
        if (!filled && loader.selection_grew() && hangs_on_person(*set.system, member.recognised->schema())) {
            SLUICE_TRY(read_earlier(*set.system, shared));
            filled = true;
        }
        if (!member.rejected) {
            SLUICE_TRY(loader.load(member));
        }
    }
    if (!filled && loader.selection_grew()) {
        SLUICE_TRY(read_earlier(*set.system, shared));
    }
    return {};
}

Result<void> SetApplier::apply(const FileSet& set) {
    const auto& purpose = run_.receipt.submission.purpose;
    SharedRows shared(run_.pack.program(*set.system), run_.store.facts(purpose), purpose, run_.store_mutex);
    const auto context = run_.context();
    Loader loader(context, shared, set);
    ++counts_.all;
    SLUICE_TRY(count_rejected(loader, set));
    SLUICE_ASSIGN(const bool refused, refuse(set, loader));
    if (refused) {
        return {};
    }
    SLUICE_TRY(load(context, run_.members, set, shared, loader));
    for (const auto index : set.members) {
        if (!run_.members[index].rejected) {
            compare_rows(run_.members[index]);
        }
    }
    SLUICE_ASSIGN(const auto order, SetOrder::load(run_.store, run_.receipt.submission.purpose, set));
    SLUICE_TRY(compare_row_counts(context, set, run_.members, order.mark()));
    if (set.is_snapshot && !run_.first) {
        const auto incomplete = incomplete_tables(run_.pack, set, run_.members, run_.packages, run_.tally);
        SLUICE_TRY(sweep(context, set, run_.members, loader.seen(), incomplete));
    }
    applied_.push_back(&set);
    run_.first = false;
    SLUICE_TRY(read_later_again(set));
    return take_up(set);
}

Result<void> SetApplier::load_earlier(const Earlier& submission, const FileSet& set, Tally& tally) {
    auto context = run_.context();
    context.receipt = &submission.receipt;
    context.tally = &tally;
    context.progress = nullptr;
    SharedRows shared(
        run_.pack.program(*set.system), run_.store.facts(context.purpose()), context.purpose(),
        run_.store_mutex
    );
    Loader loader(context, shared, set);
    return load(context, submission.members, set, shared, loader);
}

// A row may have lost to a later set, and a later deletion may have found nothing: after a set that comes
// late, those that follow it are read once more. Where none does, nothing is.
Result<void> SetApplier::read_later_again(const FileSet& late) {
    SLUICE_ASSIGN(const auto order, SetOrder::load(run_.store, run_.receipt.submission.purpose, late));
    if (!order.is_late(late)) {
        return {};
    }
    const Earlier own{run_.receipt, run_.members, {}};
    std::vector<std::unique_ptr<Earlier>> earlier;
    std::vector<std::pair<const Earlier*, const FileSet*>> later;
    const auto add = [&](const Earlier& submission, const FileSet& set) {
        if (is_of_one_agreement(set, late) && set.missing.empty() && set.stamp > late.stamp) {
            later.emplace_back(&submission, &set);
        }
    };
    SLUICE_ASSIGN(const auto receipts, run_.store.receipts().receipts());
    for (const auto& receipt : receipts) {
        if (receipt.seq < run_.receipt.seq && may_be_applied(receipt) &&
            receipt.submission.purpose == run_.receipt.submission.purpose) {
            SLUICE_ASSIGN(auto submission, read_submission(receipt, run_.context(), Which::applied));
            earlier.push_back(std::make_unique<Earlier>(std::move(submission)));
            for (const auto& set : earlier.back()->sets) {
                add(*earlier.back(), set);
            }
        }
    }
    for (const auto* set : applied_) {
        add(own, *set);
    }
    std::stable_sort(later.begin(), later.end(), [](const auto& a, const auto& b) {
        return a.second->stamp < b.second->stamp;
    });
    for (const auto& [submission, set] : later) {
        Tally unused = tally_for(submission->members, run_.context());
        SLUICE_TRY(load_earlier(*submission, *set, unused));
    }
    return {};
}

// Sets of earlier submissions that waited for what was applied now.
Result<void> SetApplier::take_up(const FileSet& applied) {
    for (;;) {
        SLUICE_ASSIGN(const auto waiting, waiting_.next(run_.context(), applied));
        if (!waiting) {
            return {};
        }
        SLUICE_TRY(take_up(*waiting));
    }
}

Result<void> SetApplier::take_up(const WaitingSets::Waiting& waiting) {
    const auto& [submission, set] = waiting;
    run_.tally.add(Fault::set_taken_up, {kNoFile, 0, 0, 0}, submission->receipt.id);
    SLUICE_ASSIGN(auto order, SetOrder::load(run_.store, run_.receipt.submission.purpose, set));
    SLUICE_TRY(order.note(run_.store, set));
    SLUICE_ASSIGN(auto refused, refused_files(run_.store, submission->receipt));
    for (const auto index : set.members) {
        refused.erase(submission->members[index].index);
        run_.taken_up.emplace(submission->receipt.seq, submission->members[index].index);
    }
    Tally tally = tally_for(submission->members, run_.context());
    SLUICE_TRY(load_earlier(*submission, set, tally));
    run_.tally.add_findings_of(tally, submission->receipt.seq);
    SLUICE_TRY(remember_refused(run_.store, submission->receipt, refused));
    return read_later_again(set);
}

void SetApplier::compare_rows(const MemberFile& member) {
    const auto stated = stated_rows(member, run_.packages);
    if (stated && *stated != run_.tally.files[member.index].read) {
        run_.tally.add(Fault::package_rows_differ, {member.index, 0, 0, 0});
    }
}

}  // namespace sluice::pipeline
