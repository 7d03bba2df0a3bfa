// What the files that spell the command line share. Private to gateway/app.
#pragma once

#include "gateway/app/verbs.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace sluice::app {

using Verb = std::function<Result<int>()>;

// --data, --pack, --extension and --json.
void add_common(CLI::App& app, Common& common);
// The verb is run after the whole line was read.
CLI::App* add_verb(CLI::App& app, Verb& chosen, const char* name, const char* description, Verb verb);

// `ingest`, `check` and what is told of a submission afterwards. `program`: as it was called.
void add_submission_verbs(CLI::App& app, Verb& chosen, const std::string& program);
// `export`, `completeness`, `lineage`.
void add_dataset_verbs(CLI::App& app, Verb& chosen);
// `codes …`, `pack …`, `map …`: for those who look after a pack.
void add_pack_verbs(CLI::App& app, Verb& chosen);
void add_map_verbs(CLI::App& app, Verb& chosen);
// `exchange …` and `submissions`: for those who send packages, and for those who wait for them.
void add_exchange_verbs(CLI::App& app, Verb& chosen);

}  // namespace sluice::app
