// Codes that an organisation recorded regularly and no longer records, while it goes on sending. A template
// that lost a code, or a search that no longer finds it, looks just like that.
#pragma once

#include "gateway/pipeline/pack.hpp"
#include "gateway/store/store.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::reporting {

struct SilentCode {
    std::string organisation;  // whose records they are, else who sent them
    std::string entity;
    std::string supplier;
    std::string system;
    std::string code;
    std::string display;
    std::uint64_t records = 0;
    std::size_t months = 0;  // in which it was recorded
    Date first;
    Date last;
    int longest_gap_days = 0;
    int silent_days = 0;          // until the organisation's last submission
    std::size_t submissions = 0;  // about it, of later days than `last`
};

// By organisation, the longest silence first. What regular and silent mean: dataset.json, silent_codes.
Result<std::vector<SilentCode>> silent_codes(
    const pipeline::Pack& pack, store::Store& store, std::string_view purpose
);

}  // namespace sluice::reporting
