// The plain list that a user fills (mappings/README.md): codes that no public list has.
#pragma once

#include "gateway/schema/documents.hpp"

#include <set>
#include <string>

namespace sluice::schema {

// Adds the lines of every local-codes.csv to the value sets and maps that they name. A slip in such a file
// would make entries vanish without a finding, so each is a fault.
class LocalCodes {
  public:
    // Both must outlive it; the documents are complete but for local codes.
    LocalCodes(Documents& documents, Faults& faults);
    // `where` is for the faults.
    void add(const std::string& where, std::string_view csv);

  private:
    void check(const LocalCode& local);
    void add(LocalCode local);

    Documents& documents_;
    Faults& faults_;
    std::set<std::string> in_use_;  // code systems that the sources and lists of the pack know
    std::set<std::string> seen_;    // list|system|code
};

}  // namespace sluice::schema
