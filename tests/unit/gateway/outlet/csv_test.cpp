#include "gateway/outlet/csv.hpp"

#include "tests/unit/gateway/outlet/sample_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::outlet {
namespace {

using ::testing::HasSubstr;

TEST(FixList, has_one_line_an_example) {
    Report report;
    report.issues = {
        {"NHS-003",
         "1.0",
         "V01",
         Severity::error,
         "Check digit",
         "A, b",
         "Why \"so\"",
         "Fix",
         7,
         {{"p.csv", 214, "NhsNumber", ""}, {"p.csv", 0, "", ""}, {"p.csv", 3, "", "person", "birth_date"}},
         5}};

    EXPECT_EQ(
        render_csv(report),
        "rule,severity,title,file,record,column,problem,why,fix\r\n"
        "NHS-003,error,Check digit,p.csv,214,NhsNumber,\"A, b\",\"Why \"\"so\"\"\",Fix\r\n"
        "NHS-003,error,Check digit,p.csv,,,\"A, b\",\"Why \"\"so\"\"\",Fix\r\n"
        "NHS-003,error,Check digit,p.csv,3,birth_date,\"A, b\",\"Why \"\"so\"\"\",Fix\r\n"
    );
}

TEST(FixList, keeps_a_rule_without_examples) {
    Report report;
    report.issues = {{"SET-001", "1.0", "", Severity::error, "Missing file", "P", "W", "F", 1, {}, 0}};

    EXPECT_THAT(render_csv(report), HasSubstr("SET-001,error,Missing file,,,,P,W,F\r\n"));
}

TEST(FixList, disarms_names_that_a_spreadsheet_would_run) {
    for (const char* name : {"=cmd|' /C calc'!A0", "+1.csv", "-1.csv", "@SUM.csv"}) {
        Report report;
        report.issues = {{"R", "", "", Severity::error, "T", "P", "W", "F", 1, {{name, 2, name, ""}}, 0}};

        EXPECT_THAT(render_csv(report), HasSubstr(std::string("R,error,T,'") + name + ",2,'" + name + ",P"));
    }
}

TEST(FixList, is_a_header_alone_when_nothing_was_found) {
    EXPECT_EQ(render_csv({}), "rule,severity,title,file,record,column,problem,why,fix\r\n");
}

TEST(CompletenessTable, is_sorted_and_leaves_out_what_cannot_be_divided) {
    Report report;
    report.completeness = {
        {"referral", "", "status", "", "B", "", "2026-10", {3, 3, 1, 1}},
        {"person", "", "gender", "", "B", "", "2026-10", {0, 0, 0, 0, 7}},
        {"person", "", "gender", "", "A", "", "2026-11", {8, 8, 8, 0}},
        {"person",
         "",
         "gender",
         "",
         "A",
         "",
         "2026-10",
         {1000, 990, 931, 12, 0, 985, 980, 5, 30, 12},
         "F84004",
         "emis",
         2,
         Decimal(95),
         "P1"}};

    EXPECT_EQ(
        completeness_csv(report),
        "entity,field,organisation,practice,month,expected,present,known,declined,percent,sender,supplier,"
        "not_collected,valid,coded,text_only,unknown,default,bar,met\r\n"
        "person,gender,A,,2026-11,8,8,8,0,100.0,,,0,0,0,0,0,0,,\r\n"
        "person,gender,A,P1,2026-10,1000,990,931,12,94.3,F84004,emis,0,985,980,5,30,12,95,false\r\n"
        "person,gender,B,,2026-10,0,0,0,0,,,,7,0,0,0,0,0,,\r\n"
        "referral,status,B,,2026-10,3,3,1,1,66.7,,,0,0,0,0,0,0,,\r\n"
    );
}

}  // namespace
}  // namespace sluice::outlet
