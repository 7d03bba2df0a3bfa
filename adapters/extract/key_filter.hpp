// Which rows of a table may be known already: a row that is no longer chosen matters where an earlier version
// of it was kept, and there alone. Tells "certainly not" from "perhaps" in a few bits a key (a Bloom filter,
// Bloom 1970); a wrong "perhaps" costs a look into the store and nothing more. Immutable, for any thread.
#pragma once

#include <cstdint>
#include <vector>

namespace sluice::extract {

class KeyFilter {
  public:
    // Perhaps, of every key.
    KeyFilter() : words_(1, ~std::uint64_t{0}) {}
    // `hashes`: Fnv1a of the keys.
    explicit KeyFilter(const std::vector<std::uint64_t>& hashes) {
        while (words_.size() * 64 < hashes.size() * kBitsPerKey) {
            words_.resize(words_.size() * 2);
        }
        for (const auto hash : hashes) {
            set(hash);
            set(hash >> kSecond);
        }
    }

    bool may_hold(std::uint64_t hash) const { return test(hash) && test(hash >> kSecond); }

  private:
    static constexpr std::size_t kBitsPerKey = 12;  // about two wrong in a hundred
    static constexpr unsigned kSecond = 31;         // the second bit comes from the upper half

    std::uint64_t word_of(std::uint64_t hash) const { return (hash / 64) & (words_.size() - 1); }
    void set(std::uint64_t hash) { words_[word_of(hash)] |= std::uint64_t{1} << (hash % 64); }
    bool test(std::uint64_t hash) const { return (words_[word_of(hash)] >> (hash % 64) & 1) != 0; }

    std::vector<std::uint64_t> words_ = std::vector<std::uint64_t>(1, 0);  // a power of two of them
};

}  // namespace sluice::extract
