#include "tests/bad_input/sluice_process.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sluice::tests {
namespace {

constexpr unsigned kSecondsMax = 120;

// Another build of the program may be put to the same tests.
std::string program() {
    const char* other = std::getenv("SLUICE_PROGRAM");  // NOLINT(concurrency-mt-unsafe)
    return other == nullptr ? SLUICE_PROGRAM : other;
}

std::string slurp(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void redirect(int target, const std::string& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || ::dup2(file, target) < 0) {
        ::_exit(127);
    }
}

void restrict_to(const RunOptions& options) {
    ::alarm(kSecondsMax);
    if (options.file_bytes_max > 0) {
        const rlimit limit{options.file_bytes_max, options.file_bytes_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    // The owner's permissions count again; the binary may lie where only its owner can reach it.
    for (const int right : {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH}) {
        if (options.without_override && ::getuid() == 0 && ::prctl(PR_CAPBSET_DROP, right, 0, 0, 0) != 0) {
            ::_exit(127);
        }
    }
}

}  // namespace

SluiceProcess::SluiceProcess(const std::vector<std::string>& arguments, const RunOptions& options)
    : streams_(std::filesystem::temp_directory_path() / "sluice-streams-XXXXXX") {
    if (::mkdtemp(streams_.data()) == nullptr) {
        std::abort();
    }
    std::vector<std::string> words = {program()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    process_ = ::fork();
    if (process_ == 0) {
        ::setenv("SLUICE_PACK", SLUICE_SOURCE_DIR, 1);  // NOLINT(concurrency-mt-unsafe)
        redirect(STDOUT_FILENO, streams_ + "/out");
        redirect(STDERR_FILENO, streams_ + "/err");
        restrict_to(options);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
}

RunResult SluiceProcess::wait() {
    int status = 0;
    ::waitpid(process_, &status, 0);
    RunResult result;
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    result.out = slurp(streams_ + "/out");
    result.err = slurp(streams_ + "/err");
    std::filesystem::remove_all(streams_);
    return result;
}

RunResult run_sluice(const std::vector<std::string>& arguments, const RunOptions& options) {
    return SluiceProcess(arguments, options).wait();
}

}  // namespace sluice::tests
