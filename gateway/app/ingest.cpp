#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/clock.hpp"
#include "gateway/env/terminal.hpp"
#include "gateway/outlet/csv.hpp"
#include "gateway/outlet/html.hpp"
#include "gateway/outlet/json.hpp"
#include "gateway/outlet/sums.hpp"
#include "gateway/outlet/text.hpp"
#include "gateway/pipeline/packages.hpp"
#include "gateway/pipeline/submission.hpp"
#include "gateway/reporting/report_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include <unistd.h>

namespace sluice::app {
namespace {

Result<void> read_times(IngestVerb& verb) {
    verb.options.received_at = format_instant(env::SystemClock().now());
    if (!verb.as_of.empty()) {
        const auto instant = parse_instant(verb.as_of);
        const auto date =
            instant ? std::optional(Date::from_days(std::chrono::floor<std::chrono::days>(*instant)))
                    : Date::parse(verb.as_of);
        if (!date || date->precision() < DatePrecision::day) {
            return Error(ErrorCode::usage, "--as-of must be YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ");
        }
        verb.options.as_of = date->truncated(DatePrecision::day).to_string();
    }
    if (!verb.period.empty()) {
        const auto parts = split(verb.period, '/');
        const auto from = parts.size() == 2 ? Date::parse(parts[0]) : std::nullopt;
        const auto to = parts.size() == 2 ? Date::parse(parts[1]) : std::nullopt;
        const bool days =
            from && to && from->precision() == DatePrecision::day && to->precision() == DatePrecision::day;
        if (!days) {
            return Error(ErrorCode::usage, "--period must be FROM/TO, two dates as YYYY-MM-DD");
        }
        if (*to < *from) {
            return Error(ErrorCode::usage, "--period ends before it starts: the first date comes first");
        }
        verb.options.period_from = std::string(parts[0]);
        verb.options.period_to = std::string(parts[1]);
    }
    return {};
}

std::string render(const outlet::Report& report, const std::string& format) {
    if (format == "json") {
        return outlet::render_ingest_json(report) + "\n";
    }
    if (format == "html") {
        return outlet::render_html(report);
    }
    if (format == "csv") {
        return outlet::render_csv(report);
    }
    const bool colour = env::colours_allowed(STDOUT_FILENO);
    return outlet::render_text(
        report, static_cast<std::size_t>(env::terminal_width(STDOUT_FILENO)),
        colour ? outlet::Colour::yes : outlet::Colour::no
    );
}

Result<store::Receipt> work(IngestVerb& verb, const pipeline::Pack& pack, store::Store& store) {
    ProgressBar bar;
    verb.options.watch = [&bar](const pipeline::Progress& progress) { bar.show(progress); };
    auto receipt = pipeline::ingest(pack, store, verb.options);
    if (receipt) {
        bar.finish();
    }
    return receipt;
}

}  // namespace

Result<int> ingest(IngestVerb verb) {
    if (!verb.options.sender.empty() && !is_ods_code(verb.options.sender)) {
        return Error(ErrorCode::usage, "--sender must be an ODS code: 3 to 8 capital letters and digits");
    }
    SLUICE_TRY(read_times(verb));
    SLUICE_TRY(pipeline::check_paths(verb.options.paths));  // before a store is made for nothing
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    if (!verb.options.purpose.empty()) {
        SLUICE_TRY(check_purpose(*pack, verb.options.purpose));
    }
    if (verb.options.sender.empty() && !pipeline::may_hold_manifest(verb.options.paths, *pack)) {
        return Error(ErrorCode::usage, "no manifest says who sends this: name the sender with --sender");
    }
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, true));
    SLUICE_ASSIGN(const auto receipt, work(verb, *pack, *store));
    reporting::ReportScope scope;
    scope.examples_max = 5;
    scope.completeness = false;
    SLUICE_ASSIGN(const auto report, reporting::report_data(*pack, *store, receipt, scope));
    SLUICE_TRY(write_output("", render(report, verb.common.json ? "json" : "text")));
    if (!verb.common.json) {
        const std::string again =
            receipt.repeated ? "These files were submitted before: same receipt, nothing was changed.\n" : "";
        const std::string fix_list =
            outlet::total(report.files).read == 0 || report.issues.empty()
                ? ""
                : fmt::format(
                      "  The sender's rows with what to fix in each:\n    {} fix-list {} --data {} -o "
                      "fix-list.xlsx\n",
                      verb.common.program, receipt.id, verb.common.data
                  );
        SLUICE_TRY(write_output(
            "", fmt::format(
                    "{0}\nNext\n"
                    "  The data-quality report:\n    {1} report {2} --data {3} -o report.html\n"
                    "{4}"
                    "  The dataset as CSV:\n    {1} export --entity referral --data {3}\n"
                    "  How complete each field is:\n    {1} completeness --data {3} --format text\n",
                    again, verb.common.program, receipt.id, verb.common.data, fix_list
                )
        ));
    }
    return exit_code_of(*pack, *store, receipt);
}

namespace {

// A receipt has a sender, also that of a trial run; no report shows this one.
constexpr std::string_view kNobody = "CHECK";

Result<void> check_profile(const pipeline::Pack& pack, const std::string& profile) {
    std::string names;
    for (const auto& known : pack.documents->profiles) {
        if (profile.empty() || known.name == profile) {
            return {};
        }
        names += (names.empty() ? "" : ", ") + known.name;
    }
    return Error(ErrorCode::usage, "--profile " + printable(profile) + " is not one of the pack's: " + names);
}

// What the profile asks for and is not there: that is a finding and refuses nothing.
outlet::Count lacks_for_profile(const pipeline::Pack& pack, const outlet::Report& report) {
    const auto& missing = pack.rules()[pack.rules().of(schema::Fault::profile_missing)].id;
    outlet::Count lacks = 0;
    for (const auto& group : report.issues) {
        lacks += group.rule == missing ? group.count : 0;
    }
    return lacks;
}

struct Checked {
    std::string text;
    int exit_code = 0;
};

// All in a temporary folder, which is gone when it returns: before anybody can stop reading what is printed.
Result<Checked> try_out(IngestVerb& verb) {
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    if (!verb.options.purpose.empty()) {
        SLUICE_TRY(check_purpose(*pack, verb.options.purpose));
    }
    SLUICE_TRY(check_profile(*pack, verb.options.profile));
    SLUICE_ASSIGN(const auto folder, TemporaryFolder::make());
    SLUICE_ASSIGN(const auto store, open_store(folder->path(), true));
    SLUICE_ASSIGN(const auto receipt, work(verb, *pack, *store));
    const std::string format = verb.common.json ? "json" : verb.format;
    reporting::ReportScope scope;
    scope.dry_run = true;
    scope.examples_max = format == "csv" ? 100'000 : 20;
    scope.completeness = format == "html";
    SLUICE_ASSIGN(auto report, reporting::report_data(*pack, *store, receipt, scope));
    if (receipt.submission.sender == kNobody) {
        report.header.sender = {};
    }
    report.header.profile = verb.options.profile;
    SLUICE_ASSIGN(int exit_code, exit_code_of(*pack, *store, receipt));
    report.header.profile_lacks = lacks_for_profile(*pack, report);
    const auto* profile = pack->checks.profile(verb.options.profile, receipt.submission.purpose);
    report.header.profile_asks_less = profile != nullptr && profile->asks_less();
    if (exit_code == kExitAccepted && report.header.profile_lacks > 0) {
        exit_code = kExitFindings;
    }
    return Checked{render(report, format), exit_code};
}

}  // namespace

Result<int> check(IngestVerb verb) {
    SLUICE_TRY(read_times(verb));
    verb.options.sender_otherwise = kNobody;
    verb.options.process_incomplete = true;
    SLUICE_ASSIGN(const auto checked, try_out(verb));
    SLUICE_TRY(write_output("", checked.text));
    return checked.exit_code;
}

}  // namespace sluice::app
