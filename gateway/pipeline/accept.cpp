#include "gateway/pipeline/accept.hpp"

#include "gateway/base/text.hpp"
#include "gateway/pipeline/encrypted.hpp"
#include "gateway/pipeline/repetition.hpp"

#include <algorithm>
#include <set>

namespace sluice::pipeline {
namespace {

// "PKG-002 period_end, PKG-004": the rules that a manifest breaks, with the keys that it does.
std::string faults_in_words(const std::vector<Package>& packages, const schema::RuleBook& rules) {
    std::set<std::string> said;
    for (const auto& package : packages) {
        for (const auto& fault : package.faults) {
            const auto& id = rules[rules.of(fault.fault)].id;
            said.insert(fault.key.empty() ? id : id + " " + fault.key);
        }
    }
    return join({said.begin(), said.end()}, ", ");
}

std::string why_no_sender(const std::vector<Package>& packages, const schema::RuleBook& rules) {
    const auto can_be_used = [](const Package& package) { return package.manifest.has_value(); };
    if (packages.empty()) {
        return "no manifest says who sends this: name the sender with --sender";
    }
    return std::any_of(packages.begin(), packages.end(), can_be_used)
               ? "the manifests name different senders: send the packages of each by themselves, or name who "
                 "sends them all with --sender"
               : "the manifest cannot be used (" + faults_in_words(packages, rules) +
                     "), so it does not say who sends this: `sluice explain` and `sluice check` tell what is "
                     "wrong with it; or name the sender with --sender";
}

// Of a receipt of which a file could not be opened.
std::string locked_mark(const store::Receipt& receipt) {
    return "locked/" + receipt.id;
}

// Of a receipt that lacked people by these list sizes.
std::string compared_mark(const store::Receipt& receipt) {
    return "lacked-people/" + receipt.id;
}

}  // namespace

Result<store::Receipt> accept(const IngestRun& run, const Gathered& gathered) {
    store::Submission submission;
    submission.sender = run.options.sender;
    submission.purpose = run.options.purpose;
    submission.legal_basis = run.options.legal_basis;
    submission.period_from = run.options.period_from;
    submission.period_to = run.options.period_to;
    submission.semantics = run.options.semantics;
    submission.received_at = run.options.received_at;
    submission.as_of = run.options.as_of.empty() ? run.options.received_at.substr(0, 10) : run.options.as_of;
    for (const auto& member : gathered.members) {
        submission.files.push_back({member.name, member.sha256, member.bytes});
    }
    complete(submission, run.packages);
    if (run.options.without_missing && submission.id.empty()) {
        // The same files were received, and wait: this is another word about them.
        submission.id = store::submission_digest(submission.files) + "/without-missing";
    }
    // A package made for a purpose that nobody knows is refused like one made for another (PKG-009).
    const auto& purposes = run.pack.documents->dataset.purposes;
    if (submission.purpose.empty() ||
        (run.options.purpose.empty() && !purposes.contains(submission.purpose))) {
        submission.purpose = kDefaultPurpose;
    }
    if (submission.sender.empty()) {
        submission.sender = run.options.sender_otherwise;
    }
    if (submission.sender.empty()) {
        return Error(ErrorCode::usage, why_no_sender(run.packages, run.pack.rules()));
    }
    if (!purposes.contains(submission.purpose)) {
        return Error(ErrorCode::usage, "the purpose is not one of the pack's");
    }
    for (auto& file : submission.files) {
        file.sender = sender_of(file.name, run.packages, submission);
    }
    SLUICE_ASSIGN(auto receipt, accept_once(run.pack, run.store, submission, run.packages));
    // The same files were received when something of ours stood against them: that receipt stays as it is.
    SLUICE_ASSIGN(const auto locked, run.store.mark(locked_mark(receipt)));
    if (locked && !lacks_key(gathered)) {
        submission.id = receipt.submission.id + "/opened";
        SLUICE_ASSIGN(receipt, accept_once(run.pack, run.store, submission, run.packages));
    }
    SLUICE_ASSIGN(const auto compared, run.store.mark(compared_mark(receipt)));
    if (compared && *compared != run.list_sizes.digest) {
        submission.id = receipt.submission.id + "/list-sizes " + run.list_sizes.digest;
        SLUICE_ASSIGN(receipt, accept_once(run.pack, run.store, std::move(submission), run.packages));
    }
    return receipt;
}

Result<void> remember_obstacles(const IngestRun& run, const Gathered& gathered, bool people_lacked) {
    if (lacks_key(gathered)) {
        SLUICE_TRY(run.store.set_mark(locked_mark(run.receipt), "yes"));
    }
    return people_lacked ? run.store.set_mark(compared_mark(run.receipt), run.list_sizes.digest)
                         : Result<void>();
}

}  // namespace sluice::pipeline
