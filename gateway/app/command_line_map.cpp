#include "gateway/app/command_line_parts.hpp"

#include <memory>

namespace sluice::app {
namespace {

// Options live as long as the verb that reads them.
void add_map_new(CLI::App& map, Verb& chosen) {
    auto verb = std::make_shared<MapNewVerb>();
    auto* app = add_verb(
        map, chosen, "new", "Propose a source and mappings for files of a kind that no pack knows",
        [verb] { return map_new(*verb); }
    );
    add_common(*app, verb->common);
    app->add_option("--from", verb->files, "CSV file of the export; may be given more than once")->required();
    app->add_option("--name", verb->name, "What the source is called: small letters, digits, hyphens")
        ->required();
    app->add_option("--into", verb->into, "New folder, which becomes an extension pack")->required();
}

void add_map_test(CLI::App& map, Verb& chosen) {
    auto verb = std::make_shared<MapTestVerb>();
    auto* app = add_verb(map, chosen, "test", "Run the cases beside the mappings of a pack", [verb] {
        return map_test(*verb);
    });
    add_common(*app, verb->common);
    app->add_option("PACK_DIR", verb->folder, "Folder of an extension pack, or of a whole one")->required();
    app->footer("Exit codes: 0 every case passed and every mapping has one; 1 otherwise.");
}

void add_map_explain(CLI::App& map, Verb& chosen) {
    auto verb = std::make_shared<MapExplainVerb>();
    auto* app = add_verb(
        map, chosen, "explain", "What becomes of one row of a file: each field, where from, and why",
        [verb] { return map_explain(*verb); }
    );
    add_common(*app, verb->common);
    app->add_option("FILE", verb->file, "The file of the row")->required();
    app->add_option("--row", verb->row, "The row as a spreadsheet numbers it: the headings are row 1")
        ->required();
    app->add_option(
        "--with", verb->with, "Files or folders that belong to it, for example the clients of these notes"
    );
    app->add_option("--sender", verb->sender, "ODS code of who sends it");
    app->add_option("--purpose", verb->purpose, "Purpose of the submission");
    app->add_flag(
        "--show-values", verb->show_values, "With the values: look who can see your screen before you ask"
    );
    app->footer("Exit codes: 0 something was made of the row; 1 nothing.");
}

}  // namespace

void add_map_verbs(CLI::App& app, Verb& chosen) {
    auto* map = app.add_subcommand("map", "Mappings: propose, test, explain");
    map->require_subcommand(1);
    add_map_new(*map, chosen);
    add_map_test(*map, chosen);
    add_map_explain(*map, chosen);
}

}  // namespace sluice::app
