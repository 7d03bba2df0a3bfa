#include "gateway/app/command_line_parts.hpp"

#include <memory>

namespace sluice::app {
namespace {

// Options live as long as the verb that reads them.
void add_manifest(CLI::App& exchange, Verb& chosen) {
    auto verb = std::make_shared<ManifestVerb>();
    auto* app = add_verb(
        exchange, chosen, "manifest", "Write manifest.json beside CSV files, so that they are a package",
        [verb] { return exchange_manifest(*verb); }
    );
    add_common(*app, verb->common);
    app->add_option("FOLDER", verb->folder, "Folder with the CSV files")->required();
    app->add_option("--sender", verb->sender, "ODS code of the organisation that submits")->required();
    app->add_option("--system", verb->system, "Name of the system that the files are from")->required();
    app->add_option("--system-version", verb->system_version, "Its version");
    app->add_option(
           "--period", verb->period, "Period that is covered: FROM/TO, for example 2026-10-01/2026-10-31"
    )
        ->required();
    app->add_option("--purpose", verb->purpose, "What the data may be used for")->required();
    app->add_option(
           "--semantics", verb->semantics,
           "What the rows are: snapshot (all there is: what is not there is gone), increment or cumulative"
    )
        ->check(CLI::IsMember({"snapshot", "increment", "cumulative"}))
        ->capture_default_str();
    app->add_option(
           "--identifier-mode", verb->identifier_mode,
           "How people are told apart (default: nhs_number where a file has such a column, else none)"
    )
        ->check(CLI::IsMember({"nhs_number", "pseudonym", "none"}));
    app->add_option("--pseudonym-scheme", verb->pseudonym_scheme, "Name of the scheme, for pseudonym");
    app->add_option("--key-id", verb->key_id, "Name of the key, for pseudonym");
    app->add_option(
        "--submission-id", verb->submission_id,
        "Your own id of this submission (default: made from sender, period and files)"
    );
    app->add_option("--ndop", verb->ndop, "Was the national data opt-out applied?")
        ->check(CLI::IsMember({"yes", "no", "not-required"}))
        ->capture_default_str();
    app->add_option("--ndop-date", verb->ndop_date, "Day on which it was applied: YYYY-MM-DD");
    app->add_option(
        "--made", verb->made, "When the files were made: an instant with its offset (default: now)"
    );
    app->add_flag("--nil", verb->nil, "Nothing happened in the period: a nil return, without files");
    app->add_flag("--force", verb->force, "Write over a manifest that is there");
}

void add_template(CLI::App& exchange, Verb& chosen) {
    auto verb = std::make_shared<TemplateVerb>();
    auto* app = add_verb(
        exchange, chosen, "template",
        "Empty files to fill: CSV headings, or a workbook with lists and comments",
        [verb] { return exchange_template(*verb); }
    );
    add_common(*app, verb->common);
    app->add_option(
           "-o,--output", verb->output, "New folder for CSV files, or a new workbook that ends in .xlsx"
    )
        ->required();
    app->add_option(
           "--file", verb->files, "File of the contract, for example referral; may be given more than once"
    )
        ->allow_extra_args(false);
    app->add_option("--format", verb->format, "Format (default: as the output is called)")
        ->check(CLI::IsMember({"csv", "xlsx"}));
    app->add_flag("--identity", verb->identity, "With names, addresses and free text, for direct care");
}

void add_schema(CLI::App& exchange, Verb& chosen) {
    auto common = std::make_shared<Common>();
    auto output = std::make_shared<std::string>();
    auto* app = add_verb(
        exchange, chosen, "schema", "The JSON Schema of a row, for the form with one JSON object a line",
        [common, output] { return exchange_schema(*common, *output); }
    );
    add_common(*app, *common);
    app->add_option("-o,--output", *output, "File to write (default: standard output)");
}

void add_unpack(CLI::App& exchange, Verb& chosen) {
    auto verb = std::make_shared<UnpackVerb>();
    auto* app = add_verb(
        exchange, chosen, "unpack", "Rows with one JSON object a line to the CSV files of a package",
        [verb] { return exchange_unpack(*verb); }
    );
    add_common(*app, verb->common);
    app->add_option("FILE", verb->file, "File with one JSON object a line")->required();
    app->add_option("-o,--output", verb->output, "New folder for the CSV files")->required();
}

void add_submissions(CLI::App& app, Verb& chosen) {
    auto verb = std::make_shared<SubmissionsVerb>();
    auto* sub = add_verb(
        app, chosen, "submissions", "Who has sent what should have been sent, by the register of senders",
        [verb] { return submissions(*verb); }
    );
    add_common(*sub, verb->common);
    sub->add_option("--register", verb->register_file, "CSV file: who should send what, and when")
        ->required();
    sub->add_option(
        "--period", verb->period,
        "Month, for example 2026-10 (default: the last one that was over on the day)"
    );
    sub->add_option("--as-of", verb->as_of, "The day that counts as today: YYYY-MM-DD (default: today)");
    sub->add_option("--format", verb->format, "Format")
        ->check(CLI::IsMember({"text", "csv", "json"}))
        ->capture_default_str();
}

}  // namespace

void add_exchange_verbs(CLI::App& app, Verb& chosen) {
    auto* exchange =
        app.add_subcommand("exchange", "Packages of the exchange contract: what senders need to make one");
    exchange->require_subcommand(1);
    add_submissions(app, chosen);
    add_manifest(*exchange, chosen);
    add_template(*exchange, chosen);
    add_schema(*exchange, chosen);
    add_unpack(*exchange, chosen);
}

}  // namespace sluice::app
