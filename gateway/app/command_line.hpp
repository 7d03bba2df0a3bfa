// The command line: verbs, their options, and exit codes.
#pragma once

#include "gateway/base/error.hpp"

namespace sluice::app {

inline constexpr int kExitAccepted = 0;   // everything was accepted
inline constexpr int kExitFindings = 1;   // something was held or rejected
inline constexpr int kExitRejected = 2;   // a file or the submission was rejected
inline constexpr int kExitUsage = 64;     // sysexits.h EX_USAGE
inline constexpr int kExitInternal = 70;  // EX_SOFTWARE
inline constexpr int kExitIo = 74;        // EX_IOERR

int exit_code(ErrorCode code);

// Parses, runs one verb, reports. Results go to stdout, progress and errors to stderr.
int run(int argc, char** argv);

}  // namespace sluice::app
