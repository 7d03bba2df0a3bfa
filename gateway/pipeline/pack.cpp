#include "gateway/pipeline/pack.hpp"

#include "gateway/base/assert.hpp"

namespace sluice::pipeline {

const map::Program& Pack::program(const schema::SourceSystem& system) const {
    for (const auto& program : mappings) {
        if (&program->system() == &system) {
            return *program;
        }
    }
    SLUICE_ASSERT(false);
    std::abort();
}

Result<std::shared_ptr<const Pack>> load_pack(
    const std::string& folder, const std::vector<std::string>& extensions
) {
    auto pack = std::make_shared<Pack>();
    SLUICE_ASSIGN(auto documents, schema::load_documents(folder, extensions));
    pack->documents = std::make_shared<const schema::Documents>(std::move(documents));
    pack->terms =
        std::make_shared<const terminology::Terminology>(terminology::Terminology::compile(*pack->documents));
    for (const auto& system : pack->documents->systems) {
        SLUICE_ASSIGN(auto program, map::Program::compile(pack->documents, system, pack->terms));
        pack->mappings.push_back(std::move(program));
    }
    SLUICE_ASSIGN(
        pack->checks, check::Program::compile(pack->documents, map::expression_options(*pack->terms))
    );
    schema::Faults faults;
    pack->episodes = map::EpisodeProgram::compile(*pack->documents, faults);
    if (faults.any()) {
        return faults.error();
    }
    return std::shared_ptr<const Pack>(std::move(pack));
}

}  // namespace sluice::pipeline
