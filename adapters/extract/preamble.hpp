// What the lines above the headings of a report say, and what its name does.
#pragma once

#include "adapters/extract/outline.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::extract {

struct Line {
    std::uint64_t ordinal = 0;
    std::uint64_t offset = 0;  // in the file
    std::vector<std::string> cells;
};

// "Last run,31/10/2026" and "Last run: 31/10/2026". Words that the form does not know say nothing.
Says read_preamble(const schema::ReportForm& form, const std::vector<Line>& lines);

// Does it say something that the form knows?
bool is_of_preamble(const schema::ReportForm& form, const Line& line);

bool says_cut_short(const schema::ReportForm& form, const Line& line);

}  // namespace sluice::extract
