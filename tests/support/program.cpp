#include "tests/support/program.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace sluice::tests {
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

std::string program_path() {
    const char* other = std::getenv("SLUICE_PROGRAM");  // NOLINT(concurrency-mt-unsafe)
    return other == nullptr ? SLUICE_PROGRAM : other;
}

// In the child, where only calls that are safe after a fork may be made.
bool restrict_to(const Restrictions& restrictions) {
    const rlimit limit{restrictions.file_bytes_max, restrictions.file_bytes_max};
    if (restrictions.file_bytes_max > 0 && ::setrlimit(RLIMIT_FSIZE, &limit) != 0) {
        return false;
    }
    // The owner's permissions count again; the binary may lie where only its owner can reach it.
    for (const int right : {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH}) {
        if (restrictions.without_override && ::getuid() == 0 &&
            ::prctl(PR_CAPBSET_DROP, right, 0, 0, 0) != 0) {
            return false;
        }
    }
    return true;
}

pid_t start(const Command& command, const Stream& out, const Stream& err) {
    std::vector<std::string> args{program_path()};
    args.insert(args.end(), command.args.begin(), command.args.end());
    auto variables = environment(command.variables);
    const auto argv = pointers(args);
    const auto envp = pointers(variables);
    const Descriptor in(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const pid_t child = ::fork();
    if (child < 0) {
        fail("fork");
    }
    if (child == 0) {
        const bool ready = ::dup2(in.number(), 0) == 0 && ::dup2(out.child(), 1) == 1 &&
                           ::dup2(err.child(), 2) == 2 &&
                           (command.folder.empty() || ::chdir(command.folder.c_str()) == 0) &&
                           restrict_to(command.restrictions);
        if (ready) {
            ::execve(argv[0], argv.data(), envp.data());
        }
        ::_exit(127);
    }
    return child;
}

// Waits for the child's end and reads its terminals meanwhile; kills it when its time has come.
int await(pid_t child, steady_clock::time_point end, Stream& out, Stream& err) {
    const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
    if (process.number() < 0) {
        fail("pidfd_open");
    }
    bool waiting = true;
    for (bool running = true; running;) {
        pollfd events[] = {{process.number(), POLLIN, 0}, {out.near(), POLLIN, 0}, {err.near(), POLLIN, 0}};
        timespec limit{};
        if (waiting) {
            const auto left = std::max(nanoseconds(0), end - steady_clock::now());
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

struct Program::Running {
    explicit Running(const Command& command)
        : out(command.out_is_terminal),
          err(command.err_is_terminal),
          began(steady_clock::now()),
          end(began + command.kill_after),
          child(start(command, out, err)) {}

    Stream out;
    Stream err;
    steady_clock::time_point began;
    steady_clock::time_point end;
    pid_t child;
};

Program::Program(const Command& command) : running_(std::make_unique<Running>(command)) {}
Program::Program(Program&&) noexcept = default;
Program::~Program() = default;

void Program::send(int signal) const {
    if (::kill(running_->child, signal) != 0) {
        fail("kill");
    }
}

Ran Program::wait() {
    Ran ran;
    ran.code = await(running_->child, running_->end, running_->out, running_->err);
    ran.took = steady_clock::now() - running_->began;
    ran.out = running_->out.take();
    ran.err = running_->err.take();
    return ran;
}

Ran run_sluice(const Command& command) {
    return Program(command).wait();
}

Ran run_sluice(std::vector<std::string> args, const Restrictions& restrictions) {
    Command command;
    command.args = std::move(args);
    command.restrictions = restrictions;
    return run_sluice(command);
}

}  // namespace sluice::tests
