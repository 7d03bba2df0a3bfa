// A sound package of the exchange contract with one thing damaged, and what came of it.
#pragma once

#include "tests/support/package.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace sluice::tests {

using Findings = std::map<std::string, std::int64_t>;  // by rule

// What `ingest --json` printed. Every file's rows add up, or the test fails.
struct Sent {
    Ran run;
    std::string status;
    std::map<std::string, std::string>
        files;  // by name: "read 2: 2 accepted, …", verdicts without rows left out
    Findings issues;
    std::map<std::string, std::int64_t> accepted;  // by entity
};

// As of 2026-11-01, into the data folder; the sender is the manifest's, or A81001 where none says.
Sent send(const std::string& data, const std::string& path, const std::vector<std::string>& options = {});

struct Damage {
    const char* name;
    std::function<void(Package&)> change;
    int exit_code = 0;
    Findings issues;                           // exactly these
    std::map<std::string, std::string> files;  // of these files, as in Sent; the others are not looked at
};
// Each on its own sound package, in a store of its own.
void run_damages(const std::vector<Damage>& damages, Package (*package)() = sound_package);

}  // namespace sluice::tests
