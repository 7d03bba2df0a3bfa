// `sluice versions`: since when each sender has sent its files in which form.
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/csv_writer.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/outlet/words.hpp"
#include "gateway/reporting/form_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sluice::app {
namespace {

using reporting::FormRun;

// As wide as what stands in it: agreements are long, and names of tables are longer.
std::string as_text(const std::vector<FormRun>& runs) {
    using Line = std::array<std::string, 10>;
    std::vector<Line> lines = {
        {"sender", "of", "table", "report", "version", "headings", "from", "to", "sent", "changed"}};
    for (const auto& run : runs) {
        const auto& key = run.form.key;
        lines.push_back(
            {printable(key.sender), printable(key.organisation), key.system + "/" + key.table,
             printable(key.report), run.form.version, run.form.fingerprint, run.from, run.to,
             std::to_string(run.submissions), run.difference}
        );
    }
    std::array<std::size_t, std::tuple_size_v<Line>> widths = {};
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            widths[i] = std::max(widths[i], line[i].size());
        }
    }
    std::string text;
    for (const auto& line : lines) {
        std::string row;
        for (std::size_t i = 0; i < line.size(); ++i) {
            row += fmt::format("{:<{}}  ", line[i], widths[i]);
        }
        text += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
    }
    return runs.empty() ? "Nothing has been sent.\n" : text;
}

std::string as_csv(const std::vector<FormRun>& runs) {
    format::CsvWriter csv;
    csv.record(
        {"sender", "organisation", "system", "table", "report", "version", "headings", "from", "to",
         "submissions", "changed", "current"}
    );
    for (const auto& run : runs) {
        const auto& key = run.form.key;
        csv.record(
            {key.sender, outlet::harmless(key.organisation), key.system, key.table,
             outlet::harmless(printable(key.report)), run.form.version, run.form.fingerprint, run.from,
             run.to, std::to_string(run.submissions), outlet::harmless(run.difference),
             run.current ? "true" : "false"}
        );
    }
    return csv.take();
}

std::string as_json(const std::vector<FormRun>& runs) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_array();
    for (const auto& run : runs) {
        const auto& key = run.form.key;
        json.begin_object();
        json.member("sender", key.sender);
        json.member("organisation", key.organisation);
        json.member("system", key.system);
        json.member("table", key.table);
        json.member("report", key.report);
        json.member("version", run.form.version);
        json.member("headings", run.form.fingerprint);
        json.member("from", run.from);
        json.member("to", run.to);
        json.key("submissions");
        json.integer(static_cast<std::int64_t>(run.submissions));
        json.member("changed", run.difference);
        json.key("current");
        json.boolean(run.current);
        json.end_object();
    }
    json.end_array();
    return json.take() + "\n";
}

}  // namespace

Result<int> versions(const VersionsVerb& verb) {
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    SLUICE_ASSIGN(const auto forms, store->forms().all());
    auto runs = reporting::form_runs(forms);
    if (verb.current) {
        std::erase_if(runs, [](const auto& run) { return !run.current; });
    }
    const std::string format = verb.common.json ? "json" : verb.format;
    SLUICE_TRY(
        write_output("", format == "json" ? as_json(runs) : (format == "csv" ? as_csv(runs) : as_text(runs)))
    );
    return kExitAccepted;
}

}  // namespace sluice::app
