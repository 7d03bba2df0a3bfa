#include "adapters/extract/key_filter.hpp"

#include "gateway/base/hash.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sluice::extract {
namespace {

std::uint64_t hash_of(int key) {
    Fnv1a hash;
    hash.add(std::to_string(key));
    return hash.value();
}

TEST(KeyFilter, that_is_made_of_nothing_says_perhaps_of_everything) {
    EXPECT_TRUE(KeyFilter().may_hold(hash_of(1)));
}

TEST(KeyFilter, of_no_keys_holds_none) {
    EXPECT_FALSE(KeyFilter(std::vector<std::uint64_t>()).may_hold(hash_of(1)));
}

TEST(KeyFilter, forgets_no_key_and_seldom_takes_another_for_one) {
    constexpr int kKeys = 10'000;
    std::vector<std::uint64_t> hashes;
    for (int key = 0; key < kKeys; ++key) {
        hashes.push_back(hash_of(key));
    }

    const KeyFilter filter(hashes);

    int wrong = 0;
    for (int key = 0; key < kKeys; ++key) {
        EXPECT_TRUE(filter.may_hold(hash_of(key))) << key;
        wrong += filter.may_hold(hash_of(key + kKeys)) ? 1 : 0;
    }
    EXPECT_LT(wrong, kKeys / 20);
}

}  // namespace
}  // namespace sluice::extract
