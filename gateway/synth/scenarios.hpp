// Stories told on purpose. Each says in its comment what must come of it, and counts exactly that; what a
// reader may find odd there is the point of the story. Numbers of the form XXX-nnn are rules of the pack.
#pragma once

#include "gateway/synth/case.hpp"

#include <span>
#include <string_view>

namespace sluice::synth {

struct Scenario {
    std::string_view name;
    unsigned persons;  // patient rows that it adds to the bulk
    unsigned copies;   // how many are told
    void (*tell)(Case&);
};

// Plain changes: after bulk and delta the store equals that of the final bulk. Part of every extract.
std::span<const Scenario> plain_changes();

// Faults, in the order of the files that tell them.
std::span<const Scenario> identity_faults();   // patient rows: NHS numbers, postcodes, dates, privacy
std::span<const Scenario> structure_faults();  // rows: CSV, duplicates, keys, links, codes
std::span<const Scenario> record_faults();     // records: dates, order, scores, roles
std::span<const Scenario> change_faults();     // changes that only a delta can bring

// Somebody of another practice, for stories of two people. The background of such a person stays empty.
Case second_person(Case& c);

}  // namespace sluice::synth
