// `sluice submissions`: who has sent what should have been sent, from the register and the receipts.
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/env/clock.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/csv_writer.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/reporting/submission_board.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace sluice::app {
namespace {

using reporting::BoardLine;
using reporting::kLateState;

// The state as people read it.
std::string words_of(const BoardLine& line) {
    const bool told = line.late && line.state != kLateState;
    return std::string(line.state) + (told ? fmt::format(", {}", kLateState) : "");
}

std::map<std::string_view, std::size_t> count(const std::vector<BoardLine>& lines) {
    std::map<std::string_view, std::size_t> counts;
    for (const auto& line : lines) {
        ++counts[line.state];
    }
    return counts;
}

std::string as_text(const std::vector<BoardLine>& lines) {
    std::string out = fmt::format(
        "{:<8} {:<30} {:<14} {:<8} {:<10} {:<16} {}\n", "sender", "name", "what", "period", "due", "state",
        "receipt"
    );
    for (const auto& line : lines) {
        const auto& entry = line.entry;
        out += fmt::format(
            "{:<8} {:<30} {:<14} {:<8} {:<10} {:<16} {}\n", entry.organisation, entry.name, entry.what,
            line.period.name, line.due.to_string(), words_of(line),
            line.state == reporting::kExemptState ? entry.exempt_reason : line.receipt
        );
    }
    std::string summary;
    const auto counts = count(lines);
    for (const auto state : reporting::kBoardStates) {
        if (const auto found = counts.find(state); found != counts.end()) {
            summary += fmt::format("{}{} {}", summary.empty() ? "" : ", ", state, found->second);
        }
    }
    return out + "\n" + (summary.empty() ? "nothing is expected" : summary) + "\n";
}

constexpr std::string_view kSubmissions = "submissions";

std::vector<std::pair<std::string_view, std::string>> cells(const BoardLine& line) {
    const auto& entry = line.entry;
    return {
        {"organisation", entry.organisation},
        {"name", entry.name},
        {"what", entry.what},
        {"purpose", entry.purpose},
        {"period", line.period.name},
        {"due", line.due.to_string()},
        {"state", std::string(line.state)},
        {"receipt", line.receipt},
        {kSubmissions, std::to_string(line.submissions)},
        {"exempt_reason", entry.exempt_reason},
        {kLateState, line.late ? "true" : "false"}};
}

std::string as_csv(const std::vector<BoardLine>& lines) {
    format::CsvWriter csv;
    for (const auto& [name, value] : cells({})) {
        csv.cell(name);
    }
    csv.end_record();
    for (const auto& line : lines) {
        for (const auto& [name, value] : cells(line)) {
            csv.cell(value);
        }
        csv.end_record();
    }
    return csv.take();
}

std::string as_json(const std::vector<BoardLine>& lines) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_object();
    json.key("counts");
    json.begin_object();
    for (const auto& [state, number] : count(lines)) {
        json.key(state);
        json.integer(static_cast<std::int64_t>(number));
    }
    json.end_object();
    json.key("senders");
    json.begin_array();
    for (const auto& line : lines) {
        json.begin_object();
        for (const auto& [name, value] : cells(line)) {
            if (name == kLateState) {
                json.key(name);
                json.boolean(line.late);
            } else if (name == kSubmissions) {
                json.key(name);
                json.integer(static_cast<std::int64_t>(line.submissions));
            } else {
                json.member(name, value);
            }
        }
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.take() + "\n";
}

Result<Date> day_of(const std::string& written) {
    const auto text = written.empty() ? format_instant(env::SystemClock().now()).substr(0, 10) : written;
    const auto day = Date::parse(text);
    return day && day->precision() == DatePrecision::day
               ? Result<Date>(*day)
               : Result<Date>(Error(ErrorCode::usage, "--as-of must be YYYY-MM-DD"));
}

}  // namespace

Result<int> submissions(const SubmissionsVerb& verb) {
    SLUICE_ASSIGN(const auto as_of, day_of(verb.as_of));
    const auto month = Date::parse(verb.period);
    if (!verb.period.empty() && (!month || month->precision() != DatePrecision::month)) {
        return Error(ErrorCode::usage, "--period must be a month, YYYY-MM; of a quarter, any of its months");
    }
    SLUICE_ASSIGN(const auto text, env::read_file(verb.register_file, Limits{}.json_bytes_max));
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    SLUICE_ASSIGN(
        const auto entries,
        reporting::read_register(verb.register_file, text, reporting::register_words(*pack->documents))
    );
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    SLUICE_ASSIGN(const auto lines, reporting::submission_board(*pack, *store, entries, as_of, month));
    const std::string format = verb.common.json ? "json" : verb.format;
    SLUICE_TRY(write_output(
        "", format == "json" ? as_json(lines) : (format == "csv" ? as_csv(lines) : as_text(lines))
    ));
    return kExitAccepted;
}

}  // namespace sluice::app
