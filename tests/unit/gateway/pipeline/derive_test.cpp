#include "gateway/pipeline/derive.hpp"

#include <gtest/gtest.h>

namespace sluice::pipeline {
namespace {

struct Pair {
    const char* left;
    const char* right;
    bool contradict;
};
constexpr Pair kPairs[] = {
    {"1950-01-29/1", "1950-01-29/1", false},
    {"1950-01-29/1", "1950-01-29/2", true},
    {"1950-01-29/1", "1950-01-30/1", true},
    {"1950-01-29/", "1950-01-29/2", false},
    {"/1", "1950-01-29/1", false},
    {"/1", "1950-01-29/2", true},
    {"/", "1950-01-29/2", false},
    {"1950/1", "1950-01-29/1", false},
    {"1951/1", "1950-01-29/1", true},
    {"", "1950-01-29/1", false}};

TEST(IdentityDetails, contradict_where_both_sides_know_and_differ) {
    for (const auto& pair : kPairs) {
        EXPECT_EQ(contradict(pair.left, pair.right), pair.contradict) << pair.left << " " << pair.right;
        EXPECT_EQ(contradict(pair.right, pair.left), pair.contradict) << pair.right << " " << pair.left;
    }
}

}  // namespace
}  // namespace sluice::pipeline
