#include "gateway/app/command_line_parts.hpp"

#include <algorithm>
#include <memory>
#include <thread>

namespace sluice::app {
namespace {

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
    app.add_option(
           "--list-sizes", options.list_sizes,
           "CSV of the practices' list sizes (ods,registered): full extracts are compared with them"
    )
        ->envname("SLUICE_LIST_SIZES")
        ->check(CLI::ExistingFile);
    app.add_option(
           "--pgp-home", options.pgp.home,
           "GnuPG home with the key for files that were sent encrypted (OpenPGP)"
    )
        ->envname("SLUICE_PGP_HOME")
        ->check(CLI::ExistingDirectory);
    app.add_option(
           "--pgp-passphrase-file", options.pgp.passphrase_file, "File whose first line opens that key"
    )
        ->envname("SLUICE_PGP_PASSPHRASE_FILE")
        ->check(CLI::ExistingFile);
    app.add_flag(
        "--production", options.production,
        "Real people are expected: who has an NHS number from the test range is refused"
    );
}

// Options live as long as the verb that reads them.
void add_ingest(CLI::App& app, Verb& chosen, const std::string& program) {
    auto verb = std::make_shared<IngestVerb>();
    verb->common.program = program;
    auto* sub =
        add_verb(app, chosen, "ingest", "Land, check and store a submission; print its receipt", [verb] {
            return ingest(*verb);
        });
    add_common(*sub, verb->common);
    sub->add_option(
        "--sender", verb->options.sender,
        "ODS code of the organisation that submits (default: as manifest.json says)"
    );
    sub->add_flag(
        "--without-missing", verb->options.without_missing,
        "Do not wait for a set that is missing before this one (SET-007, SET-013): it does not exist, or "
        "cannot be "
        "had"
    );
    add_work(*sub, *verb);
}

void add_check(CLI::App& app, Verb& chosen) {
    auto verb = std::make_shared<IngestVerb>();
    auto* sub =
        add_verb(app, chosen, "check", "The same without storing anything", [verb] { return check(*verb); });
    add_common(*sub, verb->common);
    sub->add_option("--sender", verb->options.sender, "ODS code of the organisation that would submit");
    sub->add_option(
        "--profile", verb->options.profile,
        "The next hop or the role whose profile is checked, too: referral, message_back, count, link_worker, "
        "…"
    );
    sub->add_option("--format", verb->format, "How to print the result")
        ->check(CLI::IsMember({"text", "json", "html", "csv"}))
        ->capture_default_str();
    add_work(*sub, *verb);
}

void add_receipts(CLI::App& app, Verb& chosen) {
    auto common = std::make_shared<Common>();
    auto* sub =
        add_verb(app, chosen, "receipts", "List what was submitted", [common] { return receipts(*common); });
    add_common(*sub, *common);
}

void add_status(CLI::App& app, Verb& chosen) {
    auto common = std::make_shared<Common>();
    auto receipt = std::make_shared<std::string>();
    auto* sub = add_verb(app, chosen, "status", "What became of one submission", [common, receipt] {
        return status(*common, *receipt);
    });
    add_common(*sub, *common);
    sub->add_option("RECEIPT", *receipt, "Receipt number")->required();
}

void add_report(CLI::App& app, Verb& chosen) {
    auto verb = std::make_shared<ReportVerb>();
    auto* sub = add_verb(app, chosen, "report", "The data-quality report of one submission", [verb] {
        return report(*verb);
    });
    add_common(*sub, verb->common);
    sub->add_option("RECEIPT", verb->receipt, "Receipt number")->required();
    sub->add_option("--format", verb->format, "Format")
        ->check(CLI::IsMember({"html", "text", "csv", "json"}))
        ->capture_default_str();
    sub->add_option("-o,--output", verb->output, "File to write (default: standard output)");
}

void add_fix_list(CLI::App& app, Verb& chosen) {
    auto verb = std::make_shared<FixListVerb>();
    auto* sub = add_verb(
        app, chosen, "fix-list", "The sender's own rows with what to fix in each, as a workbook or CSV",
        [verb] { return fix_list(*verb); }
    );
    add_common(*sub, verb->common);
    sub->footer("The list holds patient data: it is for the sender alone.");
    sub->add_option("RECEIPT", verb->receipt, "Receipt number")->required();
    sub->add_option("--format", verb->format, "Format")
        ->check(CLI::IsMember({"xlsx", "csv"}))
        ->capture_default_str();
    sub->add_option(
        "--organisation", verb->organisation, "ODS code: only rows of this organisation's records"
    );
    sub->add_option(
           "-o,--output", verb->output,
           "Workbook to write; for CSV a new folder, one file in it for each file that was sent"
    )
        ->required();
}

}  // namespace

void add_submission_verbs(CLI::App& app, Verb& chosen, const std::string& program) {
    add_ingest(app, chosen, program);
    add_check(app, chosen);
    add_receipts(app, chosen);
    add_status(app, chosen);
    add_report(app, chosen);
    add_fix_list(app, chosen);
}

}  // namespace sluice::app
