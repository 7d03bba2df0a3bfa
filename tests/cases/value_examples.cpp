#include "tests/cases/value_examples.hpp"

#include "adapters/extract/read.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/check/names.hpp"
#include "gateway/check/reference_sets.hpp"
#include "gateway/format/csv_writer.hpp"
#include "gateway/map/convert.hpp"
#include "gateway/map/read_date.hpp"
#include "gateway/map/run.hpp"
#include "gateway/schema/exchange.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/records.hpp"
#include "tests/support/rows.hpp"

namespace sluice::tests {
namespace {

using schema::FieldType;

const Date kAsOf(2026, 11, 1);

Faults convert_field(
    const schema::Field& field, const std::string& text, const std::vector<std::string>& formats,
    bool production
) {
    const auto converted =
        map::convert(field, text, formats, {repository_pack().terms.get(), production, !formats.empty()});
    return converted.fault ? Faults{*converted.fault} : Faults{};
}

Faults convert_as(FieldType type, const std::string& text, bool production = false) {
    schema::Field field;
    field.type = type;
    field.codes = "ethnic-category";
    return convert_field(field, text, {}, production);
}

// As the exchange contract takes dates: day first is tolerated.
Faults exchange_date(const std::string& text) {
    schema::Field field;
    field.type = FieldType::date;
    return convert_field(field, text, {"dd/MM/yyyy"}, false);
}

Faults date_of_activity(const std::string& text) {
    schema::Field field;
    field.type = FieldType::date;
    field.earliest = Date(2000, 1, 1);
    return map::is_too_early(field, text) ? Faults{schema::Fault::value_date_too_early} : Faults{};
}

Faults code_of_list(const std::string& list, const std::string& text) {
    schema::Field field;
    field.type = FieldType::code;
    field.codes = list;
    return convert_field(field, text, {}, false);
}

// The faults that the reader of the table finds in this text, whose cells are those of the header.
Faults read(
    const map::Program& program, std::string_view table, const std::vector<std::string>& header,
    const std::string& text
) {
    const auto index = *program.system().table_index(table);
    extract::FilePlan plan;
    plan.program = &program;
    plan.layout = &program.layout("direct-care", index);
    plan.binding = extract::bind_columns(program.system().tables[index], header, "");
    extract::BlockReader reader(plan, {});
    Faults out;
    for (const auto& fault : reader.read(text, true).value().faults) {
        out.push_back(fault.fault);
    }
    return out;
}

Faults read_row(const map::Program& program, std::string_view table, const Cells& cells) {
    std::vector<std::string> header;
    format::CsvWriter row;
    for (const auto& [column, cell] : cells) {
        header.push_back(column);
        row.cell(cell);
    }
    row.end_record();
    return read(program, table, header, row.text());
}

Faults read_row(std::string_view table, const Cells& cells) {
    return read_row(repository_program(), table, cells);
}

Faults faults_of(const std::vector<record::Record>& records) {
    Faults out;
    for (const auto& record : records) {
        for (const auto& issue : record.issues) {
            out.push_back(*repository_pack().rules()[issue.rule].shape);
        }
    }
    return out;
}

// The faults of the records that come of a referral with these cells, by way of the EMIS mappings.
Faults derive(const Cells& patient, const Cells& details) {
    SourceRows rows(repository_program().system(), kept_columns(repository_program(), "direct-care"));
    Cells person = {{"OrganisationGuid", "{O1}"}, {"PatientGuid", "{P1}"}, {"NhsNumber", "9990000018"}};
    person.insert(patient.begin(), patient.end());
    Cells referral = {{"OrganisationGuid", "{O1}"}, {"PatientGuid", "{P1}"}, {"ObservationGuid", "{B1}"}};
    referral.insert(details.begin(), details.end());
    rows.add("Admin_Patient", person);
    rows.add("CareRecord_ObservationReferral", referral);
    rows.add("Coding_ClinicalCode", {{"CodeId", "1001"}, {"SnomedCTConceptId", "871731000000106"}});
    rows.add(
        "CareRecord_Observation", {{"OrganisationGuid", "{O1}"},
                                   {"PatientGuid", "{P1}"},
                                   {"ObservationGuid", "{B1}"},
                                   {"CodeId", "1001"},
                                   {"EffectiveDate", "2026-03-02"}}
    );
    const auto taken = rows.selected(repository_program(), rows.persons().front()).value();
    return faults_of(map::run(repository_program(), taken, {kAsOf, "direct-care", false}).value().records);
}

// The faults of the records that come of a score entered with this SNOMED CT code.
Faults score_with(const std::string& code) {
    SourceRows rows(repository_program().system(), kept_columns(repository_program(), "secondary-use"));
    rows.add(
        "Admin_Patient", {{"OrganisationGuid", "{O1}"}, {"PatientGuid", "{P1}"}, {"NhsNumber", "9990000018"}}
    );
    rows.add("Coding_ClinicalCode", {{"CodeId", "1001"}, {"SnomedCTConceptId", "871731000000106"}});
    rows.add("Coding_ClinicalCode", {{"CodeId", "1002"}, {"SnomedCTConceptId", code}});
    for (const char* id : {"1001", "1002"}) {
        rows.add(
            "CareRecord_Observation", {{"OrganisationGuid", "{O1}"},
                                       {"PatientGuid", "{P1}"},
                                       {"ObservationGuid", std::string("{B") + id + "}"},
                                       {"CodeId", id},
                                       {"Value", "12"},
                                       {"EffectiveDate", "2026-03-02"}}
        );
    }
    const auto taken = rows.selected(repository_program(), rows.persons().front()).value();
    return faults_of(map::run(repository_program(), taken, {kAsOf, "secondary-use", false}).value().records);
}

// The faults of an assessment with these answers, by item; what is only noted of them included.
Faults judge_answers(const std::string& instrument, const Cells& answers) {
    const auto& dataset = repository_pack().documents->dataset;
    std::vector<record::Record> records = {make_record(
        dataset, "assessment",
        {{"assessment_id", "A1"},
         {"person_id", "P1"},
         {"assessment_date", "2026-03-02"},
         {"instrument", instrument}}
    )};
    for (const auto& [item, value] : answers) {
        records.push_back(make_record(
            dataset, "assessment_item",
            {{"assessment_item_id", "I" + item},
             {"person_id", "P1"},
             {"assessment_id", "A1"},
             {"assessment_date", "2026-03-02"},
             {"instrument", instrument},
             {"item", item}}
        ));
        auto& answer = records.back();
        if (!value.empty()) {
            answer.cells[*answer.entity->field("value")] = {true, value, {}, {}};
        }
    }
    repository_pack().checks.decide(records, {kAsOf, false});
    repository_pack().checks.remark(records, {kAsOf, false});
    return faults_of(records);
}

Faults judge_score(const std::string& value) {
    return judge_answers("ONS4", {{"worthwhile", value}});
}
Faults judge_item(const std::string& item) {
    return judge_answers("ONS4", {{item, "5"}});
}
Faults judge_dimension(const std::string& value) {
    return judge_answers("EQ-5D-5L", {{"item_1", value}});
}
// Of a PHQ-9 with a total, so that nothing else is said of it.
Faults judge_last_item(const std::string& value) {
    return judge_answers("PHQ-9", {{"item_9", value}, {"total", "5"}});
}
// The answers in the order of the items, with commas between them.
Faults judge_items(const std::string& values) {
    Cells answers;
    for (const auto value : split(values, ',')) {
        answers["item_" + std::to_string(answers.size() + 1)] = std::string(value);
    }
    return judge_answers("PHQ-9", answers);
}

// The faults of names with semicolons between them.
Faults names(const std::string& text) {
    std::vector<check::NameCount> all;
    for (const auto name : split(text, ';')) {
        all.push_back({std::string(trim(name)), 1});
    }
    Faults out;
    for (const auto& group : check::related_names(all, {}, {})) {
        out.push_back(*schema::parse_fault("name/" + std::string(check::to_string(group.kinship))));
    }
    return out;
}

// The faults of a need of the exchange contract whose code is said to be of this system.
Faults code_system(const std::string& text) {
    const auto& program = repository_program(schema::kExchangeSystem);
    SourceRows rows(program.system(), kept_columns(program, "direct-care"));
    const Cells owner = {
        {"sender_system", "a system"}, {"organisation_ods", "A81001"}, {"person_local_id", "P1"}};
    Cells need = {
        {"need_id", "N1"},
        {"identified_date", "2026-03-02"},
        {"code", "160734000"},
        {"code_system", text},
        {"code_display", "Lives alone"}};
    need.insert(owner.begin(), owner.end());
    rows.add("person", owner);
    rows.add("need", need);
    const auto taken = rows.selected(program, rows.persons().front()).value();
    Faults out;
    for (const auto& fault :
         faults_of(map::run(program, taken, {kAsOf, "direct-care", false}).value().records)) {
        if (fault != schema::Fault::nhs_number_absent) {
            out.push_back(fault);
        }
    }
    return out;
}

// The faults of a need with this code, where 267076002 is a member of the reference set that was loaded.
Faults need_of_refset(const std::string& code) {
    auto documents = *repository_pack().documents;
    auto* needs = schema::find_id(documents.value_sets, "sp-needs");
    needs->refsets.push_back(needs->standin_for);
    needs->members.push_back({std::string(kSnomedSystem), "267076002", "Feeling lonely"});
    std::vector<record::Record> records = {
        make_record(documents.dataset, "need", {{"need_id", "N1"}, {"code", code}})};
    records.front().cells[*records.front().entity->field("code")].system = kSnomedSystem;
    Faults out;
    for (const auto& finding : check::ReferenceSets::compile(documents).judge(records)) {
        out.push_back(finding.fault);
    }
    return out;
}

Faults nhs_number(const std::string& text) {
    return convert_as(FieldType::nhs_number, text);
}
Faults nhs_number_of_production(const std::string& text) {
    return convert_as(FieldType::nhs_number, text, true);
}
Faults postcode(const std::string& text) {
    return convert_as(FieldType::postcode, text);
}
Faults ods_code(const std::string& text) {
    return convert_as(FieldType::ods_code, text);
}
Faults snomed_id(const std::string& text) {
    return read_row("Coding_ClinicalCode", {{"CodeId", "1001"}, {"SnomedCTConceptId", text}});
}
Faults csv_line(const std::string& text) {
    return read(repository_program(), "Coding_ClinicalCode", {"CodeId"}, text + "\n");
}
Faults code_of_entry(const std::string& text) {
    return read_row(
        "CareRecord_Observation",
        {{"OrganisationGuid", "{O1}"}, {"PatientGuid", "{P1}"}, {"ObservationGuid", "{B1}"}, {"CodeId", text}}
    );
}

}  // namespace

const std::vector<ValueExample>& value_examples() {
    static const std::vector<ValueExample> kExamples = {
        {"ASM-001", judge_score},
        {"ASM-002", judge_score},
        {"ASM-006", judge_items},
        {"ASM-007", judge_item},
        {"ASM-008", judge_dimension},
        {"ASM-009", judge_last_item},
        {"CSV-002", csv_line},
        {"CSV-003", csv_line},
        {"LSO-001", [](const std::string& text) { return convert_as(FieldType::lsoa, text); }},
        {"LSO-002", [](const std::string& text) { return convert_as(FieldType::lsoa, text); }},
        {"NAM-001", names},
        {"NAM-002", names},
        {"NAM-003", names},
        {"NAM-004", names},
        {"NHS-001", nhs_number},
        {"NHS-002", nhs_number},
        {"NHS-003", nhs_number},
        {"NHS-004", nhs_number},
        {"NHS-005", nhs_number_of_production},
        {"NHS-006", nhs_number},
        {"ODS-001", ods_code},
        {"ODS-002", ods_code},
        {"ODS-004", ods_code},
        {"POS-001", postcode},
        {"POS-002", postcode},
        {"POS-003", postcode},
        {"ROW-005",
         [](const std::string& text) {
             return read_row(
                 repository_program(schema::kExchangeSystem), "person", {{"person_local_id", text}}
             );
         }},
        {"ROW-008",
         [](const std::string& text) {
             return read_row(
                 repository_program(schema::kExchangeSystem), "person",
                 {{"person_local_id", "P1"}, {"organisation_ods", text}}
             );
         }},
        {"SCT-001", snomed_id},
        {"SCT-002", snomed_id},
        {"SCT-003", snomed_id},
        {"VAL-001", [](const std::string& text) { return convert_as(FieldType::date, text); }},
        {"VAL-002", [](const std::string& text) { return convert_as(FieldType::decimal, text); }},
        {"VAL-003", [](const std::string& text) { return convert_as(FieldType::boolean, text); }},
        {"VAL-004",
         [](const std::string& text) {
             return derive({{"DateOfRegistration", text}}, {});
         }},
        {"VAL-005",
         [](const std::string& text) {
             return derive({}, {{"ReferralUrgency", text}});
         }},
        {"VAL-006", [](const std::string& text) { return convert_as(FieldType::code, text); }},
        {"VAL-007", code_of_entry},
        {"VAL-008", score_with},
        {"VAL-009",
         [](const std::string& text) {
             return derive({{"HomePhone", text}}, {});
         }},
        {"VAL-010", exchange_date},
        {"VAL-011", exchange_date},
        {"VAL-012", exchange_date},
        {"VAL-013", [](const std::string& text) { return convert_as(FieldType::text, text); }},
        {"VAL-014", [](const std::string& text) { return code_of_list("employment-status", text); }},
        {"VAL-016", code_system},
        {"VAL-018", exchange_date},
        {"VAL-019", date_of_activity},
        {"VAL-021", need_of_refset},
    };
    return kExamples;
}

}  // namespace sluice::tests
