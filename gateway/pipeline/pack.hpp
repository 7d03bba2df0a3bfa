// The pack: one immutable, digested bundle of every program, compiled at start. Taken once per submission and
// shared between threads.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/check/program.hpp"
#include "gateway/map/episodes.hpp"
#include "gateway/map/program.hpp"
#include "gateway/schema/documents.hpp"
#include "gateway/terminology/terminology.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sluice::pipeline {

struct Pack {
    std::shared_ptr<const schema::Documents> documents;
    std::shared_ptr<const terminology::Terminology> terms;
    std::vector<std::shared_ptr<const map::Program>> mappings;  // one a source system, in their order
    check::Program checks;
    map::EpisodeProgram episodes;

    const map::Program& program(const schema::SourceSystem& system) const;
    const schema::RuleBook& rules() const { return documents->rules; }
};

// Reads and compiles `folder` with its extensions. ErrorCode::pack: refused whole, with file, line and JSON
// Pointer of each fault. `newer`: see schema::load_documents.
Result<std::shared_ptr<const Pack>> load_pack(
    const std::string& folder, const std::vector<std::string>& extensions = {},
    const schema::RuleBook* newer = nullptr
);

}  // namespace sluice::pipeline
