#include "tests/support/package.hpp"

#include "gateway/env/digest.hpp"
#include "gateway/format/csv_reader.hpp"

#include "tests/support/files.hpp"
#include "tests/support/zip.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace sluice::tests {
namespace {

// A blank line is no row.
std::size_t rows_of(const std::string& csv) {
    const auto records = format::parse_all(csv);
    if (!records || records->empty()) {
        return 0;
    }
    const auto rows = std::count_if(records->begin() + 1, records->end(), [](const auto& cells) {
        return cells.size() > 1 || (cells.size() == 1 && !cells.front().empty());
    });
    return static_cast<std::size_t>(rows);
}

std::string cell_text(const std::string& cell) {
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
        return cell;
    }
    std::string out = "\"";
    for (const char c : cell) {
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    return out + '"';
}

}  // namespace

std::string csv_text(const std::vector<std::vector<std::string>>& rows) {
    std::string out;
    for (const auto& row : rows) {
        std::string line;
        for (const auto& cell : row) {
            line += "," + cell_text(cell);
        }
        out += line.empty() ? "\n" : line.substr(1) + "\n";
    }
    return out;
}

Package::Package() {
    set("contract", "sp-mds-exchange/1.0");
    set("submission_id", "october-2026");
    set("sender_ods", "A81001");
    set("sender_system", "casebook");
    set("period_start", "2026-10-01");
    set("period_end", "2026-10-31");
    set("period_semantics", "snapshot");
    set("purpose", "secondary-use");
    set("identifier_mode", "nhs_number");
    set("ndop_applied", "no");
    set("generated_at", "2026-11-01T02:00:00+00:00");
}

void Package::set(const std::string& key, std::string_view text) {
    manifest[key] = '"' + std::string(text) + '"';
}

void Package::patch(const std::string& name, std::string_view from, std::string_view to) {
    auto& text = files.at(name + ".csv");
    bool found = false;
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
        found = true;
    }
    if (!found) {
        throw std::runtime_error(name + " has no " + std::string(from));
    }
}

std::string Package::manifest_json() const {
    if (!manifest_text.empty()) {
        return manifest_text;
    }
    std::string out = "{";
    for (const auto& [key, json] : manifest) {
        out += json.empty() ? "" : "\n  \"" + key + "\": " + json + ",";
    }
    if (manifest.contains("files")) {
        out.pop_back();
        return out + "\n}\n";
    }
    std::string list;
    for (const auto& [name, bytes] : files) {
        list += std::string(list.empty() ? "" : ",") + "\n    { \"name\": \"" + name +
                "\", \"rows\": " + std::to_string(rows_of(bytes)) +
                ", \"bytes\": " + std::to_string(bytes.size()) + ", \"sha256\": \"" + env::sha256_hex(bytes) +
                "\" }";
    }
    return out + "\n  \"files\": [" + list + "\n  ]\n}\n";
}

void Package::write(const std::string& folder) const {
    std::filesystem::create_directories(folder);
    for (const auto& [name, bytes] : files) {
        std::filesystem::create_directories(std::filesystem::path(folder + "/" + name).parent_path());
        write_text(folder + "/" + name, bytes);
    }
    if (manifest_text != "-") {
        write_text(folder + "/manifest.json", manifest_json());
    }
}

void Package::write_zip(const std::string& path) const {
    std::vector<ZipMember> members;
    if (manifest_text != "-") {
        members.push_back({"manifest.json", manifest_json()});
    }
    for (const auto& [name, bytes] : files) {
        members.push_back({name, bytes});
    }
    write_text(path, make_zip(members));
}

Package sound_package() {
    Package out;
    out.table(
        "person",
        "person_local_id,nhs_number,date_of_birth,gender,ethnic_category,postcode\n"
        "P1,9990000018,1950-01-29,2,A,SW19 1AA\n"
        "P2,9990000026,1961-05-04,1,B,SW19 1AB\n"
    );
    out.table(
        "referral",
        "referral_id,person_local_id,referral_date,status,referral_source\n"
        "R1,P1,2026-10-02,accepted,01\n"
        "R2,P2,2026-10-05,accepted,02\n"
    );
    out.table(
        "need",
        "need_id,person_local_id,referral_id,identified_date,code,code_system,code_display\n"
        "N1,P1,R1,2026-10-06,105529008,http://snomed.info/sct,Lives alone\n"
    );
    out.table(
        "contact",
        "contact_id,person_local_id,referral_id,start,duration_minutes,outcome,mode\n"
        "C1,P1,R1,2026-10-06T10:00:00+01:00,30,attended,telephone\n"
        "C2,P2,R2,2026-10-26T09:30:00+00:00,,dna,face_to_face\n"
    );
    out.table(
        "support_offered",
        "offer_id,person_local_id,referral_id,offer_date,kind,code,code_system,code_display,service_name\n"
        "O1,P1,R1,2026-10-07,signpost,871711000000103,SNOMED CT,Signposting,Wimbledon Food Bank\n"
    );
    out.table(
        "assessment",
        "assessment_id,person_local_id,referral_id,date,instrument,stage\n"
        "A1,P1,R1,2026-10-06,ONS4,baseline\n"
    );
    out.table(
        "assessment_item",
        "assessment_id,person_local_id,item,value\n"
        "A1,P1,worthwhile,6\n"
    );
    return out;
}

Package full_package() {
    auto out = sound_package();
    out.table(
        "episode",
        "episode_id,person_local_id,start_date,status\n"
        "E1,P1,2026-10-02,open\n"
    );
    out.table(
        "risk",
        "risk_id,person_local_id,referral_id,start_date,category\n"
        "K1,P1,R1,2026-10-06,falls\n"
        "K2,P2,,,none_known\n"
    );
    out.table(
        "goal",
        "goal_id,person_local_id,referral_id,need_id,goal_date,importance,status\n"
        "G1,P1,R1,N1,2026-10-07,5,active\n"
    );
    out.table(
        "gap_tag",
        "gap_tag_id,person_local_id,tag,tag_kind,start_date\n"
        "T1,P1,counselling_wait,service_gap,2026-10-08\n"
    );
    out.table(
        "expenditure",
        "expenditure_id,person_local_id,referral_id,date,amount_gbp,category\n"
        "X1,P1,R1,2026-10-09,12.50,transport\n"
    );
    out.table(
        "feedback",
        "feedback_id,person_local_id,referral_id,date,question,score,scale_max,respondent\n"
        "F1,P1,R1,2026-10-10,satisfaction,4,5,person\n"
    );
    out.table(
        "service",
        "id,name,status,last_modified\n"
        "S1,Wimbledon Food Bank,active,2026-09-01T10:00:00\n"
    );
    return out;
}

Package evaluation_package() {
    auto out = full_package();
    out.set("purpose", "evaluation");
    out.table(
        "gp_contact",
        "gp_contact_id,person_local_id,date,mode,outcome\n"
        "GC1,P1,2026-09-01,telephone,attended\n"
    );
    out.table(
        "clinical_value",
        "clinical_value_id,person_local_id,date,code,code_system,code_display,value,unit\n"
        "CV1,P1,2026-09-02,60621009,http://snomed.info/sct,Body mass index,27.4,kg/m2\n"
    );
    out.table(
        "register_entry",
        "register_entry_id,person_local_id,register,entry_date\n"
        "RE1,P1,diabetes,2020-01-01\n"
    );
    out.table(
        "population",
        "population_count_id,practice_ods,count_date,gender,age_from,age_to,people\n"
        "PC1,A81001,2026-10-01,2,18,24,312\n"
    );
    out.table(
        "count",
        "count_fact_id,practice_ods,report,period_start,period_end,semantics,measure,count\n"
        "CF1,A81001,referrals,2026-10-01,2026-10-31,increment,referrals,2\n"
    );
    out.table(
        "plan",
        "plan_point_id,plan,metric,valid_from,quarter_start,planned_amount,planned_units,unit\n"
        "PP1,2026,wellbeing,2026-04-01,2026-10-01,100.00,10,individuals\n"
    );
    out.table(
        "claim",
        "claim_id,metric,quarter_start,units,unit,claimed_amount\n"
        "CL1,wellbeing,2026-10-01,2,individuals,20.00\n"
    );
    return out;
}

}  // namespace sluice::tests
