#include "gateway/reporting/fixes.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>

namespace sluice::reporting {
namespace {

// A group of the standard that is missing as a whole: its own name and, for who fills files of the contract,
// the columns that it comes from.
std::string group_in_words(
    const schema::Documents& documents, const std::string& system, const std::string& path
) {
    const auto last = path.rfind(" > ");
    std::string words = last == std::string::npos ? path : path.substr(last + 3);
    std::vector<std::string> columns;
    for (const auto& entity : documents.dataset.entities) {
        for (const auto& field : entity.fields) {
            const bool below =
                std::any_of(field.standard.begin(), field.standard.end(), [&](const auto& item) {
                    return item == path || item.starts_with(path + " > ");
                });
            if (below && !entity.exchange.file.empty() && !field.exchange.column.empty()) {
                columns.push_back(entity.exchange.file + "." + field.exchange.column);
            }
        }
    }
    const bool fills_files = system == schema::kExchangeSystem && !columns.empty();
    return fills_files ? words + " (columns " + join(columns, ", ") + ")" : words;
}

}  // namespace

outlet::Count Fixes::worth_of(Severity severity) const {
    const auto& worth = pack_.documents->dataset.first_fixes.worth;
    const auto found = worth.find(std::string(to_string(severity)));
    return found == worth.end() ? 0 : found->second;
}

void Fixes::add(const store::ReceiptIssue& issue) {
    if (worth_of(issue.severity) == 0) {
        return;
    }
    auto& group = groups_[{issue.rule, issue.entity, issue.entity.empty() ? std::string() : issue.field}];
    group.rows.emplace(issue.origin, issue.at.file, issue.at.record);
    if (!group.fix.rule.empty()) {
        return;
    }
    group.fix.rule = issue.rule;
    group.fix.severity = issue.severity;
    if (const auto rule = pack_.rules().find(issue.rule)) {
        group.fix.title = pack_.rules()[*rule].title;
        group.fix.fix = pack_.rules()[*rule].words_for(system_).fix;
    }
    if (const auto* entity = pack_.documents->dataset.entity(issue.entity)) {
        group.fix.entity_title = entity->title;
    }
    if (const auto* field = pack_.documents->dataset.field(issue.entity, issue.field)) {
        group.fix.field_title = field->title;
        group.weight = std::max(field->weight, 1);
    } else if (!group.fix.entity_title.empty() && !issue.field.empty()) {
        group.fix.field_title = group_in_words(*pack_.documents, system_, issue.field);
    }
}

std::vector<outlet::Fix> Fixes::take() const {
    std::vector<outlet::Fix> fixes;
    for (const auto& [key, group] : groups_) {
        auto fix = group.fix;
        fix.rows = group.rows.size();
        fix.worth = fix.rows * worth_of(fix.severity) * static_cast<outlet::Count>(group.weight);
        fixes.push_back(std::move(fix));
    }
    std::stable_sort(fixes.begin(), fixes.end(), [](const auto& a, const auto& b) {
        return a.worth > b.worth;
    });
    fixes.resize(std::min(fixes.size(), pack_.documents->dataset.first_fixes.shown));
    return fixes;
}

}  // namespace sluice::reporting
