#include "gateway/env/interrupt.hpp"

#include <pthread.h>
#include <unistd.h>

namespace sluice::env {
namespace {

constexpr int kEndOfWaiting = SIGUSR1;

bool is_ignored(int signal) {
    struct sigaction action {};
    return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

Interrupt::Interrupt(std::function<void()> tidy) {
    ::sigemptyset(&awaited_);
    ::sigaddset(&awaited_, kEndOfWaiting);
    for (const int signal : {SIGHUP, SIGINT, SIGTERM}) {
        if (!is_ignored(signal)) {
            ::sigaddset(&awaited_, signal);
        }
    }
    // Threads that are started later inherit it, so that only the one that waits gets the signals.
    ::pthread_sigmask(SIG_BLOCK, &awaited_, &before_);
    waiting_ = std::thread([awaited = awaited_, tidy = std::move(tidy)] {
        int signal = 0;
        if (::sigwait(&awaited, &signal) != 0 || signal == kEndOfWaiting) {
            return;
        }
        tidy();
        ::_exit(128 + signal);
    });
}

Interrupt::~Interrupt() {
    ::pthread_kill(waiting_.native_handle(), kEndOfWaiting);
    waiting_.join();
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace sluice::env
