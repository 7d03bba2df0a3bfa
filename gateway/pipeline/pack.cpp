#include "gateway/pipeline/pack.hpp"

#include "gateway/base/assert.hpp"
#include "gateway/pipeline/tables.hpp"
#include "gateway/store/empty_tables.hpp"

#include <set>

namespace sluice::pipeline {
namespace {

// What no store could run would only be found while a submission is processed.
Result<void> check_queries(const schema::Documents& documents, schema::Faults& faults) {
    const std::vector<std::string> wanted = {"record_id", "organisation"};
    SLUICE_ASSIGN(auto tables, store::EmptyTables::make(table_specs(documents.dataset)));
    for (const auto& rule : documents.rules.rules()) {
        if (rule.sql.empty()) {
            continue;
        }
        auto parameters = rule.parameters;
        parameters["purpose"] = "";
        std::set<std::string> said;  // of several entries of `each` the same
        for (const auto& query : schema::queries_of(rule)) {
            const auto columns = tables.columns_of(query.sql, parameters);
            const auto what = !columns             ? columns.error().text()
                              : *columns != wanted ? "it must give record_id and organisation"
                                                   : std::string();
            if (!what.empty() && said.insert(what).second) {
                faults.add(rule.sql.where, rule.id + ": " + what);
            }
        }
    }
    return {};
}

}  // namespace

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
    const std::string& folder, const std::vector<std::string>& extensions, const schema::RuleBook* newer
) {
    auto pack = std::make_shared<Pack>();
    SLUICE_ASSIGN(auto documents, schema::load_documents(folder, extensions, newer));
    schema::Faults faults;
    check_tables(documents.dataset, faults);
    if (faults.any()) {
        return faults.error();
    }
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
    pack->episodes = map::EpisodeProgram::compile(*pack->documents, faults);
    SLUICE_TRY(check_queries(*pack->documents, faults));
    if (faults.any()) {
        return faults.error();
    }
    return std::shared_ptr<const Pack>(std::move(pack));
}

}  // namespace sluice::pipeline
