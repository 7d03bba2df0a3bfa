// Tests that are made from documents: one for each case, registered before the run.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>

namespace sluice::tests {

class RegisteredTest : public testing::Test {
  public:
    explicit RegisteredTest(std::function<void()> body) : body_(std::move(body)) {}
    void TestBody() override { body_(); }

  private:
    std::function<void()> body_;
};

// Letters, digits and underscores only: what ctest can filter by.
inline std::string test_name(std::string_view words) {
    std::string out;
    for (const char c : words) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        out += plain ? c : '_';
    }
    return out;
}

inline void register_test(std::string_view suite, std::string_view name, std::function<void()> body) {
    testing::RegisterTest(
        test_name(suite).c_str(), test_name(name).c_str(), nullptr, nullptr, __FILE__, __LINE__,
        [body = std::move(body)]() -> testing::Test* { return new RegisteredTest(body); }
    );
}

void register_mapping_cases();
void register_rule_examples();
void register_standard_nodes();

}  // namespace sluice::tests
