// What tables and systems of sources are both read with. Not for other folders.
#pragma once

#include "gateway/schema/document.hpp"

#include <string>

namespace sluice::schema {

// Numbers with dots between; empty where it is absent or wrong.
std::string read_version(const Reader& reader);

}  // namespace sluice::schema
