#include "gateway/app/command_line.hpp"

#include "gateway/app/command_line_parts.hpp"
#include "gateway/app/unknown_verb.hpp"
#include "gateway/app/verbs.hpp"
#include "gateway/base/text.hpp"

#include <cstdio>
#include <memory>

namespace sluice::app {
namespace {

constexpr const char* kFooter =
    "Exit codes of ingest, check and status: 0 all accepted; 1 something held or rejected, or not come\n"
    "although a manifest lists it, or missing for --profile; 2 a file or the submission rejected;\n"
    "64 usage; 70 internal; 74 input or output.";

// Options live as long as the verb that reads them.
void add_explain(CLI::App& app, Verb& chosen) {
    auto common = std::make_shared<Common>();
    auto rule = std::make_shared<std::string>();
    auto* sub = add_verb(app, chosen, "explain", "What a rule checks, why, and what to do", [common, rule] {
        return explain(*common, *rule);
    });
    add_common(*sub, *common);
    sub->add_option("RULE", *rule, "Rule id or source, for example NHS-003 or X04; 'all' lists every rule")
        ->required();
}

void add_fingerprint(CLI::App& app, Verb& chosen) {
    auto common = std::make_shared<Common>();
    auto paths = std::make_shared<std::vector<std::string>>();
    auto* sub =
        add_verb(app, chosen, "fingerprint", "Which system, table and version a file is", [common, paths] {
            return fingerprint(*common, *paths);
        });
    add_common(*sub, *common);
    sub->add_option("PATH", *paths, "Files, folders or zips")->required();
    sub->footer("Exit codes: 0 every file is known; 1 one is not.");
}

void add_docs(CLI::App& app, Verb& chosen) {
    auto common = std::make_shared<Common>();
    auto page = std::make_shared<std::string>();
    auto output = std::make_shared<std::string>();
    auto* sub = add_verb(app, chosen, "docs", "A page of docs/ from the pack", [common, page, output] {
        return docs(*common, *page, *output);
    });
    sub->group("");  // for those who change the pack
    sub->add_option("PAGE", *page, "rules, dataset, exchange or standard")
        ->required()
        ->check(CLI::IsMember({"rules", "dataset", "exchange", "standard"}));
    sub->add_option("-o,--output", *output, "File to write (default: standard output)");
    add_common(*sub, *common);
}

void add_synth(CLI::App& app, Verb& chosen) {
    auto verb = std::make_shared<SynthVerb>();
    auto* synth = app.add_subcommand("synth", "Write synthetic extracts with a known truth");
    synth->require_subcommand(1);
    auto* sub = add_verb(*synth, chosen, "emis", "An EMIS extract: bulk, delta and truth.json", [verb] {
        return synth_emis(*verb);
    });
    sub->add_option("--out", verb->out, "Folder to write to")->required();
    sub->add_option("--practices", verb->practices, "Practices")->capture_default_str();
    sub->add_option("--patients", verb->patients, "Patients, over all practices")->capture_default_str();
    sub->add_option("--seed", verb->seed, "The same seed gives the same bytes")->capture_default_str();
    sub->add_option("--faults", verb->faults, "Planted faults")
        ->check(CLI::IsMember({"none", "standard"}))
        ->capture_default_str();
    sub->add_option("--reference-date", verb->reference, "Day of the delta: YYYY-MM-DD (default 2026-10-31)");
    sub->add_flag("--json", verb->json, "Print JSON for machines");
}

// Line by line: a broken pack is refused with a list, and errors name paths, which are the caller's.
void print(const Error& error) {
    const char* prefix = "sluice: ";
    for (const auto line : split(error.text(), '\n')) {
        std::fprintf(stderr, "%s%s\n", prefix, printable(line).c_str());
        prefix = "";
    }
}

}  // namespace

void add_common(CLI::App& app, Common& common) {
    app.add_option("--data", common.data, "Folder that holds landing, facts and store")
        ->capture_default_str();
    app.add_option(
        "--pack", common.pack,
        "Folder with schemas/ and mappings/ (default: the one that came with sluice, or $SLUICE_PACK)"
    );
    app.add_option(
           "--extension", common.extensions,
           "Folder of an extension pack; may be given more than once (default: $SLUICE_EXTENSIONS)"
    )
        ->allow_extra_args(false);
    app.add_flag("--json", common.json, "Print JSON for machines");
}

CLI::App* add_verb(CLI::App& app, Verb& chosen, const char* name, const char* description, Verb verb) {
    auto* sub = app.add_subcommand(name, description);
    sub->callback([&chosen, verb = std::move(verb)] { chosen = verb; });
    return sub;
}

int exit_code(ErrorCode code) {
    switch (code) {
        case ErrorCode::usage:
        case ErrorCode::conflict:
            return kExitUsage;
        case ErrorCode::io:
            return kExitIo;
        case ErrorCode::pack:
        case ErrorCode::limit:
        case ErrorCode::internal:
            break;
    }
    return kExitInternal;
}

int run(int argc, char** argv) {
    CLI::App app{
        "Sluice: GP and case-management exports in, one checked social-prescribing dataset out.", "sluice"};
    app.require_subcommand(0, 1);  // none is told below, so that an unknown one is named
    app.set_version_flag("--version", SLUICE_VERSION);
    Verb chosen;
    add_submission_verbs(app, chosen, printable(argv[0]));
    add_dataset_verbs(app, chosen);
    add_explain(app, chosen);
    add_fingerprint(app, chosen);
    add_pack_verbs(app, chosen);
    add_map_verbs(app, chosen);
    add_exchange_verbs(app, chosen);
    add_docs(app, chosen);
    add_synth(app, chosen);

    app.footer(kFooter);  // when the verbs are there: they would take it over
    for (const char* judging : {"ingest", "check", "status"}) {
        app.get_subcommand(judging)->footer(kFooter);
    }
    if (const auto unknown = unknown_verb(app, argc, argv)) {
        std::fprintf(stderr, "sluice: %s\n", unknown->c_str());
        return kExitUsage;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kExitAccepted : kExitUsage;
    }
    if (!chosen) {
        std::fprintf(stderr, "sluice: name a verb; `sluice --help` lists them\n");
        return kExitUsage;
    }
    const auto code = chosen();
    if (!code) {
        print(code.error());
        return exit_code(code.error().code());
    }
    return *code;
}

}  // namespace sluice::app
