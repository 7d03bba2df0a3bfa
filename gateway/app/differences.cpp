// `sluice differences`: what two sources say of the same practices and months.
#include "gateway/pipeline/differences.hpp"

#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/app/periods.hpp"
#include "gateway/app/private_output.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/csv_writer.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/outlet/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::app {
namespace {

using pipeline::DifferenceLine;
using pipeline::Differences;
using pipeline::Why;

constexpr const char* kSides[] = {"a", "b"};

// The name as provenance has it; of a tool that sends packages its own is enough.
Result<std::string> find_source(const std::vector<std::string>& known, const std::string& name) {
    for (const auto& source : {to_lower(name), "exchange:" + to_lower(name)}) {
        if (std::find(known.begin(), known.end(), source) != known.end()) {
            return source;
        }
    }
    const auto there = known.empty() ? std::string("none") : join(known, ", ");
    return Error(
        ErrorCode::usage, "no records of a source '" + printable(name) + "'; there are: " + printable(there)
    );
}

// Name and number of every figure of a line, in the order of the table.
std::vector<std::pair<std::string, std::uint64_t>> figures(const DifferenceLine& line) {
    std::vector<std::pair<std::string, std::uint64_t>> out;
    for (std::size_t i = 0; i < line.sides.size(); ++i) {
        const auto& side = line.sides[i];
        const std::string end = std::string("_") + kSides[i];
        out.emplace_back("referrals" + end, side.referrals);
        out.emplace_back("contacts" + end, side.contacts);
        out.emplace_back("people" + end, side.people);
    }
    out.emplace_back("same_referral", line.same_referral);
    out.emplace_back("people_both", line.both);
    for (std::size_t i = 0; i < line.sides.size(); ++i) {
        const std::string end = std::string("_only_") + kSides[i];
        out.emplace_back("people" + end, line.sides[i].only);
        for (std::size_t why = 0; why < pipeline::kWhys; ++why) {
            out.emplace_back(
                std::string(pipeline::to_string(static_cast<Why>(why))) + end, line.sides[i].why[why]
            );
        }
    }
    return out;
}

std::string as_csv(const Differences& all) {
    format::CsvWriter csv;
    csv.cell("practice");
    csv.cell("month");
    for (const auto& [name, number] : figures({})) {
        csv.cell(name);
    }
    csv.end_record();
    for (const auto& line : all.lines) {
        csv.cell(outlet::harmless(printable(line.practice)));
        csv.cell(line.month);
        for (const auto& [name, number] : figures(line)) {
            csv.cell(std::to_string(number));
        }
        csv.end_record();
    }
    return csv.take();
}

std::string as_json(const Differences& all) {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_object();
    for (std::size_t i = 0; i < all.sources.size(); ++i) {
        const std::string end = std::string("_") + kSides[i];
        json.member("source" + end, all.sources[i]);
        json.key("people_kept_out" + end);
        json.integer(static_cast<std::int64_t>(all.kept_out[i]));
        json.key("referrals_waiting_or_refused" + end);
        json.integer(static_cast<std::int64_t>(all.waiting[i]));
    }
    json.key("lines");
    json.begin_array();
    for (const auto& line : all.lines) {
        json.begin_object();
        json.member("practice", printable(line.practice));
        json.member("month", line.month);
        for (const auto& [name, number] : figures(line)) {
            json.key(name);
            json.integer(static_cast<std::int64_t>(number));
        }
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.take() + "\n";
}

constexpr const char* kWhyWords[] = {
    "in the other source in another month",
    "in the other source with another practice",
    "in the other source with a referral that is held or was refused",
    "in the other source without a referral",
    "without a number to be found by",
    "of a practice and month of which the other source has nothing",
    "in this source only"};
static_assert(std::size(kWhyWords) == pipeline::kWhys);

std::string reasons(const DifferenceLine& line, const Differences& all) {
    std::string out;
    for (std::size_t i = 0; i < line.sides.size(); ++i) {
        for (std::size_t why = 0; why < pipeline::kWhys; ++why) {
            if (const auto count = line.sides[i].why[why]; count > 0) {
                out += fmt::format("{:>26}{} of {}: {}\n", "", count, all.sources[i], kWhyWords[why]);
            }
        }
    }
    return out;
}

std::string as_text(const Differences& all) {
    std::string out = fmt::format("A is {}, B is {}\n", all.sources[0], all.sources[1]);
    for (std::size_t i = 0; i < all.sources.size(); ++i) {
        out += fmt::format(
            "{}: {} referrals held or refused; {} people kept out, of whom nothing is known here\n",
            all.sources[i], all.waiting[i], all.kept_out[i]
        );
    }
    out += fmt::format(
        "\n{:<10} {:<8} {:>11} {:>11} {:>9} {:>9} {:>7} {:>7} {:>7}\n", "practice", "month", "referrals A",
        "referrals B", "contact A", "contact B", "both", "A only", "B only"
    );
    for (const auto& line : all.lines) {
        out += fmt::format(
            "{:<10} {:<8} {:>11} {:>11} {:>9} {:>9} {:>7} {:>7} {:>7}\n",
            line.practice.empty() ? "unknown" : printable(line.practice), line.month, line.sides[0].referrals,
            line.sides[1].referrals, line.sides[0].contacts, line.sides[1].contacts, line.both,
            line.sides[0].only, line.sides[1].only
        );
        out += reasons(line, all);
    }
    return all.lines.empty() ? out + "Nothing of this practice and period.\n"
                             : out +
                                   "\nThe last three columns count people with a referral. Few people can be "
                                   "told apart: do not pass on small numbers.\n";
}

// Who is in one source only: for the one who puts it right, so by the ids of the source.
Result<void> write_list(const Differences& all, const std::string& path) {
    SLUICE_ASSIGN(auto output, PrivateOutput::open(path));
    format::CsvWriter csv;
    csv.record(
        {"source", "practice", "referral_date", "person_local_id", "referral_local_id", "referral_id", "why"}
    );
    for (const auto& one : all.unmatched) {
        csv.record(
            {all.sources[one.side], outlet::harmless(printable(one.practice)), one.date,
             outlet::harmless(printable(one.person_local_id)),
             outlet::harmless(printable(one.referral_local_id)), one.referral_id,
             std::string(pipeline::to_string(one.why))}
        );
    }
    SLUICE_TRY(output.write(csv.take()));
    return output.finish();
}

}  // namespace

Result<int> differences(const DifferencesVerb& verb) {
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    pipeline::DifferenceOptions options;
    options.purpose = verb.purpose.empty() ? std::string(pipeline::kDefaultPurpose) : verb.purpose;
    SLUICE_TRY(check_purpose(*pack, options.purpose));
    SLUICE_TRY(check_days({{"--from", verb.from}, {"--to", verb.to}}));
    SLUICE_TRY(verb.list.empty() || verb.list == "-" ? Result<void>() : check_is_new(verb.list));
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    SLUICE_ASSIGN(const auto known, pipeline::sources_of(*store, options.purpose));
    SLUICE_ASSIGN(options.sources[0], find_source(known, verb.one));
    SLUICE_ASSIGN(options.sources[1], find_source(known, verb.other));
    if (options.sources[0] == options.sources[1]) {
        return Error(ErrorCode::usage, "--between and --and name one source; name two");
    }
    options.practice = to_upper(verb.practice);
    options.from = verb.from;
    options.to = verb.to;
    SLUICE_ASSIGN(const auto all, pipeline::differences_of(*pack, *store, options));
    const std::string format = verb.common.json ? "json" : verb.format;
    if (!verb.list.empty()) {
        SLUICE_TRY(write_list(all, verb.list));
    }
    SLUICE_TRY(
        write_output("", format == "json" ? as_json(all) : (format == "csv" ? as_csv(all) : as_text(all)))
    );
    return kExitAccepted;
}

}  // namespace sluice::app
