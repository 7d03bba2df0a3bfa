// The core of the dataset: the fields that a dashboard, the national count or the standard cannot do without,
// and where the dataset holds each (schemas/README.md, "core.csv"). Immutable after load.
#pragma once

#include "gateway/schema/dataset.hpp"
#include "gateway/schema/fault.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::schema {

struct CoreField {
    std::string number;
    std::string group;
    std::string name;
    std::string need;                 // who cannot do without it
    std::vector<std::string> fields;  // entity.field, in the order of the table
    std::string otherwise;            // where no field holds it: what does
};

// Header number,group,name,need,fields,otherwise. Faults: a line without fields that does not say what stands
// in their place, a field that the dataset does not have or that stands twice, numbers that do not count
// from 1. `where` is for the faults.
std::vector<CoreField> read_core(
    const std::string& where, std::string_view csv, const Dataset& dataset, Faults& faults
);

}  // namespace sluice::schema
