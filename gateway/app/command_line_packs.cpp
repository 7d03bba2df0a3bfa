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
        "--all", verb->all,
        "Rare words, too, shown and written: look before you pass them on, they may be a person's own"
    );
}

void add_codes_silent(CLI::App& codes, Verb& chosen) {
    auto verb = std::make_shared<SilentVerb>();
    auto* app = add_verb(
        codes, chosen, "silent", "Codes that an organisation recorded regularly and no longer records",
        [verb] { return codes_silent(*verb); }
    );
    add_common(*app, verb->common);
    app->add_option("--format", verb->format, "Format")
        ->check(CLI::IsMember({"text", "csv", "json"}))
        ->capture_default_str();
    app->add_option("--purpose", verb->purpose, "Purpose of the records (default: secondary-use)");
}

void add_versions(CLI::App& parent, Verb& chosen) {
    auto verb = std::make_shared<VersionsVerb>();
    auto* app = add_verb(
        parent, chosen, "versions",
        "Since when each sender has sent which headings, and which version of an extract",
        [verb] { return versions(*verb); }
    );
    add_common(*app, verb->common);
    app->add_option("--format", verb->format, "Format")
        ->check(CLI::IsMember({"text", "csv", "json"}))
        ->capture_default_str();
    app->add_flag("--current", verb->current, "Only what was sent last");
}

void add_pack_diff(CLI::App& pack, Verb& chosen) {
    auto verb = std::make_shared<PackDiffVerb>();
    auto* app = add_verb(
        pack, chosen, "diff", "What differs between two packs, and what becomes of a submission under each",
        [verb] { return pack_diff(*verb); }
    );
    app->add_option("OLD", verb->before, "Folder of a pack: schemas/ and mappings/")->required();
    app->add_option("NEW", verb->after, "Folder of another; or the same, with other extensions")->required();
    app->add_option(
           "--old-extension", verb->before_extensions, "Extension pack of OLD; may be given more than once"
    )
        ->allow_extra_args(false);
    app->add_option(
           "--new-extension", verb->after_extensions, "Extension pack of NEW; may be given more than once"
    )
        ->allow_extra_args(false);
    app->add_option("--receipt", verb->receipt, "Derive this submission under both, in temporary stores");
    app->add_option("--data", verb->data, "Folder that holds landing, facts and store")
        ->capture_default_str();
    app->add_option("--examples", verb->examples_max, "Ids of records to list for each entity")
        ->capture_default_str();
    app->add_option("--workers", verb->workers, "Threads")->check(CLI::Range(1, 256))->capture_default_str();
    app->add_flag("--json", verb->json, "Print JSON for machines");
    app->footer("Exit codes: 0 nothing differs; 1 something does; 64 usage; 70 internal; 74 input or output."
    );
}

}  // namespace

void add_pack_verbs(CLI::App& app, Verb& chosen) {
    auto* codes = app.add_subcommand(
        "codes", "Code lists: what there is, what to import, what is not mapped, what fell silent"
    );
    codes->require_subcommand(1);
    add_codes_list(*codes, chosen);
    add_codes_import(*codes, chosen);
    add_codes_unmapped(*codes, chosen);
    add_codes_silent(*codes, chosen);
    add_versions(app, chosen);
    auto* pack = app.add_subcommand("pack", "Packs: what differs between two");
    pack->require_subcommand(1);
    add_pack_diff(*pack, chosen);
}

}  // namespace sluice::app
