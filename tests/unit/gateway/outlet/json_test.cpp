#include "gateway/outlet/json.hpp"

#include "tests/unit/gateway/outlet/sample_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::outlet {
namespace {

using ::testing::HasSubstr;

Report small_report() {
    Report report;
    report.header.receipt_id = "R1";
    report.header.status = "processed";
    report.files = {{"a.csv", "abc", 12, "T", {10, 4, 3, 2, 1}}};
    report.entities = {{"person", "Person", 1, 2, 3, 4, 5, 6, 7, 8, 9}};
    report.issues = {
        {"NHS-003", "1.0", "V01", Severity::error, "Title", "P", "W", "F", 7, {{"a.csv", 2, "C", "n"}}, 6}};
    return report;
}

TEST(IngestJson, has_exactly_the_agreed_shape) {
    EXPECT_EQ(
        render_ingest_json(small_report()),
        R"({"receipt":"R1","status":"processed","files":[{"name":"a.csv","sha256":"abc","bytes":12,"read":10,)"
        R"("accepted":4,"held":3,"rejected":2,"skipped":1}],)"
        R"("entities":{"person":{"accepted":1,"held":2,"rejected":3,"released":4}},)"
        R"("issues":[{"rule":"NHS-003","severity":"error","count":7,)"
        R"("examples":[{"file":"a.csv","record":2,"column":"C","note":"n"}],"examples_more":6}]})"
    );
}

TEST(IngestJson, has_every_key_when_empty) {
    EXPECT_EQ(render_ingest_json({}), R"({"receipt":"","status":"","files":[],"entities":{},"issues":[]})");
}

TEST(IngestJson, escapes_hostile_names_and_bytes) {
    Report report;
    report.files = {{"a\"\\\n\xFF.csv", "", 0, "", {}}};

    const std::string json = render_ingest_json(report);

    EXPECT_THAT(json, HasSubstr("a\\\"\\\\\\n\uFFFD.csv"));
}

TEST(ReportJson, has_the_texts_and_places_of_issues) {
    const std::string json = render_json(small_report());

    EXPECT_THAT(
        json,
        HasSubstr(R"("examples":[{"file":"a.csv","record":2,"column":"C","note":"n"}],"examples_more":6)")
    );
    EXPECT_THAT(json, HasSubstr(R"("in_store":9)"));
    EXPECT_THAT(json, HasSubstr(R"("period_start":null)"));
    EXPECT_THAT(json, HasSubstr(R"("dry_run":false)"));
}

TEST(ReportJson, gives_dates_and_instants_as_iso_8601) {
    const std::string json = render_json(testing::sample_report());

    EXPECT_THAT(json, HasSubstr(R"("as_of":"2026-11-01","received_at":"2026-11-02T08:14:09Z")"));
}

TEST(ReportJson, keeps_entities_without_records_and_says_what_has_changed) {
    const std::string json = render_json(testing::sample_report());

    EXPECT_THAT(json, HasSubstr(R"("goal":{)"));
    EXPECT_THAT(json, HasSubstr(R"("since_last_time":{"receipt":"R6J1-K8PW-2")"));
    EXPECT_THAT(
        json, HasSubstr(R"({"rule":"NHS-003","severity":"error","before":19,"now":8,"about":"records"})")
    );
    EXPECT_THAT(
        json,
        HasSubstr(
            R"("shares":[{"receipt":"K2M4-7Q1T-9","received_at":"2026-09-02T07:50:00Z","answered":71.0})"
        )
    );
    EXPECT_THAT(json, HasSubstr(R"("fixes":[{"rule":"REF-007","severity":"warning")"));
    EXPECT_THAT(render_json({}), HasSubstr(R"("score":null,"fixes":[],"since_last_time":null)"));
}

TEST(ReportJson, divides_attendance_by_what_was_counted) {
    Report report;
    report.attendance = {814, 670, 139, 226};

    EXPECT_THAT(
        render_json(report),
        HasSubstr(R"("attendance":{"contacts":814,"attended":670,"missed":139,"people":226,)"
                  R"("attended_each":3.0,"missed_percent":17.1})")
    );
    EXPECT_THAT(render_json({}), HasSubstr(R"("attended_each":null,"missed_percent":null})"));
}

TEST(CompletenessJson, gives_null_where_nothing_was_expected) {
    Report report;
    report.completeness = {
        {"person", "", "b", "", "A", "", "2026-10", {}},
        {"person",
         "",
         "a",
         "",
         "A",
         "",
         "2026-10",
         {3, 3, 1, 1, 0, 3, 3, 0, 1},
         "F84004",
         "emis",
         1,
         Decimal(995, 1),
         "B81001"}};

    EXPECT_EQ(
        completeness_json(report),
        R"([{"entity":"person","field":"a","organisation":"A","practice":"B81001","month":"2026-10",)"
        R"("expected":3,"present":3,"known":1,"declined":1,"percent":66.7,"sender":"F84004","supplier":"emis","not_collected":0,)"
        R"("valid":3,"coded":3,"text_only":0,"unknown":1,"default":0,"bar":99.5,"met":false},)"
        R"({"entity":"person","field":"b","organisation":"A","practice":"","month":"2026-10","expected":0,"present":0,)"
        R"("known":0,"declined":0,"percent":null,"sender":"","supplier":"","not_collected":0,)"
        R"("valid":0,"coded":0,"text_only":0,"unknown":0,"default":0,"bar":null,"met":null}])"
    );
    EXPECT_EQ(completeness_json({}), "[]");
}

}  // namespace
}  // namespace sluice::outlet
