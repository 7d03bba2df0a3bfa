// What happens to people in an ordinary year. Every story is careful with time: activities of one episode lie
// within 120 days, an open episode began less than 240 days before the reference date, an episode that must
// have lapsed ended more than 400 days before it. So a count is the same for every as-of date from 7 days
// before the reference date to 100 days after it (episodes lapse after 12 months, rule X08).
#pragma once

#include "gateway/synth/case.hpp"

#include <span>
#include <string_view>

namespace sluice::synth {

struct Story {
    std::string_view name;
    unsigned weight;  // how often, relative to the others
    void (*tell)(Case&);
};

std::span<const Story> stories();

// The events of one episode: referral, needs, visits, support, scores. The last is within 120 days of
// `start`. REQUIRES: no episode of the person is open at `start`.
struct Journey {
    bool need = true;
    bool counted_repeat = false;  // the referral code once more within the episode
};
void journey(Case& c, Day start, Journey shape = {});

// Accepted referral two days before a need: the smallest episode without a finding.
Observation plain_referral(Case& c, Day day);

// A day on which an episode that is open today may begin.
Day recent_start(Case& c);

}  // namespace sluice::synth
