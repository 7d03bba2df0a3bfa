#include "gateway/pipeline/ingest.hpp"

#include "gateway/pipeline/accept.hpp"
#include "gateway/pipeline/apply_sets.hpp"
#include "gateway/pipeline/conclude.hpp"
#include "gateway/pipeline/cross_checks.hpp"
#include "gateway/pipeline/derive_touched.hpp"
#include "gateway/pipeline/encrypted.hpp"
#include "gateway/pipeline/json_tables.hpp"
#include "gateway/pipeline/members.hpp"
#include "gateway/pipeline/repetition.hpp"
#include "gateway/pipeline/same_people.hpp"
#include "gateway/pipeline/tables.hpp"

#include <algorithm>

namespace sluice::pipeline {
namespace {

constexpr std::string_view kPublished = "published";  // mark: the receipt published last

// An appointment's day comes and an episode lapses without a row being sent: when the submission's day is
// later than that of the last one, everybody is derived again.
Result<void> let_time_pass(const IngestRun& run) {
    const auto& submission = run.receipt.submission;
    const std::string mark = "as-of/" + submission.purpose;
    SLUICE_ASSIGN(const auto last, run.store.mark(mark));
    if (last && *last >= submission.as_of) {
        return {};
    }
    SLUICE_TRY(run.store.set_mark(mark, submission.as_of));
    return last ? run.store.links(submission.purpose).touch_all() : Result<void>();
}

// What other senders' submissions have made of these senders' records is told with this receipt.
Result<void> touch_untold(const IngestRun& run) {
    const auto& submission = run.receipt.submission;
    for (const auto& sender : submission.senders()) {
        SLUICE_ASSIGN(const auto persons, run.store.dataset().persons_untold(submission.purpose, sender));
        for (const auto& person : persons) {
            SLUICE_TRY(run.store.links(submission.purpose).touch(person));
        }
    }
    return {};
}

// Files of no known kind are read only for their number of rows: they are accounted for, too.
Result<void> count_unknown(IngestRun& run) {
    for (const auto& member : run.members) {
        if (!member.recognised && !member.rejected && !member.manifest && !member.workbook &&
            member.has_cells) {
            auto& counts = run.tally.files[member.index];
            SLUICE_ASSIGN(counts.skipped, count_rows(member, run.options.limits));
            counts.read = counts.skipped;
        }
    }
    return {};
}

// What follows from all facts together, once the last set is applied.
Result<void> derive(IngestRun& run, SetApplier& applier) {
    const auto context = run.context();
    SLUICE_TRY(report_absent(context, applier.applied(), run.members));
    SLUICE_TRY(let_time_pass(run));
    SLUICE_TRY(touch_untold(run));
    SLUICE_ASSIGN(const auto welcome, let_in(context));
    for (const auto& [system, persons] : welcome) {
        SLUICE_TRY(applier.read_again(*system, persons));
    }
    SLUICE_TRY(derive_touched(context));
    SLUICE_TRY(join_sources(context));
    return check_across(context);
}

Result<void> process(IngestRun& run, const Gathered& gathered) {
    SLUICE_ASSIGN(const auto published, run.store.mark(kPublished));
    run.first = !published;
    SLUICE_TRY(run.store.dataset().create_tables(
        table_specs(run.pack.documents->dataset), run.pack.documents->dataset.version
    ));
    SLUICE_TRY(
        inspect_members(run.members, gathered, run.packages, run.pack, run.receipt.submission, run.tally)
    );
    for (const auto& member : run.members) {
        run.progress.total += member.bytes;
    }
    run.progress.phase = "reading";
    std::vector<FileSet> sets;
    SetApplier applier(run);
    if (!gathered.rejected) {
        SLUICE_TRY(count_unknown(run));
        sets = group_sets(run.members, run.tally);
        SLUICE_TRY(applier.apply(sets));
    }
    if (applier.counts().any_applied()) {
        SLUICE_TRY(derive(run, applier));
    }
    SLUICE_TRY(applier.remember());
    SLUICE_TRY(remember_decrypted(run.store, gathered));
    SLUICE_TRY(remember_obstacles(run, gathered, applier.people_lacked()));
    SLUICE_TRY(run.store.set_mark(kPublished, run.receipt.id));
    return conclude(run, gathered, applier.counts());
}

// Lands what was named, and finds what came packed together.
Result<Gathered> land(IngestRun& run) {
    const auto& options = run.options;
    SLUICE_ASSIGN(
        auto gathered, gather(
                           options.paths, run.store.landing(), options.limits, options.watch,
                           run.pack.documents->dataset.stray_files.passed_over
                       )
    );
    SLUICE_TRY(open_json_tables(gathered, run.store.landing(), *run.pack.documents, options.limits));
    if (gathered.members.empty() && gathered.faults.empty()) {
        return Error(
            ErrorCode::usage, "there is no file in what was named; name a file, a folder with files, or a zip"
        );
    }
    SLUICE_TRY(decrypt_members(gathered, run.store, options.pgp, options.limits));
    run.members = members_of(gathered);
    if (!gathered.rejected) {
        SLUICE_ASSIGN(run.packages, find_packages(run.members, run.pack));
    }
    return gathered;
}

}  // namespace

SubmissionContext IngestRun::context() {
    return {
        .pack = pack,
        .store = store,
        .store_mutex = store_mutex,
        .submissions = submissions,
        .workers = workers,
        .limits = options.limits,
        .watch = options.watch,
        .profile = options.profile,
        .production = options.production,
        .first = first,
        .receipt = &receipt,
        .tally = &tally,
        .progress = &progress,
        .taken_up = &taken_up};
}

Result<store::Receipt> ingest(const Pack& pack, store::Store& store, const IngestOptions& options) {
    IngestRun run(pack, store, options);
    SLUICE_ASSIGN(run.list_sizes, read_list_sizes(options.list_sizes));
    SLUICE_ASSIGN(const auto gathered, land(run));
    SLUICE_ASSIGN(run.receipt, accept(run, gathered));
    if (run.receipt.status == store::kReceived) {
        SLUICE_ASSIGN(auto transaction, store.begin());
        // Whoever sent the same at the same time may have been quicker.
        SLUICE_ASSIGN(const auto now, store.receipts().receipt(run.receipt.seq));
        if (now->status == store::kReceived) {
            SLUICE_TRY(process(run, gathered));
            SLUICE_TRY(transaction.commit());
        }
    }
    SLUICE_ASSIGN(auto after, store.receipts().receipt(run.receipt.seq));
    after->repeated = run.receipt.repeated;
    return std::move(*after);
}

}  // namespace sluice::pipeline
