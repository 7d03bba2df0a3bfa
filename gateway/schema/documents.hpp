// All documents of a pack, read from its folder and cross-checked by name; not yet programs.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/schema/codes.hpp"
#include "gateway/schema/dataset.hpp"
#include "gateway/schema/exchange.hpp"
#include "gateway/schema/mapping.hpp"
#include "gateway/schema/rules.hpp"
#include "gateway/schema/source.hpp"
#include "gateway/schema/standard.hpp"

#include <string>
#include <vector>

namespace sluice::schema {

struct Documents {
    std::string digest;  // SHA-256 over the sorted paths and digests of all files of the pack
    Dataset dataset;
    Standard standard;
    ExchangeContract exchange;
    std::vector<SourceSystem> systems;
    std::vector<CodeSystem> code_systems;
    std::vector<ValueSet> value_sets;
    std::vector<ConceptMap> concept_maps;
    std::vector<Mapping> mappings;
    RuleBook rules;

    const CodeSystem* code_system(std::string_view id) const;
};

// `folder` holds `schemas/` and `mappings/`. ErrorCode::pack with every fault found (file, line, JSON
// Pointer), ErrorCode::io where a file cannot be read.
Result<Documents> load_documents(const std::string& folder);

}  // namespace sluice::schema
