#include "tests/bad_input/exchange_scene.hpp"

#include "gateway/format/json.hpp"

#include <gtest/gtest.h>

namespace sluice::tests {
namespace {

std::string text_at(const format::JsonValue& object, const char* key) {
    const auto* found = object.find(key);
    return found == nullptr ? std::string() : std::string(found->text().value_or(""));
}

std::int64_t count_at(const format::JsonValue& object, const char* key) {
    const auto* found = object.find(key);
    return found == nullptr ? 0 : found->integer().value_or(0);
}

std::string read_file_counts(const format::JsonValue& file) {
    std::string out = "read " + std::to_string(count_at(file, "read"));
    std::int64_t sum = 0;
    for (const char* verdict : {"accepted", "held", "rejected", "skipped"}) {
        const auto count = count_at(file, verdict);
        sum += count;
        out += count == 0 ? "" : ", " + std::to_string(count) + " " + verdict;
    }
    EXPECT_EQ(sum, count_at(file, "read")) << text_at(file, "name");
    return out;
}

std::string print(const Findings& findings) {
    std::string out;
    for (const auto& [rule, count] : findings) {
        out += "{\"" + rule + "\", " + std::to_string(count) + "} ";
    }
    return out;
}

}  // namespace

Sent send(const std::string& data, const std::string& path, const std::vector<std::string>& options) {
    std::vector<std::string> args = {"ingest",     path,       "--data", data,    "--as-of",
                                     "2026-11-01", "--sender", "A81001", "--json"};
    args.insert(args.end(), options.begin(), options.end());
    Sent out;
    out.run = run_sluice(args);
    const auto value = format::parse_json(out.run.out);
    if (!value) {
        return out;
    }
    out.status = text_at(*value, "status");
    for (const auto& file : value->find("files")->items()) {
        out.files[text_at(file, "name")] = read_file_counts(file);
    }
    for (const auto& issue : value->find("issues")->items()) {
        out.issues[text_at(issue, "rule")] = count_at(issue, "count");
    }
    for (const auto& entity : value->find("entities")->members()) {
        out.accepted[entity.key] = count_at(entity.value, "accepted");
    }
    return out;
}

void run_damages(const std::vector<Damage>& damages, Package (*package)()) {
    for (const auto& damage : damages) {
        SCOPED_TRACE(damage.name);
        const TemporaryFolder folder;
        auto damaged = package();
        damage.change(damaged);
        damaged.write(folder / "package");
        const auto sent = send(folder / "data", folder / "package");
        EXPECT_EQ(sent.run.code, damage.exit_code) << sent.run.err;
        EXPECT_EQ(print(sent.issues), print(damage.issues));
        for (const auto& [file, counts] : damage.files) {
            EXPECT_EQ(sent.files.contains(file) ? sent.files.at(file) : "no such file", counts) << file;
        }
    }
}

}  // namespace sluice::tests
