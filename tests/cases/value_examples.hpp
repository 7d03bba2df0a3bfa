// Shapes whose examples are a value: each judged by the code that raises its fault in the product.
#pragma once

#include "gateway/schema/fault.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::tests {

using Faults = std::vector<schema::Fault>;

struct ValueExample {
    std::string_view rule;
    Faults (*judge)(const std::string& example);
};

// Sorted by rule id.
const std::vector<ValueExample>& value_examples();

}  // namespace sluice::tests
