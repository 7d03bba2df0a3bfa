// Where the conformance suites of others lie. They are not part of this project: a test says so and is
// skipped where they are absent.
#pragma once

#include "gateway/format/json.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace sluice::tests {

inline std::string suite_folder(const std::string& suite) {
    const char* set = std::getenv("SLUICE_CONFORMANCE_DIR");
    const std::string root = set != nullptr ? set : SLUICE_CONFORMANCE_DIR_DEFAULT;
    return root + '/' + suite + '/';
}

inline std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file.good()) << path;
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The cases of a suite's index; null when the suite is absent.
inline format::JsonValue suite_cases(const std::string& suite) {
    const std::string index = suite_folder(suite) + "cases.json";
    if (!std::filesystem::exists(index)) {
        return {};
    }
    const auto root = format::parse_json(bytes_of(index));
    EXPECT_TRUE(root) << index;
    const format::JsonValue* cases = root ? root->find("cases") : nullptr;
    EXPECT_NE(cases, nullptr) << index;
    return cases == nullptr ? format::JsonValue() : *cases;
}

inline std::string text_of(const format::JsonValue& object, std::string_view key) {
    const format::JsonValue* value = object.find(key);
    return value == nullptr ? std::string() : std::string(value->text().value_or(""));
}

}  // namespace sluice::tests
