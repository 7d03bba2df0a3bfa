// Code lists, value sets and maps of several layers. What stands in an extension under a known id adds to the
// list; nothing of the base is changed or taken away, so what tries to is a fault.
#pragma once

#include "gateway/schema/codes.hpp"

#include <string>
#include <vector>

namespace sluice::schema {

// `extension` is the name of the extension that the document is from; empty: the base.
void add_code_system(
    const Document& document, const std::string& extension, std::vector<CodeSystem>& lists, Faults& faults
);
void add_value_set(
    const Document& document, const std::string& extension, std::vector<ValueSet>& sets, Faults& faults
);
void add_concept_map(
    const Document& document, const std::string& extension, std::vector<ConceptMap>& maps, Faults& faults
);

}  // namespace sluice::schema
