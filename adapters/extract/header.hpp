// Binds a file's columns to its table's by name; what differs is reported, and never stops the file unless a
// mandatory column is missing (gp-extracts R1).
#pragma once

#include "gateway/schema/source.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::extract {

struct Binding {
    std::vector<std::int32_t> position;  // by schema column: 0-based position in the file, -1 = not there
    std::size_t width = 0;               // cells of a row
    std::size_t known = 0;               // schema columns that are there
    std::vector<std::size_t> unknown;    // positions that no schema column has
    // Positions that repeat an earlier column, and the schema's column.
    std::vector<std::pair<std::size_t, std::size_t>> duplicate;
    std::vector<std::size_t> missing;  // schema columns that a file of this version should have
    std::vector<std::size_t> missing_mandatory;
    bool reordered = false;
    // By schema column: what stands for a blank or absent cell of every row. Empty: nothing does.
    std::vector<std::string> package;
    // Of a row that holds several entries (schema::Repeats): the positions of their columns in the second
    // entry, the third, and so on.
    std::vector<std::vector<std::int32_t>> entries;
    std::vector<std::string> groups;  // by entry: before which name its headings stand
};

// As headings are compared; `loose`: also without regard to blanks, hyphens, underscores and other marks.
std::string heading(std::string_view text, bool loose);

// "Referrals: Event date" is Event date, of the report Referrals. Without such a prefix it is of none.
struct SplitHeading {
    std::string_view prefix;
    std::string_view text;
};
SplitHeading split_heading(std::string_view text, const std::vector<std::string>& prefix_ends);

// `version`: of the name grammar ("8"); empty where unknown, then only columns that were always there are
// missed.
Binding bind_columns(
    const schema::SourceTable& table, const std::vector<std::string>& header, std::string_view version
);

// The earliest version of the extract, not before `at_least`, that has all of these columns: "8.2"; empty
// where nothing says.
std::string version_of(const schema::SourceTable& table, const Binding& binding, std::string_view at_least);

}  // namespace sluice::extract
