#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/env/terminal.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/outlet/csv.hpp"
#include "gateway/outlet/html.hpp"
#include "gateway/outlet/json.hpp"
#include "gateway/outlet/text.hpp"
#include "gateway/reporting/report_data.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace sluice::app {
namespace {

std::string receipts_json(const std::vector<store::Receipt>& all) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_array();
    for (const auto& receipt : all) {
        json.begin_object();
        json.member("receipt", receipt.id);
        json.member("status", receipt.status);
        json.member("sender", receipt.submission.sender);
        json.member("purpose", receipt.submission.purpose);
        json.member("period_from", receipt.submission.period_from);
        json.member("period_to", receipt.submission.period_to);
        json.member("as_of", receipt.submission.as_of);
        json.member("definition", receipt.definition);
        json.member("received_at", receipt.submission.received_at);
        json.key("files");
        json.integer(static_cast<std::int64_t>(receipt.submission.files.size()));
        json.end_object();
    }
    json.end_array();
    return json.take() + "\n";
}

std::size_t text_width() {
    return static_cast<std::size_t>(env::terminal_width(STDOUT_FILENO));
}
outlet::Colour colour() {
    return env::colours_allowed(STDOUT_FILENO) ? outlet::Colour::yes : outlet::Colour::no;
}

}  // namespace

Result<int> receipts(const Common& common) {
    SLUICE_ASSIGN(const auto store, open_store(common.data, false));
    SLUICE_ASSIGN(const auto all, store->receipts().receipts());
    if (common.json) {
        SLUICE_TRY(write_output("", receipts_json(all)));
        return kExitAccepted;
    }
    std::string text = fmt::format(
        "{:<22} {:<24} {:<8} {:<14} {:<20} {:>5}\n", "receipt", "status", "sender", "purpose",
        "received (UTC)", "files"
    );
    for (const auto& receipt : all) {
        text += fmt::format(
            "{:<22} {:<24} {:<8} {:<14} {:<20} {:>5}\n", receipt.id, receipt.status,
            receipt.submission.sender, receipt.submission.purpose, receipt.submission.received_at,
            receipt.submission.files.size()
        );
    }
    SLUICE_TRY(write_output("", text));
    return kExitAccepted;
}

Result<int> status(const Common& common, const std::string& id) {
    SLUICE_ASSIGN(const auto pack, open_pack(common));
    SLUICE_ASSIGN(const auto store, open_store(common.data, false));
    SLUICE_ASSIGN(const auto receipt, find_receipt(*store, id));
    reporting::ReportScope scope;
    scope.examples_max = 5;
    scope.completeness = false;
    SLUICE_ASSIGN(const auto data, reporting::report_data(*pack, *store, receipt, scope));
    SLUICE_TRY(write_output(
        "", common.json ? outlet::render_ingest_json(data) + "\n"
                        : outlet::render_text(data, text_width(), colour())
    ));
    return exit_code_of(*pack, *store, receipt);
}

Result<int> report(const ReportVerb& verb) {
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    SLUICE_ASSIGN(const auto receipt, find_receipt(*store, verb.receipt));
    reporting::ReportScope scope;
    scope.examples_max = verb.format == "csv" ? 1'000'000 : 50;
    SLUICE_ASSIGN(const auto data, reporting::report_data(*pack, *store, receipt, scope));
    const std::string format = verb.common.json ? "json" : verb.format;
    std::string text;
    if (format == "html") {
        text = outlet::render_html(data);
    } else if (format == "csv") {
        text = outlet::render_csv(data);
    } else if (format == "json") {
        text = outlet::render_json(data) + "\n";
    } else {
        text = outlet::render_text(data, text_width(), verb.output.empty() ? colour() : outlet::Colour::no);
    }
    SLUICE_TRY(write_output(verb.output, text));
    return kExitAccepted;
}

}  // namespace sluice::app
