// Reads what the generator wrote with a CSV reader of its own, so that both cannot share one mistake.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::synth::test {

struct TableText {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;

    // The cell of a row under a column's name.
    const std::string& at(const std::vector<std::string>& row, std::string_view column) const;
};

// By table name. Only for extracts without structural faults.
std::map<std::string, TableText> read_extract(const std::string& folder);

// Path below the folder and bytes of every file, sorted.
std::map<std::string, std::string> read_bytes(const std::string& folder);

// A folder of this test's own, emptied.
std::string fresh_folder(const std::string& name);

}  // namespace sluice::synth::test
