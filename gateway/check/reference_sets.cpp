#include "gateway/check/reference_sets.hpp"

#include "gateway/base/identifiers.hpp"

#include <algorithm>

namespace sluice::check {

ReferenceSets ReferenceSets::compile(const schema::Documents& documents) {
    ReferenceSets out;
    const auto& entities = documents.dataset.entities;
    for (std::size_t entity = 0; entity < entities.size(); ++entity) {
        for (std::size_t field = 0; field < entities[entity].fields.size(); ++field) {
            const auto* set = documents.value_set(entities[entity].fields[field].value_set);
            if (set == nullptr || !set->is_loaded()) {
                continue;
            }
            OfField of{static_cast<schema::EntityIndex>(entity), static_cast<FieldIndex>(field), {}};
            for (const auto& member : set->members) {
                if (member.system == kSnomedSystem && set->speaks_for(member)) {
                    auto& withdrawn = of.withdrawn.try_emplace(member.code, true).first->second;
                    withdrawn = withdrawn && member.deprecated;
                }
            }
            out.fields_.push_back(std::move(of));
        }
    }
    return out;
}

std::vector<Finding> ReferenceSets::judge(const std::vector<record::Record>& records) const {
    std::vector<Finding> out;
    for (std::size_t i = 0; i < records.size(); ++i) {
        for (const auto& of : fields_) {
            if (records[i].entity_index != of.entity || records[i].verdict != Verdict::accepted) {
                continue;
            }
            const auto& cell = records[i].cells[of.field];
            if (cell.system != kSnomedSystem || cell.text.empty()) {
                continue;
            }
            const auto member = of.withdrawn.find(cell.text);
            if (member == of.withdrawn.end()) {
                out.push_back({i, schema::Fault::value_not_in_refset, of.field});
            } else if (member->second) {
                out.push_back({i, schema::Fault::value_code_legacy, of.field});
            }
        }
    }
    return out;
}

}  // namespace sluice::check
