#include "gateway/pipeline/tally.hpp"

#include "gateway/base/assert.hpp"
#include "gateway/base/limits.hpp"

#include <algorithm>

namespace sluice::pipeline {
namespace {

std::uint64_t& count_of(store::FileTally& file, Verdict verdict) {
    switch (verdict) {
        case Verdict::accepted:
            return file.accepted;
        case Verdict::held:
            return file.held;
        case Verdict::rejected:
            return file.rejected;
        case Verdict::skipped:
            break;
    }
    return file.skipped;
}

}  // namespace

void Tally::add(schema::Fault fault, const SourceRef& at, std::string_view subject) {
    add(rules_.issue(fault, at), {}, {}, subject, {});
}

void Tally::add(
    const Issue& issue, std::string_view entity, std::string_view record_id, std::string_view field,
    const Whose& whose
) {
    ++counts_[issue.rule];
    if (issues_.size() < issues_kept_max_) {
        issues_.push_back(
            {rules_[issue.rule].id, issue.severity, issue.at, std::string(entity), std::string(record_id),
             std::string(field), whose.organisation, whose.origin}
        );
    } else if (!has(schema::Fault::submission_findings_not_listed)) {
        ++counts_[rules_.of(schema::Fault::submission_findings_not_listed)];
    }
}

void Tally::add_findings_of(const Tally& earlier, std::int64_t receipt) {
    const auto listed = issues_.size();
    for (const auto& [rule, count] : earlier.counts_) {
        counts_[rule] += count;
    }
    for (auto issue : earlier.issues_) {
        if (issues_.size() < issues_kept_max_) {
            issue.origin = receipt;
            issues_.push_back(std::move(issue));
        }
    }
    if (issues_.size() - listed < earlier.issues_.size() &&
        !has(schema::Fault::submission_findings_not_listed)) {
        ++counts_[rules_.of(schema::Fault::submission_findings_not_listed)];
    }
}

void Tally::worsen(std::uint32_t file, std::uint64_t record, Verdict verdict) {
    auto& worst = worse_.try_emplace({file, record}, Verdict::accepted).first->second;
    worst = std::max(worst, verdict);
}

Verdict Tally::verdict_of(std::uint32_t file, std::uint64_t record) const {
    const auto rows = rows_.find(file);
    if (rows == rows_.end() || record >= rows->second.used.size() || !rows->second.used[record]) {
        return Verdict::skipped;
    }
    return rows->second.held[record] ? Verdict::held : Verdict::accepted;
}

void Tally::note(std::uint32_t file, std::uint64_t record, Verdict verdict) {
    auto& [used, held] = rows_[file];
    const bool is_held = verdict == Verdict::held;
    const bool is_used = is_held || verdict == Verdict::accepted;
    if (record >= used.size()) {
        if (!is_used) {
            return;
        }
        used.resize(record + 1);
        held.resize(record + 1);
    }
    used[record] = is_used;
    held[record] = is_held;
}

void Tally::count(std::uint32_t file, std::uint64_t record, Verdict verdict) {
    ++count_of(files[file], verdict);
    note(file, record, verdict);
}

void Tally::count_entry(std::uint32_t file, std::uint64_t record, Verdict verdict) {
    const auto before = verdict_of(file, record);
    if (verdict == Verdict::rejected) {
        worsen(file, record, verdict);
    } else if (before == Verdict::skipped || (verdict == Verdict::held && before == Verdict::accepted)) {
        move(file, record, verdict);
    }
}

void Tally::move(std::uint32_t file, std::uint64_t record, Verdict to) {
    recount(file, verdict_of(file, record), to);
    note(file, record, to);
}

void Tally::recount(std::uint32_t file, Verdict from, Verdict to) {
    SLUICE_ASSERT(count_of(files[file], from) > 0);
    --count_of(files[file], from);
    ++count_of(files[file], to);
}

void Tally::settle() {
    for (const auto& [row, verdict] : worse_) {
        const auto from = verdict_of(row.first, row.second);
        if (verdict > from) {
            recount(row.first, from, verdict);
        }
    }
    worse_.clear();
    for (const auto& file : files) {
        SLUICE_ASSERT(file.read == file.accepted + file.held + file.rejected + file.skipped);
    }
}

std::vector<store::IssueCount> Tally::issue_counts() const {
    std::vector<store::IssueCount> out;
    for (const auto& [rule, count] : counts_) {
        out.push_back({rules_[rule].id, rules_[rule].severity, count});
    }
    return out;
}

bool Tally::anything_held_or_rejected() const {
    const auto bad = [](const auto& tally) { return tally.held > 0 || tally.rejected > 0; };
    return std::any_of(files.begin(), files.end(), bad) ||
           std::any_of(entities.begin(), entities.end(), [&](const auto& entry) {
               return bad(entry.second);
           });
}

}  // namespace sluice::pipeline
