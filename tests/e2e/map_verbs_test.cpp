// `sluice map`: a source proposed from files that nobody knows, its cases, and what becomes of a row.
#include "tests/e2e/gateway.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace sluice::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kCustomers =
    "Customer No;NHS No;DOB;Sex;Hair colour\n"
    "7;999 000 0018;01/05/1950;Female;brown\n8;999 000 0026;03/02/1971;Male;red\n"
    "9;999 000 0034;12/12/1988;Female;\n";
constexpr const char* kReferrals =
    "Ref No,NHS No,Date Received,Source,Status,Reason Closed,Date Closed,Remarks\n"
    "R1,999 000 0018,02/10/2026,GP,Active,,,PRIVATEWORDS\n"
    "R2,999 000 0026,05/10/2026,Self,Closed,Completed,20/10/2026,\n";

class MapVerbs : public testing::Test {
  protected:
    MapVerbs() {
        write_text(folder_ / "Customers.csv", kCustomers);
        write_text(folder_ / "Our referrals.csv", kReferrals);
    }
    Ran propose() const {
        return run_sluice(
            {"map", "new", "--from", folder_ / "Customers.csv", "--from", folder_ / "Our referrals.csv",
             "--name", "our-cms", "--into", folder_ / "pack"}
        );
    }
    std::string sample(const std::string& file) const {
        return std::string(SLUICE_SOURCE_DIR) + "/deploy/sample/joy/export/" + file;
    }

    TemporaryFolder folder_;
};

TEST_F(MapVerbs, propose_a_source_that_ingest_takes) {
    const auto made = propose();
    ASSERT_EQ(made.code, 0) << made.err;
    const Gateway gateway(folder_ / "data");

    const auto ran = gateway.run(
        {"ingest", folder_ / "Customers.csv", folder_ / "Our referrals.csv", "--extension", folder_ / "pack",
         "--sender", "7QX", "--as-of", "2026-11-01", "--json"}
    );

    const auto outcome = read_outcome(ran.out);
    EXPECT_EQ(outcome.entities.at("person").at("accepted"), 3);
    EXPECT_EQ(outcome.entities.at("referral").at("accepted"), 2);
    EXPECT_EQ(
        gateway.rows("person", {"--extension", folder_ / "pack"}).begin()->second.at("gender").size(), 1U
    );
}

TEST_F(MapVerbs, say_how_sure_a_proposal_is_and_what_was_left_out) {
    const auto made = propose();

    EXPECT_THAT(made.out, HasSubstr("high    referral.status"));
    EXPECT_THAT(made.out, HasSubstr("Hair colour\n    none    not mapped"));
    EXPECT_THAT(made.out, HasSubstr("NHS No [says whose the row is]"));
    EXPECT_THAT(
        read_text(folder_ / "pack/mappings/our-cms/our_referrals.json"), HasSubstr("\"comment\": \"high: ")
    );
}

TEST_F(MapVerbs, never_show_or_write_a_value_of_the_files) {
    const auto made = propose();

    std::string all = made.out + made.err;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder_ / "pack")) {
        all += file.is_regular_file() ? read_text(file.path().string()) : std::string();
    }
    EXPECT_THAT(all, HasSubstr("our_referrals"));
    for (const auto* value : {"PRIVATEWORDS", "9990000018", "999 000 0018", "01/05/1950", "1950-05-01"}) {
        EXPECT_THAT(all, Not(HasSubstr(value)));
    }
}

TEST_F(MapVerbs, propose_nothing_for_a_file_that_is_read_already) {
    const auto made =
        run_sluice({"map", "new", "--from", sample("cases.csv"), "--name", "mine", "--into", folder_ / "mine"}
        );

    EXPECT_EQ(made.code, 64);
    EXPECT_THAT(made.err, HasSubstr("joy/cases"));
}

TEST_F(MapVerbs, propose_nothing_where_no_column_says_whose_a_row_is) {
    write_text(folder_ / "list.csv", "Colour,Number\nred,1\nblue,2\n");

    const auto made = run_sluice(
        {"map", "new", "--from", folder_ / "list.csv", "--name", "mine", "--into", folder_ / "mine"}
    );

    EXPECT_EQ(made.code, 64);
    EXPECT_THAT(made.err, HasSubstr("whose its rows are"));
    EXPECT_THAT(names_in(folder_.path()), Not(testing::Contains("mine")));
}

TEST_F(MapVerbs, run_the_cases_of_a_pack_and_miss_those_that_are_not_there) {
    propose();
    write_text(
        folder_ / "pack/mappings/our-cms/our_referrals.cases.json",
        R"({ "mapping": "our-cms/our_referrals", "cases": [
             { "name": "closed", "asOf": "2026-11-01",
               "lines": ["Ref No,NHS No,Date Received,Status", "R1,9990000018,02/10/2026,Closed"],
               "records": {"referral": [{"status": "completed"}]} },
             { "name": "wrong", "asOf": "2026-11-01",
               "lines": ["Ref No,NHS No,Date Received,Status", "R1,9990000018,02/10/2026,Closed"],
               "records": {"referral": [{"status": "received"}]} } ] })"
    );

    const auto ran = run_sluice({"map", "test", folder_ / "pack"});

    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.out, HasSubstr("ok     our-cms/our_referrals: closed"));
    EXPECT_THAT(ran.out, HasSubstr("FAILED our-cms/our_referrals: wrong"));
    EXPECT_THAT(ran.out, HasSubstr("none   our-cms/person:"));
}

TEST_F(MapVerbs, explain_each_field_of_a_row_without_its_values) {
    const auto ran = run_sluice(
        {"map", "explain", sample("cases.csv"), "--row", "5", "--with", sample("clients.csv"), "--sender",
         "7QX"}
    );

    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(
        ran.out, AllOf(
                     HasSubstr("Referral Source"), HasSubstr("code map case-referral-source"),
                     HasSubstr("need (accepted)"), HasSubstr("REF-030")
                 )
    );
    EXPECT_THAT(ran.out, Not(HasSubstr("2026-10-07")));
}

TEST_F(MapVerbs, explain_with_values_where_somebody_asks_for_them) {
    const auto ran = run_sluice(
        {"map", "explain", sample("cases.csv"), "--row", "5", "--with", sample("clients.csv"), "--sender",
         "7QX", "--show-values"}
    );

    EXPECT_THAT(ran.out, HasSubstr("= 2026-10-07"));
}

TEST_F(MapVerbs, explain_why_nothing_was_made_of_a_row) {
    const auto ran = run_sluice({"map", "explain", sample("notes.csv"), "--row", "2"});

    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.out, AllOf(HasSubstr("Nothing was made"), HasSubstr("LNK-001")));
}

}  // namespace
}  // namespace sluice::e2e
