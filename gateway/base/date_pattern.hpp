// Dates as people and spreadsheets write them.
#pragma once

#include "gateway/base/date.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

// Reads a date by a pattern of yyyy, MM, dd, HH, mm, ss and literal characters. One letter, as in d/M/yyyy,
// is one digit or two; MMM is the English name of a month, short or in full.
std::optional<Date> parse_date(std::string_view text, std::string_view pattern);

// By the first of the patterns that reads it.
std::optional<Date> parse_date_as(std::string_view text, const std::vector<std::string>& patterns);

// Is the word the English name of a month, in short or in full?
bool is_month(std::string_view word);

// The time of day that a text says after a date or alone, as HH:mm: 9:30, 09:30:15, 9.30, 930, 0930, 2:30 pm.
// Nothing where it says none, or midnight, which spreadsheets write for it.
std::optional<std::string> time_of_day(std::string_view text);

}  // namespace sluice
