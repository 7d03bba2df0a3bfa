// Coded observations that say something lasting about a person. Nearly everybody has some; a reader must use
// them for people of the dataset only, and take the latest.
#include "gateway/synth/case.hpp"

namespace sluice::synth {
namespace {

constexpr int kOldestDays = 4'000;
constexpr int kYoungestDays = 460;  // before every episode that is still open

void put(Case& c, int days_ago, std::string_view code) {
    c.add(with(row(c.observation(c.world().before(days_ago), code)), Verdict::accepted));
}

int some_day(Rng& rng) {
    return rng.between(kYoungestDays, kOldestDays);
}

}  // namespace

void Case::attributes() {
    if (rng_.chance(850)) {
        const int day = some_day(rng_);
        put(*this, day, rng_.pick(codes::kEthnicity));
        if (rng_.chance(150)) {  // an earlier one, which the later one outweighs
            put(*this, day + 400, rng_.pick(codes::kEthnicity));
        }
    }
    if (rng_.chance(80)) {
        const int day = some_day(rng_);
        put(*this, day + 700, rng_.pick(codes::kCarer));
        if (rng_.chance(300)) {
            put(*this, day, codes::kNoLongerCarer);
        }
    }
    if (rng_.chance(400)) {
        put(*this, some_day(rng_), rng_.pick(codes::kMarital));
    }
    if (rng_.chance(200)) {
        put(*this, some_day(rng_), rng_.pick(codes::kEmployment));
    }
    if (rng_.chance(100)) {
        put(*this, some_day(rng_), rng_.pick(codes::kAccommodation));
    }
    if (rng_.chance(300)) {
        put(*this, some_day(rng_), rng_.pick(codes::kLanguage));
        if (rng_.chance(120)) {  // never without a language: that would be a finding (PER-007)
            put(*this, some_day(rng_), rng_.pick(codes::kInterpreter));
        }
    }
}

}  // namespace sluice::synth
