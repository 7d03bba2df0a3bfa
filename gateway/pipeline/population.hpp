// Does a full extract hold about as many registered patients as the practices have? An agreement set up
// wrongly can leave out nearly all of them without any row being wrong (gp-extracts 3.14, R15).
#pragma once

#include "gateway/pipeline/sets.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sluice::pipeline {

// Published list sizes by ODS code.
struct ListSizes {
    std::map<std::string, std::uint64_t> registered;
    std::string digest;  // of the file; empty: there is none
};

// CSV with the columns ods and registered; CODE and LIST_SIZE count as these, others are passed over.
// ErrorCode::usage: it cannot be read, has no such columns, or a size that is no number. An empty path gives
// no sizes.
Result<ListSizes> read_list_sizes(const std::string& path);

struct PracticePopulation {
    std::string ods;
    std::uint64_t found = 0;     // registered patients in the set
    std::uint64_t expected = 0;  // by its list size
};

// Of the practices of the set that have a list size and share.
Result<std::vector<PracticePopulation>> count_population(
    const FileSet& set, const std::vector<MemberFile>& members, const map::Program& program,
    std::string_view purpose, const ListSizes& sizes
);

// Tells of practices below `stop_percent` of their list size, and of a sum that differs by more than
// `alarm_percent`. True where a practice is: the set must wait.
bool judge_population(
    const std::vector<PracticePopulation>& practices, const schema::Population& limits, const SourceRef& at,
    Tally& tally
);

}  // namespace sluice::pipeline
