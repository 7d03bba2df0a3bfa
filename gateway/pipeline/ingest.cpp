#include "gateway/pipeline/ingest.hpp"

#include "gateway/base/text.hpp"
#include "gateway/pipeline/load.hpp"
#include "gateway/pipeline/publish.hpp"
#include "gateway/pipeline/sets.hpp"
#include "gateway/pipeline/submission.hpp"

#include <algorithm>
#include <set>

namespace sluice::pipeline {
namespace {

using schema::Fault;

constexpr std::size_t kPersonsAtATime = 64;   // of one job
constexpr std::size_t kPersonsAPage = 4096;   // of one query for touched persons

class Ingest {
  public:
    Ingest(const Pack& pack, store::Store& store, const IngestOptions& options)
        : pack_(pack), store_(store), options_(options), workers_(std::max(options.workers, 1U)), tally_(pack.rules()) {}

    Result<store::Receipt> run();

  private:
    // One person's derivation under way.
    struct Derived {
        std::unique_ptr<PersonRows> rows;
        Result<Outcome> outcome = Outcome{};
    };
    using Group = std::vector<Derived>;
    using Sink = std::function<Result<void>(Derived&)>;

    Result<store::Receipt> accept(const Gathered& gathered);
    Result<void> process(const store::Receipt& receipt, const Gathered& gathered);
    Result<void> inspect_members(const Gathered& gathered);
    Result<void> process_set(const FileSet& set);
    Result<bool> refuse_set(const FileSet& set, Loader& loader);
    Result<void> derive_touched(const FileSet& set, SharedRows& shared);
    Result<void> link_persons(const map::Program& program, SharedRows& shared);
    Result<void> each_touched(const map::Program& program, SharedRows& shared, const std::set<std::string>& conflicts, const Sink& sink);
    Result<std::unique_ptr<PersonRows>> load_person(const map::Program& program, const std::string& person, SharedRows& shared);
    Result<std::set<std::string>> find_conflicts(const map::Program& program, SharedRows& shared);
    Result<std::set<std::string>> disabled_organisations(const map::Program& program);
    Result<void> finish(const Gathered& gathered);
    std::string status_of(const Gathered& gathered) const;

    const Pack& pack_;
    store::Store& store_;
    const IngestOptions& options_;
    Workers workers_;
    Tally tally_;
    store::Receipt receipt_;
    std::vector<MemberFile> members_;
    std::mutex store_mutex_;
    Progress progress_;
    bool first_ = false;
    std::size_t sets_ = 0;
    std::size_t sets_refused_ = 0;
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
    return store_.receipts().accept(submission);
}

Result<void> Ingest::inspect_members(const Gathered& gathered) {
    for (std::uint32_t i = 0; i < gathered.members.size(); ++i) {
        const auto& member = gathered.members[i];
        tally_.files.push_back({i, member.name, member.sha256, member.bytes, "", 0, 0, 0, 0, 0});
        MemberFile file;
        file.index = i;
        file.name = member.name;
        file.path = member.path;
        file.bytes = member.bytes;
        members_.push_back(std::move(file));
        progress_.total += member.bytes;
    }
    for (const auto& fault : gathered.faults) {
        tally_.add(fault.fault, {});
    }
    if (gathered.rejected) {
        return {};
    }
    for (auto& member : members_) {
        SLUICE_TRY(inspect(member, pack_, tally_));
    }
    return {};
}

// A set that is incomplete or older than what was applied is kept, and its rows wait; none is applied.
Result<bool> Ingest::refuse_set(const FileSet& set, Loader& loader) {
    const std::string mark = "applied/" + receipt_.submission.purpose + "/" + set.system->name + "/" + set.agreement;
    SLUICE_ASSIGN(const auto applied, store_.mark(mark));
    const bool late = applied && !set.stamp.empty() && set.stamp < *applied;
    if (late) {
        tally_.add(Fault::set_out_of_order, {members_[set.members.front()].index, 0, 0, 0});
    }
    if (!late && (set.missing.empty() || options_.process_incomplete)) {
        if (!set.stamp.empty()) {
            SLUICE_TRY(store_.set_mark(mark, set.stamp));
        }
        return false;
    }
    ++sets_refused_;
    for (const auto index : set.members) {
        if (!members_[index].rejected) {
            SLUICE_TRY(loader.count(members_[index], members_[index].recognised->schema().used ? Verdict::held : Verdict::skipped));
        }
    }
    return true;
}

Result<void> Ingest::process_set(const FileSet& set) {
    const auto& program = pack_.program(*set.system);
    const auto& purpose = receipt_.submission.purpose;
    SharedRows shared(program, store_.facts(purpose), purpose, store_mutex_);
    LoadContext context;
    context.pack = &pack_;
    context.program = &program;
    context.store = &store_;
    context.store_mutex = &store_mutex_;
    context.workers = &workers_;
    context.shared = &shared;
    context.tally = &tally_;
    context.purpose = purpose;
    context.receipt = receipt_.seq;
    context.first = first_;
    context.limits = options_.limits;
    context.watch = options_.watch;
    context.progress = &progress_;
    Loader loader(context, set);
    ++sets_;
    SLUICE_ASSIGN(const bool refused, refuse_set(set, loader));
    if (refused) {
        return {};
    }
    SLUICE_TRY(loader.prepare());
    for (const auto index : set.members) {
        if (!members_[index].rejected) {
            SLUICE_TRY(loader.load(members_[index]));
        }
    }
    SLUICE_TRY(derive_touched(set, shared));
    first_ = false;
    return {};
}

Result<std::unique_ptr<PersonRows>> Ingest::load_person(const map::Program& program, const std::string& person, SharedRows& shared) {
    auto rows = std::make_unique<PersonRows>(person, program, shared);
    const std::lock_guard lock(store_mutex_);
    auto& facts = store_.facts(receipt_.submission.purpose);
    SLUICE_ASSIGN(auto stored, facts.for_person(person));
    for (auto& fact : stored) {
        const auto name = fact.table.substr(fact.table.find('/') + 1);
        const auto table = program.system().table_index(name);
        if (!table) {
            continue;  // a table that today's pack no longer has
        }
        SLUICE_ASSIGN(auto row, load_row(std::move(fact), program, *table, receipt_.submission.purpose, facts, rows.get()));
        rows->add(std::move(row));
    }
    return rows;
}

// Derives every touched person on the workers and hands the outcomes to `sink` in the order of the persons.
Result<void> Ingest::each_touched(const map::Program& program, SharedRows& shared, const std::set<std::string>& conflicts, const Sink& sink) {
    const DeriveContext context{*Date::parse(receipt_.submission.as_of), receipt_.submission.purpose, options_.production};
    std::deque<std::future<std::shared_ptr<Group>>> running;
    const auto collect = [&]() -> Result<void> {
        const auto group = running.front().get();
        running.pop_front();
        for (auto& derived : *group) {
            SLUICE_TRY(derived.outcome);
            SLUICE_TRY(sink(derived));
            ++progress_.done;
        }
        if (options_.watch) {
            options_.watch(progress_);
        }
        return {};
    };
    Result<void> status;
    std::string after;
    for (bool more = true; more && status;) {
        Result<std::vector<std::string>> page = std::vector<std::string>{};
        {
            const std::lock_guard lock(store_mutex_);
            page = store_.links(receipt_.submission.purpose).touched(after, kPersonsAPage);
        }
        if (!page) {
            status = page.error();
            break;
        }
        more = !page->empty();
        for (std::size_t begin = 0; begin < page->size() && status; begin += kPersonsAtATime) {
            auto group = std::make_shared<Group>();
            for (std::size_t i = begin; i < std::min(begin + kPersonsAtATime, page->size()) && status; ++i) {
                auto rows = load_person(program, (*page)[i], shared);
                if (!rows) {
                    status = rows.error();
                } else {
                    group->push_back({std::move(*rows), Outcome{}});
                }
            }
            running.push_back(workers_.submit([this, group, &program, &shared, &conflicts, &context] {
                for (auto& derived : *group) {
                    derived.outcome = derive(pack_, program, *derived.rows, shared, context, conflicts.contains(derived.rows->person()));
                }
                return group;
            }));
            if (running.size() >= workers_.window() && status) {
                status = collect();
            }
        }
        after = page->empty() ? after : page->back();
    }
    while (!running.empty()) {
        if (status) {
            status = collect();
        } else {
            running.front().wait();
            running.pop_front();
        }
    }
    return status;
}

// Notes every touched person's national number, and touches whoever shared the old one or shares the new one.
Result<void> Ingest::link_persons(const map::Program& program, SharedRows& shared) {
    auto& links = store_.links(receipt_.submission.purpose);
    std::set<std::string> also;
    SLUICE_TRY(each_touched(program, shared, {}, [&](Derived& derived) -> Result<void> {
        const std::lock_guard lock(store_mutex_);
        const auto& identity = derived.outcome->identity;
        const auto& person = derived.rows->person();
        SLUICE_ASSIGN(const auto before, links.persons_with("person", person));
        (void)before;
        SLUICE_TRY(links.set_link_value(person, "nhs-number", identity.number));
        SLUICE_TRY(links.set_link_value(person, "nhs-details", identity.number.empty() ? std::string() : identity.number + "/" + identity.details));
        if (!identity.number.empty()) {
            SLUICE_ASSIGN(const auto sharing, links.persons_with("nhs-number", identity.number));
            also.insert(sharing.begin(), sharing.end());
        }
        return {};
    }));
    for (const auto& person : also) {
        SLUICE_TRY(links.touch(person));
    }
    return {};
}

}  // namespace
}  // namespace sluice::pipeline
