// Dates as people and spreadsheets write them.
#pragma once

#include "gateway/base/date.hpp"
#include "gateway/schema/dataset.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::map {

struct ReadDate {
    Date date;
    bool by_pattern = false;
};
// As agreed (ISO 8601), or by the first of the patterns that reads it.
std::optional<ReadDate> read_date(std::string_view text, const std::vector<std::string>& patterns);

// Is a canonical date before the first day that is likely for the field?
bool is_too_early(const schema::Field& field, std::string_view date);

}  // namespace sluice::map
