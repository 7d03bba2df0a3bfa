#include "gateway/pipeline/derive_touched.hpp"

#include "gateway/pipeline/collected.hpp"
#include "gateway/pipeline/derive.hpp"
#include "gateway/pipeline/link_schemes.hpp"
#include "gateway/pipeline/publish.hpp"
#include "gateway/pipeline/shared_rows.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <unordered_set>

namespace sluice::pipeline {
namespace {

constexpr std::size_t kPersonsAtATime = 64;  // of one job
constexpr std::size_t kPersonsAPage = 4096;  // of one query for touched persons

// The touched persons of one system.
class TouchedPersons {
  public:
    // `collected` must outlive it.
    TouchedPersons(
        const SubmissionContext& context, const map::Program& program, const CollectedFields& collected
    )
        : context_(context),
          collected_(collected),
          shared_(program, context.facts(), context.purpose(), context.store_mutex),
          program_(program),
          prefix_(program.system().name + "/"),
          links_(context.links()),
          progress_(*context.progress) {}

    Result<std::uint64_t> count() { return links_.touched_count(prefix_); }
    Result<std::set<std::string>> let_in();
    Result<void> link_persons();
    Result<void> publish_persons();

  private:
    // One person's derivation under way.
    struct Derived {
        std::unique_ptr<PersonRows> rows;
        const schema::FieldSet* collected = nullptr;  // by the person's source
        Result<Outcome> outcome = Outcome{};
    };
    using Group = std::vector<Derived>;
    using Sink = std::function<Result<void>(Derived&)>;
    // Jobs under way; waits for them before what they refer to goes, however that comes about.
    struct Running {
        std::deque<std::future<Result<std::shared_ptr<Group>>>> jobs;

        Running() = default;
        Running(const Running&) = delete;
        Running& operator=(const Running&) = delete;
        ~Running() {
            for (auto& job : jobs) {
                if (job.valid()) {
                    job.wait();
                }
            }
        }
        // REQUIRES: there is one.
        Result<std::shared_ptr<Group>> take() {
            auto done = jobs.front().get();
            jobs.pop_front();
            return done;
        }
    };

    struct Circumstances {
        map::RunContext run;
        const std::set<std::string>& conflicts;
    };

    Result<void> each_touched(const std::set<std::string>& conflicts, const Sink& sink);
    Result<std::vector<std::string>> page_after(const std::string& person);
    Result<std::shared_ptr<Group>> load_group(std::span<const std::string> persons);
    void derive_group(Group& group, const Circumstances& circumstances);
    Result<void> collect(Running& running, const Sink& sink);
    Result<std::unique_ptr<PersonRows>> load_person(const std::string& person);
    Result<const schema::FieldSet*> collected_of(const PersonRows& rows);
    Result<std::set<std::string>> find_conflicts();
    Result<bool> is_in_conflict(const std::string& person);
    Result<std::set<std::string>> disabled_organisations();

    const SubmissionContext& context_;
    const CollectedFields& collected_;
    SharedRows shared_;
    const map::Program& program_;
    const std::string prefix_;  // of the texts of the system's persons
    store::Links& links_;
    Progress& progress_;
};

Result<std::unique_ptr<PersonRows>> TouchedPersons::load_person(const std::string& person) {
    auto rows = std::make_unique<PersonRows>(person, shared_);
    const std::lock_guard lock(context_.store_mutex);
    auto& facts = context_.facts();
    SLUICE_ASSIGN(auto stored, facts.for_person(person));
    for (auto& fact : stored) {
        const auto name = fact.table.substr(fact.table.find('/') + 1);
        const auto table = program_.system().table_index(name);
        if (!table) {
            continue;  // a table that today's pack no longer has
        }
        SLUICE_ASSIGN(
            auto row, load_row(std::move(fact), program_, *table, context_.purpose(), facts, rows.get())
        );
        rows->add(std::move(row));
    }
    return rows;
}

// By who sent the person's own row: another sender's later submission derives the person, too.
Result<const schema::FieldSet*> TouchedPersons::collected_of(const PersonRows& rows) {
    const auto* person = rows.person_row();
    if (person == nullptr) {
        return nullptr;
    }
    const std::lock_guard lock(context_.store_mutex);
    SLUICE_ASSIGN(
        const auto* submission, context_.submissions.of(static_cast<std::int64_t>(person->origin.receipt))
    );
    return collected_.of(rows.source(), submission->sender_of(person->origin.at.file));
}

Result<std::shared_ptr<TouchedPersons::Group>> TouchedPersons::load_group(std::span<const std::string> persons
) {
    auto group = std::make_shared<Group>();
    for (const auto& person : persons) {
        SLUICE_ASSIGN(auto rows, load_person(person));
        SLUICE_ASSIGN(const auto* collected, collected_of(*rows));
        group->push_back({std::move(rows), collected, Outcome{}});
    }
    return group;
}

void TouchedPersons::derive_group(Group& group, const Circumstances& circumstances) {
    const auto* profile = context_.pack.checks.profile(context_.profile, context_.purpose());
    for (auto& derived : group) {
        const check::CheckContext checking{
            circumstances.run.as_of, circumstances.conflicts.contains(derived.rows->person()),
            derived.collected, profile};
        derived.outcome = derive(context_.pack, *derived.rows, shared_, circumstances.run, checking);
    }
}

// The outcomes of the job that was started first.
Result<void> TouchedPersons::collect(Running& running, const Sink& sink) {
    SLUICE_ASSIGN(const auto group, running.take());
    for (auto& derived : *group) {
        SLUICE_TRY(derived.outcome);
        SLUICE_TRY(sink(derived));
        ++progress_.done;
    }
    if (context_.watch) {
        context_.watch(progress_);
    }
    return {};
}

Result<std::vector<std::string>> TouchedPersons::page_after(const std::string& person) {
    const std::lock_guard lock(context_.store_mutex);
    return links_.touched(prefix_, person, kPersonsAPage);
}

// Derives every touched person on the workers and hands the outcomes to `sink` in the order of the persons.
Result<void> TouchedPersons::each_touched(const std::set<std::string>& conflicts, const Sink& sink) {
    const Circumstances circumstances{
        {*Date::parse(context_.receipt->submission.as_of), context_.purpose(), context_.production},
        conflicts};
    Running running;  // after what its jobs refer to
    SLUICE_ASSIGN(auto page, page_after(""));
    while (!page.empty()) {
        for (std::size_t begin = 0; begin < page.size(); begin += kPersonsAtATime) {
            const auto count = std::min(kPersonsAtATime, page.size() - begin);
            SLUICE_ASSIGN(const auto group, load_group(std::span(page).subspan(begin, count)));
            // There is a place for the job before there is the job, so that none is forgotten.
            running.jobs.emplace_back();
            running.jobs.back() =
                context_.workers.submit([this, group, &circumstances]() -> Result<std::shared_ptr<Group>> {
                    derive_group(*group, circumstances);
                    return group;
                });
            if (running.jobs.size() >= context_.workers.window()) {
                SLUICE_TRY(collect(running, sink));
            }
        }
        SLUICE_ASSIGN(page, page_after(page.back()));
    }
    while (!running.jobs.empty()) {
        SLUICE_TRY(collect(running, sink));
    }
    return {};
}

Result<std::set<std::string>> TouchedPersons::let_in() {
    auto& facts = context_.facts();
    const auto table = objectors_table(program_.system());
    const map::RunContext run{
        *Date::parse(context_.receipt->submission.as_of), context_.purpose(), context_.production};
    SLUICE_ASSIGN(const auto marks, facts.for_prefix(table, ""));
    std::unordered_set<std::string> objectors;
    for (const auto& mark : marks) {
        objectors.insert(prefix_ + mark.key);
    }
    std::set<std::string> persons;
    std::vector<std::string> page;
    do {
        SLUICE_ASSIGN(
            page, objectors.empty() ? std::vector<std::string>() : page_after(page.empty() ? "" : page.back())
        );
        for (const auto& person : page) {
            if (!objectors.contains(person)) {
                continue;
            }
            SLUICE_ASSIGN(const auto rows, load_person(person));
            SLUICE_ASSIGN(const auto objection, stated_objection(program_, rows->rows(), run));
            SLUICE_TRY(shared_.status());
            if (!objection) {
                SLUICE_TRY(facts.remove(table, std::string_view(person).substr(prefix_.size()), "", {}));
                persons.insert(person);
            }
        }
    } while (!page.empty());
    return persons;
}

// Notes every touched person's national number or pseudonym, and touches whoever shared the old one or shares
// the new one, of whatever system.
Result<void> TouchedPersons::link_persons() {
    std::set<std::pair<std::string_view, std::string>> shared;  // scheme and value
    SLUICE_TRY(each_touched({}, [&](Derived& derived) -> Result<void> {
        const std::lock_guard lock(context_.store_mutex);
        const auto& identity = derived.outcome->identity;
        const auto& person = derived.rows->person();
        for (const auto& [scheme, value] :
             {std::pair(kNumberScheme, identity.number), std::pair(kPseudonymScheme, identity.pseudonym)}) {
            SLUICE_ASSIGN(const auto before, links_.link_value(person, scheme));
            SLUICE_TRY(links_.set_link_value(person, scheme, value));
            shared.insert({scheme, before});
            shared.insert({scheme, value});
        }
        // Set when all are published (same_people): until then it is what it was.
        SLUICE_ASSIGN(const auto continued, links_.link_value(person, kContinuedScheme));
        shared.insert({kContinuedScheme, continued});
        return links_.set_link_value(person, kDetailsScheme, identity.details);
    }));
    for (const auto& [scheme, value] : shared) {
        SLUICE_ASSIGN(
            const auto sharing,
            value.empty() ? std::vector<std::string>() : links_.persons_with(scheme, value)
        );
        for (const auto& person : sharing) {
            SLUICE_TRY(links_.touch(person));
        }
    }
    return {};
}

// Persons of whom another has the same number or pseudonym and another birth date or sex (rule X24): each of
// them.
Result<std::set<std::string>> TouchedPersons::find_conflicts() {
    std::set<std::string> conflicts;
    std::string after;
    for (;;) {
        SLUICE_ASSIGN(const auto page, links_.touched(prefix_, after, kPersonsAPage));
        if (page.empty()) {
            return conflicts;
        }
        for (const auto& person : page) {
            SLUICE_ASSIGN(const bool conflict, is_in_conflict(person));
            if (conflict) {
                conflicts.insert(person);
            }
        }
        after = page.back();
    }
}

Result<bool> TouchedPersons::is_in_conflict(const std::string& person) {
    SLUICE_ASSIGN(const auto details, links_.link_value(person, kDetailsScheme));
    if (details.empty()) {
        return false;
    }
    for (const auto scheme : {kNumberScheme, kPseudonymScheme}) {
        SLUICE_ASSIGN(const auto value, links_.link_value(person, scheme));
        SLUICE_ASSIGN(
            const auto sharing,
            value.empty() ? std::vector<std::string>() : links_.persons_with(scheme, value)
        );
        for (const auto& other : sharing) {
            SLUICE_ASSIGN(const auto theirs, links_.link_value(other, kDetailsScheme));
            if (contradict(theirs, details)) {
                return true;
            }
        }
    }
    return false;
}

// Codes of the organisations whose agreement is disabled: their records are stored and held back from
// outlets. One code may have several agreements: each must allow it.
Result<std::set<std::string>> TouchedPersons::disabled_organisations() {
    std::set<std::string> disabled;
    const auto& system = program_.system();
    const auto table = system.table_index(system.agreement_table);
    const auto& condition = program_.agreement_disabled();
    if (!table || !condition) {
        return disabled;
    }
    std::vector<const record::SourceRow*> agreements;
    std::map<std::string, bool> off;  // by organisation
    shared_.find(*table, "", agreements);
    for (const auto* agreement : agreements) {
        SLUICE_ASSIGN(const auto holds, expression::holds(*condition, agreement, {}));
        const std::string guid(agreement->cell(system.agreement_organisation));
        std::vector<const record::SourceRow*> organisations;
        shared_.find(*system.table_index(system.organisation_table), guid, organisations);
        const auto code = organisations.empty() ? std::string_view()
                                                : organisations.front()->cell(system.organisation_code);
        const std::string organisation = code.empty() ? guid : std::string(code);
        off[organisation] = off[organisation] || holds.value_or(true);
    }
    for (const auto& [organisation, held_back] : off) {
        if (held_back) {
            disabled.insert(organisation);
        }
        SLUICE_TRY(
            context_.store.dataset().hold_back(context_.purpose(), system.name, organisation, held_back)
        );
    }
    return disabled;
}

Result<void> TouchedPersons::publish_persons() {
    SLUICE_ASSIGN(const auto conflicts, find_conflicts());
    SLUICE_ASSIGN(auto held_back, disabled_organisations());
    Publisher publisher(context_, program_, std::move(held_back));
    const auto before = progress_.records;
    return each_touched(conflicts, [&](Derived& derived) -> Result<void> {
        const std::lock_guard lock(context_.store_mutex);
        SLUICE_TRY(publisher.publish(*derived.outcome, *derived.rows));
        progress_.records = before + publisher.records();
        return {};
    });
}

}  // namespace

Result<std::vector<LetIn>> let_in(const SubmissionContext& context) {
    std::vector<LetIn> out;
    SLUICE_ASSIGN(const auto collected, CollectedFields::load(context.store, context.purpose()));
    for (const auto& program : context.pack.mappings) {
        SLUICE_ASSIGN(auto persons, TouchedPersons(context, *program, collected).let_in());
        if (!persons.empty()) {
            out.push_back({&program->system(), std::move(persons)});
        }
    }
    return out;
}

Result<void> derive_touched(const SubmissionContext& context) {
    std::deque<TouchedPersons> systems;
    auto& progress = *context.progress;
    progress.phase = "deriving";
    progress.done = 0;
    progress.total = 0;
    SLUICE_ASSIGN(const auto collected, CollectedFields::load(context.store, context.purpose()));
    for (const auto& program : context.pack.mappings) {
        SLUICE_ASSIGN(const auto count, systems.emplace_back(context, *program, collected).count());
        progress.total += count * 2;
    }
    for (auto& system : systems) {
        SLUICE_TRY(system.link_persons());
    }
    for (auto& system : systems) {
        SLUICE_TRY(system.publish_persons());
    }
    return {};
}

}  // namespace sluice::pipeline
