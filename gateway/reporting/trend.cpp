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

constexpr std::size_t kPointsMax = 12;  // submissions whose shares are compared: a year of months

struct Snapshot {
    store::Receipt receipt;
    std::vector<store::FieldTally> fields;
};

// The sender's receipts before this one that have a snapshot, of the same purpose and of packages of the
// same senders; the last one first.
Result<std::vector<Snapshot>> snapshots_before(store::Store& store, const store::Receipt& receipt) {
    SLUICE_ASSIGN(auto all, store.receipts().receipts());
    std::reverse(all.begin(), all.end());
    std::vector<Snapshot> out;
    for (auto& other : all) {
        const bool comparable = other.seq < receipt.seq &&
                                other.submission.sender == receipt.submission.sender &&
                                other.submission.purpose == receipt.submission.purpose &&
                                other.submission.senders() == receipt.submission.senders();
        if (!comparable || out.size() + 1 >= kPointsMax) {
            continue;
        }
        SLUICE_ASSIGN(auto tallies, store.receipts().field_tallies(other.seq));
        if (!tallies.empty()) {
            out.push_back({std::move(other), std::move(tallies)});
        }
    }
    return out;
}

std::chrono::sys_seconds received_at(const store::Receipt& receipt) {
    return parse_instant(receipt.submission.received_at).value_or(std::chrono::sys_seconds{});
}

// By the weights of today: what a field counts for is not kept with a receipt.
outlet::TrendPoint point_of(
    const schema::Dataset& dataset, const store::Receipt& receipt,
    const std::vector<store::FieldTally>& fields
) {
    outlet::TrendPoint point{receipt.id, received_at(receipt), {}};
    for (const auto& tally : fields) {
        if (const auto* field = dataset.field(tally.entity, tally.field)) {
            const auto weight = static_cast<outlet::Count>(field->weight);
            point.weighted.expected += weight * tally.expected;
            point.weighted.known += weight * tally.known;
            point.weighted.declined += weight * tally.declined;
        }
    }
    return point;
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
    SLUICE_ASSIGN(const auto before, snapshots_before(store, receipt));
    if (before.empty()) {
        return std::optional<outlet::Trend>();
    }
    const auto& previous = before.front();
    outlet::Trend trend;
    trend.receipt_id = previous.receipt.id;
    trend.received_at = received_at(previous.receipt);
    for (auto earlier = before.rbegin(); earlier != before.rend(); ++earlier) {
        trend.points.push_back(point_of(pack.documents->dataset, earlier->receipt, earlier->fields));
    }
    trend.points.push_back(point_of(pack.documents->dataset, receipt, fields));
    SLUICE_ASSIGN(const auto open, store.receipts().open_findings(receipt.seq));
    SLUICE_ASSIGN(const auto open_before, store.receipts().open_findings(previous.receipt.seq));
    add_changes(pack, counts_of(open_before), counts_of(open), false, trend.findings);
    SLUICE_ASSIGN(const auto rows, row_findings(store, receipt.seq, trend.findings));
    SLUICE_ASSIGN(const auto rows_before, row_findings(store, previous.receipt.seq, trend.findings));
    add_changes(pack, rows_before, rows, true, trend.findings);
    std::stable_sort(trend.findings.begin(), trend.findings.end(), [](const auto& a, const auto& b) {
        return a.severity < b.severity;
    });
    trend.fields = field_changes(pack, previous.fields, fields);
    return std::optional(std::move(trend));
}

}  // namespace sluice::reporting
