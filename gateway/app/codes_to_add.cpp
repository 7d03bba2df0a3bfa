// `sluice codes to-add`: what each practice should add to its records.
#include "gateway/pipeline/codes_to_add.hpp"

#include "gateway/app/command_line.hpp"
#include "gateway/app/environment.hpp"
#include "gateway/app/periods.hpp"
#include "gateway/app/private_output.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/csv_writer.hpp"
#include "gateway/format/json_writer.hpp"
#include "gateway/outlet/words.hpp"

#include <fmt/format.h>

namespace sluice::app {
namespace {

using pipeline::CodesToAdd;
using pipeline::CodeToAdd;

class Writer {
  public:
    Writer(const CodesToAddVerb& verb, const schema::CodesToAdd& rule) : verb_(verb), rule_(rule) {}
    std::string csv(const CodesToAdd& all) const;
    std::string json(const CodesToAdd& all) const;
    std::string text(const CodesToAdd& all) const;

  private:
    std::vector<std::pair<const char*, std::string>> cells(const CodeToAdd& line) const;

    const CodesToAddVerb& verb_;
    const schema::CodesToAdd& rule_;
};

// Name and text of every column.
std::vector<std::pair<const char*, std::string>> Writer::cells(const CodeToAdd& line) const {
    std::vector<std::pair<const char*, std::string>> out = {
        {"practice", line.practice},
        {"practice_name", line.practice_name},
        {"person_in_gp_record", line.practice_local_id}};
    if (verb_.identity) {
        out.emplace_back("nhs_number", line.nhs_number);
        out.emplace_back("date_of_birth", line.birth_date);
    }
    out.emplace_back("tool", line.tool);
    out.emplace_back("person_in_tool", line.tool_local_id);
    out.emplace_back("code", rule_.code);
    out.emplace_back("term", rule_.display);
    out.emplace_back("date", line.date);
    out.emplace_back("gp_record_received", line.in_gp_record ? "yes" : "no");
    return out;
}

std::string Writer::csv(const CodesToAdd& all) const {
    format::CsvWriter csv;
    for (const auto& [name, text] : cells({})) {
        csv.cell(name);
    }
    csv.end_record();
    for (const auto& line : all.lines) {
        for (const auto& [name, text] : cells(line)) {
            csv.cell(outlet::harmless(printable(text)));
        }
        csv.end_record();
    }
    return csv.take();
}

std::string Writer::json(const CodesToAdd& all) const {
    format::JsonWriter json(format::JsonStyle::pretty);
    json.begin_object();
    json.key("accepted_referrals");
    json.integer(static_cast<std::int64_t>(all.referrals));
    json.key("coded");
    json.integer(static_cast<std::int64_t>(all.coded));
    json.key("to_add");
    json.begin_array();
    for (const auto& line : all.lines) {
        json.begin_object();
        for (const auto& [name, text] : cells(line)) {
            json.member(name, printable(text));
        }
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.take() + "\n";
}

std::string Writer::text(const CodesToAdd& all) const {
    std::string out = fmt::format(
        "{} accepted referrals in case-management tools: {} coded in the GP record, {} to add.\n"
        "Add {} ({}), dated as shown.\n",
        all.referrals, all.coded, all.lines.size(), rule_.code, rule_.display
    );
    std::string practice = "-";
    for (const auto& line : all.lines) {
        if (line.practice != practice) {
            practice = line.practice;
            out += fmt::format(
                "\n{} {}\n", practice.empty() ? "practice not known" : printable(practice),
                printable(line.practice_name)
            );
        }
        const auto who =
            line.practice_local_id.empty() ? line.tool + " " + line.tool_local_id : line.practice_local_id;
        out += fmt::format(
            "  {}  {}{}{}\n", line.date, printable(who),
            verb_.identity ? "  " + printable(line.nhs_number) : std::string(),
            line.in_gp_record ? "" : "  (no GP record of this person was received)"
        );
    }
    return out;
}

}  // namespace

Result<int> codes_to_add(const CodesToAddVerb& verb) {
    SLUICE_ASSIGN(const auto pack, open_pack(verb.common));
    pipeline::CodesToAddOptions options;
    options.purpose = verb.purpose.empty() ? std::string(pipeline::kDefaultPurpose) : verb.purpose;
    SLUICE_TRY(check_purpose(*pack, options.purpose));
    SLUICE_TRY(check_days({{"--from", verb.from}, {"--to", verb.to}}));
    options.practice = to_upper(verb.practice);
    options.from = verb.from;
    options.to = verb.to;
    SLUICE_ASSIGN(auto output, PrivateOutput::open(verb.output));
    SLUICE_ASSIGN(const auto store, open_store(verb.common.data, false));
    SLUICE_ASSIGN(const auto all, pipeline::codes_to_add(*pack, *store, options));
    const Writer writer(verb, pack->documents->dataset.codes_to_add);
    const std::string format = verb.common.json ? "json" : verb.format;
    SLUICE_TRY(output.write(
        format == "json" ? writer.json(all) : (format == "csv" ? writer.csv(all) : writer.text(all))
    ));
    SLUICE_TRY(output.finish());
    return kExitAccepted;
}

}  // namespace sluice::app
