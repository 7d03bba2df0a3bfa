// Workbooks of the examples of rules.
#pragma once

#include "gateway/format/json.hpp"

#include <string>

namespace sluice::tests {

// { "csv": what the sheet "List" holds, "notes": another sheet, "is": what is wrong with it }. Throws where
// the value is not what it should be.
std::string example_workbook(const format::JsonValue& value);

}  // namespace sluice::tests
