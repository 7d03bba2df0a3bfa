// Randomness that is the same on every machine: xoshiro256** seeded by splitmix64 (Blackman and Vigna,
// https://prng.di.unimi.it). The standard's distributions are not used: they differ between libraries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>

namespace sluice::synth {

class Rng {
  public:
    // `stream` gives each person a sequence of their own, so that one story does not change the next.
    explicit Rng(std::uint64_t seed, std::uint64_t stream = 0);

    std::uint64_t next();
    std::size_t below(std::size_t bound);  // 0 .. bound-1; bound > 0
    int between(int first, int last);      // both included
    bool chance(unsigned permille);        // true in `permille` of 1000 cases

    template <class Container>
    const auto& pick(const Container& container) {
        return container[below(std::size(container))];
    }

  private:
    std::uint64_t state_[4];
};

// "{8-4-4-4-12}" in upper case, as EMIS writes it; version 4 by its bits (RFC 4122 section 4.4).
std::string guid(Rng& rng);
// The same GUID for the same three numbers, for things that several rows name.
std::string guid_of(std::uint64_t seed, std::uint64_t kind, std::uint64_t number);

}  // namespace sluice::synth
