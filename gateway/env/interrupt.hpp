// Work that must be tidied up although somebody presses Ctrl-C.
#pragma once

#include <csignal>
#include <functional>
#include <thread>

namespace sluice::env {

// While it lives, SIGHUP, SIGINT and SIGTERM run `tidy` on a thread of its own and end the process with 128
// and the signal's number, as a shell reports it; other threads go on until then. A signal that the process
// ignores stays ignored. REQUIRES: no other thread has been started, one object at a time.
class Interrupt {
  public:
    explicit Interrupt(std::function<void()> tidy);
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

  private:
    sigset_t awaited_{};
    sigset_t before_{};
    std::thread waiting_;
};

}  // namespace sluice::env
