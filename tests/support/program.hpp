// Runs the real program as a user does, and hands back all that a user sees of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sluice::tests {

// What the system does not let the program do.
struct Restrictions {
    std::uint64_t file_bytes_max = 0;  // as on a full disk; 0: no limit
    bool without_override = false;     // file permissions bind it even where the tests run as root
};

struct Command {
    std::vector<std::string> args;
    std::string folder;                  // to work in; empty: where the test runs
    std::vector<std::string> variables;  // NAME=VALUE, besides those of the test (without NO_COLOR)
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    Restrictions restrictions;
    // SIGKILL at that moment after the start, unless it has ended by then: nothing hangs for ever.
    std::chrono::nanoseconds kill_after = std::chrono::minutes(5);
};

struct Ran {
    int code = 0;  // exit code; negative: the signal that ended it
    std::string out;
    std::string err;
    std::chrono::nanoseconds took{};
    bool killed() const { return code < 0; }
};

// The program under way. Throws std::runtime_error where the test itself cannot work, as all do here. The
// variable SLUICE_PROGRAM puts another build to the same tests.
class Program {
  public:
    explicit Program(const Command& command);
    Program(Program&&) noexcept;
    ~Program();  // REQUIRES: wait() was called

    void send(int signal) const;  // REQUIRES: wait() was not called
    Ran wait();                   // once

  private:
    struct Running;
    std::unique_ptr<Running> running_;
};

Ran run_sluice(const Command& command);
Ran run_sluice(std::vector<std::string> args, const Restrictions& restrictions = {});

}  // namespace sluice::tests
