// The dataset's definitions as tables of the store, and a record as a row of its table.
#pragma once

#include "gateway/record/record.hpp"
#include "gateway/schema/dataset.hpp"
#include "gateway/store/dataset.hpp"

#include <vector>

namespace sluice::pipeline {

// The generated tables of a dataset: one an entity that is stored.
std::vector<store::TableSpec> table_specs(const schema::Dataset& dataset);
// Faults: names that cannot be tables or columns of the store, by the places where they stand.
void check_tables(const schema::Dataset& dataset, schema::Faults& faults);
// The values of a record in the order of its table's columns.
std::vector<store::Value> table_values(const record::Record& record);

}  // namespace sluice::pipeline
