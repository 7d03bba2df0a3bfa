// A broken invariant stops the process: going on could lose a row or report a wrong number.
#pragma once

namespace sluice {
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);
}  // namespace sluice

// Kept in release builds. The condition is printed, never a value.
#define SLUICE_ASSERT(condition) \
    ((condition) ? static_cast<void>(0) : ::sluice::assertion_failed(#condition, __FILE__, __LINE__))
