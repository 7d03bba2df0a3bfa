#include "tests/e2e/exchange.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace sluice::e2e {

std::size_t SenderStore::count(std::string_view entity, const std::string& purpose) const {
    return gateway.rows(entity, {"--purpose", purpose}).size();
}

Row SenderStore::only(std::string_view entity) const {
    const auto rows = gateway.rows(entity);
    EXPECT_EQ(rows.size(), 1U) << entity;
    return rows.empty() ? Row() : rows.begin()->second;
}

std::string SenderStore::contact(const std::string& id, const std::string& column) const {
    for (const auto& [key, row] : gateway.rows("contact")) {
        if (row.at("local_id") == id) {
            return row.at(column);
        }
    }
    return "none";
}

Package november() {
    auto package = tests::sound_package();
    package.set("submission_id", "later");
    package.set("generated_at", "2026-11-01T03:00:00+00:00");
    return package;
}

Package increment(const std::string& id, const std::string& hour) {
    Package package;
    package.set("submission_id", id);
    package.set("generated_at", "2026-11-01T" + hour + ":00:00+00:00");
    package.set("period_semantics", "increment");
    return package;
}

void send_first_contact_twice(Package& package, const std::string& person) {
    package.add_row("contact", "C1," + person + ",,2026-10-07T10:00:00+01:00,60,dna,face_to_face");
}

Files read_folder(const std::string& folder) {
    Files out;
    for (const auto& name : names_in(folder)) {
        out[name] = read_text(folder + "/" + name);
    }
    return out;
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
