// Days on the command line.
#pragma once

#include "gateway/base/date.hpp"
#include "gateway/base/error.hpp"

#include <string>
#include <utility>
#include <vector>

namespace sluice::app {

// By option: its text. Empty is no day, and allowed.
inline Result<void> check_days(const std::vector<std::pair<std::string, std::string>>& options) {
    for (const auto& [option, text] : options) {
        const auto date = Date::parse(text);
        if (!text.empty() && !(date && date->precision() == DatePrecision::day)) {
            return Error(ErrorCode::usage, option + " is a day: YYYY-MM-DD");
        }
    }
    return {};
}

}  // namespace sluice::app
