// Examples of rules that are SQL: records in a store of their own, and the rule run over them as a submission
// runs it.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/format/json.hpp"
#include "gateway/schema/rules.hpp"

namespace sluice::tests {

// Is anything found among the accepted records of the example? Of a rule with `each` the first is run.
// REQUIRES: rule.sql.
Result<bool> finds_across(const schema::Rule& rule, const format::JsonValue& example);

}  // namespace sluice::tests
