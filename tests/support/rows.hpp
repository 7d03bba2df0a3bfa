// Source rows written as JSON: those of cases.
#pragma once

#include "gateway/pipeline/case_rows.hpp"

namespace sluice::tests {

using pipeline::all_columns;
using pipeline::Cells;
using pipeline::kept_columns;
using pipeline::SourceRows;

}  // namespace sluice::tests
