#include "gateway/app/command_line.hpp"

#include "gateway/app/command_line_parts.hpp"
#include "gateway/app/unknown_verb.hpp"
#include "gateway/app/verbs.hpp"
#include "gateway/base/text.hpp"

#include <cstdio>
#include <thread>

namespace sluice::app {
namespace {

constexpr const char* kFooter =
    "Exit codes of ingest, check and status: 0 all accepted; 1 something held or rejected; 2 a file or the "
    "submission rejected;\n"
    "64 usage; 70 internal; 74 input or output.";

void add_work(CLI::App& app, IngestVerb& verb) {
    auto& options = verb.options;
    options.workers = std::max(1U, std::thread::hardware_concurrency());
    app.add_option("PATH", options.paths, "Files, folders or zips")->required();
    app.add_option(
        "--purpose", options.purpose,
        "What the data may be used for (default: as manifest.json says, else secondary-use)"
    );
    app.add_option(
        "--legal-basis", options.legal_basis, "Reference of the legal basis, kept with every record"
    );
    app.add_option(
        "--period", verb.period, "Period that the data covers: FROM/TO, for example 2026-10-01/2026-10-31"
    );
    app.add_option(
           "--semantics", options.semantics,
           "What the rows are; recorded with the receipt (default: as the file names say)"
    )
        ->check(CLI::IsMember({"snapshot", "increment", "cumulative"}));
    app.add_option(
        "--as-of", verb.as_of,
        "The day that counts as today when the data is judged: YYYY-MM-DD or an instant (default: now)"
    );
    app.add_option("--workers", options.workers, "Threads")->check(CLI::Range(1, 256))->capture_default_str();
    app.add_option("--block-bytes", options.limits.block_bytes, "Bytes read at a time by each thread")
        ->check(CLI::Range(64, 1 << 28))
        ->capture_default_str();
    app.add_option(
           "--key-filter-bytes", options.limits.set_bytes_for_key_filter,
           "Size of a set from which a filter of the known keys is made"
    )
        ->check(CLI::Range(0LL, 1LL << 50))
        ->capture_default_str();
    app.add_flag(
        "--production", options.production,
        "Real people are expected: an NHS number from the test range is a finding"
    );
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
    Common common;
    IngestVerb ingest_verb;
    ingest_verb.common.program = printable(argv[0]);
    IngestVerb check_verb;
    ReportVerb report_verb;
    FixListVerb fix_list_verb;
    ExportVerb export_verb;
    CompletenessVerb completeness_verb;
    SynthVerb synth_verb;
    std::string first;
    std::string second;
    std::string purpose;
    std::vector<std::string> paths;

    auto* ingest_app =
        add_verb(app, chosen, "ingest", "Land, check and store a submission; print its receipt", [&] {
            return ingest(ingest_verb);
        });
    add_common(*ingest_app, ingest_verb.common);
    ingest_app->add_option(
        "--sender", ingest_verb.options.sender,
        "ODS code of the organisation that submits (default: as manifest.json says)"
    );
    add_work(*ingest_app, ingest_verb);

    auto* check_app = add_verb(app, chosen, "check", "The same without storing anything", [&] {
        return check(check_verb);
    });
    add_common(*check_app, check_verb.common);
    check_app->add_option(
        "--sender", check_verb.options.sender, "ODS code of the organisation that would submit"
    );
    check_app->add_option(
        "--profile", check_verb.options.profile,
        "The next hop or the role whose profile is checked, too: referral, message_back, count, link_worker, "
        "…"
    );
    check_app->add_option("--format", check_verb.format, "How to print the result")
        ->check(CLI::IsMember({"text", "json", "html", "csv"}))
        ->capture_default_str();
    add_work(*check_app, check_verb);

    auto* receipts_app =
        add_verb(app, chosen, "receipts", "List what was submitted", [&] { return receipts(common); });
    add_common(*receipts_app, common);

    auto* status_app = add_verb(app, chosen, "status", "What became of one submission", [&] {
        return status(common, first);
    });
    add_common(*status_app, common);
    status_app->add_option("RECEIPT", first, "Receipt number")->required();

    auto* report_app = add_verb(app, chosen, "report", "The data-quality report of one submission", [&] {
        return report(report_verb);
    });
    add_common(*report_app, report_verb.common);
    report_app->add_option("RECEIPT", report_verb.receipt, "Receipt number")->required();
    report_app->add_option("--format", report_verb.format, "Format")
        ->check(CLI::IsMember({"html", "text", "csv", "json"}))
        ->capture_default_str();
    report_app->add_option("-o,--output", report_verb.output, "File to write (default: standard output)");

    auto* fix_list_app = add_verb(
        app, chosen, "fix-list", "The sender's own rows with what to fix in each, as a workbook or CSV",
        [&] { return fix_list(fix_list_verb); }
    );
    add_common(*fix_list_app, fix_list_verb.common);
    fix_list_app->footer("The list holds patient data: it is for the sender alone.");
    fix_list_app->add_option("RECEIPT", fix_list_verb.receipt, "Receipt number")->required();
    fix_list_app->add_option("--format", fix_list_verb.format, "Format")
        ->check(CLI::IsMember({"xlsx", "csv"}))
        ->capture_default_str();
    fix_list_app->add_option(
        "--organisation", fix_list_verb.organisation, "ODS code: only rows of this organisation's records"
    );
    fix_list_app
        ->add_option(
            "-o,--output", fix_list_verb.output,
            "Workbook to write; for CSV a new folder, one file in it for each file that was sent"
        )
        ->required();

    auto* export_app = add_verb(
        app, chosen, "export", "The accepted records: of one entity, or all as a package to send",
        [&] {
            return export_verb.format == "exchange"          ? export_exchange(export_verb)
                   : export_verb.format == "exchange-ndjson" ? export_exchange_lines(export_verb)
                                                             : export_entity(export_verb);
        }
    );
    add_common(*export_app, export_verb.common);
    export_app->add_option(
        "--entity", export_verb.entity, "Entity, for example referral; `exchange` writes all of them"
    );
    export_app->add_option("--format", export_verb.format, "Format")
        ->check(CLI::IsMember({"csv", "ndjson", "exchange", "exchange-ndjson"}))
        ->capture_default_str();
    export_app->add_option("--sender", export_verb.sender, "ODS code of who sends the package (exchange)");
    export_app->add_option("--purpose", export_verb.purpose, "Only records stored for this purpose");
    export_app->add_option(
        "-o,--output", export_verb.output,
        "File to write (default: standard output); of a package: a new folder, or a file that ends in .zip"
    );
    export_app->add_flag(
        "--identity", export_verb.identity,
        "With names, addresses and free text, where direct care stored them"
    );
    export_app->add_flag(
        "--provenance", export_verb.provenance, "With receipt, file, record and mapping of every record"
    );

    auto* completeness_app = add_verb(
        app, chosen, "completeness", "How complete each field is, by organisation and month of referral",
        [&] { return completeness(completeness_verb); }
    );
    add_common(*completeness_app, completeness_verb.common);
    completeness_app->add_option("--format", completeness_verb.format, "Format")
        ->check(CLI::IsMember({"csv", "json", "text"}))
        ->capture_default_str();
    completeness_app->add_option(
        "--purpose", completeness_verb.purpose, "Only records stored for this purpose"
    );

    auto* lineage_app = add_verb(app, chosen, "lineage", "Where each value of a record came from", [&] {
        return lineage(common, first, second, purpose);
    });
    add_common(*lineage_app, common);
    lineage_app->add_option("ENTITY", first, "Entity, for example referral")->required();
    lineage_app->add_option("ID", second, "Record id, as exported")->required();
    lineage_app->add_option("--purpose", purpose, "Purpose of the record (default: any)");

    auto* explain_app = add_verb(app, chosen, "explain", "What a rule checks, why, and what to do", [&] {
        return explain(common, first);
    });
    add_common(*explain_app, common);
    explain_app
        ->add_option("RULE", first, "Rule id or source, for example NHS-003 or X04; 'all' lists every rule")
        ->required();

    auto* fingerprint_app =
        add_verb(app, chosen, "fingerprint", "Which system, table and version a file is", [&] {
            return fingerprint(common, paths);
        });
    add_common(*fingerprint_app, common);
    fingerprint_app->add_option("PATH", paths, "Files or folders")->required();

    add_pack_verbs(app, chosen);
    add_exchange_verbs(app, chosen);

    auto* docs_app = add_verb(app, chosen, "docs", "A page of docs/ from the pack", [&] {
        return docs(common, first, report_verb.output);
    });
    docs_app->group("");  // for those who change the pack
    docs_app->add_option("PAGE", first, "rules, dataset, exchange or standard")
        ->required()
        ->check(CLI::IsMember({"rules", "dataset", "exchange", "standard"}));
    docs_app->add_option("-o,--output", report_verb.output, "File to write (default: standard output)");
    add_common(*docs_app, common);

    auto* synth_app = app.add_subcommand("synth", "Write synthetic extracts with a known truth");
    synth_app->require_subcommand(1);
    auto* emis_app = add_verb(*synth_app, chosen, "emis", "An EMIS extract: bulk, delta and truth.json", [&] {
        return synth_emis(synth_verb);
    });
    emis_app->add_option("--out", synth_verb.out, "Folder to write to")->required();
    emis_app->add_option("--practices", synth_verb.practices, "Practices")->capture_default_str();
    emis_app->add_option("--patients", synth_verb.patients, "Patients, over all practices")
        ->capture_default_str();
    emis_app->add_option("--seed", synth_verb.seed, "The same seed gives the same bytes")
        ->capture_default_str();
    emis_app->add_option("--faults", synth_verb.faults, "Planted faults")
        ->check(CLI::IsMember({"none", "standard"}))
        ->capture_default_str();
    emis_app->add_option(
        "--reference-date", synth_verb.reference, "Day of the delta: YYYY-MM-DD (default 2026-10-31)"
    );
    emis_app->add_flag("--json", synth_verb.json, "Print JSON for machines");

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
        // Line by line: a broken pack is refused with a list, and errors name paths, which are the caller's.
        const Error error = code.error();
        const char* prefix = "sluice: ";
        for (const auto line : split(error.text(), '\n')) {
            std::fprintf(stderr, "%s%s\n", prefix, printable(line).c_str());
            prefix = "";
        }
        return exit_code(code.error().code());
    }
    return *code;
}

}  // namespace sluice::app
