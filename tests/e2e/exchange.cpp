#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace sluice::e2e {

Files read_folder(const std::string& folder) {
    Files out;
    for (const auto& name : names_in(folder)) {
        out[name] = read_text(folder + "/" + name);
    }
    return out;
}

Outcome submit(const Gateway& gateway, const std::string& path, const std::vector<std::string>& options) {
    std::vector<std::string> args = {"ingest", path, "--as-of", std::string(kAsOf), "--json"};
    args.insert(args.end(), options.begin(), options.end());
    const auto ran = gateway.run(args);
    if (ran.code < 0 || ran.code > 2) {
        throw std::runtime_error("ingest ended with " + std::to_string(ran.code) + ": " + ran.err);
    }
    return read_outcome(ran.out);
}

Outcome submit(const Gateway& gateway, const Package& package, const std::vector<std::string>& options) {
    const TemporaryFolder folder;
    package.write(folder / "package");
    return submit(gateway, folder / "package", options);
}

Files export_package(const Gateway& gateway, const std::string& purpose) {
    const TemporaryFolder folder;
    const auto ran = gateway.run(
        {"export", "--format", "exchange", "--sender", std::string(kSender), "--purpose", purpose,
         "--identity", "-o", folder / "package"}
    );
    if (ran.code != 0) {
        throw std::runtime_error("export ended with " + std::to_string(ran.code) + ": " + ran.err);
    }
    return read_folder(folder / "package");
}

void expect_same_files(const Files& actual, const Files& expected) {
    for (const auto& [name, bytes] : expected) {
        EXPECT_TRUE(actual.contains(name)) << name;
        EXPECT_EQ(actual.contains(name) ? actual.at(name) : "", bytes) << name;
    }
    EXPECT_EQ(actual.size(), expected.size());
}

}  // namespace sluice::e2e
