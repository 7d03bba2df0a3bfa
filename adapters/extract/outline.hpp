// The parts of a file that was made for people to read: lines above the headings, headings that come again
// further down where several such files were joined, a notice that it does not hold everything (reference:
// gp-extracts 1.11, 2.9). Their rows are read like those of any other file (read.hpp).
#pragma once

#include "adapters/extract/recognise.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/csv.hpp"
#include "gateway/schema/fault.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sluice::extract {

// What a file, or a part of it, says for all of its rows: "organisation" -> "F84001". Dates are ISO 8601.
using Says = std::map<std::string, std::string, std::less<>>;

inline constexpr std::uint64_t kEndOfFile = UINT64_MAX;

// From one line of headings to the next, or to the end.
struct OutlineSection {
    std::uint64_t heading_record = 1;       // ordinal in the file
    std::uint64_t data_offset = 0;          // of the first line below the headings
    std::uint64_t end_offset = kEndOfFile;  // of the first byte that is not of it
    std::vector<std::string> header;
    Says says;
};

struct Outline {
    Recognised recognised;
    format::Dialect dialect;
    std::vector<OutlineSection> sections;  // one at least
    // The line by which the file says that it was cut short; 0 where it says no such thing.
    std::uint64_t cut_short_record = 0;
    // The first line with the headings of another table; 0 where there is none.
    std::uint64_t other_headings_record = 0;
};

// Nothing where no report of the systems has its headings within the lines that its schema allows. Memory:
// one block of the file. An error is one of the file system.
Result<std::optional<Outline>> outline(
    const env::OpenFile& file, const std::vector<schema::SourceSystem>& systems, const Limits& limits
);

// What the name of the file says, else its folders, the nearest first.
Says said_by_name(const schema::ReportForm& form, std::string_view name);

// What the file is a report of, by its name: its words without numbers, dates and codes.
std::string title_of(std::string_view name);

}  // namespace sluice::extract
