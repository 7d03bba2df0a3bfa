// A report as people export it, read into the rows that the product would make of it.
#pragma once

#include "tests/support/rows.hpp"

#include <string>

namespace sluice::tests {

// The report comes from the practice F84001 on the day `run`. Throws where the file is not one of the
// program's system.
void add_report(
    SourceRows& rows, const map::Program& program, const std::string& text, const std::string& purpose,
    const std::string& run
);

}  // namespace sluice::tests
