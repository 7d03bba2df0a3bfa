// Packages of the exchange contract through the program: sent, written, and compared file by file.
#pragma once

#include "tests/e2e/gateway.hpp"
#include "tests/support/package.hpp"

namespace sluice::e2e {

using tests::Package;

using Files = std::map<std::string, std::string>;  // by name: the bytes
Files read_folder(const std::string& folder);

// What `ingest --json` prints for a package in a folder or a zip. As of kAsOf; the manifest says who sends
// it.
Outcome submit(const Gateway& gateway, const std::string& path, const std::vector<std::string>& options = {});
// The same, written to a folder of its own first.
Outcome submit(const Gateway& gateway, const Package& package, const std::vector<std::string>& options = {});

// The whole dataset of the purpose, with what identifies people, as a package in a folder.
Files export_package(const Gateway& gateway, const std::string& purpose);
void expect_same_files(const Files& actual, const Files& expected);

}  // namespace sluice::e2e
