#include "gateway/pipeline/sweep.hpp"

#include "gateway/base/hash.hpp"
#include "gateway/pipeline/shared_rows.hpp"
#include "gateway/record/row.hpp"

#include <functional>

namespace sluice::pipeline {
namespace {

using schema::Fault;

constexpr std::size_t kPersonsAPage = 1000;

class Sweeper {
  public:
    // `sender`: of the package.
    Sweeper(const SubmissionContext& context, const FileSet& set, const Seen& seen, std::string sender)
        : context_(context), set_(set), seen_(seen), sender_(std::move(sender)) {}

    void cover(std::string table) { tables_.insert(std::move(table)); }
    // Of all persons whose text begins so.
    Result<void> run(const std::string& prefix);
    // Does the sender have a row of these tables with a person whose text begins so?
    Result<bool> finds(const std::string& prefix);

  private:
    using Visit = std::function<Result<bool>(const std::string& person)>;  // false: no further
    Result<void> each_person(const std::string& prefix, const Visit& visit);
    Result<bool> covers(const store::StoredFact& row);
    Result<void> sweep_person(const std::string& person);
    Result<bool> is_of_sender(const store::StoredFact& row);

    const SubmissionContext& context_;
    const FileSet& set_;
    const Seen& seen_;
    const std::string sender_;
    std::set<std::string, std::less<>> tables_;
};

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

Result<void> Sweeper::each_person(const std::string& prefix, const Visit& visit) {
    std::string after = prefix;
    for (;;) {
        SLUICE_ASSIGN(const auto page, context_.facts().persons(after, kPersonsAPage));
        for (const auto& person : page) {
            if (!person.starts_with(prefix)) {
                return {};
            }
            SLUICE_ASSIGN(const bool further, visit(person));
            if (!further) {
                return {};
            }
        }
        if (page.empty()) {
            return {};
        }
        after = page.back();
    }
}

Result<void> Sweeper::run(const std::string& prefix) {
    return each_person(prefix, [&](const std::string& person) -> Result<bool> {
        SLUICE_TRY(sweep_person(person));
        return true;
    });
}

Result<bool> Sweeper::finds(const std::string& prefix) {
    bool found = false;
    SLUICE_TRY(each_person(prefix, [&](const std::string& person) -> Result<bool> {
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

// An organisation that the sender sent before and that no row names now may have nothing left, or was left
// out.
Result<void> report_absent(
    const SubmissionContext& context, const MemberFile& member, const std::set<std::string>& owners,
    const std::set<std::string>& starts, Sweeper& sweeper
) {
    const auto own = own_of(member);
    const auto supplier = own.substr(0, own.find(record::kKeySeparator) + 1);
    SLUICE_ASSIGN(
        const auto sent,
        context.store.receipts().organisations_of(context.receipt->submission.sender, context.purpose())
    );
    for (const auto& organisation : sent) {
        bool found = false;
        for (const auto& start : starts) {
            if (!found && !owners.contains(supplier + organisation)) {
                SLUICE_ASSIGN(found, sweeper.finds(start + supplier + organisation + record::kKeySeparator));
            }
        }
        if (found) {
            const SourceRef at{member.index, 0, 0, 0};
            context.tally->add(
                context.pack.rules().issue(Fault::set_organisation_absent, at), {}, {}, organisation,
                {organisation, 0}
            );
        }
    }
    return {};
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
    const auto& first = members[set.members.front()];
    Sweeper sweeper(context, set, seen, context.receipt->submission.sender_of(first.index));
    std::set<std::string> starts = {set.system->name + "/"};
    for (const auto index : set.members) {
        const auto& member = members[index];
        const auto& table = member.recognised->schema();
        if (!member.not_for_purpose && !incomplete.contains(member.recognised->table)) {
            sweeper.cover(fact_table(*set.system, member.recognised->table));
            starts.insert(set.system->name + "/" + (table.alone ? table.name + "/" : ""));
        }
    }
    auto owners = seen.owners;
    if (owners.empty()) {
        owners.insert(own_of(first));
    }
    const std::lock_guard lock(context.store_mutex);
    for (const auto& start : starts) {
        for (const auto& owner : owners) {
            SLUICE_TRY(sweeper.run(start + owner + record::kKeySeparator));
        }
    }
    return context.again ? Result<void>() : report_absent(context, first, owners, starts, sweeper);
}

}  // namespace sluice::pipeline
