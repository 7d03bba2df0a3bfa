// The time of day, as an input: the thinking part of the gateway never asks for it (`as_of` is passed in).
#pragma once

#include <chrono>

namespace sluice::env {

// UTC, whole seconds. now() may be called from any thread.
class Clock {
  public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;
    virtual std::chrono::sys_seconds now() const = 0;
};

class SystemClock final : public Clock {
  public:
    std::chrono::sys_seconds now() const override;
};

// Stands still until it is set; not to be set while other threads read it.
class FixedClock final : public Clock {
  public:
    explicit FixedClock(std::chrono::sys_seconds at) : at_(at) {}
    std::chrono::sys_seconds now() const override { return at_; }
    void set(std::chrono::sys_seconds at) { at_ = at; }

  private:
    std::chrono::sys_seconds at_;
};

}  // namespace sluice::env
