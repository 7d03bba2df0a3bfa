// Runs the program under test as its users do: arguments in, exit code and two streams out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::tests {

struct RunOptions {
    std::uint64_t file_bytes_max = 0;  // as on a full disk; 0 = no limit
    bool without_override = false;     // file permissions bind it even where the tests run as root
};

struct RunResult {
    int exit_code = -1;  // -1: ended by a signal; a program that hangs is ended after two minutes
    std::string out;
    std::string err;
};

// A program under way; `wait` may be called once.
class SluiceProcess {
  public:
    explicit SluiceProcess(const std::vector<std::string>& arguments, const RunOptions& options = {});
    RunResult wait();

  private:
    int process_ = -1;
    std::string streams_;  // folder of its output
};

RunResult run_sluice(const std::vector<std::string>& arguments, const RunOptions& options = {});

}  // namespace sluice::tests
