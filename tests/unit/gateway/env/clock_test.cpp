#include "gateway/env/clock.hpp"

#include <gtest/gtest.h>

namespace sluice::env {
namespace {

TEST(FixedClock, stands_still_until_it_is_set) {
    const std::chrono::sys_seconds noon{std::chrono::seconds{1'700'000'000}};
    FixedClock clock(noon);

    EXPECT_EQ(clock.now(), noon);
    clock.set(noon + std::chrono::hours{1});

    EXPECT_EQ(clock.now(), noon + std::chrono::hours{1});
}

TEST(SystemClock, lies_between_two_readings_of_the_system) {
    const SystemClock clock;

    const auto before = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto now = clock.now();
    const auto after = std::chrono::system_clock::now();

    EXPECT_LE(before, now);
    EXPECT_LE(now, after);
}

}  // namespace
}  // namespace sluice::env
