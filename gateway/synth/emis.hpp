// A synthetic EMIS extract whose truth is decided before a file is written. It tests the gateway from
// outside: it knows the formats and the contract, and nothing of the code that reads them.
#pragma once

#include "gateway/base/date.hpp"
#include "gateway/base/error.hpp"
#include "gateway/synth/truth.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace sluice::synth {

// none: only what is natural in a year of a practice (declines without a reason, episodes that lapse,
// referrals without a need). standard: every fault of scenarios_*.cpp besides.
enum class Faults : std::uint8_t { none, standard };

struct Options {
    std::string out;            // a folder; made where it is missing
    std::size_t practices = 3;  // at least one
    std::size_t patients =
        1000;  // rows of patients in the bulk, over all practices; about 48 observations each
    std::uint64_t seed = 1;
    Faults faults = Faults::standard;
    Date reference{2026, 10, 31};  // stamp of the delta; the bulk is stamped 7 days earlier
    bool final_state = true;       // write `final/` too, which doubles the bytes
};

// Writes OUT/bulk/, OUT/delta/, OUT/final/ and OUT/truth.json. The same options give the same bytes on every
// machine. Read with any as-of date from 7 days before the reference date to 100 days after it, the same one
// or a later one for the delta, the truth is the same.
//
// `final/` is the bulk of the state after the delta: with Faults::none its store equals that of bulk and
// delta exactly; with Faults::standard it lacks what only history knows (people who left, contacts of moved
// slots).
//
// Errors: usage where the numbers make no sense (fewer patients than planted stories) or a
// folder of an extract is not empty, io where it cannot
// write.
Result<Truth> emis(const Options& options);

}  // namespace sluice::synth
