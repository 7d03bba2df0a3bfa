#include "gateway/app/command_line_parts.hpp"

#include <memory>

namespace sluice::app {
namespace {

// Options live as long as the verb that reads them.
void add_codes_list(CLI::App& codes, Verb& chosen) {
    auto common = std::make_shared<Common>();
    auto* app =
        add_verb(codes, chosen, "list", "Every code list, value set and map, and where it is from", [common] {
            return codes_list(*common);
        });
    add_common(*app, *common);
}

void add_codes_import(CLI::App& codes, Verb& chosen) {
    auto verb = std::make_shared<CodesImportVerb>();
    auto* app = add_verb(
        codes, chosen, "import", "Put a SNOMED CT reference set or a plain list into an extension pack",
        [verb] { return codes_import(*verb); }
    );
    add_common(*app, verb->common);
    app->add_option(
           "--value-set", verb->value_set, "Id of the value set that it adds to, for example sp-needs"
    )
        ->required();
    app->add_option("--rf2", verb->rf2, "RF2 reference set file, or the folder of a release");
    app->add_option("--refset", verb->refset, "SNOMED CT identifier of the reference set");
    app->add_option("--list", verb->list, "Plain list: one code a line, a comma and its term");
    app->add_option("--into", verb->into, "Folder of the extension pack; made where it is not there")
        ->required();
    app->add_option("--name", verb->name, "Name of a new extension (default: that of the folder)");
}

}  // namespace

void add_pack_verbs(CLI::App& app, Verb& chosen) {
    auto* codes =
        app.add_subcommand("codes", "Code lists: what there is, what to import, what is not mapped");
    codes->require_subcommand(1);
    add_codes_list(*codes, chosen);
    add_codes_import(*codes, chosen);
}

}  // namespace sluice::app
