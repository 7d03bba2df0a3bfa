#include "gateway/outlet/exchange.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

namespace sluice::outlet {
namespace {

using Row = ExchangeExport::Row;

const schema::Dataset& dataset() {
    return tests::repository_pack().documents->dataset;
}

// Ids first, as the contract asks, then the rows.
std::map<std::string, ExchangeFile> written(
    const std::vector<std::pair<std::string, Row>>& records, std::string_view purpose = "secondary-use",
    bool identity = false, const std::vector<std::string>& collected = {}
) {
    ExchangeExport out(dataset(), purpose, identity);
    for (const auto& entity : collected) {
        out.note_collected(entity);
    }
    for (const auto& [entity, row] : records) {
        out.note_id(*dataset().entity(entity), row);
    }
    for (const auto& [entity, row] : records) {
        out.add(*dataset().entity(entity), row);
    }
    std::map<std::string, ExchangeFile> files;
    for (auto& file : out.finish()) {
        files[file.name] = std::move(file);
    }
    return files;
}

Row person(const std::string& id, const std::string& local_id, const std::string& organisation = "A81001") {
    return {{"person_id", id}, {"local_id", local_id}, {"organisation", organisation}};
}

TEST(ExchangeExport, writes_rows_by_organisation_and_id) {
    const auto files = written(
        {{"person", person("x", "P2", "B81001")},
         {"person", person("y", "P9")},
         {"person", person("z", "P1", "B81001")}}
    );

    EXPECT_EQ(
        files.at("person.csv").text, "organisation_ods,person_local_id\nA81001,P9\nB81001,P1\nB81001,P2\n"
    );
    EXPECT_EQ(files.at("person.csv").rows, 3U);
}

TEST(ExchangeExport, leaves_out_columns_that_nobody_fills_and_keeps_mandatory_ones) {
    auto with_gender = person("x", "P1");
    with_gender["gender"] = "2";
    const auto files = written({{"person", with_gender}}, "secondary-use", false, {"contact"});

    EXPECT_EQ(files.at("person.csv").text, "organisation_ods,person_local_id,gender\nA81001,P1,2\n");
    EXPECT_EQ(files.at("contact.csv").text, "organisation_ods,contact_id,person_local_id,start,outcome\n");
    EXPECT_EQ(files.at("contact.csv").rows, 0U);
}

TEST(ExchangeExport, has_no_file_of_what_nobody_collects) {
    const auto files = written({{"person", person("x", "P1")}}, "secondary-use", false, {"goal"});

    EXPECT_TRUE(files.contains("person.csv")) << "what there is, is written";
    EXPECT_TRUE(files.contains("goal.csv")) << "collected, and there are none";
    EXPECT_FALSE(files.contains("risk.csv"));
}

TEST(ExchangeExport, names_records_as_they_were_sent_and_none_that_it_does_not_write) {
    const auto files = written(
        {{"person", person("x", "P1")},
         {"referral",
          {{"referral_id", "made-here"},
           {"person_id", "x"},
           {"organisation", "A81001"},
           {"episode_id", "nowhere"},
           {"referral_date", "2026-10-02"},
           {"status", "accepted"},
           {"parent_referral_id", "held back"}}}}
    );

    EXPECT_EQ(
        files.at("referral.csv").text,
        "organisation_ods,referral_id,person_local_id,referral_date,status\n"
        "A81001,made-here,P1,2026-10-02,accepted\n"
    );
}

TEST(ExchangeExport, names_two_records_that_were_sent_under_one_id_by_ids_of_its_own) {
    const auto referral = [](const char* id, const char* local_id, const char* person_id) {
        return Row{
            {"referral_id", id},        {"local_id", local_id}, {"person_id", person_id},
            {"organisation", "A81001"}, {"status", "accepted"}, {"referral_date", "2026-10-02"},
        };
    };
    const auto files = written(
        {{"person", person("x", "P1")},
         {"person", person("y", "P1")},
         {"person", person("z", "P1", "B81001")},
         {"referral", referral("a", "R1", "x")},
         {"referral", referral("b", "R2", "y")}}
    );

    EXPECT_EQ(
        files.at("person.csv").text, "organisation_ods,person_local_id\nA81001,x\nA81001,y\nB81001,P1\n"
    );
    EXPECT_EQ(
        files.at("referral.csv").text,
        "organisation_ods,referral_id,person_local_id,referral_date,status\n"
        "A81001,R1,x,2026-10-02,accepted\n"
        "A81001,R2,y,2026-10-02,accepted\n"
    );
}

TEST(ExchangeExport, never_writes_a_sent_id_that_another_record_has_as_its_own) {
    const auto files = written({{"person", person("x", "")}, {"person", person("y", "x")}});

    EXPECT_EQ(files.at("person.csv").text, "organisation_ods,person_local_id\nA81001,x\nA81001,y\n");
}

TEST(ExchangeExport, writes_times_of_the_day_booleans_and_words_without_a_code) {
    const auto files = written(
        {{"person", person("x", "P1")},
         {"contact",
          {{"contact_id", "c"},
           {"local_id", "C1"},
           {"person_id", "x"},
           {"organisation", "A81001"},
           {"contact_date", "2026-07-06"},
           {"contact_time", "10:00"},
           {"outcome", "attended"},
           {"mode_text", "by drum"},
           {"notes_present", "0"}}},
         {"contact",
          {{"contact_id", "d"},
           {"local_id", "C2"},
           {"person_id", "x"},
           {"organisation", "A81001"},
           {"contact_date", "2026-12-06"},
           {"outcome", "dna"},
           {"notes_present", "1"}}}}
    );

    EXPECT_EQ(
        files.at("contact.csv").text,
        "organisation_ods,contact_id,person_local_id,start,outcome,mode,notes_present\n"
        "A81001,C1,P1,2026-07-06T10:00:00+01:00,attended,by drum,false\n"
        "A81001,C2,P1,2026-12-06,dna,,true\n"
    );
}

TEST(ExchangeExport, quotes_what_csv_must) {
    const auto files = written({{"person", person("x", "P\"1\",\n")}});

    EXPECT_EQ(files.at("person.csv").text, "organisation_ods,person_local_id\nA81001,\"P\"\"1\"\",\n\"\n");
}

TEST(ExchangeExport, has_no_file_and_no_column_that_the_purpose_does_not_allow) {
    auto named = person("x", "P1");
    named["given_name"] = "Ada";

    EXPECT_FALSE(written({}, "secondary-use", false, {"claim"}).contains("claim.csv"));
    EXPECT_TRUE(written({}, "evaluation", false, {"claim"}).contains("claim.csv"));
    const auto has_name = [&](std::string_view purpose, bool identity) {
        return written({{"person", named}}, purpose, identity).at("person.csv").text.find("Ada") !=
               std::string::npos;
    };
    EXPECT_FALSE(has_name("secondary-use", true));
    EXPECT_FALSE(has_name("direct-care", false)) << "only for whoever asks";
    EXPECT_TRUE(has_name("direct-care", true));
}

TEST(ExchangeExport, notes_whether_there_are_nhs_numbers) {
    ExchangeExport out(dataset(), "secondary-use", false);
    out.note_id(*dataset().entity("person"), person("x", "P1"));
    out.add(*dataset().entity("person"), person("x", "P1"));
    EXPECT_FALSE(out.has_nhs_numbers());

    auto numbered = person("y", "P2");
    numbered["nhs_number"] = "9990000018";
    out.add(*dataset().entity("person"), numbered);

    EXPECT_TRUE(out.has_nhs_numbers());
}

}  // namespace
}  // namespace sluice::outlet
