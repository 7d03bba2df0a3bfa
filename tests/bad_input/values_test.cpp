// A value that is wrong costs the value, or the record that cannot be without it.
#include "tests/bad_input/scene.hpp"

#include <algorithm>

namespace sluice::tests {
namespace {

// The victim's patient row with another value; the person differs and nothing else.
Case person_case(
    const char* name, const char* column, std::string value, const char* rule, int exit_code = 0
) {
    return {name, [=](Scene& scene) {
                auto file = scene.file("Admin_Patient");
                const auto& person = Clean::get().person();
                file.set(person.record, column, value);
                file.save();
                return Expect{.exit_code = exit_code, .issues = {{rule, 1}}, .changed = {person.id}};
            }};
}

TEST(Value, that_is_no_date_is_dropped) {
    std::vector<Case> cases;
    for (const char* text :
         {"31/02/2024", "2024-02-30", "1/1/24", "2024-13-01", "0000-00-00", "yesterday", "2024-01-01T25:00",
          "99999999999999999999", "-2024-01-01", "\x1b[31m2024"}) {
        cases.push_back(person_case(text, "DateOfRegistration", text, "VAL-001"));
    }
    cases.push_back(person_case("serial of a spreadsheet", "DateOfRegistration", "44537", "VAL-011"));
    cases.push_back(person_case("error of a spreadsheet", "DateOfRegistration", "#N/A", "VAL-012"));
    cases.push_back(person_case("formula", "DateOfRegistration", "=TODAY()", "VAL-013"));
    run_cases(cases);
}

TEST(Value, that_is_no_date_costs_the_record_that_needs_it) {
    run_cases({{"need", [](Scene& scene) {
                    auto file = scene.file("CareRecord_Observation");
                    const auto& need = Clean::get().need();
                    file.set(need.record, "EffectiveDate", "2024-02-30");
                    file.save();
                    return Expect{.exit_code = 1, .issues = {{"VAL-001", 1}}, .lost = {need.id}};
                }}});
}

TEST(NhsNumber, that_is_wrong_is_dropped_and_the_person_kept) {
    run_cases({
        person_case("nine digits", "NhsNumber", "999063400", "NHS-002"),
        person_case("eleven digits", "NhsNumber", "99906340099", "NHS-002"),
        person_case("check digit", "NhsNumber", "9990000019", "NHS-003"),
        person_case("letters", "NhsNumber", "NOT KNOWN", "NHS-001"),
        person_case("spreadsheet exponent", "NhsNumber", "9.99063E+09", "NHS-001"),
        person_case("sentinel of noughts", "NhsNumber", "0000000000", "NHS-004"),
        person_case("sentinel of nines", "NhsNumber", "9999999999", "NHS-004"),
        person_case("none", "NhsNumber", "", "NHS-006"),
        person_case(
            "wide digits", "NhsNumber", "\xEF\xBC\x99\x39\x39\x30\x30\x30\x30\x30\x31\x38", "NHS-001"
        ),
    });
}

TEST(NhsNumber, of_the_test_range_refuses_the_person_in_production_only) {
    const Scene scene;
    const auto& persons = Clean::get().outcome().exports.at("person");
    const auto numbers = std::count_if(persons.begin(), persons.end(), [](const auto& entry) {
        return entry.second.find(",nhs-number,") != std::string::npos;
    });

    const auto outcome = scene.ingest({"--production"});

    EXPECT_EQ(outcome.run.code, 1);
    EXPECT_EQ(outcome.issues.at("NHS-005"), numbers);
    EXPECT_EQ(outcome.exports.at("person").size() + static_cast<std::size_t>(numbers), persons.size());
    EXPECT_FALSE(Clean::get().outcome().issues.contains("NHS-005"));
}

// The support that the code stands for is lost, and every row that uses the code waits.
Case code_case(const char* name, const std::function<std::string(CsvFile&, std::size_t)>& change) {
    return {
        name, [change](Scene& scene) {
            auto codes = scene.file("Coding_ClinicalCode");
            const auto row = codes.find("ReadTermId", "EMISNQSS01");
            const auto code = codes.cell(row, "CodeId");
            const auto rule = change(codes, row);
            codes.save();
            const auto uses =
                static_cast<std::int64_t>(scene.file("CareRecord_Observation").count("CodeId", code));
            EXPECT_GT(uses, 0);
            Expect expected{
                .exit_code = 1, .issues = {{"LNK-002", uses}}, .lost = Clean::get().ids_with(",EMISNQSS01,")};
            if (!rule.empty()) {
                expected.issues[rule] = 1;
            }
            return expected;
        }};
}

TEST(SnomedId, damaged_by_a_spreadsheet_costs_the_rows_that_use_the_code) {
    const auto set = [](const char* value, const char* rule) {
        return [=](CsvFile& codes, std::size_t row) {
            codes.set(row, "SnomedCTConceptId", value);
            return std::string(rule);
        };
    };
    run_cases({
        code_case("sixteen digits became fifteen and a nought", set("4061231000006100", "SCT-001")),
        code_case("exponent", set("4.06123E+15", "SCT-002")),
    });
}

TEST(Code, that_no_row_of_the_dictionary_explains_holds_the_rows_that_use_it) {
    run_cases({code_case("taken out", [](CsvFile& codes, std::size_t row) {
        codes.records.erase(codes.records.begin() + static_cast<std::ptrdiff_t>(row));
        return std::string();
    })});
}

TEST(Code, that_is_its_own_ancestor_is_no_endless_loop) {
    run_cases(
        {{"a loop of two",
          [](Scene& scene) {
              auto codes = scene.file("Coding_ClinicalCode");
              const auto row = codes.find("ReadTermId", "EMISNQSS01");
              const auto parent = codes.find("CodeId", codes.cell(row, "ParentCodeId"));
              codes.set(parent, "ParentCodeId", codes.cell(row, "CodeId"));
              codes.save();
              return Expect{};
          }},
         {"itself",
          [](Scene& scene) {
              auto codes = scene.file("Coding_ClinicalCode");
              const auto row = codes.find("ReadTermId", "EMISNQSS01");
              codes.set(row, "ParentCodeId", codes.cell(row, "CodeId"));
              codes.save();
              return Expect{};
          }}}
    );
}

TEST(Code, that_is_empty_rejects_the_row) {
    run_cases({{"need", [](Scene& scene) {
                    auto file = scene.file("CareRecord_Observation");
                    const auto& need = Clean::get().need();
                    file.set(need.record, "CodeId", "");
                    file.save();
                    return Expect{.exit_code = 1, .issues = {{"VAL-007", 1}}, .lost = {need.id}};
                }}});
}

TEST(Row, of_an_unknown_patient_is_held) {
    run_cases({{"need", [](Scene& scene) {
                    auto file = scene.file("CareRecord_Observation");
                    const auto& need = Clean::get().need();
                    file.set(need.record, "PatientGuid", "{00000000-0000-4000-8000-000000000000}");
                    file.save();
                    return Expect{.exit_code = 1, .issues = {{"LNK-001", 1}}, .lost = {need.id}};
                }}});
}

TEST(Row, that_was_held_is_released_when_its_patient_arrives) {
    const Scene scene;
    auto file = scene.file("Admin_Patient");
    const auto whole = file;
    const auto& person = Clean::get().person();
    file.records.erase(file.records.begin() + static_cast<std::ptrdiff_t>(person.record));
    file.save();
    const auto without = scene.ingest();
    whole.save();

    const auto outcome = scene.ingest();

    EXPECT_TRUE(without.issues.contains("LNK-001"));
    EXPECT_FALSE(without.exports.at("person").contains(person.id));
    EXPECT_EQ(outcome.run.code, 0);
    expect_same_exports(outcome.exports, Clean::get().outcome().exports);
}

}  // namespace
}  // namespace sluice::tests
