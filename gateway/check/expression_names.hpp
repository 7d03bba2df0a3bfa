// What an expression over records names must be there: a name that is nothing is empty for every record, and
// a rule that asks for it would find all of them wrong or none.
#pragma once

#include "gateway/expression/expression.hpp"
#include "gateway/schema/dataset.hpp"

#include <optional>
#include <string>

namespace sluice::check {

// The first name, read from a record of `on`, that is neither a field there nor an entity; as far as
// expression::paths tells.
std::optional<std::string> unknown_name(
    const expression::Expression& expression, const schema::Entity& on, const schema::Dataset& dataset
);

}  // namespace sluice::check
