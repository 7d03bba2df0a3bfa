// Runs the real binary as a user does, and hands back all that a user sees of it.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::e2e {

struct Command {
    std::vector<std::string> args;
    std::string folder;                  // to work in; empty: where the test runs
    std::vector<std::string> variables;  // NAME=VALUE, besides those of the test (without NO_COLOR)
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    // SIGKILL at that moment after the start, unless it has ended by then.
    std::optional<std::chrono::nanoseconds> kill_after;
};

struct Ran {
    int code = 0;  // exit code; negative: the signal that ended it
    std::string out;
    std::string err;
    std::chrono::nanoseconds took{};
    bool killed() const { return code < 0; }
};

// Throws std::runtime_error where the test itself cannot work.
Ran run(const Command& command);
Ran run(std::vector<std::string> args);

// A folder of this test's own, removed with all that is in it.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::string operator/(std::string_view name) const { return (path_ / name).string(); }
    std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

std::string read_file(const std::string& path);
void write_file(const std::string& path, std::string_view bytes);
std::vector<std::string> names_in(const std::string& folder);  // sorted; files and folders

}  // namespace sluice::e2e
