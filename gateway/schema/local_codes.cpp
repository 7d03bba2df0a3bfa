#include "gateway/schema/local_codes.hpp"

#include "gateway/base/identifiers.hpp"

#include <algorithm>

namespace sluice::schema {
namespace {

// What the dictionaries of the sources give, and what the value sets and maps of the pack are about.
std::set<std::string> systems_in_use(const Documents& documents) {
    std::set<std::string> systems;
    for (const auto& system : documents.systems) {
        for (const auto& table : system.tables) {
            for (const auto& code :
                 table.concepts ? table.concepts->codes : std::vector<ConceptSource::Code>()) {
                systems.insert(code.system);
                systems.insert(code.local_system.empty() ? code.system : code.local_system);
            }
        }
    }
    for (const auto& set : documents.value_sets) {
        for (const auto& member : set.members) {
            systems.insert(member.system);
        }
    }
    for (const auto& map : documents.concept_maps) {
        for (const auto& entry : map.entries) {
            systems.insert(entry.system);
        }
    }
    return systems;
}

}  // namespace

LocalCodes::LocalCodes(Documents& documents, Faults& faults)
    : documents_(documents), faults_(faults), in_use_(systems_in_use(documents)) {}

void LocalCodes::check(const LocalCode& local) {
    const auto& code = local.code;
    if (!seen_.insert(local.list + '|' + code.system + '|' + code.code).second) {
        faults_.add(local.where, "the code '" + code.code + "' is in this list already");
    }
    if (!in_use_.contains(code.system)) {
        faults_.add(local.where, "no source or list of this pack uses the system '" + code.system + "'");
    }
    if (code.system == kSnomedSystem && judge_snomed_id(code.code) != SnomedFault::none) {
        faults_.add(local.where, "'" + code.code + "' is not a SNOMED CT identifier");
    }
}

void LocalCodes::add(LocalCode local) {
    auto* set = find_id(documents_.value_sets, local.list);
    auto* map = find_id(documents_.concept_maps, local.list);
    if (set == nullptr && map == nullptr) {
        faults_.add(
            local.where, "the list '" + local.list + "' is neither a ValueSet nor a ConceptMap of this pack"
        );
    }
    if (map != nullptr && !local.maps_to.empty()) {
        map->entries.push_back({local.code.system, local.code.code, local.maps_to, map->target, local.where});
    }
    if (set != nullptr) {
        set->members.push_back(std::move(local.code));
    }
}

void LocalCodes::add(const std::string& where, std::string_view csv) {
    for (auto& local : read_local_codes(where, csv, faults_)) {
        check(local);
        add(std::move(local));
    }
}

}  // namespace sluice::schema
