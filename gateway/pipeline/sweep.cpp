#include "gateway/pipeline/sweep.hpp"

#include "gateway/base/hash.hpp"
#include "gateway/pipeline/shared_rows.hpp"
#include "gateway/record/row.hpp"

namespace sluice::pipeline {
namespace {

constexpr std::size_t kPersonsAPage = 1000;

std::uint64_t hash_of(std::string_view key) {
    Fnv1a hash;
    hash.add(key);
    return hash.value();
}

class Sweeper {
  public:
    Sweeper(const SubmissionContext& context, const FileSet& set, const Seen& seen)
        : context_(context), set_(set), seen_(seen) {}

    void cover(std::string table) { tables_.insert(std::move(table)); }
    // Of all persons whose text begins so.
    Result<void> run(const std::string& prefix);

  private:
    Result<void> sweep_person(const std::string& person);
    Result<bool> is_of_sender(std::int64_t receipt);

    const SubmissionContext& context_;
    const FileSet& set_;
    const Seen& seen_;
    std::set<std::string, std::less<>> tables_;
    std::map<std::int64_t, bool> of_sender_;
};

Result<bool> Sweeper::is_of_sender(std::int64_t receipt) {
    const auto known = of_sender_.find(receipt);
    if (known != of_sender_.end()) {
        return known->second;
    }
    SLUICE_ASSIGN(const auto found, context_.store.receipts().receipt(receipt));
    const bool ours = found && found->submission.sender == context_.receipt->submission.sender;
    return of_sender_.emplace(receipt, ours).first->second;
}

Result<void> Sweeper::sweep_person(const std::string& person) {
    SLUICE_ASSIGN(const auto rows, context_.facts().for_person(person));
    for (const auto& row : rows) {
        const auto found = seen_.keys.find(std::string(row.table));
        const bool there = found != seen_.keys.end() && found->second.contains(hash_of(row.key));
        SLUICE_ASSIGN(const bool ours, is_of_sender(row.receipt));
        if (there || !ours || !tables_.contains(row.table)) {
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

Result<void> Sweeper::run(const std::string& prefix) {
    std::string after = prefix;
    for (;;) {
        SLUICE_ASSIGN(const auto page, context_.facts().persons(after, kPersonsAPage));
        for (const auto& person : page) {
            if (!person.starts_with(prefix)) {
                return {};
            }
            SLUICE_TRY(sweep_person(person));
        }
        if (page.empty()) {
            return {};
        }
        after = page.back();
    }
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
    Sweeper sweeper(context, set, seen);
    std::set<std::string> starts = {set.system->name + "/"};
    for (const auto index : set.members) {
        const auto& member = members[index];
        const auto& table = member.recognised->schema();
        if (!member.not_for_purpose && !incomplete.contains(member.recognised->table)) {
            sweeper.cover(fact_table(*set.system, member.recognised->table));
            starts.insert(set.system->name + "/" + (table.alone ? table.name + "/" : ""));
        }
    }
    const std::lock_guard lock(context.store_mutex);
    for (const auto& start : starts) {
        for (const auto& owner : seen.owners) {
            SLUICE_TRY(sweeper.run(start + owner + record::kKeySeparator));
        }
    }
    return {};
}

}  // namespace sluice::pipeline
