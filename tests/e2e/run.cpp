#include "tests/e2e/run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace sluice::e2e {
namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error(what + ": " + std::strerror(errno));  // NOLINT(concurrency-mt-unsafe)
}

class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    int number() const { return number_; }
    void close() { *this = Descriptor(); }

  private:
    int number_;
};

// One stream of the child: a file in memory, or the far end of a terminal, which must be read while it runs.
class Stream {
  public:
    explicit Stream(bool terminal) {
        if (!terminal) {
            child_ = Descriptor(::memfd_create("stream", MFD_CLOEXEC));
            if (child_.number() < 0) {
                fail("memfd_create");
            }
            return;
        }
        near_ = Descriptor(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
        char name[128];
        if (near_.number() < 0 || ::grantpt(near_.number()) != 0 || ::unlockpt(near_.number()) != 0 ||
            ::ptsname_r(near_.number(), name, sizeof name) != 0) {
            fail("open a terminal");
        }
        child_ = Descriptor(::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC));
        if (child_.number() < 0) {
            fail("open a terminal");
        }
    }
    int child() const { return child_.number(); }
    int near() const { return near_.number(); }

    void drain() {
        char bytes[4096];
        for (ssize_t got = 1; near() >= 0 && got > 0;) {
            got = ::read(near(), bytes, sizeof bytes);
            text_.append(bytes, static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        }
    }
    std::string take() {
        if (near() >= 0) {
            drain();
            return std::move(text_);
        }
        std::string out(static_cast<std::size_t>(::lseek(child(), 0, SEEK_END)), '\0');
        for (std::size_t done = 0; done < out.size();) {
            const auto got = ::pread(child(), out.data() + done, out.size() - done, static_cast<off_t>(done));
            if (got <= 0) {
                fail("read what was printed");
            }
            done += static_cast<std::size_t>(got);
        }
        return out;
    }

  private:
    Descriptor child_;
    Descriptor near_;
    std::string text_;
};

std::vector<std::string> environment(const std::vector<std::string>& added) {
    // The first of a name is the one that counts.
    auto out = added;
    out.insert(out.end(), {"TERM=xterm", "SLUICE_PACK=" SLUICE_SOURCE_DIR});
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text(*variable);
        if (!text.starts_with("NO_COLOR=") && !text.starts_with("TERM=") && !text.starts_with("SLUICE_")) {
            out.emplace_back(text);
        }
    }
    return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (auto& text : texts) {
        out.push_back(text.data());
    }
    out.push_back(nullptr);
    return out;
}

pid_t spawn(const Command& command, const Stream& out, const Stream& err) {
    std::vector<std::string> args{SLUICE_BINARY};
    args.insert(args.end(), command.args.begin(), command.args.end());
    auto variables = environment(command.variables);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, out.child(), 1);
    ::posix_spawn_file_actions_adddup2(&actions, err.child(), 2);
    if (!command.folder.empty()) {
        ::posix_spawn_file_actions_addchdir_np(&actions, command.folder.c_str());
    }
    pid_t child = 0;
    errno = ::posix_spawn(
        &child, SLUICE_BINARY, &actions, nullptr, pointers(args).data(), pointers(variables).data()
    );
    ::posix_spawn_file_actions_destroy(&actions);
    if (errno != 0) {
        fail("start " SLUICE_BINARY);
    }
    return child;
}

// Waits for the child's end and reads its terminals meanwhile; kills it when its time has come.
int await(pid_t child, const Command& command, steady_clock::time_point start, Stream& out, Stream& err) {
    const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
    if (process.number() < 0) {
        fail("pidfd_open");
    }
    bool waiting = command.kill_after.has_value();
    for (bool running = true; running;) {
        pollfd events[] = {{process.number(), POLLIN, 0}, {out.near(), POLLIN, 0}, {err.near(), POLLIN, 0}};
        timespec limit{};
        if (waiting) {
            const auto left = std::max(nanoseconds(0), start + *command.kill_after - steady_clock::now());
            limit.tv_sec = static_cast<time_t>(left.count() / 1'000'000'000);
            limit.tv_nsec = static_cast<long>(left.count() % 1'000'000'000);
        }
        const int ready = ::ppoll(events, std::size(events), waiting ? &limit : nullptr, nullptr);
        if (ready < 0 && errno != EINTR) {
            fail("ppoll");
        }
        if (ready == 0) {
            ::kill(child, SIGKILL);
            waiting = false;
        }
        out.drain();
        err.drain();
        running = (events[0].revents & POLLIN) == 0;
    }
    int status = 0;
    if (::waitpid(child, &status, 0) != child) {
        fail("waitpid");
    }
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Ran run(const Command& command) {
    Stream out(command.out_is_terminal);
    Stream err(command.err_is_terminal);
    Ran ran;
    const auto start = steady_clock::now();
    ran.code = await(spawn(command, out, err), command, start, out, err);
    ran.took = steady_clock::now() - start;
    ran.out = out.take();
    ran.err = err.take();
    return ran;
}

Ran run(std::vector<std::string> args) {
    Command command;
    command.args = std::move(args);
    return run(command);
}

TemporaryFolder::TemporaryFolder() {
    std::string name = testing::TempDir() + "sluice-e2e-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {
        fail("make a folder");
    }
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        fail("open " + path);
    }
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return std::move(bytes).str();
}

void write_file(const std::string& path, std::string_view bytes) {
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) {
        fail("write " + path);
    }
}

std::vector<std::string> names_in(const std::string& folder) {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        out.push_back(entry.path().filename().string());
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace sluice::e2e
