// What a row of a code dictionary means: its own concept, its local code, and through all parents the nearest
// concepts of the national edition (reference: gp-extracts 1.8; a code has several parents, one row each).
#pragma once

#include "gateway/expression/node.hpp"

#include <string>
#include <vector>

namespace sluice::record {

class SourceRow;

struct Concept {
    std::string system;
    std::string code;
    std::string display;
    auto operator<=>(const Concept&) const = default;
};

// In order of nearness: own national concept, own local code, then parents breadth first; without any code,
// where the table says so, what its words mean.
// REQUIRES: row.table().concepts.
std::vector<Concept> concepts_of(const SourceRow& row);

// The same as nodes with the children system, code and display.
void append_concepts(const SourceRow& row, expression::Collection& out);

// The concept behind an item that append_concepts gave; null for any other node.
const Concept* concept_of(const expression::Item& item);

}  // namespace sluice::record
