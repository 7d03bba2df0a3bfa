#include "gateway/pipeline/conclude.hpp"

#include "gateway/pipeline/profile.hpp"

#include <algorithm>
#include <map>

namespace sluice::pipeline {
namespace {

using schema::Fault;

bool is_nil_return(const IngestRun& run, const MemberFile& member) {
    return std::any_of(run.packages.begin(), run.packages.end(), [&](const auto& package) {
        return package.file == member.index && package.manifest && package.manifest->nil_return;
    });
}

std::string status_of(const IngestRun& run, const Gathered& gathered, SetCounts sets) {
    // A manifest says no more than what should have come with it, unless it says that nothing should.
    const bool data = std::any_of(run.members.begin(), run.members.end(), [](const auto& member) {
        return !member.manifest;
    });
    const bool any_usable = std::any_of(run.members.begin(), run.members.end(), [&](const auto& member) {
        return (data ? member.recognised.has_value() : is_nil_return(run, member)) && !member.rejected;
    });
    if (gathered.rejected || !any_usable) {
        return std::string(store::kRejected);
    }
    if (sets.all > 0 && !sets.any_applied()) {
        return std::string(store::kHeld);
    }
    const bool bad_file = std::any_of(run.members.begin(), run.members.end(), [](const auto& member) {
        return member.rejected;
    });
    // What a manifest announces and nobody received was not accepted.
    const bool lacking =
        run.tally.has(Fault::package_file_missing) || run.tally.has(Fault::package_rows_differ);
    return std::string(
        run.tally.anything_held_or_rejected() || bad_file || lacking || !gathered.faults.empty()
            ? store::kProcessedWithFindings
            : store::kProcessed
    );
}

// What is complete and what is open among the sender's records now, for the next receipt to be compared with.
Result<void> add_snapshot(IngestRun& run, store::ReceiptResult& result) {
    const auto& submission = run.receipt.submission;
    SLUICE_ASSIGN(
        const auto profile, pipeline::profile(run.pack, run.store, submission.purpose, submission.senders())
    );
    std::map<std::pair<std::string, std::string>, check::CompletenessCount> fields;
    profile.completeness.visit([&](const auto& key, const auto& count) {
        fields[{key.entity, key.field}] += count;
    });
    for (const auto& [field, count] : fields) {
        result.fields.push_back(
            {field.first, field.second, count.expected, count.not_collected, count.present, count.valid,
             count.known, count.declined}
        );
    }
    for (const auto& [id, count] : profile.open_findings) {
        if (const auto rule = run.pack.rules().find(id)) {
            result.open_findings.push_back({id, run.pack.rules()[*rule].severity, count});
        }
    }
    return {};
}

}  // namespace

Result<void> conclude(IngestRun& run, const Gathered& gathered, SetCounts sets) {
    run.tally.settle();
    for (const auto& issue : run.tally.issues()) {
        SLUICE_TRY(run.store.receipts().add_issue(run.receipt.seq, issue));
    }
    store::ReceiptResult result;
    result.status = status_of(run, gathered, sets);
    result.pack_digest = run.pack.documents->digest;
    result.definition = run.pack.documents->definition();
    result.files = run.tally.files;
    for (const auto& entity : run.pack.documents->dataset.entities) {
        if (entity.stored) {
            auto& tally = run.tally.entities[entity.name];
            tally.entity = entity.name;
            result.entities.push_back(tally);
        }
    }
    result.issue_counts = run.tally.issue_counts();
    result.organisations = run.tally.organisations;
    if (sets.any_applied()) {
        SLUICE_TRY(add_snapshot(run, result));
    }
    return run.store.receipts().publish(run.receipt.seq, result);
}

}  // namespace sluice::pipeline
