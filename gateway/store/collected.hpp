// What the senders' systems have a place for, over all their submissions of one purpose: a field that no file
// of theirs can fill is not collected, and never missing.
#pragma once

#include "gateway/base/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::store {

struct CollectedField {
    std::string supplier;  // as in the records' provenance
    std::string sender;
    std::string entity;
    std::string field;
    auto operator<=>(const CollectedField&) const = default;
};

// One thread at a time. Writes need an open transaction.
class Collected {
  public:
    virtual ~Collected() = default;

    // What was noted stays: an extract that leaves a column out once does not take it back. True where it is
    // new.
    virtual Result<bool> note(std::string_view purpose, const CollectedField& field) = 0;
    virtual Result<std::vector<CollectedField>> fields(std::string_view purpose
    ) = 0;  // sorted; empty: of all
};

}  // namespace sluice::store
