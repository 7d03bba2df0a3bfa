// Which practice lacks what: practices by the fields in which most is missing, worst first, as far as a page
// can hold them. The completeness export has all of it.
#pragma once

#include "gateway/outlet/sums.hpp"

#include <string>
#include <vector>

namespace sluice::outlet {

inline constexpr std::size_t kPracticesShown = 30;  // as many as a reader can look through

struct PracticeField {
    std::string entity_title;
    std::string title;
    Count lacking = 0;  // records without an answer, over all practices, times the weight of the field
};

struct PracticeRow {
    std::string practice;  // empty: not known
    Share answered;        // over all fields, each by its weight
    Count bars = 0;        // fields that have a bar and are expected
    Count bars_met = 0;
    std::vector<CellCounts> fields;  // as those of the table
};

struct PracticeTable {
    std::vector<PracticeField> fields;
    std::vector<PracticeRow> rows;
    Count practices = 0;  // that are known, shown or not
};

// The practices with the lowest share answered come first, and the fields in which most is missing. Without
// rows where all records are of one practice, or of none that is known: there is nothing to compare.
PracticeTable practice_table(const Report& report, std::size_t rows_max, std::size_t fields_max);

// "Name (CODE)", or that it is not known.
std::string practice_in_words(const Report& report, const std::string& practice);
// What the table leaves out and where it stands; empty where it has everything.
std::string practices_left_out(const PracticeTable& table);

}  // namespace sluice::outlet
