#include "gateway/pipeline/workers.hpp"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>

namespace sluice::pipeline {
namespace {

TEST(Workers, give_the_results_of_their_jobs) {
    Workers workers(2);

    auto one = workers.submit([]() -> Result<int> { return 1; });
    auto two = workers.submit([]() -> Result<int> { return 2; });

    EXPECT_EQ(one.get().value(), 1);
    EXPECT_EQ(two.get().value(), 2);
}

TEST(Workers, turn_what_a_job_throws_into_an_error) {
    Workers workers(1);

    auto memory = workers.submit([]() -> Result<int> { throw std::bad_alloc(); });
    auto other = workers.submit([]() -> Result<void> { throw std::length_error("too long"); });
    auto after = workers.submit([]() -> Result<int> { return 3; });

    const auto without_memory = memory.get();
    ASSERT_FALSE(without_memory);
    EXPECT_EQ(without_memory.error().code(), ErrorCode::internal);
    EXPECT_NE(without_memory.error().text().find("memory"), std::string::npos);
    const auto failed = other.get();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code(), ErrorCode::internal);
    EXPECT_EQ(after.get().value(), 3);
}

}  // namespace
}  // namespace sluice::pipeline
