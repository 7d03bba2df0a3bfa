#include "gateway/pipeline/ingest.hpp"

#include "gateway/base/text.hpp"
#include "gateway/pipeline/backfill.hpp"
#include "gateway/pipeline/collected.hpp"
#include "gateway/pipeline/cross_checks.hpp"
#include "gateway/pipeline/derive_touched.hpp"
#include "gateway/pipeline/encrypted.hpp"
#include "gateway/pipeline/json_tables.hpp"
#include "gateway/pipeline/load.hpp"
#include "gateway/pipeline/members.hpp"
#include "gateway/pipeline/population.hpp"
#include "gateway/pipeline/profile.hpp"
#include "gateway/pipeline/repetition.hpp"
#include "gateway/pipeline/set_manifest.hpp"
#include "gateway/pipeline/submission.hpp"
#include "gateway/pipeline/tables.hpp"
#include "gateway/pipeline/waiting.hpp"

#include <algorithm>
#include <set>

namespace sluice::pipeline {
namespace {

using schema::Fault;

constexpr std::string_view kPublished = "published";  // mark: the receipt published last

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

class Ingest {
  public:
    Ingest(const Pack& pack, store::Store& store, const IngestOptions& options)
        : pack_(pack),
          store_(store),
          options_(options),
          submissions_(store.receipts()),
          workers_(std::max(options.workers, 1U)),
          tally_(pack.rules()) {}

    Result<store::Receipt> run();

  private:
    Result<store::Receipt> accept(const Gathered& gathered);
    Result<void> process(const Gathered& gathered);
    Result<void> count_rejected(Loader& loader, const FileSet& set);
    SubmissionContext context();
    Result<void> read_earlier(const FileSet& set, SharedRows& shared);
    Result<void> process_set(const FileSet& set);
    Result<void> load_set(
        const SubmissionContext& context, const std::vector<MemberFile>& members, const FileSet& set,
        SharedRows& shared, Loader& loader
    );
    Result<void> take_up(const FileSet& applied);
    Result<void> take_up(const WaitingSets::Waiting& waiting);
    Result<void> read_later_again(const FileSet& late);
    Result<void> let_time_pass();
    Result<void> touch_untold();
    bool is_ahead(const FileSet& set) const;
    bool waits(const FileSet& set, const SetOrder& order);
    Result<bool> lacks_people(const FileSet& set);
    Result<bool> refuse_set(const FileSet& set, Loader& loader);
    void compare_rows(const MemberFile& member);
    Result<void> finish(const Gathered& gathered);
    Result<void> add_snapshot(store::ReceiptResult& result);
    bool is_nil_return(const MemberFile& member) const;
    std::string status_of(const Gathered& gathered) const;

    const Pack& pack_;
    store::Store& store_;
    const IngestOptions& options_;
    KnownSubmissions submissions_;
    Workers workers_;
    Tally tally_;
    store::Receipt receipt_;
    std::vector<MemberFile> members_;
    std::vector<Package> packages_;
    std::mutex store_mutex_;
    Progress progress_;
    bool first_ = false;
    std::vector<FileSet> sets_of_files_;
    std::vector<const FileSet*> applied_;
    std::size_t sets_ = 0;
    std::size_t sets_refused_ = 0;
    std::set<std::uint32_t> refused_;          // files of sets that were not applied
    std::vector<const FileSet*> own_waiting_;  // sets of them, each for one that is missing
    bool people_lacked_ = false;               // by a set of practices with many more
    ListSizes list_sizes_;
    WaitingSets waiting_;
    std::set<std::pair<std::int64_t, std::uint32_t>> taken_up_;  // receipt, file
};

Result<store::Receipt> Ingest::accept(const Gathered& gathered) {
    store::Submission submission;
    submission.sender = options_.sender;
    submission.purpose = options_.purpose;
    submission.legal_basis = options_.legal_basis;
    submission.period_from = options_.period_from;
    submission.period_to = options_.period_to;
    submission.semantics = options_.semantics;
    submission.received_at = options_.received_at;
    submission.as_of = options_.as_of.empty() ? options_.received_at.substr(0, 10) : options_.as_of;
    for (const auto& member : gathered.members) {
        submission.files.push_back({member.name, member.sha256, member.bytes});
    }
    complete(submission, packages_);
    if (options_.without_missing && submission.id.empty()) {
        // The same files were received, and wait: this is another word about them.
        submission.id = store::submission_digest(submission.files) + "/without-missing";
    }
    // A package made for a purpose that nobody knows is refused like one made for another (PKG-009).
    const auto& purposes = pack_.documents->dataset.purposes;
    if (submission.purpose.empty() || (options_.purpose.empty() && !purposes.contains(submission.purpose))) {
        submission.purpose = kDefaultPurpose;
    }
    if (submission.sender.empty()) {
        submission.sender = options_.sender_otherwise;
    }
    if (submission.sender.empty()) {
        return Error(ErrorCode::usage, why_no_sender(packages_, pack_.rules()));
    }
    if (!purposes.contains(submission.purpose)) {
        return Error(ErrorCode::usage, "the purpose is not one of the pack's");
    }
    for (auto& file : submission.files) {
        file.sender = sender_of(file.name, packages_, submission);
    }
    SLUICE_ASSIGN(auto receipt, accept_once(pack_, store_, submission, packages_));
    // The same files were received when something of ours stood against them: that receipt stays as it is.
    SLUICE_ASSIGN(const auto locked, store_.mark(locked_mark(receipt)));
    if (locked && !lacks_key(gathered)) {
        submission.id = receipt.submission.id + "/opened";
        SLUICE_ASSIGN(receipt, accept_once(pack_, store_, submission, packages_));
    }
    SLUICE_ASSIGN(const auto compared, store_.mark(compared_mark(receipt)));
    if (compared && *compared != list_sizes_.digest) {
        submission.id = receipt.submission.id + "/list-sizes " + list_sizes_.digest;
        SLUICE_ASSIGN(receipt, accept_once(pack_, store_, std::move(submission), packages_));
    }
    return receipt;
}

// Rows of a file that was rejected for its headings are counted as what they are; of others none can be told.
Result<void> Ingest::count_rejected(Loader& loader, const FileSet& set) {
    for (const auto index : set.members) {
        if (members_[index].rejected && !members_[index].sections.empty()) {
            SLUICE_TRY(loader.count(members_[index], Verdict::rejected));
        }
    }
    return {};
}

// Made later than sent. A stamp is in the local time of the system that wrote it, the submission's day in
// UTC.
bool Ingest::is_ahead(const FileSet& set) const {
    if (set.stamp.empty()) {
        return false;
    }
    // A stamp that is no time would order every later set after it or before it.
    const auto made = extract::date_of_stamp(set.stamp);
    const auto sent = *Date::parse(receipt_.submission.as_of);
    return !made || *made > add_days(sent, options_.limits.stamp_days_ahead_max);
}

// For a set that is missing before it. A trial run knows no earlier ones.
bool Ingest::waits(const FileSet& set, const SetOrder& order) {
    const auto missing = set.system->sequence.empty() ? std::nullopt : order.missing_before(set);
    if (!missing || options_.process_incomplete || options_.without_missing) {
        return false;
    }
    tally_.add(
        missing->known ? Fault::set_predecessor_missing : Fault::set_gap,
        {members_[set.members.front()].index, 0, 0, 0}, missing->sets
    );
    return missing->known;
}

// A full extract with far fewer people than its practices have.
Result<bool> Ingest::lacks_people(const FileSet& set) {
    if (!set.is_bulk || list_sizes_.digest.empty() || set.system->population.counts.empty()) {
        return false;
    }
    SLUICE_ASSIGN(
        const auto practices,
        count_population(set, members_, pack_.program(*set.system), receipt_.submission.purpose, list_sizes_)
    );
    const SourceRef at{members_[set.members.front()].index, 0, 0, 0};
    const bool lacking = judge_population(practices, set.system->population, at, tally_);
    people_lacked_ = people_lacked_ || lacking;
    return lacking && !options_.process_incomplete;
}

// A set that is incomplete, not yet made, or comes before its time is kept, and its rows wait; none is
// applied. One that comes late is put in its place where its system numbers sets; else it is refused.
Result<bool> Ingest::refuse_set(const FileSet& set, Loader& loader) {
    SLUICE_ASSIGN(auto order, SetOrder::load(store_, receipt_.submission.purpose, set));
    const SourceRef at{members_[set.members.front()].index, 0, 0, 0};
    const bool late = order.is_late(set);
    const bool out_of_order = late && set.system->sequence.empty();
    const bool ahead = is_ahead(set);
    const bool incomplete = !set.missing.empty() && !options_.process_incomplete;
    if (out_of_order) {
        tally_.add(Fault::set_out_of_order, at);
    }
    if (ahead) {
        tally_.add(Fault::set_stamp_ahead, at);
    }
    const bool gap = !late && !options_.process_incomplete && !options_.without_missing &&
                     leaves_gap(set, order.applied());
    if (gap) {
        tally_.add(Fault::set_manifest_gap, at);
    }
    const bool sound = !out_of_order && !ahead && !incomplete && !gap;
    const bool waits = sound && this->waits(set, order);
    SLUICE_ASSIGN(const bool lacking, sound ? lacks_people(set) : Result<bool>(false));
    if (sound && !waits && !lacking) {
        if (late) {
            tally_.add(Fault::set_late, at);
        }
        SLUICE_TRY(order.note(store_, set));
        return false;
    }
    if (waits) {
        own_waiting_.push_back(&set);
    }
    ++sets_refused_;
    for (const auto index : set.members) {
        refused_.insert(members_[index].index);
        if (!members_[index].rejected) {
            SLUICE_TRY(note_organisations(members_[index], tally_));
            SLUICE_TRY(loader.count(
                members_[index], members_[index].recognised->schema().used ? Verdict::held : Verdict::skipped
            ));
        }
    }
    return true;
}

// An appointment's day comes and an episode lapses without a row being sent: when the submission's day is
// later than that of the last one, everybody is derived again.
Result<void> Ingest::let_time_pass() {
    const auto& submission = receipt_.submission;
    const std::string mark = "as-of/" + submission.purpose;
    SLUICE_ASSIGN(const auto last, store_.mark(mark));
    if (last && *last >= submission.as_of) {
        return {};
    }
    SLUICE_TRY(store_.set_mark(mark, submission.as_of));
    return last ? store_.links(submission.purpose).touch_all() : Result<void>();
}

// What other senders' submissions have made of these senders' records is told with this receipt.
Result<void> Ingest::touch_untold() {
    const auto& submission = receipt_.submission;
    for (const auto& sender : submission.senders()) {
        SLUICE_ASSIGN(const auto persons, store_.dataset().persons_untold(submission.purpose, sender));
        for (const auto& person : persons) {
            SLUICE_TRY(store_.links(submission.purpose).touch(person));
        }
    }
    return {};
}

SubmissionContext Ingest::context() {
    return {
        .pack = pack_,
        .store = store_,
        .store_mutex = store_mutex_,
        .submissions = submissions_,
        .workers = workers_,
        .limits = options_.limits,
        .watch = options_.watch,
        .profile = options_.profile,
        .production = options_.production,
        .first = first_,
        .receipt = &receipt_,
        .tally = &tally_,
        .progress = &progress_,
        .taken_up = &taken_up_};
}

// The rows of all that was applied before the set, for what was passed over then.
Result<void> Ingest::read_earlier(const FileSet& set, SharedRows& shared) {
    auto context = this->context();
    SLUICE_TRY(backfill(context, shared));
    context.recount = &tally_;
    for (const auto* earlier : applied_) {
        if (earlier->system == set.system) {
            SLUICE_TRY(read_set_again(members_, *earlier, context, shared));
        }
    }
    return {};
}

// Reads the set's rows into the facts. What decides the selection is read first. Where it has grown, earlier
// rows come before this set's own, so that this set's deletions meet them.
Result<void> Ingest::load_set(
    const SubmissionContext& context, const std::vector<MemberFile>& members, const FileSet& set,
    SharedRows& shared, Loader& loader
) {
    SLUICE_TRY(note_collected(context, set, members));
    SLUICE_TRY(loader.prepare(members));
    bool filled = false;
    for (const auto index : set.members) {
        const auto& member = members[index];
        if (!filled && loader.selection_grew() && hangs_on_person(*set.system, member.recognised->schema())) {
            SLUICE_TRY(read_earlier(set, shared));
            filled = true;
        }
        if (!member.rejected) {
            SLUICE_TRY(loader.load(member));
        }
    }
    if (!filled && loader.selection_grew()) {
        SLUICE_TRY(read_earlier(set, shared));
    }
    return {};
}

// What follows from the rows is derived once, after the last set.
Result<void> Ingest::process_set(const FileSet& set) {
    const auto& purpose = receipt_.submission.purpose;
    SharedRows shared(pack_.program(*set.system), store_.facts(purpose), purpose, store_mutex_);
    const auto context = this->context();
    Loader loader(context, shared, set);
    ++sets_;
    SLUICE_TRY(count_rejected(loader, set));
    SLUICE_ASSIGN(const bool refused, refuse_set(set, loader));
    if (refused) {
        return {};
    }
    SLUICE_TRY(load_set(context, members_, set, shared, loader));
    for (const auto index : set.members) {
        if (!members_[index].rejected) {
            compare_rows(members_[index]);
        }
    }
    if (set.is_snapshot && !first_) {
        const auto incomplete = incomplete_tables(pack_, set, members_, packages_, tally_);
        SLUICE_TRY(sweep(context, set, members_, loader.seen(), incomplete));
    }
    applied_.push_back(&set);
    first_ = false;
    SLUICE_TRY(read_later_again(set));
    return take_up(set);
}

// A row may have lost to a later set, and a later deletion may have found nothing: after a set that comes
// late, those that follow it are read once more. Where none does, nothing is.
Result<void> Ingest::read_later_again(const FileSet& late) {
    SLUICE_ASSIGN(const auto order, SetOrder::load(store_, receipt_.submission.purpose, late));
    if (!order.is_late(late)) {
        return {};
    }
    const Earlier own{receipt_, {}, {}};
    std::vector<std::unique_ptr<Earlier>> earlier;
    std::vector<std::pair<const Earlier*, const FileSet*>> later;
    const auto add = [&](const Earlier& submission, const FileSet& set) {
        if (is_of_one_agreement(set, late) && set.missing.empty() && set.stamp > late.stamp) {
            later.emplace_back(&submission, &set);
        }
    };
    SLUICE_ASSIGN(const auto receipts, store_.receipts().receipts());
    for (const auto& receipt : receipts) {
        if (receipt.seq < receipt_.seq && may_be_applied(receipt) &&
            receipt.submission.purpose == receipt_.submission.purpose) {
            SLUICE_ASSIGN(auto submission, read_submission(receipt, context(), Which::applied));
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
        const auto& members = submission == &own ? members_ : submission->members;
        auto context = this->context();
        Tally unused = tally_for(members, context);
        context.receipt = &submission->receipt;
        context.tally = &unused;
        context.progress = nullptr;
        SharedRows shared(
            pack_.program(*set->system), store_.facts(context.purpose()), context.purpose(), store_mutex_
        );
        Loader loader(context, shared, *set);
        SLUICE_TRY(load_set(context, members, *set, shared, loader));
    }
    return {};
}

// Sets of earlier submissions that waited for what was applied now.
Result<void> Ingest::take_up(const FileSet& applied) {
    for (;;) {
        SLUICE_ASSIGN(const auto waiting, waiting_.next(context(), applied));
        if (!waiting) {
            return {};
        }
        SLUICE_TRY(take_up(*waiting));
    }
}

Result<void> Ingest::take_up(const WaitingSets::Waiting& waiting) {
    const auto& [submission, set] = waiting;
    tally_.add(Fault::set_taken_up, {kNoFile, 0, 0, 0}, submission->receipt.id);
    SLUICE_ASSIGN(auto order, SetOrder::load(store_, receipt_.submission.purpose, set));
    SLUICE_TRY(order.note(store_, set));
    SLUICE_ASSIGN(auto refused, refused_files(store_, submission->receipt));
    for (const auto index : set.members) {
        refused.erase(submission->members[index].index);
        taken_up_.emplace(submission->receipt.seq, submission->members[index].index);
    }
    auto context = this->context();
    Tally tally = tally_for(submission->members, context);
    context.receipt = &submission->receipt;
    context.tally = &tally;
    context.progress = nullptr;
    SharedRows shared(
        pack_.program(*set.system), store_.facts(context.purpose()), context.purpose(), store_mutex_
    );
    Loader loader(context, shared, set);
    SLUICE_TRY(load_set(context, submission->members, set, shared, loader));
    tally_.add_findings_of(tally, submission->receipt.seq);
    SLUICE_TRY(remember_refused(store_, submission->receipt, refused));
    return read_later_again(set);
}

void Ingest::compare_rows(const MemberFile& member) {
    const auto stated = stated_rows(member, packages_);
    if (stated && *stated != tally_.files[member.index].read) {
        tally_.add(Fault::package_rows_differ, {member.index, 0, 0, 0});
    }
}

bool Ingest::is_nil_return(const MemberFile& member) const {
    return std::any_of(packages_.begin(), packages_.end(), [&](const auto& package) {
        return package.file == member.index && package.manifest && package.manifest->nil_return;
    });
}

std::string Ingest::status_of(const Gathered& gathered) const {
    // A manifest says no more than what should have come with it, unless it says that nothing should.
    const bool data =
        std::any_of(members_.begin(), members_.end(), [](const auto& member) { return !member.manifest; });
    const bool any_usable = std::any_of(members_.begin(), members_.end(), [&](const auto& member) {
        return (data ? member.recognised.has_value() : is_nil_return(member)) && !member.rejected;
    });
    if (gathered.rejected || !any_usable) {
        return std::string(store::kRejected);
    }
    if (sets_ > 0 && sets_refused_ == sets_) {
        return std::string(store::kHeld);
    }
    const bool bad_file =
        std::any_of(members_.begin(), members_.end(), [](const auto& member) { return member.rejected; });
    // What a manifest announces and nobody received was not accepted.
    const bool lacking = tally_.has(Fault::package_file_missing) || tally_.has(Fault::package_rows_differ);
    return std::string(
        tally_.anything_held_or_rejected() || bad_file || lacking || !gathered.faults.empty()
            ? store::kProcessedWithFindings
            : store::kProcessed
    );
}

// What is complete and what is open among the sender's records now, for the next receipt to be compared with.
Result<void> Ingest::add_snapshot(store::ReceiptResult& result) {
    const auto& submission = receipt_.submission;
    SLUICE_ASSIGN(
        const auto profile, pipeline::profile(pack_, store_, submission.purpose, submission.senders())
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
        if (const auto rule = pack_.rules().find(id)) {
            result.open_findings.push_back({id, pack_.rules()[*rule].severity, count});
        }
    }
    return {};
}

Result<void> Ingest::finish(const Gathered& gathered) {
    tally_.settle();
    for (const auto& issue : tally_.issues()) {
        SLUICE_TRY(store_.receipts().add_issue(receipt_.seq, issue));
    }
    store::ReceiptResult result;
    result.status = status_of(gathered);
    result.pack_digest = pack_.documents->digest;
    result.definition = pack_.documents->definition();
    result.files = tally_.files;
    for (const auto& entity : pack_.documents->dataset.entities) {
        if (entity.stored) {
            auto& tally = tally_.entities[entity.name];
            tally.entity = entity.name;
            result.entities.push_back(tally);
        }
    }
    result.issue_counts = tally_.issue_counts();
    result.organisations = tally_.organisations;
    if (sets_ > sets_refused_) {
        SLUICE_TRY(add_snapshot(result));
    }
    return store_.receipts().publish(receipt_.seq, result);
}

Result<void> Ingest::process(const Gathered& gathered) {
    SLUICE_ASSIGN(const auto published, store_.mark(kPublished));
    first_ = !published;
    SLUICE_TRY(store_.dataset().create_tables(
        table_specs(pack_.documents->dataset), pack_.documents->dataset.version
    ));
    SLUICE_TRY(inspect_members(members_, gathered, packages_, pack_, receipt_.submission, tally_));
    for (const auto& member : members_) {
        progress_.total += member.bytes;
    }
    progress_.phase = "reading";
    if (!gathered.rejected) {
        for (const auto& member : members_) {
            if (!member.recognised && !member.rejected && !member.manifest && !member.workbook &&
                member.has_cells) {
                auto& counts = tally_.files[member.index];
                SLUICE_ASSIGN(counts.skipped, count_rows(member, options_.limits));
                counts.read = counts.skipped;
            }
        }
        sets_of_files_ = group_sets(members_, tally_);
        SLUICE_ASSIGN(waiting_, WaitingSets::load(context()));
        for (const auto& set : sets_of_files_) {
            SLUICE_TRY(process_set(set));
        }
    }
    if (sets_ > sets_refused_) {
        SLUICE_TRY(report_absent(context(), applied_, members_));
        SLUICE_TRY(let_time_pass());
        SLUICE_TRY(touch_untold());
        SLUICE_TRY(derive_touched(context()));
        SLUICE_TRY(check_across(context()));
    }
    SLUICE_TRY(remember_refused(store_, receipt_, refused_));
    SLUICE_TRY(remember_decrypted(store_, gathered));
    if (lacks_key(gathered)) {
        SLUICE_TRY(store_.set_mark(locked_mark(receipt_), "yes"));
    }
    if (people_lacked_) {
        SLUICE_TRY(store_.set_mark(compared_mark(receipt_), list_sizes_.digest));
    }
    SLUICE_TRY(waiting_.remember(context(), own_waiting_));
    SLUICE_TRY(store_.set_mark(kPublished, receipt_.id));
    return finish(gathered);
}

Result<store::Receipt> Ingest::run() {
    SLUICE_ASSIGN(list_sizes_, read_list_sizes(options_.list_sizes));
    SLUICE_ASSIGN(
        auto gathered, gather(
                           options_.paths, store_.landing(), options_.limits, options_.watch,
                           pack_.documents->dataset.stray_files.passed_over
                       )
    );
    SLUICE_TRY(open_json_tables(gathered, store_.landing(), *pack_.documents, options_.limits));
    if (gathered.members.empty() && gathered.faults.empty()) {
        return Error(
            ErrorCode::usage, "there is no file in what was named; name a file, a folder with files, or a zip"
        );
    }
    SLUICE_TRY(decrypt_members(gathered, store_, options_.pgp, options_.limits));
    members_ = members_of(gathered);
    if (!gathered.rejected) {
        SLUICE_ASSIGN(packages_, find_packages(members_, pack_));
    }
    SLUICE_ASSIGN(receipt_, accept(gathered));
    if (receipt_.status == store::kReceived) {
        SLUICE_ASSIGN(auto transaction, store_.begin());
        // Whoever sent the same at the same time may have been quicker.
        SLUICE_ASSIGN(const auto now, store_.receipts().receipt(receipt_.seq));
        if (now->status == store::kReceived) {
            SLUICE_TRY(process(gathered));
            SLUICE_TRY(transaction.commit());
        }
    }
    const bool repeated = receipt_.repeated;
    SLUICE_ASSIGN(auto after, store_.receipts().receipt(receipt_.seq));
    after->repeated = repeated;
    return std::move(*after);
}

}  // namespace

Result<store::Receipt> ingest(const Pack& pack, store::Store& store, const IngestOptions& options) {
    return Ingest(pack, store, options).run();
}

}  // namespace sluice::pipeline
