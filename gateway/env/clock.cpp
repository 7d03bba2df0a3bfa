#include "gateway/env/clock.hpp"

namespace sluice::env {

std::chrono::sys_seconds SystemClock::now() const {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace sluice::env
