// `sluice submissions`: who has sent what should have been sent, from the register and the receipts.
#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/app/sender_register.hpp"
#include "gateway/app/sent_manifest.hpp"
#include "gateway/base/text.hpp"
#include "gateway/env/clock.hpp"
#include "gateway/env/files.hpp"
#include "gateway/format/csv_writer.hpp"
#include "gateway/format/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace sluice::app {
namespace {

constexpr std::string_view kExchange = "exchange";
constexpr std::string_view kLate = "late";
// In the order of the summary.
constexpr std::string_view kStates[] = {"received",        "late", "corrected", "exempt", "held", "rejected",
                                        "format_rejected", "nil",  "overdue",   "not_due"};

// A receipt and what the board asks of it.
struct Sent {
    store::Receipt receipt;
    std::set<std::string> organisations;
    bool package = false;  // with a manifest
    bool nil = false;
    bool recognised = false;  // a file, or a manifest that can be read

    bool has_status(std::string_view status) const { return receipt.status == status; }
    bool usable() const { return has_status(store::kProcessed) || has_status(store::kProcessedWithFindings); }
    std::string_view day() const { return std::string_view(receipt.submission.received_at).substr(0, 10); }
};

struct Line {
    const RegisterEntry* entry = nullptr;
    Period period;
    Date due;
    std::string_view state;
    bool late = false;    // something of what counts came after the day it was due
    std::string receipt;  // the last one that counts
    std::size_t submissions = 0;

    // As people read it.
    std::string words() const {
        return std::string(state) + (late && state != kLate ? ", " + std::string(kLate) : "");
    }
};

Result<std::vector<Sent>> read_sent(const pipeline::Pack& pack, store::Store& store) {
    SLUICE_ASSIGN(auto receipts, store.receipts().receipts());
    std::vector<Sent> out;
    for (auto& receipt : receipts) {
        Sent sent;
        const auto& files = receipt.submission.files;
        sent.package = std::any_of(files.begin(), files.end(), [&](const auto& file) {
            return pack.documents->exchange.is_manifest(file.name);
        });
        SLUICE_ASSIGN(const auto manifest, manifest_of(pack, store, receipt));
        sent.nil = manifest && manifest->nil_return;
        SLUICE_ASSIGN(sent.organisations, store.receipts().organisations_of(receipt.seq));
        SLUICE_ASSIGN(const auto tallies, store.receipts().file_tallies(receipt.seq));
        sent.recognised = manifest || std::any_of(tallies.begin(), tallies.end(), [](const auto& tally) {
                              return !tally.table.empty();
                          });
        sent.receipt = std::move(receipt);
        out.push_back(std::move(sent));
    }
    return out;
}

// A stated period belongs to the one in which it ends, and to every one that it covers whole.
bool is_for(const store::Submission& submission, const Period& period) {
    const auto day = Date::parse(submission.period_to.empty() ? submission.as_of : submission.period_to);
    if (!day) {
        return false;
    }
    const auto from = Date::parse(submission.period_from);
    const bool ends_in_it = period.first <= *day && *day <= period.last;
    return ends_in_it || (from && *from <= period.first && period.last <= *day);
}

bool answers(const Sent& sent, const RegisterEntry& entry, const Period& period) {
    const auto& submission = sent.receipt.submission;
    const bool theirs =
        submission.sender == entry.organisation || sent.organisations.contains(entry.organisation);
    const bool purpose = entry.purpose.empty() || submission.purpose == entry.purpose;
    // What could not be recognised may have been meant for anything.
    const bool what = entry.what.empty() || !sent.recognised || sent.package == (entry.what == kExchange);
    return theirs && purpose && what && is_for(submission, period);
}

// Of submissions that can be used. A nil return takes no rows back: what was sent before it stands.
std::string_view state_of_usable(const std::vector<const Sent*>& usable, bool late) {
    if (std::all_of(usable.begin(), usable.end(), [](const auto* one) { return one->nil; })) {
        return "nil";
    }
    return usable.size() > 1 ? "corrected" : (late ? kLate : "received");
}

std::string_view state_of_unusable(const std::vector<const Sent*>& sent, const Date& due, const Date& as_of) {
    const auto any = [&](auto what) { return std::any_of(sent.begin(), sent.end(), what); };
    if (any([](const auto* one) { return one->has_status(store::kHeld); })) {
        return "held";
    }
    if (any([](const auto* one) { return one->has_status(store::kRejected) && one->recognised; })) {
        return "rejected";
    }
    if (any([](const auto* one) { return one->has_status(store::kRejected); })) {
        return "format_rejected";
    }
    return as_of > due ? "overdue" : "not_due";
}

// What had come by the day that counts as today.
std::vector<const Sent*> answers_to(
    const RegisterEntry& entry, const Period& period, const std::vector<Sent>& all, const Date& as_of
) {
    std::vector<const Sent*> sent;
    for (const auto& one : all) {
        if (one.day() <= as_of.to_string() && answers(one, entry, period)) {
            sent.push_back(&one);
        }
    }
    return sent;
}

Line line_of(
    const RegisterEntry& entry, const Period& period, const std::vector<Sent>& all, const Date& as_of
) {
    Line line{&entry, period, add_days(period.last, entry.due_days), "exempt", false, "", 0};
    const auto sent = answers_to(entry, period, all, as_of);
    line.submissions = sent.size();
    line.receipt = sent.empty() ? std::string() : sent.back()->receipt.id;
    if (!entry.exempt_reason.empty()) {
        return line;
    }
    std::vector<const Sent*> usable;
    std::copy_if(sent.begin(), sent.end(), std::back_inserter(usable), [](const auto* one) {
        return one->usable();
    });
    if (usable.empty()) {
        line.state = state_of_unusable(sent, line.due, as_of);
        return line;
    }
    line.receipt = usable.back()->receipt.id;
    line.late = usable.back()->day() > line.due.to_string();
    line.state = state_of_usable(usable, line.late);
    return line;
}

std::map<std::string_view, std::size_t> count(const std::vector<Line>& lines) {
    std::map<std::string_view, std::size_t> counts;
    for (const auto& line : lines) {
        ++counts[line.state];
    }
    return counts;
}

std::string as_text(const std::vector<Line>& lines) {
    std::string out = fmt::format(
        "{:<8} {:<30} {:<14} {:<8} {:<10} {:<16} {}\n", "sender", "name", "what", "period", "due", "state",
        "receipt"
    );
    for (const auto& line : lines) {
        const auto& entry = *line.entry;
        out += fmt::format(
            "{:<8} {:<30} {:<14} {:<8} {:<10} {:<16} {}\n", entry.organisation, entry.name, entry.what,
            line.period.name, line.due.to_string(), line.words(),
            line.state == "exempt" ? entry.exempt_reason : line.receipt
        );
    }
    std::string summary;
    const auto counts = count(lines);
    for (const auto state : kStates) {
        if (const auto found = counts.find(state); found != counts.end()) {
            summary += fmt::format("{}{} {}", summary.empty() ? "" : ", ", state, found->second);
        }
    }
    return out + "\n" + (summary.empty() ? "nothing is expected" : summary) + "\n";
}

std::vector<std::pair<std::string_view, std::string>> cells(const Line& line) {
    const auto& entry = *line.entry;
    return {
        {"organisation", entry.organisation},
        {"name", entry.name},
        {"what", entry.what},
        {"purpose", entry.purpose},
        {"period", line.period.name},
        {"due", line.due.to_string()},
        {"state", std::string(line.state)},
        {"receipt", line.receipt},
        {"submissions", std::to_string(line.submissions)},
        {"exempt_reason", entry.exempt_reason},
        {kLate, line.late ? "true" : "false"}};
}

std::string as_csv(const std::vector<Line>& lines) {
    format::CsvWriter csv;
    const RegisterEntry nobody;
    for (const auto& [name, value] : cells({&nobody, {}, {}, {}, false, {}, 0})) {
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

std::string as_json(const std::vector<Line>& lines) {
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
            if (name == kLate) {
                json.key(name);
                json.boolean(line.late);
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
        const auto entries, read_register(verb.register_file, text, register_words(*pack->documents))
    );
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    SLUICE_ASSIGN(const auto sent, read_sent(*pack, *store));
    std::vector<Line> lines;
    for (const auto& entry : entries) {
        const auto period = month ? period_of(entry, *month) : last_period(entry, as_of);
        if (is_expected(entry, period)) {
            lines.push_back(line_of(entry, period, sent, as_of));
        }
    }
    const std::string format = verb.common.json ? "json" : verb.format;
    SLUICE_TRY(write_output(
        "", format == "json" ? as_json(lines) : (format == "csv" ? as_csv(lines) : as_text(lines))
    ));
    return kExitAccepted;
}

}  // namespace sluice::app
