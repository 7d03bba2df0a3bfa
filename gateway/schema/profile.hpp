// Profiles: what the next hop of a record, or the role that made it, asks beyond the dataset itself. A
// profile names sections of the standard, whose mandatory nodes it then asks for, and tightens single nodes;
// it never copies the tree (reference: minimum-dataset 1.3, 7). Immutable after load.
#pragma once

#include "gateway/schema/dataset.hpp"
#include "gateway/schema/standard.hpp"

#include <string>
#include <vector>

namespace sluice::schema {

struct Profile {
    enum class Kind { hop, role };
    std::string name;
    std::string title;
    std::string description;
    Kind kind = Kind::hop;
    std::vector<std::string> sections;  // of the standard: what is mandatory in them is asked for
    std::vector<std::string> must;      // nodes of the standard that are asked for besides
    std::vector<std::string> fields;    // entity.field: local extensions that are asked for
    std::string role;                   // SDS role that the records are of; empty: any
    Located role_field;                 // in which records say of which role they are
    std::string where;
};

inline constexpr std::string_view kDefaultProfile = "store";

std::vector<Profile> read_profiles(const Document& document, Faults& faults);
// Faults: a section or a node that the standard does not have, a field that the dataset or, of a role, no
// entity has.
void check_profiles(
    const std::vector<Profile>& profiles, const Standard& standard, const Dataset& dataset, Faults& faults
);

}  // namespace sluice::schema
