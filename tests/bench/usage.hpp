// What this process has used, as the kernel counts it (Linux). On a shared machine the processor's seconds
// say more than the clock's.
#pragma once

#include <cstdint>

namespace sluice::bench {

double processor_seconds();
std::uint64_t peak_memory_bytes();
// Measures the peak afresh from now on.
void reset_peak_memory();

}  // namespace sluice::bench
