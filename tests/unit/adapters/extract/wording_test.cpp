#include "adapters/extract/wording.hpp"

#include "adapters/extract/read.hpp"

#include "tests/support/pack.hpp"
#include "tests/support/rows.hpp"

#include <gtest/gtest.h>

namespace sluice::extract {
namespace {

using schema::TextEncoding;

class WordingTest : public testing::Test {
  protected:
    std::string read(
        std::string_view column, std::string_view text, TextEncoding encoding = TextEncoding::windows_1252
    ) const {
        std::string out;
        return std::string(Wording(system_, table_, encoding).read(text, *table_.column(column), out));
    }
    Batch read_block(const std::string& text, TextEncoding encoding = TextEncoding::windows_1252) {
        block_ = text;
        const auto& program = tests::repository_program("tpp");
        const auto table = *system_.table_index("SRPatient");
        plan_.program = &program;
        plan_.layout = &program.layout("direct-care", table);
        plan_.purpose = "direct-care";
        plan_.binding = bind_columns(
            table_,
            {"RowIdentifier", "IDOrganisationVisibleTo", "DateBirth", "Surname", "TestPatient",
             "RemovedData"},
            ""
        );
        plan_.links = &rows_;
        plan_.encoding = encoding;
        return BlockReader(plan_, {}).read(block_, true).value();
    }
    std::string cell(const KeptRow& row, std::string_view column) const {
        return std::string(row.cells.at(static_cast<std::size_t>(plan_.layout->cell_of[*table_.column(column)]
        )));
    }

    const schema::SourceSystem& system_ = tests::repository_program("tpp").system();
    const schema::SourceTable& table_ = *system_.table("SRPatient");
    tests::SourceRows rows_{system_, tests::all_columns(system_)};
    FilePlan plan_;
    std::string block_;
};

TEST_F(WordingTest, reads_dates_encoding_and_blanks_as_the_system_writes_them) {
    EXPECT_EQ(read("DateBirth", "29 Jan 1950 00:00"), "1950-01-29");
    EXPECT_EQ(read("DateBirth", "1950-01-29"), "1950-01-29");
    EXPECT_EQ(read("DateBirth", "30 Feb 1950"), "30 Feb 1950") << "it is reported as it stands";
    EXPECT_EQ(read("Surname", "29 Jan 1950"), "29 Jan 1950");
    EXPECT_EQ(read("Surname", "Zo\xEB"), "Zoë");
    EXPECT_EQ(read("Surname", "Zoë", TextEncoding::utf8), "Zoë");
    EXPECT_EQ(read("Surname", "-1"), "-1");

    const auto& code = *system_.table("SRCode");
    const Wording wording(system_, code, TextEncoding::utf8);
    std::string out;
    for (const auto* nothing : {"", "-1", "0"}) {
        EXPECT_EQ(wording.read(nothing, *code.column("IDEvent"), out), "") << nothing;
    }
    EXPECT_EQ(wording.read("10", *code.column("IDEvent"), out), "10");
    EXPECT_EQ(wording.read("0", *code.column("NumericValue"), out), "0");
}

TEST_F(WordingTest, is_none_where_the_system_writes_as_we_do) {
    const auto& emis = tests::repository_program().system();

    EXPECT_FALSE(Wording(emis, *emis.table("Admin_Patient"), TextEncoding::utf8).any());
    EXPECT_TRUE(Wording(system_, table_, TextEncoding::utf8).any());
}

TEST_F(WordingTest, keeps_a_name_of_a_block_in_another_encoding) {
    const std::string row =
        "\"101\",\"A81001\",\"29 Jan 1950 00:00\",\"Zo\xEB \"\"O\x92Neill\"\"\",\"FALSE\",\"0\"\r\n";

    const auto batch = read_block(row);

    ASSERT_EQ(batch.rows.size(), 1U);
    EXPECT_EQ(cell(batch.rows[0], "Surname"), "Zoë \"O’Neill\"");
    EXPECT_EQ(cell(batch.rows[0], "DateBirth"), "1950-01-29");
    EXPECT_EQ(
        batch.rows[0].person,
        "A81001\x1f"
        "101"
    );

    const auto as_utf8 = read_block(row, TextEncoding::utf8);

    ASSERT_EQ(as_utf8.faults.size(), 1U) << "a file with a mark is what its mark says";
    EXPECT_EQ(as_utf8.faults[0].fault, schema::Fault::csv_invalid_utf8);
}

}  // namespace
}  // namespace sluice::extract
