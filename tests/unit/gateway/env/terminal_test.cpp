#include "gateway/env/terminal.hpp"

#include "gateway/env/files.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace sluice::env {
namespace {

struct Terminal {
    FileDescriptor controller{::posix_openpt(O_RDWR | O_NOCTTY)};
    FileDescriptor screen;

    Terminal() {
        if (controller.valid() && ::grantpt(controller.get()) == 0 && ::unlockpt(controller.get()) == 0) {
            screen = FileDescriptor(::open(::ptsname(controller.get()), O_RDWR | O_NOCTTY));
        }
        const winsize size{40, 132, 0, 0};
        ::ioctl(controller.get(), TIOCSWINSZ, &size);
    }
};

TEST(Terminal, is_told_from_a_file) {
    const Terminal terminal;
    ASSERT_TRUE(terminal.screen.valid());
    const FileDescriptor file(::open("/dev/null", O_RDWR));

    EXPECT_TRUE(is_terminal(terminal.screen.get()));
    EXPECT_EQ(terminal_width(terminal.screen.get()), 132);
    EXPECT_FALSE(is_terminal(file.get()));
    EXPECT_EQ(terminal_width(file.get(), 72), 72);
}

TEST(Colours, are_for_terminals_unless_the_user_says_no) {
    const Terminal terminal;
    ASSERT_TRUE(terminal.screen.valid());
    const FileDescriptor file(::open("/dev/null", O_RDWR));
    const struct {
        const char* no_color;
        const char* term;
        bool allowed;
    } cases[] = {{"", "xterm", true}, {"1", "xterm", false}, {"", "dumb", false}};

    for (const auto& c : cases) {
        ::setenv("NO_COLOR", c.no_color, 1);
        ::setenv("TERM", c.term, 1);
        EXPECT_EQ(colours_allowed(terminal.screen.get()), c.allowed);
        EXPECT_FALSE(colours_allowed(file.get()));
    }
}

}  // namespace
}  // namespace sluice::env
