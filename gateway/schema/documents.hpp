// All documents of a pack, read from its folder and cross-checked by name; not yet programs.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/schema/codes.hpp"
#include "gateway/schema/core.hpp"
#include "gateway/schema/dataset.hpp"
#include "gateway/schema/exchange.hpp"
#include "gateway/schema/extension.hpp"
#include "gateway/schema/mapping.hpp"
#include "gateway/schema/profile.hpp"
#include "gateway/schema/rules.hpp"
#include "gateway/schema/source.hpp"
#include "gateway/schema/standard.hpp"

#include <string>
#include <vector>

namespace sluice::schema {

struct Documents {
    std::string digest;  // SHA-256 over the sorted paths and digests of all files, extensions included
    std::vector<Extension> extensions;  // in the order in which they were named
    Dataset dataset;
    Standard standard;
    std::vector<CoreField> core;
    std::vector<Profile> profiles;
    ExchangeContract exchange;
    std::vector<SourceSystem> systems;
    std::vector<CodeSystem> code_systems;
    std::vector<ValueSet> value_sets;
    std::vector<ConceptMap> concept_maps;
    std::vector<Mapping> mappings;
    RuleBook rules;

    const CodeSystem* code_system(std::string_view id) const;
    const ValueSet* value_set(std::string_view id) const;
    const SourceSystem* system(std::string_view name) const;
    const Profile* profile(std::string_view name) const;
    // Which definition a record meets: "sp-mds 1.1.0", then " + nel-sp 1.0.0" for each extension.
    std::string definition() const;
};

// `folder` holds `schemas/` and `mappings/`, and so does each extension. ErrorCode::pack with every fault
// found (file, line, JSON Pointer), ErrorCode::io where a file cannot be read, ErrorCode::usage where a
// folder is no extension. With the rules of a `newer` pack the folder may hold documents of before: what none
// of its rules reports, theirs do, and documents that came later may be missing.
Result<Documents> load_documents(
    const std::string& folder, const std::vector<std::string>& extensions = {},
    const RuleBook* newer = nullptr
);

}  // namespace sluice::schema
