// The rows of a submission about which something was found, read again from the landed bytes.
#pragma once

#include "gateway/pipeline/pack.hpp"
#include "gateway/store/store.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace sluice::pipeline {

struct FixFile {
    std::string name;    // as sent; may be hostile
    std::string table;   // empty where it was not recognised
    std::string system;  // the source system that has the table; empty with it
    std::vector<std::string> header;
    std::string
        receipt;  // of the submission that it came with, where that is an earlier one of the same sender
};

struct FixRow {
    std::uint64_t record = 0;  // the header is 1
    std::string column;        // of the finding, or what is missing; empty: the whole row
    RuleIndex rule = 0;
    std::vector<std::string>
        cells;  // as sent, quotes undone; of a row that cannot be read its text as one cell
};

// Both live only during the call; an error stops the visit and is returned by it.
struct FixVisitor {
    std::function<Result<void>(const FixFile&)> file;  // before the first of its rows
    std::function<Result<void>(const FixRow&)> row;  // by record, then in the order in which they were found
};

struct FixCounts {
    std::uint64_t files = 0;
    std::uint64_t rows = 0;
    std::uint64_t findings = 0;
    // Findings that are not in the list: about files as a whole, in another sender's rows and, where the list
    // is of one organisation, in rows of which nobody can tell whose they are.
    std::uint64_t elsewhere = 0;
};

// Findings that need nothing to be done (information) are left out. `organisation`: an ODS code, only rows of
// its records; empty: all. ErrorCode::io where the landed bytes of a file are not there any more.
Result<FixCounts> visit_fix_list(
    const Pack& pack, store::Store& store, const store::Receipt& receipt, const std::string& organisation,
    const FixVisitor& visitor
);

}  // namespace sluice::pipeline
