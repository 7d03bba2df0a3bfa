// The chapter of docs/dataset.md on instruments: how each is scored, and what its items may hold.
#pragma once

#include "gateway/schema/dataset.hpp"

#include <string>

namespace sluice::app {

std::string instruments_md(const schema::Dataset& dataset);

}  // namespace sluice::app
