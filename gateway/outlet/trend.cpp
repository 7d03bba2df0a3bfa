#include "gateway/outlet/trend.hpp"

#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/words.hpp"

namespace sluice::outlet {

std::string fixes_heading(const Report& report) {
    if (report.fixes.size() == 1) {
        return "The fix worth most";
    }
    return report.fixes.size() == 10 ? "The ten fixes worth most" : "The fixes worth most";
}

std::string fix_in_words(const Fix& fix) {
    std::string words = fix.title;
    if (!fix.entity_title.empty()) {
        words += ", " + fix.entity_title + (fix.field_title.empty() ? "" : ": " + fix.field_title);
    }
    return words + " (" + counted(fix.rows, "row", "rows") + ')';
}

std::string trend_in_words(const Report& report) {
    Count added = 0;
    Count changed = 0;
    Count removed = 0;
    for (const EntityLine& entity : report.entities) {
        added += entity.added;
        changed += entity.changed;
        removed += entity.removed;
    }
    return "Compared with receipt " + report.trend->receipt_id + " of " +
           instant_in_words(report.trend->received_at) + ": this submission added " +
           counted(added, "record", "records") + ", changed " + grouped(changed) + " and removed " +
           grouped(removed) + ".";
}

std::pair<std::vector<FindingChange>, std::vector<FindingChange>> findings_by_change(const Trend& trend) {
    std::pair<std::vector<FindingChange>, std::vector<FindingChange>> out;
    for (const FindingChange& change : trend.findings) {
        (change.before == change.now ? out.second : out.first).push_back(change);
    }
    return out;
}

std::string_view change_in_words(const FindingChange& change) {
    if (change.now == 0) {
        return change.of_rows ? "none this time" : "gone";
    }
    if (change.before == 0) {
        return change.of_rows ? "none last time" : "new";
    }
    return change.now == change.before ? "as before" : (change.now < change.before ? "fewer" : "more");
}

std::string_view change_in_words(const FieldChange& change) {
    const bool better =
        answered(change.now) * change.before.expected > answered(change.before) * change.now.expected;
    return better ? "better" : "worse";
}

}  // namespace sluice::outlet
