// Everything else that a practice writes down, which is nearly everything: blood pressures, blood tests,
// consultations, ordinary appointments, prescriptions. None of it gives a record or an issue.
#pragma once

#include "gateway/synth/case.hpp"

namespace sluice::synth {

// About 48 observations and a few rows of every other table, in the course of the case. No row is of use to a
// mapping, so it is safe beside any story.
void background(Case& c);

// A patient who is not socially prescribed: row, attributes, background; some have a need or a score on
// record, which stays a fact without a record. Some change with the delta.
void plain_patient(Case& c);
// One that registers between bulk and delta.
void new_plain_patient(Case& c);

// Slots that nobody booked, ordinary ones and link workers'.
void free_slots(const World& world, Chart& chart, const Practice& practice, Rng& rng);

}  // namespace sluice::synth
