#include "adapters/extract/outline.hpp"

#include "adapters/extract/preamble.hpp"

#include "tests/support/files.hpp"
#include "tests/support/pack.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace sluice::extract {
namespace {

using testing::ElementsAre;
using testing::Pair;

const std::string kHeadings = "NHS Number,Date,Code Term,Associated Text\n";
const std::string kRow = "999 000 0018,02/03/2026,Referral to social prescribing service,\n";

class OutlineTest : public testing::Test {
  protected:
    std::optional<Outline> outline_of(const std::string& text) {
        text_ = text;
        tests::write_text(folder_ / "report.csv", text);
        const auto file = env::open_for_read(folder_ / "report.csv").value();
        return outline(file, tests::repository_pack().documents->systems, {}).value();
    }
    // What the section holds, from below its headings to its end.
    std::string body(const OutlineSection& section) const {
        const auto end = std::min<std::uint64_t>(section.end_offset, text_.size());
        return text_.substr(section.data_offset, end - section.data_offset);
    }

    tests::TemporaryFolder folder_;
    std::string text_;
};

TEST_F(OutlineTest, finds_headings_in_the_first_line) {
    const auto found = outline_of(kHeadings + kRow);

    ASSERT_TRUE(found);
    EXPECT_EQ(found->recognised.system->name, "emis-report");
    EXPECT_EQ(found->recognised.schema().name, "entry_list");
    ASSERT_EQ(found->sections.size(), 1U);
    EXPECT_EQ(found->sections[0].heading_record, 1U);
    EXPECT_EQ(body(found->sections[0]), kRow);
}

TEST_F(OutlineTest, finds_them_below_a_preamble_of_any_length_and_reads_it) {
    for (const int blank : {0, 1, 6, 20}) {
        std::string text =
            "Report name,Social prescribing\nLast run: 31/10/2026 09:15\nOrganisation code,f84001,\n";
        for (int i = 0; i < blank; ++i) {
            text += ",,,\n";
        }

        const auto found = outline_of(text + kHeadings + kRow);

        ASSERT_TRUE(found) << blank;
        EXPECT_EQ(found->sections[0].heading_record, static_cast<std::uint64_t>(blank + 4));
        EXPECT_THAT(
            found->sections[0].says, ElementsAre(
                                         Pair("organisation", "F84001"), Pair("report", "Social prescribing"),
                                         Pair("run", "2026-10-31")
                                     )
        );
    }
}

TEST_F(OutlineTest, does_not_look_for_headings_further_down_than_the_schema_says) {
    std::string text;
    for (int i = 0; i < 40; ++i) {
        text += "a line,of a letter\n";
    }

    EXPECT_FALSE(outline_of(text + kHeadings + kRow));
}

TEST_F(OutlineTest, parts_joined_files_and_takes_each_preamble_for_its_own_part) {
    const auto found = outline_of(
        "Organisation code,F84001\n" + kHeadings + kRow + ",,,\nOrganisation code,F84002\n" + kHeadings +
        kRow + kRow
    );

    ASSERT_TRUE(found);
    ASSERT_EQ(found->sections.size(), 2U);
    EXPECT_EQ(body(found->sections[0]), kRow);
    EXPECT_EQ(found->sections[0].says.at("organisation"), "F84001");
    EXPECT_EQ(found->sections[1].heading_record, 6U);
    EXPECT_EQ(body(found->sections[1]), kRow + kRow);
    EXPECT_EQ(found->sections[1].says.at("organisation"), "F84002");
}

TEST_F(OutlineTest, takes_headings_that_come_again_in_another_order_as_they_are) {
    const auto found = outline_of(kHeadings + kRow + "Code Term,Date,NHS Number,Associated Text\nx,y,z,\n");

    ASSERT_EQ(found->sections.size(), 2U);
    EXPECT_THAT(found->sections[1].header, ElementsAre("Code Term", "Date", "NHS Number", "Associated Text"));
}

TEST_F(OutlineTest, finds_the_notice_that_the_results_are_not_complete) {
    const auto found = outline_of(kHeadings + kRow + "Complete Results are available on request.,,,\n");

    EXPECT_EQ(found->cut_short_record, 3U);
}

TEST_F(OutlineTest, takes_no_free_text_of_a_row_for_the_notice) {
    const auto found = outline_of(
        kHeadings + "999 000 0018,02/03/2026,Advice,complete results are available in the letter\n"
    );

    EXPECT_EQ(found->cut_short_record, 0U);
}

TEST_F(OutlineTest, knows_the_report_of_each_system_by_its_headings) {
    const std::pair<const char*, const char*> kKinds[] = {
        {"NHS number,Date of birth,Sex,Event date,CTV3 code,Numeric value,Patient Count\n", "entry_list"},
        {"Patient ID,Social prescribing: Event date,Social prescribing: SNOMED code,Patient Count\n",
         "entry_list"},
        {"NHS number,Referral date,Service offered,Discharge date,Patient Count\n", "referral_list"},
        {"Organisation ID,CTV3 code,Patient Count\n", "event_count"},
        {"L,Date,Details,Drawing,Flags,R\n", "journal"}};
    for (const auto& [headings, table] : kKinds) {
        const auto found = outline_of(headings);

        ASSERT_TRUE(found) << table;
        EXPECT_EQ(found->recognised.system->name, "tpp-report") << headings;
        EXPECT_EQ(found->recognised.schema().name, table);
    }
}

const std::string kUpper = "Respondent ID,Baseline,,End,\n";
const std::string kLower =
    "Respondent ID,Date completed,Life satisfaction,Date completed,Life satisfaction\n";

TEST_F(OutlineTest, puts_headings_together_with_the_line_above_that_says_what_they_belong_to) {
    const auto found = outline_of("Scheme,North\n" + kUpper + kLower + "R1,02/03/2026,4,01/06/2026,6\n");

    ASSERT_TRUE(found);
    EXPECT_THAT(
        found->sections[0].header,
        ElementsAre(
            "Respondent ID", "Baseline: Date completed", "Baseline: Life satisfaction", "End: Date completed",
            "End: Life satisfaction"
        )
    );
    EXPECT_EQ(found->sections[0].heading_record, 3U);
    EXPECT_EQ(found->sections[0].says.at("scheme"), "North");
}

TEST_F(OutlineTest, takes_no_row_for_the_line_above_the_headings) {
    const std::string headings = "Respondent ID,Stage,Date completed,Life satisfaction\n";
    const std::string row = "R1,End,02/03/2026,4\n";

    const auto found = outline_of(headings + row + headings + row);

    ASSERT_EQ(found->sections.size(), 2U);
    EXPECT_EQ(body(found->sections[0]), row);
    EXPECT_THAT(
        found->sections[1].header,
        ElementsAre("Respondent ID", "Stage", "Date completed", "Life satisfaction")
    );
}

TEST_F(OutlineTest, keeps_two_lines_of_headings_together_further_down) {
    const std::string row = "R1,02/03/2026,4,01/06/2026,6\n";

    const auto found = outline_of(kUpper + kLower + row + "Scheme,South\n" + kUpper + kLower + row);

    ASSERT_EQ(found->sections.size(), 2U);
    EXPECT_EQ(body(found->sections[0]), row);
    EXPECT_EQ(found->sections[1].header[3], "End: Date completed");
    EXPECT_EQ(found->sections[1].says.at("scheme"), "South");
}

TEST_F(OutlineTest, knows_files_with_semicolons_and_with_tabs) {
    for (const char delimiter : {';', '\t'}) {
        std::string text = kHeadings + kRow;
        std::replace(text.begin(), text.end(), ',', delimiter);

        const auto found = outline_of(text);

        ASSERT_TRUE(found);
        EXPECT_EQ(found->dialect.delimiter, delimiter);
    }
}

TEST_F(OutlineTest, knows_no_file_of_another_kind) {
    EXPECT_FALSE(outline_of("Present,Absent\nA,B\n"));
    EXPECT_FALSE(outline_of("Date,Place\n02/03/2026,Hall\n"));
    EXPECT_FALSE(outline_of("NHS Number\n9990000018\n"));
    EXPECT_FALSE(outline_of("\n\n\n"));
    EXPECT_FALSE(outline_of("{\"NHS Number\": 1}"));
}

TEST(SaidByName, finds_the_code_of_the_practice_and_nothing_that_looks_like_it) {
    const auto& form = *tests::repository_program("emis-report").system().report;

    EXPECT_EQ(said_by_name(form, "october/F84001 referrals.csv").at("organisation"), "F84001");
    EXPECT_EQ(said_by_name(form, "F84001/referrals.csv").at("organisation"), "F84001");
    EXPECT_TRUE(said_by_name(form, "20261031 referrals.csv").empty());
    EXPECT_TRUE(said_by_name(form, "XF840012.csv").empty());
}

TEST(TitleOf, keeps_the_words_that_stay_the_same_from_month_to_month) {
    EXPECT_EQ(title_of("october/F84001 SP referrals 2026-10-31.csv"), "sp referrals");
    EXPECT_EQ(title_of("SP_referrals_(2).csv"), "sp referrals");
    EXPECT_EQ(title_of("20261031.csv"), "");
}

}  // namespace
}  // namespace sluice::extract
