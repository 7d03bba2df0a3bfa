// A row of the exchange contract as one JSON object a line, the form that says the same as its CSV files:
// {"file": "referral", "referral_id": "R-101", ...}. schemas/exchange/record.schema.json.
#pragma once

#include "gateway/base/error.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::exchange {

struct LineRow {
    std::string file;                                        // without its ending: referral
    std::vector<std::pair<std::string, std::string>> cells;  // column, value; empty ones are left out
};

// Without a line end.
std::string write_line(const LineRow& row);

// Values are texts, spelt as in the CSV; a number, true or false counts by its characters, null and "" as no
// value. Anything else is ErrorCode::usage: what is wrong and at which column, never the value.
Result<LineRow> read_line(std::string_view json);

}  // namespace sluice::exchange
