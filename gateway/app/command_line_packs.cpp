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

void add_codes_unmapped(CLI::App& codes, Verb& chosen) {
    auto verb = std::make_shared<UnmappedVerb>();
    auto* app = add_verb(
        codes, chosen, "unmapped", "Words and codes of the sources that have no place on a list",
        [verb] { return codes_unmapped(*verb); }
    );
    add_common(*app, verb->common);
    app->add_option("--format", verb->format, "Format")
        ->check(CLI::IsMember({"text", "csv", "json"}))
        ->capture_default_str();
    app->add_option("--purpose", verb->purpose, "Only records stored for this purpose");
    app->add_option("--write", verb->write, "File to write: a ConceptMap to fill in, for an extension pack");
    app->add_option("--map", verb->map, "Which map to write, where more than one lacks something");
    app->add_flag(
        "--all", verb->all, "Rare words, too: look before you pass them on, they may be a person's own"
    );
}

}  // namespace

void add_pack_verbs(CLI::App& app, Verb& chosen) {
    auto* codes =
        app.add_subcommand("codes", "Code lists: what there is, what to import, what is not mapped");
    codes->require_subcommand(1);
    add_codes_list(*codes, chosen);
    add_codes_import(*codes, chosen);
    add_codes_unmapped(*codes, chosen);
}

}  // namespace sluice::app
