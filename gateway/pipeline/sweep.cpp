#include "gateway/pipeline/sweep.hpp"

#include "gateway/base/hash.hpp"
#include "gateway/pipeline/shared_rows.hpp"
#include "gateway/record/row.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

namespace sluice::pipeline {
namespace {

using schema::Fault;

constexpr std::size_t kPersonsAPage = 1000;

class Sweeper {
  public:
    // Of the tables of the set but those that are `incomplete`.
    Sweeper(
        const SubmissionContext& context, const FileSet& set, const std::vector<MemberFile>& members,
        const Seen& seen, const std::set<std::size_t>& incomplete
    );

    // Of all persons of the owner (supplier and organisation).
    Result<void> run(const std::string& owner);
    // Does the sender have a row of these tables with a person of the owner?
    Result<bool> finds(const std::string& owner);

  private:
    using Visit = std::function<Result<bool>(const std::string& person)>;  // false: no further
    Result<void> each_person(const std::string& owner, const Visit& visit);
    Result<bool> covers(const store::StoredFact& row);
    Result<void> sweep_person(const std::string& person);
    Result<bool> is_of_sender(const store::StoredFact& row);

    const SubmissionContext& context_;
    const FileSet& set_;
    const Seen& seen_;
    const std::string sender_;  // of the package
    std::set<std::string, std::less<>> tables_;
    std::set<std::string> starts_;  // of the texts of persons
};

Sweeper::Sweeper(
    const SubmissionContext& context, const FileSet& set, const std::vector<MemberFile>& members,
    const Seen& seen, const std::set<std::size_t>& incomplete
)
    : context_(context),
      set_(set),
      seen_(seen),
      sender_(context.receipt->submission.sender_of(members[set.members.front()].index)),
      starts_({set.system->name + "/"}) {
    for (const auto index : set.members) {
        const auto& member = members[index];
        const auto& table = member.recognised->schema();
        if (!member.not_for_purpose && !incomplete.contains(member.recognised->table)) {
            tables_.insert(fact_table(*set.system, member.recognised->table));
            starts_.insert(set.system->name + "/" + (table.alone ? table.name + "/" : ""));
        }
    }
}

// One submission may bring packages of several senders, and one sender's may come in submissions of several.
Result<bool> Sweeper::is_of_sender(const store::StoredFact& row) {
    SLUICE_ASSIGN(const auto* submission, context_.submissions.of(row.receipt));
    return submission->sender_of(row.file) == sender_;
}

// Of the tables in hand, and sent by this sender.
Result<bool> Sweeper::covers(const store::StoredFact& row) {
    return tables_.contains(row.table) ? is_of_sender(row) : Result<bool>(false);
}

Result<void> Sweeper::sweep_person(const std::string& person) {
    SLUICE_ASSIGN(const auto rows, context_.facts().for_person(person));
    for (const auto& row : rows) {
        const auto found = seen_.keys.find(std::string(row.table));
        const bool there = found != seen_.keys.end() && found->second.contains(hash_of(row.key));
        SLUICE_ASSIGN(const bool covered, covers(row));
        if (there || !covered) {
            continue;
        }
        SLUICE_ASSIGN(
            const auto gone, context_.facts().remove(row.table, row.key, person, {set_.stamp, row.sequence})
        );
        if (gone == store::RemoveKind::removed) {
            SLUICE_TRY(context_.links().touch(person));
        }
    }
    return {};
}

Result<void> Sweeper::each_person(const std::string& owner, const Visit& visit) {
    for (const auto& start : starts_) {
        const auto prefix = start + owner + record::kKeySeparator;
        std::string after;
        for (;;) {
            SLUICE_ASSIGN(const auto page, context_.facts().persons(prefix, after, kPersonsAPage));
            for (const auto& person : page) {
                SLUICE_ASSIGN(const bool further, visit(person));
                if (!further) {
                    return {};
                }
            }
            if (page.size() < kPersonsAPage) {
                break;
            }
            after = page.back();
        }
    }
    return {};
}

Result<void> Sweeper::run(const std::string& owner) {
    return each_person(owner, [&](const std::string& person) -> Result<bool> {
        SLUICE_TRY(sweep_person(person));
        return true;
    });
}

Result<bool> Sweeper::finds(const std::string& owner) {
    bool found = false;
    SLUICE_TRY(each_person(owner, [&](const std::string& person) -> Result<bool> {
        SLUICE_ASSIGN(const auto rows, context_.facts().for_person(person));
        for (const auto& row : rows) {
            SLUICE_ASSIGN(const bool covered, covers(row));
            found = found || covered;
        }
        return !found;
    }));
    return found;
}

// The sender's own organisation, as the keys of a package's rows begin that name none.
std::string own_of(const MemberFile& member) {
    const auto says = [&](std::string_view what) {
        const auto found = member.package.find(what);
        return found == member.package.end() ? std::string() : found->second;
    };
    return says("sender_system") + record::kKeySeparator + says("sender_ods");
}

// Organisations that came the last time with those that are named now, and are not named with them this time.
// Who sends practice by practice leaves none out.
Result<std::set<std::string>> left_out(const SubmissionContext& context, const std::set<std::string>& named) {
    std::set<std::string> missing;
    for (const auto& organisation : named) {
        SLUICE_ASSIGN(
            const auto before, context.store.receipts().organisations_with(*context.receipt, organisation)
        );
        std::set_difference(
            before.begin(), before.end(), named.begin(), named.end(), std::inserter(missing, missing.end())
        );
    }
    return missing;
}

}  // namespace

void Seen::note(const std::string& table, const std::string& key) {
    keys[table].insert(hash_of(key));
    const auto first = key.find(record::kKeySeparator);
    owners.insert(key.substr(0, key.find(record::kKeySeparator, first + 1)));
}

Result<void> sweep(
    const SubmissionContext& context, const FileSet& set, const std::vector<MemberFile>& members,
    const Seen& seen, const std::set<std::size_t>& incomplete
) {
    auto owners = seen.owners;
    if (owners.empty()) {
        owners.insert(own_of(members[set.members.front()]));
    }
    const std::lock_guard lock(context.store_mutex);
    Sweeper sweeper(context, set, members, seen, incomplete);
    for (const auto& owner : owners) {
        SLUICE_TRY(sweeper.run(owner));
    }
    return {};
}

// One that has nothing left is not missed.
Result<void> report_absent(
    const SubmissionContext& context, const std::vector<const FileSet*>& sets,
    const std::vector<MemberFile>& members
) {
    const std::lock_guard lock(context.store_mutex);
    SLUICE_ASSIGN(auto missing, left_out(context, context.tally->organisations));
    for (const auto* set : sets) {
        const auto& first = members[set->members.front()];
        const auto own = own_of(first);
        const auto supplier = own.substr(0, own.find(record::kKeySeparator) + 1);
        const Seen nothing;
        Sweeper sweeper(context, *set, members, nothing, {});
        for (auto at = set->is_snapshot ? missing.begin() : missing.end(); at != missing.end();) {
            SLUICE_ASSIGN(const bool found, sweeper.finds(supplier + *at));
            if (found) {
                const auto issue =
                    context.pack.rules().issue(Fault::set_organisation_absent, {first.index, 0, 0, 0});
                context.tally->add(issue, {}, {}, *at, {*at, 0});
            }
            at = found ? missing.erase(at) : std::next(at);
        }
    }
    return {};
}

}  // namespace sluice::pipeline
