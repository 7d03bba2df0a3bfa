// Coded observations that say something lasting about a person. Nearly everybody has some; a reader must use
// them for people of the dataset only, and take the latest.
#include "gateway/synth/case.hpp"

namespace sluice::synth {
namespace {

constexpr int kOldestDays = 4'000;
constexpr int kYoungestDays = 460;  // before every episode that is still open

template <std::size_t N>
std::string_view pick(Rng& rng, const std::string_view (&list)[N]) {
    return list[rng.below(N)];
}

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
        put(*this, day, pick(rng_, codes::kEthnicity));
        if (rng_.chance(150)) {  // an earlier one, which the later one outweighs
            put(*this, day + 400, pick(rng_, codes::kEthnicity));
        }
    }
    if (rng_.chance(80)) {
        const int day = some_day(rng_);
        put(*this, day + 700, pick(rng_, codes::kCarer));
        if (rng_.chance(300)) {
            put(*this, day, codes::kNoLongerCarer);
        }
    }
    if (rng_.chance(400)) {
        put(*this, some_day(rng_), pick(rng_, codes::kMarital));
    }
    if (rng_.chance(200)) {
        put(*this, some_day(rng_), pick(rng_, codes::kEmployment));
    }
    if (rng_.chance(100)) {
        put(*this, some_day(rng_), pick(rng_, codes::kAccommodation));
    }
    if (rng_.chance(300)) {
        put(*this, some_day(rng_), pick(rng_, codes::kLanguage));
        if (rng_.chance(120)) {  // never without a language: that would be a finding (PER-007)
            put(*this, some_day(rng_), pick(rng_, codes::kInterpreter));
        }
    }
}

}  // namespace sluice::synth
