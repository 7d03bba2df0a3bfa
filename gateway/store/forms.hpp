// In which form each sender has sent its files: which headings they had, and which version that is. A
// template that somebody has changed is told by it.
#pragma once

#include "gateway/base/error.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace sluice::store {

// What is compared from one submission to the next.
struct FormKey {
    std::string sender;
    std::string organisation;  // that the file names, or the agreement of its set; empty: none
    std::string system;
    std::string table;
    std::string report;  // of files that people make: what they call it
    auto operator<=>(const FormKey&) const = default;
};

struct Form {
    FormKey key;
    std::string fingerprint;           // of the headings, in any order
    std::string version;               // that the name or the columns tell; empty: none
    std::vector<std::string> columns;  // of the table that are there; sorted
    std::int64_t receipt = 0;          // seq
    std::string as_of = {};            // of the submission; read only
};

// One thread at a time. Writes need an open transaction.
class Forms {
  public:
    virtual ~Forms() = default;

    // Of a receipt that is read once more nothing changes.
    virtual Result<void> note(const Form& form) = 0;
    // Of the last receipt before this one that has any; mostly one.
    virtual Result<std::vector<Form>> before(const FormKey& key, std::int64_t receipt) = 0;
    // By key, the oldest first.
    virtual Result<std::vector<Form>> all() = 0;
};

}  // namespace sluice::store
