// Rows of reports: several entries side by side, cells that stand above, ids that are made (cells.hpp), and
// with them rules ROW-009 and ROW-010.
#include "adapters/extract/read.hpp"

#include "tests/support/pack.hpp"

#include <gmock/gmock.h>

#include <deque>

namespace sluice::extract {
namespace {

using schema::Fault;
using testing::ElementsAre;
using testing::IsEmpty;

class EntriesTest : public testing::Test {
  protected:
    void use(
        std::string_view table, std::vector<std::string> header, std::string_view system = "emis-report"
    ) {
        const auto& program = tests::repository_program(system);
        const auto index = *program.system().table_index(table);
        plan_.program = &program;
        plan_.layout = &program.layout("evaluation", index);
        plan_.binding = bind_columns(program.system().tables[index], header, "");
        if (const auto holder = program.system().tables[index].column("holder")) {
            plan_.binding.package[*holder] = "F84001";  // as every file has a sender
        }
    }
    Batch read(const std::string& text) {
        return BlockReader(plan_, {}).read(blocks_.emplace_back(text), true).value();
    }
    std::string cell(const KeptRow& row, std::string_view column) const {
        const auto at = plan_.layout->cell_of[*plan_.layout->schema().column(column)];
        return at < 0 ? "not kept" : std::string(row.cells[static_cast<std::size_t>(at)]);
    }
    std::vector<std::string> cells(const Batch& batch, std::string_view column) const {
        std::vector<std::string> out;
        for (const auto& row : batch.rows) {
            out.push_back(cell(row, column));
        }
        return out;
    }

    FilePlan plan_;
    std::deque<std::string> blocks_;
};

const std::vector<std::string> kWide = {"NHS Number", "Date",      "Code Term", "Value",     "Age",
                                        "Date",       "Code Term", "Date",      "Code Term", ""};

TEST_F(EntriesTest, gives_a_row_for_each_entry_of_a_record_and_counts_the_record_once) {
    use("entry_list", kWide);

    const auto batch = read("999 000 0018,02/03/2026,Referral,1,76,03/03/2026,Need,,,\n");

    EXPECT_EQ(batch.read, 1U);
    EXPECT_EQ(batch.skipped + batch.rejected, 0U);
    EXPECT_THAT(cells(batch, "CodeTerm"), ElementsAre("Referral", "Need"));
    EXPECT_THAT(cells(batch, "Date"), ElementsAre("02/03/2026", "03/03/2026"));
    EXPECT_THAT(cells(batch, "entry_number"), ElementsAre("1", "2"));
    EXPECT_THAT(cells(batch, "Value"), ElementsAre("1", ""));
    EXPECT_EQ(batch.rows[0].person, batch.rows[1].person);
    EXPECT_NE(batch.rows[0].key, batch.rows[1].key);
}

TEST_F(EntriesTest, gives_one_row_for_a_record_without_any_entry) {
    use("entry_list", kWide);

    const auto batch = read("999 000 0018,,,,76,,,,,\n");

    ASSERT_EQ(batch.rows.size(), 1U);
    EXPECT_EQ(cell(batch.rows[0], "entry_number"), "1");
}

TEST_F(EntriesTest, takes_two_entries_that_say_the_same_for_one) {
    use("entry_list", kWide);

    EXPECT_EQ(read("999 000 0018,02/03/2026,Referral,,76,02/03/2026,Referral,,,\n").rows.size(), 1U);
}

TEST_F(EntriesTest, gives_a_value_to_the_entry_beside_it_and_to_no_other) {
    use("entry_list", {"NHS Number", "Date", "Code Term", "Date", "Code Term", "Age", "Value"});

    const auto batch = read("999 000 0018,02/03/2026,Referral,03/03/2026,Need,76,7\n");

    EXPECT_THAT(cells(batch, "CodeTerm"), ElementsAre("Referral", "Need", ""));
    EXPECT_THAT(cells(batch, "Value"), ElementsAre("", "", "7"));
}

TEST_F(EntriesTest, takes_the_columns_of_the_one_entry_of_a_row_wherever_they_stand) {
    use("entry_list", {"NHS Number", "Date", "Age", "Code Term", "Gender", "Value"});

    const auto batch = read("999 000 0018,02/03/2026,76,Referral,Female,7\n");

    EXPECT_THAT(cells(batch, "CodeTerm"), ElementsAre("Referral"));
    EXPECT_THAT(cells(batch, "Value"), ElementsAre("7"));
}

TEST_F(EntriesTest, keeps_apart_what_comes_from_different_joined_reports) {
    use("entry_list",
        {"NHS number", "Referrals: Event date", "Referrals: CTV3 code", "Scores: Numeric value",
         "Scores: Event date", "Patient Count"},
        "tpp-report");

    const auto batch = read("999 000 0018,02 Mar 2026,XaaEC,7,03 Mar 2026,1\n");

    EXPECT_THAT(cells(batch, "EventDate"), ElementsAre("2026-03-02", "2026-03-03"));
    EXPECT_THAT(cells(batch, "CTV3Code"), ElementsAre("XaaEC", ""));
    EXPECT_THAT(cells(batch, "NumericValue"), ElementsAre("", "7"));
}

TEST_F(EntriesTest, takes_the_name_of_the_one_joined_report_for_no_more_than_that) {
    use("entry_list",
        {"Social prescribing: joined: NHS number", "Social prescribing: Event date", "Age",
         "Social prescribing: CTV3 code"},
        "tpp-report");

    const auto batch = read("999 000 0018,02 Mar 2026,76,XaaEC\n");

    EXPECT_THAT(plan_.binding.unknown, IsEmpty());
    EXPECT_THAT(cells(batch, "EventDate"), ElementsAre("2026-03-02"));
    EXPECT_THAT(cells(batch, "CTV3Code"), ElementsAre("XaaEC"));
}

TEST_F(EntriesTest, takes_blank_cells_behind_the_last_column_and_no_other) {
    use("entry_list", {"NHS Number", "Date", "Code Term"});

    EXPECT_EQ(read("999 000 0018,02/03/2026,Referral,,,\n").rows.size(), 1U);
    const auto batch = read("999 000 0018,02/03/2026,Referral,,more\n999 000 0018,02/03/2026\n");
    EXPECT_EQ(batch.rejected, 2U);
    EXPECT_EQ(batch.faults[0].fault, Fault::csv_ragged_row);
}

TEST_F(EntriesTest, tells_people_apart_by_a_number_that_can_be_one_else_by_that_of_the_practice) {
    use("entry_list", {"EMIS Number", "Organisation Code", "NHS Number", "Date", "Code Term"});

    const auto batch = read(
        "1,F84001,999 000 0018,,\n"
        "2,F84001,9990000018,,\n"
        "3,F84001,0000000000,,\n"
        "4,F84001,0000000000,,\n"
        "3,F84002,not known,,\n"
        "1,F84002,9990000018,,\n"
        ",F84001,,,\n"
    );

    ASSERT_EQ(batch.rows.size(), 6U);
    EXPECT_EQ(batch.rows[0].person, batch.rows[1].person);
    EXPECT_NE(batch.rows[2].person, batch.rows[3].person);
    EXPECT_NE(batch.rows[2].person, batch.rows[4].person);
    EXPECT_NE(batch.rows[0].person, batch.rows[5].person);
    EXPECT_EQ(batch.rows[0].person.find("999"), std::string::npos);
    EXPECT_EQ(batch.rejected, 1U);
    EXPECT_EQ(batch.faults.back().fault, Fault::row_missing_key);
}

TEST_F(EntriesTest, reports_a_number_once_however_many_entries_the_record_has) {
    use("entry_list",
        {"EMIS Number", "Organisation Code", "NHS Number", "Date", "Code Term", "Date", "Code Term"});

    const auto batch =
        read("1,F84001,9990000017,02/03/2026,Debt and money concerns,02/03/2026,Employment concerns\n");

    EXPECT_EQ(batch.rows.size(), 2U);
    ASSERT_EQ(batch.faults.size(), 1U);
    EXPECT_EQ(batch.faults[0].fault, Fault::nhs_number_check_digit);
}

TEST_F(EntriesTest, takes_the_organisation_from_above_and_leaves_what_stands_above_the_first) {
    use("entry_count", {"Organisation Code", "Code Term", "Count"});

    const auto batch = read(",Referral,9\n,Offer,8\nF84001,Referral,3\n,Offer,2\n,,\nF84002,Referral,4\n");

    EXPECT_THAT(cells(batch, "OrganisationCode"), ElementsAre("F84001", "F84001", "F84002"));
    EXPECT_EQ(batch.skipped, 3U);
    std::vector<Fault> faults;
    for (const auto& fault : batch.faults) {
        faults.push_back(fault.fault);
    }
    EXPECT_THAT(
        faults, ElementsAre(Fault::row_of_other_site, Fault::row_of_other_site, Fault::row_filled_from_above)
    );
}

TEST(JoinedReports, name_no_heading_of_a_system_that_has_none) {
    const auto& table = *tests::repository_program("emis-report").system().table("entry_list");

    const auto binding = bind_columns(table, {"NHS Number", "Referrals: Date"}, "");

    EXPECT_THAT(binding.unknown, ElementsAre(1U));
}

TEST(Labels, say_which_of_several_columns_is_meant) {
    const auto& table = *tests::repository_program("emis-report").system().table("entry_list");
    const auto term = *table.column("CodeTerm");
    const auto number = *table.column("NHSNumber");

    EXPECT_EQ(table.label_at(table.place(term)), "Code Term (1)");
    EXPECT_EQ(table.label_at(table.place(term, 2)), "Code Term (3)");
    EXPECT_EQ(table.label_at(table.place(number)), "NHS Number");
    EXPECT_EQ(table.label_at(0), "");
}

}  // namespace
}  // namespace sluice::extract
