// What one document of a pack says about another: names that must be there.
#pragma once

#include "gateway/schema/documents.hpp"

namespace sluice::schema {

inline constexpr std::string_view kDatasetFile = "schemas/sp-mds/dataset.json";
inline constexpr std::string_view kEntities = "schemas/sp-mds/entities/";

// Puts the entities into the dataset's own order: every entity has its place there, and every place its
// entity.
void order_entities(Dataset& dataset, Faults& faults);

// Lists, entities and fields that fields, rules and the dataset name.
// Of a rule that names a node of the standard, which must have been read.
void check_missing(const Documents& documents, Faults& faults);
void check_names(const Documents& documents, Faults& faults);

}  // namespace sluice::schema
