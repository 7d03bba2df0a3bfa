#include "tests/cases/sent_examples.hpp"

#include "gateway/format/json_writer.hpp"

#include "tests/support/delivery.hpp"
#include "tests/support/files.hpp"
#include "tests/support/gateway.hpp"
#include "tests/support/key_ring.hpp"
#include "tests/support/pieces.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace sluice::tests {
namespace {

using format::JsonValue;

// An extension with this one rule, which says what it checks; what a rule has besides is made up.
std::string write_extension(const JsonValue& rule, const std::string& folder) {
    expect_keys(rule, {"on", "effect", "expression"});
    std::string text = R"({ "area": "LOC", "rules": [ { "id": "LOC-901", "version": "1.0", "source": "local",
        "severity": "error", "title": "t", "problem": "p", "why": "w", "fix": "f", "good": {}, "bad": {})";
    for (const auto& member : rule.members()) {
        text += ", \"" + member.key + "\": ";
        format::append_json_string(text, plain(member.value));
    }
    std::filesystem::create_directories(folder + "/extension/schemas/sp-mds/rules");
    write_text(folder + "/extension/extension.json", R"({"extension": "made-up", "version": "1.0.0"})");
    write_text(folder + "/extension/schemas/sp-mds/rules/made-up.json", text + " } ] }");
    return folder + "/extension";
}

// Of one delivery: what becomes of it, and how often each rule was raised.
struct Sent {
    std::string status;
    Counts found;
};

std::vector<std::string> arguments(const JsonValue& delivery, const std::string& folder) {
    const auto* profile = delivery.find("check");
    std::vector<std::string> out = {
        profile == nullptr ? "ingest" : "check", write_delivery(delivery, folder)};
    if (profile != nullptr) {
        out.insert(out.end(), {"--profile", plain(*profile)});
    }
    if (const auto* options = delivery.find("options"); options != nullptr) {
        for (const auto& option : options->items()) {
            out.push_back(plain(option));
        }
    }
    const auto add_default = [&out](const char* option, std::string_view value) {
        if (std::find(out.begin(), out.end(), option) == out.end()) {
            out.insert(out.end(), {option, std::string(value)});
        }
    };
    add_default("--as-of", kAsOf);
    add_default("--sender", kSender);
    if (const auto* sizes = delivery.find("list_sizes"); sizes != nullptr) {
        write_text(folder + "/sizes.csv", plain(*sizes));
        out.insert(out.end(), {"--list-sizes", folder + "/sizes.csv"});
    }
    if (const auto* keys = delivery.find("keys"); keys != nullptr && keys->boolean() == true) {
        const auto options = KeyRing::shared().options();
        out.insert(out.end(), options.begin(), options.end());
    }
    if (const auto* rule = delivery.find("rule"); rule != nullptr) {
        out.insert(out.end(), {"--extension", write_extension(*rule, folder)});
    }
    out.emplace_back("--json");
    return out;
}

Sent send(const Gateway& gateway, const JsonValue& delivery) {
    expect_keys(delivery, {"of", "changes", "as", "names", "options", "list_sizes", "keys", "check", "rule"});
    const TemporaryFolder folder;
    auto args = arguments(delivery, folder.path());
    const auto ran = args.front() == "check" ? run_sluice(args) : gateway.run(args);
    if (ran.code < 0 || ran.code > 2) {
        throw std::runtime_error(args.front() + " ended with " + std::to_string(ran.code) + ": " + ran.err);
    }
    const auto outcome = read_outcome(ran.out);
    return {outcome.status, outcome.issues};
}

std::vector<Sent> send_all(const JsonValue& example) {
    const TemporaryFolder data;
    const Gateway gateway(data / "data");
    std::vector<Sent> out;
    for (const auto& delivery : example.find("send")->items()) {
        out.push_back(send(gateway, delivery));
    }
    return out;
}

}  // namespace

void expect_sent(const std::string& rule, const JsonValue& good, const JsonValue& bad) {
    for (const auto& sent : send_all(good)) {
        EXPECT_EQ(sent.status, "processed");
        EXPECT_EQ(sent.found, Counts()) << "good is found";
    }
    EXPECT_TRUE(send_all(bad).back().found.contains(rule)) << "bad passes";
}

}  // namespace sluice::tests
