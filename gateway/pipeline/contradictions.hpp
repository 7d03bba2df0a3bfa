// Rows of one set with one id and different content, of a system whose rows carry no version: nothing says
// which of them is right, so none may win by standing further down.
#pragma once

#include "adapters/extract/read.hpp"

#include <cstdint>
#include <map>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace sluice::pipeline {

// First every row of the set is noted, then settle() finds the ids that contradict themselves. Memory:
// 16 bytes a row until then.
class Contradictions {
  public:
    void note(std::size_t table, const extract::KeptRow& row);
    void settle();
    bool contains(std::size_t table, std::string_view key) const;

  private:
    struct Noted {
        std::uint64_t key = 0;
        std::uint64_t content = 0;
        auto operator<=>(const Noted&) const = default;
    };
    std::map<std::size_t, std::vector<Noted>> noted_;
    std::map<std::size_t, std::unordered_set<std::uint64_t>> found_;  // by table: hashes of the keys
};

}  // namespace sluice::pipeline
