// What a sender delivers, written as data: a base and what is changed in it (schemas/README.md, "Rule").
#pragma once

#include "gateway/format/json.hpp"

#include <string>

namespace sluice::tests {

// The files of the delivery, below `folder`, which must be there: a folder of their own or a zip. Answers its
// path. Throws where the description asks for what does not exist: an unknown key, base, file, column or row,
// a text to replace that is not there.
std::string write_delivery(const format::JsonValue& description, const std::string& folder);

}  // namespace sluice::tests
