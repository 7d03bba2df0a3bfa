// The words for fixes and changes, shared by the HTML and the text report so that they cannot differ.
// Internal to gateway/outlet.
#pragma once

#include "gateway/outlet/report.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::outlet {

// Over the shares of one submission after the other.
inline constexpr std::string_view kShareOfAllFields =
    "Share answered over all fields, each by its weight, as it was after each submission";

std::string fixes_heading(const Report& report);  // "The ten fixes worth most", or as many as there are
std::string fix_in_words(const Fix& fix);         // "Title, Person: NHS number (8 rows)"
// Since when, and what the submission did to the records.
std::string trend_in_words(const Report& report);
// What has changed, and what is as before.
std::pair<std::vector<FindingChange>, std::vector<FindingChange>> findings_by_change(const Trend& trend);
std::string_view change_in_words(const FindingChange& change);  // gone, new, fewer, …
std::string_view change_in_words(const FieldChange& change);    // better, worse

}  // namespace sluice::outlet
