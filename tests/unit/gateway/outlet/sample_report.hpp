// A report such as a federation of practices would get: invented, with no person in it.
#pragma once

#include "gateway/outlet/report.hpp"

namespace sluice::outlet::testing {

Report sample_report();
// What a sender could do to us with names alone.
inline constexpr char kHostileName[] =
    "<script>alert('x')</script>&\"'><img src=x onerror=alert(1)>\x1b[31m\xE2\x80\xAE"
    "gpj.csv";

}  // namespace sluice::outlet::testing
