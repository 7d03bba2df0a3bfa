// `sluice outcomes`: how answers moved between baseline and follow-up.
#include "gateway/pipeline/outcomes.hpp"

#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/format/csv_writer.hpp"
#include "gateway/format/json_writer.hpp"

#include <fmt/format.h>

namespace sluice::app {
namespace {

using pipeline::ItemOutcome;

constexpr std::uint8_t kDecimals = 1;  // of a mean

std::string text_of(const std::optional<Decimal>& number) {
    return number ? number->to_string() : std::string();
}

// Name and text of every figure, in the order of the table.
std::vector<std::pair<const char*, std::string>> figures(const ItemOutcome& line) {
    const auto& sum = line.summary;
    return {
        {"instrument", line.instrument},
        {"version", line.version},
        {"item", line.item},
        {"paired", std::to_string(sum.paired)},
        {"baseline_only", std::to_string(sum.baseline_only)},
        {"follow_up_only", std::to_string(sum.follow_up_only)},
        {"baseline_mean", text_of(sum.baseline_mean(kDecimals))},
        {"follow_up_mean", text_of(sum.follow_up_mean(kDecimals))},
        {"mean_change", text_of(sum.mean_change(kDecimals))},
        {"better", std::to_string(line.better)},
        {"same", std::to_string(line.same)},
        {"worse", std::to_string(line.worse)}};
}

std::string as_csv(const std::vector<ItemOutcome>& lines) {
    format::CsvWriter csv;
    for (const auto& [name, text] : figures({})) {
        csv.cell(name);
    }
    csv.end_record();
    for (const auto& line : lines) {
        for (const auto& [name, text] : figures(line)) {
            csv.cell(text);
        }
        csv.end_record();
    }
    return csv.take();
}

std::string as_json(const std::vector<ItemOutcome>& lines) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_array();
    for (const auto& line : lines) {
        json.begin_object();
        for (const auto& [name, text] : figures(line)) {
            if (!text.empty()) {
                json.member(name, text);
            }
        }
        json.end_object();
    }
    json.end_array();
    return json.take() + "\n";
}

std::string as_text(const std::vector<ItemOutcome>& lines) {
    std::string out = fmt::format(
        "{:<24} {:<24} {:>7} {:>9} {:>9} {:>7} {:>7} {:>6} {:>6}\n", "instrument", "item", "paired",
        "baseline", "follow-up", "change", "better", "same", "worse"
    );
    for (const auto& line : lines) {
        const auto& sum = line.summary;
        const auto instrument = line.version.empty() ? line.instrument : line.instrument + " " + line.version;
        out += fmt::format(
            "{:<24} {:<24} {:>7} {:>9} {:>9} {:>7} {:>7} {:>6} {:>6}\n", instrument, line.item, sum.paired,
            text_of(sum.baseline_mean(kDecimals)), text_of(sum.follow_up_mean(kDecimals)),
            text_of(sum.mean_change(kDecimals)), line.better, line.same, line.worse
        );
    }
    return lines.empty() ? "No assessments.\n"
                         : out +
                               "Of people with baseline and follow-up alone. Few people can be told apart: "
                               "do not pass on small numbers.\n";
}

}  // namespace

Result<int> outcomes(const OutcomesVerb& verb) {
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    SLUICE_TRY(verb.purpose.empty() ? Result<void>() : check_purpose(*pack, verb.purpose));
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    const std::string purpose = verb.purpose.empty() ? std::string(pipeline::kDefaultPurpose) : verb.purpose;
    SLUICE_ASSIGN(const auto lines, pipeline::outcomes_of(*pack, *store, purpose));
    const std::string format = verb.common.json ? "json" : verb.format;
    SLUICE_TRY(write_output(
        "", format == "json" ? as_json(lines) : (format == "csv" ? as_csv(lines) : as_text(lines))
    ));
    return kExitAccepted;
}

}  // namespace sluice::app
