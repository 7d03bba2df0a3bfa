// `sluice codes silent`: codes that an organisation no longer records.
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/csv_writer.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/outlet/words.hpp"
#include "gateway/pipeline/ingest.hpp"
#include "gateway/reporting/silent_codes.hpp"

#include <fmt/format.h>

namespace sluice::app {
namespace {

using reporting::SilentCode;

std::string as_text(const std::vector<SilentCode>& codes) {
    std::string text = fmt::format(
        "{:<10} {:<16} {:>7} {:>6} {:<10} {:<10} {:>6} {:>4}  {}\n", "of", "entity", "records", "months",
        "first", "last", "silent", "sent", "code"
    );
    for (const auto& code : codes) {
        text += fmt::format(
            "{:<10} {:<16} {:>7} {:>6} {:<10} {:<10} {:>5}d {:>4}  {} [{} {}]\n",
            printable(code.organisation), code.entity, code.records, code.months, code.first.to_string(),
            code.last.to_string(), code.silent_days, code.submissions, printable(code.display), code.system,
            printable(code.code)
        );
    }
    return codes.empty() ? "No code has fallen silent.\n" : text;
}

std::string as_csv(const std::vector<SilentCode>& codes) {
    format::CsvWriter csv;
    csv.record(
        {"organisation", "entity", "supplier", "system", "code", "display", "records", "months", "first",
         "last", "longest_gap_days", "silent_days", "submissions_since"}
    );
    for (const auto& code : codes) {
        csv.record(
            {outlet::harmless(code.organisation), code.entity, code.supplier, code.system,
             outlet::harmless(code.code), outlet::harmless(printable(code.display)),
             std::to_string(code.records), std::to_string(code.months), code.first.to_string(),
             code.last.to_string(), std::to_string(code.longest_gap_days), std::to_string(code.silent_days),
             std::to_string(code.submissions)}
        );
    }
    return csv.take();
}

std::string as_json(const std::vector<SilentCode>& codes) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_array();
    for (const auto& code : codes) {
        json.begin_object();
        json.member("organisation", code.organisation);
        json.member("entity", code.entity);
        json.member("supplier", code.supplier);
        json.member("system", code.system);
        json.member("code", code.code);
        json.member("display", code.display);
        json.member("first", code.first.to_string());
        json.member("last", code.last.to_string());
        for (const auto& [name, number] :
             {std::pair("records", static_cast<std::int64_t>(code.records)),
              {"months", static_cast<std::int64_t>(code.months)},
              {"longest_gap_days", code.longest_gap_days},
              {"silent_days", code.silent_days},
              {"submissions_since", static_cast<std::int64_t>(code.submissions)}}) {
            json.key(name);
            json.integer(number);
        }
        json.end_object();
    }
    json.end_array();
    return json.take() + "\n";
}

}  // namespace

Result<int> codes_silent(const SilentVerb& verb) {
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    SLUICE_TRY(verb.purpose.empty() ? Result<void>() : check_purpose(*pack, verb.purpose));
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    const std::string purpose = verb.purpose.empty() ? std::string(pipeline::kDefaultPurpose) : verb.purpose;
    SLUICE_ASSIGN(const auto codes, reporting::silent_codes(*pack, *store, purpose));
    const std::string format = verb.common.json ? "json" : verb.format;
    SLUICE_TRY(write_output(
        "", format == "json" ? as_json(codes) : (format == "csv" ? as_csv(codes) : as_text(codes))
    ));
    return codes.empty() ? kExitAccepted : kExitFindings;
}

}  // namespace sluice::app
