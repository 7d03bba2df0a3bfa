// sluice: takes what GP systems and case-management tools export, maps it to one minimum dataset, checks it
// on the way through, and gives every sender a receipt and a list of what to fix.
#include "gateway/app/command_line.hpp"

#include <csignal>
#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
    // A full disk or a file size limit is an error of the write, with a sentence; not a signal.
    std::signal(SIGXFSZ, SIG_IGN);
    try {
        return sluice::app::run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "sluice: internal error: %s\n", error.what());
        return sluice::app::kExitInternal;
    }
}
