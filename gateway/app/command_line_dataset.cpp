#include "gateway/app/command_line_parts.hpp"

#include <memory>

namespace sluice::app {
namespace {

// Options live as long as the verb that reads them.
void add_export(CLI::App& app, Verb& chosen) {
    auto verb = std::make_shared<ExportVerb>();
    auto* sub = add_verb(
        app, chosen, "export", "The accepted records: of one entity, or all as a package to send",
        [verb] {
            return verb->format == "exchange"          ? export_exchange(*verb)
                   : verb->format == "exchange-ndjson" ? export_exchange_lines(*verb)
                                                       : export_entity(*verb);
        }
    );
    add_common(*sub, verb->common);
    sub->add_option("--entity", verb->entity, "Entity, for example referral; `exchange` writes all of them");
    sub->add_option("--format", verb->format, "Format")
        ->check(CLI::IsMember({"csv", "ndjson", "exchange", "exchange-ndjson"}))
        ->capture_default_str();
    sub->add_option("--sender", verb->sender, "ODS code of who sends the package (required for exchange)");
    sub->add_option("--purpose", verb->purpose, "Only records stored for this purpose");
    sub->add_option(
        "-o,--output", verb->output,
        "New file to write (default: standard output); of a package: a new folder, or a file that ends in "
        ".zip"
    );
    sub->add_flag(
        "--identity", verb->identity,
        "With names, addresses and free text, where direct care stored them; in every format"
    );
    sub->add_flag("--provenance", verb->provenance, "With receipt, file, record and mapping of every record");
}

void add_completeness(CLI::App& app, Verb& chosen) {
    auto verb = std::make_shared<CompletenessVerb>();
    auto* sub = add_verb(
        app, chosen, "completeness",
        "How complete each field is, by organisation, practice and month of referral",
        [verb] { return completeness(*verb); }
    );
    add_common(*sub, verb->common);
    sub->add_option("--format", verb->format, "Format")
        ->check(CLI::IsMember({"csv", "json", "text"}))
        ->capture_default_str();
    sub->add_option("--purpose", verb->purpose, "Only records stored for this purpose");
}

void add_outcomes(CLI::App& app, Verb& chosen) {
    auto verb = std::make_shared<OutcomesVerb>();
    auto* sub = add_verb(
        app, chosen, "outcomes", "How answers moved from baseline to follow-up, of people who have both",
        [verb] { return outcomes(*verb); }
    );
    add_common(*sub, verb->common);
    sub->add_option("--format", verb->format, "Format")
        ->check(CLI::IsMember({"csv", "json", "text"}))
        ->capture_default_str();
    sub->add_option("--purpose", verb->purpose, "Purpose of the records (default: secondary-use)");
}

void add_differences(CLI::App& app, Verb& chosen) {
    auto verb = std::make_shared<DifferencesVerb>();
    auto* sub = add_verb(
        app, chosen, "differences",
        "What two sources say of the same practices and months: referrals, contacts, who is in one only and "
        "why",
        [verb] { return differences(*verb); }
    );
    add_common(*sub, verb->common);
    sub->add_option(
           "--between", verb->one, "Source, as provenance names it: emis, tpp, exchange:TOOL; or TOOL alone"
    )
        ->required();
    sub->add_option("--and", verb->other, "The other source")->required();
    sub->add_option("--practice", verb->practice, "Only this practice, by its ODS code");
    sub->add_option("--from", verb->from, "First day: YYYY-MM-DD");
    sub->add_option("--to", verb->to, "Last day: YYYY-MM-DD");
    sub->add_option("--format", verb->format, "Format")
        ->check(CLI::IsMember({"csv", "json", "text"}))
        ->capture_default_str();
    sub->add_option("--purpose", verb->purpose, "Purpose of the records (default: secondary-use)");
    sub->add_option(
        "--list", verb->list,
        "New CSV file, readable by you alone: each referral of who is in one source only"
    );
}

void add_names(CLI::App& app, Verb& chosen) {
    auto verb = std::make_shared<NamesVerb>();
    auto* sub = add_verb(
        app, chosen, "names",
        "Names of services and organisations: how often each is used, and which of them are one name",
        [verb] { return names(*verb); }
    );
    add_common(*sub, verb->common);
    sub->add_option("--format", verb->format, "Format")
        ->check(CLI::IsMember({"csv", "json", "text"}))
        ->capture_default_str();
    sub->add_option("--purpose", verb->purpose, "Purpose of the records (default: secondary-use)");
}

void add_lineage(CLI::App& app, Verb& chosen) {
    auto common = std::make_shared<Common>();
    auto entity = std::make_shared<std::string>();
    auto id = std::make_shared<std::string>();
    auto purpose = std::make_shared<std::string>();
    auto* sub = add_verb(
        app, chosen, "lineage", "Where each value of a record came from",
        [common, entity, id, purpose] { return lineage(*common, *entity, *id, *purpose); }
    );
    add_common(*sub, *common);
    sub->add_option("ENTITY", *entity, "Entity, for example referral")->required();
    sub->add_option("ID", *id, "Record id, as exported")->required();
    sub->add_option("--purpose", *purpose, "Purpose of the record (default: any)");
}

}  // namespace

void add_dataset_verbs(CLI::App& app, Verb& chosen) {
    add_export(app, chosen);
    add_completeness(app, chosen);
    add_outcomes(app, chosen);
    add_differences(app, chosen);
    add_names(app, chosen);
    add_lineage(app, chosen);
}

}  // namespace sluice::app
