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

// What the sender of a set's package has in the tables of the set.
class RowsOfSender {
  public:
    // Of the tables but those that are `incomplete`.
    RowsOfSender(
        const SubmissionContext& context, const FileSet& set, const std::vector<MemberFile>& members,
        const std::set<std::size_t>& incomplete
    );

    using Visit = std::function<Result<bool>(const std::string& person)>;  // false: no further
    // All persons of the owner (supplier and organisation), whoever sent them.
    Result<void> each_person(const std::string& owner, const Visit& visit);
    // One submission may bring packages of several senders, and one sender's may come in submissions of
    // several.
    Result<bool> has(const store::StoredFact& row);
    // Is there one of a person of the owner?
    Result<bool> has_any_of(const std::string& owner);

  private:
    const SubmissionContext& context_;
    const std::string sender_;  // of the package
    std::set<std::string, std::less<>> tables_;
    std::set<std::string> starts_;  // of the texts of persons
};

RowsOfSender::RowsOfSender(
    const SubmissionContext& context, const FileSet& set, const std::vector<MemberFile>& members,
    const std::set<std::size_t>& incomplete
)
    : context_(context),
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

Result<bool> RowsOfSender::has(const store::StoredFact& row) {
    if (!tables_.contains(row.table)) {
        return false;
    }
    SLUICE_ASSIGN(const auto* submission, context_.submissions.of(row.receipt));
    return submission->sender_of(row.file) == sender_;
}

Result<void> RowsOfSender::each_person(const std::string& owner, const Visit& visit) {
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

Result<bool> RowsOfSender::has_any_of(const std::string& owner) {
    bool found = false;
    SLUICE_TRY(each_person(owner, [&](const std::string& person) -> Result<bool> {
        SLUICE_ASSIGN(const auto rows, context_.facts().for_person(person));
        for (const auto& row : rows) {
            SLUICE_ASSIGN(const bool has_it, has(row));
            found = found || has_it;
        }
        return !found;
    }));
    return found;
}

Result<void> sweep_person(
    const SubmissionContext& context, const FileSet& set, const Seen& seen, RowsOfSender& of_sender,
    const std::string& person
) {
    SLUICE_ASSIGN(const auto rows, context.facts().for_person(person));
    for (const auto& row : rows) {
        const auto found = seen.keys.find(std::string(row.table));
        const bool there = found != seen.keys.end() && found->second.contains(hash_of(row.key));
        SLUICE_ASSIGN(const bool covered, of_sender.has(row));
        if (there || !covered) {
            continue;
        }
        SLUICE_ASSIGN(
            const auto gone, context.facts().remove(row.table, row.key, person, {set.stamp, row.sequence})
        );
        if (gone == store::RemoveKind::removed) {
            SLUICE_TRY(context.links().touch(person));
        }
    }
    return {};
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
    RowsOfSender of_sender(context, set, members, incomplete);
    for (const auto& owner : owners) {
        SLUICE_TRY(of_sender.each_person(owner, [&](const std::string& person) -> Result<bool> {
            SLUICE_TRY(sweep_person(context, set, seen, of_sender, person));
            return true;
        }));
    }
    return {};
}

// One that has nothing left is not missed.
Result<void> report_absent(
    const SubmissionContext& context, const std::vector<const FileSet*>& sets,
    const std::vector<MemberFile>& members
) {
    if (std::none_of(sets.begin(), sets.end(), [](const auto* set) { return set->is_snapshot; })) {
        return {};
    }
    const std::lock_guard lock(context.store_mutex);
    SLUICE_ASSIGN(auto missing, left_out(context, context.tally->organisations));
    for (const auto* set : sets) {
        if (!set->is_snapshot) {
            continue;
        }
        const auto& first = members[set->members.front()];
        const auto own = own_of(first);
        const auto supplier = own.substr(0, own.find(record::kKeySeparator) + 1);
        RowsOfSender of_sender(context, *set, members, {});
        for (auto at = missing.begin(); at != missing.end();) {
            SLUICE_ASSIGN(const bool found, of_sender.has_any_of(supplier + *at));
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
