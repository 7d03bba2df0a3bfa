// A source system small enough to see all of: a practice, its clerks, a code dictionary, persons and entries.
#pragma once

#include "tests/support/pack.hpp"
#include "tests/support/rows.hpp"

#include <string>
#include <vector>

namespace sluice::tests {

// Tables: Practice, Clerk, Code (shared); Person, Entry, Detail (of a person); Notes (not used).
SmallWorldText clinic(std::vector<std::string> mappings);
// A mapping of the Entry table, or of another one.
std::string mapping(
    std::string_view name, std::string_view entity, std::string_view fields, std::string_view more = {},
    std::string_view table = "Entry"
);
// "clinic/person": the person's row alone.
std::string person_mapping(std::string_view more_fields = {});

// The cells of an entry or of a person of practice O1, with these put over the usual ones.
Cells entry(const std::string& id, const Cells& over = {}, const std::string& person = "P1");
Cells person(const std::string& id = "P1", const Cells& over = {});

}  // namespace sluice::tests
