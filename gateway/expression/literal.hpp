// Values that are written out in an expression (N1 2.0.0, 4.1 "Literals").
#pragma once

#include "gateway/expression/tokens.hpp"
#include "gateway/expression/value.hpp"

namespace sluice::expression {

// REQUIRES: a string, number, date, date with time, time, `true` or `false` stands here. A number takes the
// unit after it along: that makes it a quantity.
Result<Value> read_value(Tokens& tokens);

}  // namespace sluice::expression
