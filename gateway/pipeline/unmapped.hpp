// What sources say that has no place on the lists of the dataset: words that were kept without a code, and
// codes without a category. For those who keep the maps; free text of identity is never looked at.
#pragma once

#include "gateway/pipeline/pack.hpp"
#include "gateway/store/store.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::pipeline {

struct Unmapped {
    std::string supplier;
    std::string entity;
    std::string field;
    std::string map;     // ConceptMap that would place it; empty: none
    std::string system;  // of a code; empty: the source's own words
    std::string code;    // or the words, as a map compares them; empty where they are rare
    std::string text;    // what people read
    std::uint64_t count = 0;
    std::uint64_t texts = 1;  // how many different ones stand in this line
    std::uint64_t organisations = 0;

    bool is_rare() const { return code.empty(); }
    auto operator<=>(const Unmapped&) const = default;
};

struct UnmappedOptions {
    std::string purpose;  // empty: all
    bool all = false;     // words that were seen a few times only, too: they may be a person's own
};

// Accepted records, by supplier, entity and field, then the most frequent first. Words seen fewer times than
// the dataset allows (rare_below) are one line a field, without the words. Memory: the different words.
Result<std::vector<Unmapped>> find_unmapped(
    const Pack& pack, store::Store& store, const UnmappedOptions& options
);

}  // namespace sluice::pipeline
