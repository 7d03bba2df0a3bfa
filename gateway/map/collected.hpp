// Which fields a source collects at all. "Nobody wrote it down" and "this system has no place for it" are two
// findings, and only the first is one for the practice.
#pragma once

#include "gateway/map/program.hpp"

#include <vector>

namespace sluice::map {

// Adds the fields that rows of a file of this table can fill: those of a mapping whose conditions can be true
// and whose columns stand in the file. A value set or map that nobody has filled yet makes no value, so its
// field is not collected. `there`: by schema column, whether the file has it.
void add_collected(
    const Program& program, std::size_t table, const std::vector<bool>& there, schema::FieldSet& fields
);

// Adds what follows from these: what is worked out here wherever there are records of its entity at all, and
// of an episode what its closing entry says.
void add_derived(const schema::Dataset& dataset, schema::FieldSet& fields);

}  // namespace sluice::map
