// Rules whose examples are sent: through the real program, one delivery after another into one store.
#pragma once

#include "gateway/format/json.hpp"

#include <string>

namespace sluice::tests {

// The rule is found in no delivery of `good`, and in the last one of `bad`.
void expect_sent(const std::string& rule, const format::JsonValue& good, const format::JsonValue& bad);

}  // namespace sluice::tests
