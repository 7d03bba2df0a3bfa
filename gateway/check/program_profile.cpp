// What the next hop asks besides, told once beside what other rules have told.
#include "gateway/check/program.hpp"

#include <algorithm>

namespace sluice::check {

using schema::Fault;

const ProfileProgram* Program::profile(std::string_view name, std::string_view purpose) const {
    const auto found = std::find_if(profiles_.begin(), profiles_.end(), [&](const auto& profile) {
        return profile.profile() == name && profile.purpose() == purpose;
    });
    return found == profiles_.end() ? nullptr : &*found;
}

bool Program::says_missing(const Issue& issue) const {
    const auto& rule = documents_->rules[issue.rule];
    return !rule.missing.empty() || rule.shape == Fault::record_mandatory_missing ||
           rule.shape == Fault::profile_missing;
}

// Is the issue about what the finding says is missing, or about a part of it?
bool Program::says_no_more(
    const Issue& issue, const ProfileFinding& finding, const schema::Entity& entity,
    const ProfileProgram& profile
) const {
    const auto& missing = documents_->rules[issue.rule].missing;
    if (finding.node == kNoNode) {
        const auto& paths = entity.fields[finding.field].standard;
        return std::find(paths.begin(), paths.end(), missing) != paths.end();
    }
    const bool of_item = issue.node == kNoNode && issue.field != kNoField &&
                         profile.is_below(finding.node, entity.fields[issue.field]);
    return of_item || schema::is_at_or_below(missing, documents_->standard.nodes[finding.node].path);
}

// Was something of the group sent in a record that was refused, or such a record refused for want of it? Then
// that is why the group is not there.
bool Program::was_refused(
    const std::vector<record::Record>& records, const ProfileFinding& finding, const ProfileProgram& profile
) const {
    return finding.node != kNoNode &&
           std::any_of(records.begin(), records.end(), [&](const record::Record& record) {
               const auto is_told = [&](const Issue& issue) {
                   return issue.field != kNoField &&
                          profile.is_below(finding.node, record.entity->fields[issue.field]);
               };
               return record.verdict == Verdict::rejected &&
                      (profile.is_in(finding.node, record) ||
                       std::any_of(record.issues.begin(), record.issues.end(), is_told));
           });
}

// What is missing is said once: of a whole group and not of its items, of a node and not by the rule about
// it. A value that came and was wrong is told by its own rule, and so is a record that was refused.
void Program::check_profile(std::vector<record::Record>& records, const ProfileProgram& profile) const {
    for (const auto& finding : profile.run(records)) {
        auto& record = records[finding.record];
        if (!finding.other_role) {
            std::erase_if(record.issues, [&](const Issue& issue) {
                return says_missing(issue) && says_no_more(issue, finding, *record.entity, profile);
            });
        }
        if (finding.field != kNoField && said_of_value(record, finding.field) != nullptr) {
            continue;  // it was sent, and cannot be used
        }
        if (!finding.other_role && was_refused(records, finding, profile)) {
            continue;
        }
        raise(record, finding.other_role ? Fault::profile_other_role : Fault::profile_missing, finding.field);
        record.issues.back().node = finding.node;
    }
}

}  // namespace sluice::check
