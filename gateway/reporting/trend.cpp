#include "gateway/reporting/trend.hpp"

#include "gateway/base/text.hpp"
#include "gateway/outlet/sums.hpp"

#include <algorithm>

namespace sluice::reporting {
namespace {

outlet::CellCounts counts_of(const store::FieldTally& tally) {
    outlet::CellCounts counts;
    counts.expected = tally.expected;
    counts.not_collected = tally.not_collected;
    counts.present = tally.present;
    counts.valid = tally.valid;
    counts.known = tally.known;
    counts.declined = tally.declined;
    return counts;
}

// The sender's last receipt before this one that has a snapshot, of the same purpose and of packages of the
// same senders.
Result<std::optional<store::Receipt>> receipt_before(store::Store& store, const store::Receipt& receipt) {
    SLUICE_ASSIGN(auto all, store.receipts().receipts());
    std::reverse(all.begin(), all.end());
    for (auto& other : all) {
        if (other.seq >= receipt.seq || other.submission.sender != receipt.submission.sender ||
            other.submission.purpose != receipt.submission.purpose ||
            other.submission.senders() != receipt.submission.senders()) {
            continue;
        }
        SLUICE_ASSIGN(const auto tallies, store.receipts().field_tallies(other.seq));
        if (!tallies.empty()) {
            return std::optional(std::move(other));
        }
    }
    return std::optional<store::Receipt>();
}

using RuleCounts = std::map<std::string, outlet::Count>;

RuleCounts counts_of(const std::vector<store::IssueCount>& open) {
    RuleCounts counts;
    for (const auto& count : open) {
        counts[count.rule] = count.count;
    }
    return counts;
}

// What a submission had wrong in rows and files: not kept with any record, so it is asked of the receipt. A
// rule that records have open, too, is not told twice.
Result<RuleCounts> row_findings(
    store::Store& store, std::int64_t receipt, const std::vector<outlet::FindingChange>& told
) {
    RuleCounts counts;
    SLUICE_TRY(store.receipts().visit_issues(receipt, [&](const store::ReceiptIssue& issue) -> Result<void> {
        const bool is_told = std::any_of(told.begin(), told.end(), [&](const auto& change) {
            return !change.of_rows && change.rule == issue.rule;
        });
        if (issue.record_id.empty() && !is_told) {
            ++counts[issue.rule];
        }
        return {};
    }));
    return counts;
}

void add_changes(
    const pipeline::Pack& pack, const RuleCounts& before, const RuleCounts& now, bool of_rows,
    std::vector<outlet::FindingChange>& out
) {
    std::map<std::string, outlet::FindingChange> by_rule;
    for (const auto& [rule, count] : before) {
        by_rule[rule].before = count;
    }
    for (const auto& [rule, count] : now) {
        by_rule[rule].now = count;
    }
    for (auto& [id, change] : by_rule) {
        const auto rule = pack.rules().find(id);
        change.rule = id;
        change.title = rule ? pack.rules()[*rule].title : id;
        change.severity = rule ? pack.rules()[*rule].severity : Severity::information;
        change.of_rows = of_rows;
        out.push_back(std::move(change));
    }
}

std::vector<outlet::FieldChange> field_changes(
    const pipeline::Pack& pack, const std::vector<store::FieldTally>& before,
    const std::vector<store::FieldTally>& now
) {
    std::vector<outlet::FieldChange> changes;
    for (const auto& tally : now) {
        const auto earlier = std::find_if(before.begin(), before.end(), [&](const auto& other) {
            return other.entity == tally.entity && other.field == tally.field;
        });
        const auto* field = pack.documents->dataset.field(tally.entity, tally.field);
        // Of a field that was not expected before there is nothing to compare with.
        if (field == nullptr || earlier == before.end() || earlier->expected == 0 || tally.expected == 0) {
            continue;
        }
        const auto then = counts_of(*earlier);
        const auto now_counts = counts_of(tally);
        if (answered(then) * now_counts.expected != answered(now_counts) * then.expected) {
            changes.push_back(
                {tally.entity, pack.documents->dataset.entity(tally.entity)->title, tally.field, field->title,
                 then, now_counts}
            );
        }
    }
    return changes;
}

}  // namespace

Result<std::optional<outlet::Trend>> trend_of(
    const pipeline::Pack& pack, store::Store& store, const store::Receipt& receipt
) {
    SLUICE_ASSIGN(const auto fields, store.receipts().field_tallies(receipt.seq));
    if (fields.empty()) {
        return std::optional<outlet::Trend>();
    }
    SLUICE_ASSIGN(const auto previous, receipt_before(store, receipt));
    if (!previous) {
        return std::optional<outlet::Trend>();
    }
    outlet::Trend trend;
    trend.receipt_id = previous->id;
    trend.received_at = parse_instant(previous->submission.received_at).value_or(std::chrono::sys_seconds{});
    SLUICE_ASSIGN(const auto fields_before, store.receipts().field_tallies(previous->seq));
    SLUICE_ASSIGN(const auto open, store.receipts().open_findings(receipt.seq));
    SLUICE_ASSIGN(const auto open_before, store.receipts().open_findings(previous->seq));
    add_changes(pack, counts_of(open_before), counts_of(open), false, trend.findings);
    SLUICE_ASSIGN(const auto rows, row_findings(store, receipt.seq, trend.findings));
    SLUICE_ASSIGN(const auto rows_before, row_findings(store, previous->seq, trend.findings));
    add_changes(pack, rows_before, rows, true, trend.findings);
    std::stable_sort(trend.findings.begin(), trend.findings.end(), [](const auto& a, const auto& b) {
        return a.severity < b.severity;
    });
    trend.fields = field_changes(pack, fields_before, fields);
    return std::optional(std::move(trend));
}

}  // namespace sluice::reporting
