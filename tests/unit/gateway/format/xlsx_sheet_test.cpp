#include "gateway/format/xlsx_reference.hpp"

#include "tests/unit/gateway/format/read_sheets.hpp"

namespace sluice::format {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tests::plain_workbook;
using tests::sheet_xml;
using tests::zipped;

std::string fault_of_rows(std::string_view rows) {
    return read_sheets(zipped(plain_workbook(rows))).fault();
}

TEST(XlsxSheet, gives_rows_and_cells_where_a_person_sees_them) {
    EXPECT_THAT(
        read_rows(R"(<row r="2" hidden="1"><c r="A2"><v>1</v></c><c r="C2"><v>3</v></c></row>)"
                  R"(<row r="5" hidden="0"/><row r="7"><c r="B7" s="1"/></row>)"
                  R"(<row r="1048576" hidden="true"><c r="XFD1048576"><v>9</v></c></row>)"),
        ElementsAre("2 hidden: A number=1 C number=3", "1048576 hidden: 16383 number=9")
    );
}

TEST(XlsxSheet, counts_on_where_rows_and_cells_have_no_names) {
    EXPECT_THAT(
        read_rows(
            R"(<row><c><v>1</v></c><c><v>2</v></c></row><row><c r="C2"><v>3</v></c><c><v>4</v></c></row>)"
            R"(<row r="9"><c/><c><v>5</v></c></row><row><c><v>6</v></c></row>)"
        ),
        ElementsAre("1: A number=1 B number=2", "2: C number=3 D number=4", "9: B number=5", "10: A number=6")
    );
}

TEST(XlsxSheet, takes_cells_in_any_order) {
    EXPECT_THAT(
        read_rows(R"(<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>)"),
        ElementsAre("1: A number=1 C number=3")
    );
}

TEST(XlsxSheet, passes_over_what_it_does_not_know) {
    auto parts = plain_workbook("");
    parts["xl/worksheets/sheet1.xml"] = sheet_xml(
        R"(<!-- a --><row r="1" spans="1:2" x14ac:dyDescent="0.25"><!-- b --><c r="A1"><v>1</v><extLst/></c>)"
        R"(<extLst><c><v>9</v></c></extLst></row><?pi <row/>?>)",
        R"(<autoFilter ref="A1:B2"/><x><y><row r="1"/></y></x>)"
    );

    EXPECT_THAT(read_sheets(zipped(parts)).lines, ElementsAre("sheet Data", "1: A number=1", "end"));
}

TEST(XlsxSheet, refuses_rows_and_cells_that_none_can_have) {
    const struct {
        const char* rows;
        const char* fault;
    } cases[] = {
        {R"(<row r="0"/>)", "bad-reference"},
        {R"(<row r="-1"/>)", "bad-reference"},
        {R"(<row r="1.5"/>)", "bad-reference"},
        {R"(<row r="01"/>)", "bad-reference"},
        {R"(<row r="x"/>)", "bad-reference"},
        {R"(<row r="1048577"/>)", "too-many-rows"},
        {R"(<row r="99999999999999999999999"/>)", "too-many-rows"},
        {R"(<row r="1048576"/><row/>)", "too-many-rows"},
        {R"(<row r="2"/><row r="2"/>)", "rows-out-of-order"},
        {R"(<row r="2"/><row r="1"/>)", "rows-out-of-order"},
        {R"(<row r="1"><c r="1A"/></row>)", "bad-reference"},
        {R"(<row r="1"><c r="A"/></row>)", "bad-reference"},
        {R"(<row r="1"><c r="1"/></row>)", "bad-reference"},
        {R"(<row r="1"><c r="a1"/></row>)", "bad-reference"},
        {R"(<row r="1"><c r="A1 "/></row>)", "bad-reference"},
        {R"(<row r="1"><c r="A0"/></row>)", "bad-reference"},
        {R"(<row r="1"><c r="$A$1"/></row>)", "bad-reference"},
        {R"(<row r="1"><c r="A2"/></row>)", "bad-reference"},
        {R"(<row r="1"><c r="XFD1"/></row>)", "none"},
        {R"(<row r="1"><c r="XFE1"/></row>)", "too-many-columns"},
        {R"(<row r="1"><c r="ZZZZZZZZZZZZZZZZZZZZZZZZZ1"/></row>)", "too-many-columns"},
        {R"(<row r="1"><c r="XFD1"/><c/></row>)", "too-many-columns"},
        {R"(<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>)", "duplicate-cell"},
        {R"(<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c><c><v>2</v></c></row>)", "duplicate-cell"},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(fault_of_rows(c.rows), c.fault) << c.rows;
    }
}

TEST(XlsxSheet, tells_what_is_merged_before_the_rows) {
    const auto read_merged = [](const std::string& ranges) {
        auto parts = plain_workbook("");
        parts["xl/worksheets/sheet1.xml"] =
            sheet_xml("<row r=\"1\"/>", "<mergeCells>" + ranges + "</mergeCells>");
        return read_sheets(zipped(parts));
    };

    EXPECT_THAT(
        read_merged(R"(<mergeCell ref="B1:D1"/><mergeCell ref="A2:A9"/><mergeCell ref="F5"/>)").merged,
        ElementsAre(MergedRange{1, 1, 1, 3}, MergedRange{2, 9, 0, 0}, MergedRange{5, 5, 5, 5})
    );
    EXPECT_EQ(read_merged("").fault(), "none");
    for (const char* range : {"", "A", "A1:", "B1:A1", "A2:A1", "A1:B2:C3", "A0:B1"}) {
        const auto read = read_merged("<mergeCell ref=\"" + std::string(range) + "\"/>");
        EXPECT_EQ(read.fault(), "bad-reference") << range;
        EXPECT_THAT(read.lines, IsEmpty()) << range;
    }
    EXPECT_EQ(read_merged(R"(<mergeCell ref="A1:XFE1"/>)").fault(), "too-many-columns");
    EXPECT_EQ(read_merged(R"(<mergeCell ref="A1:A1048577"/>)").fault(), "too-many-rows");
}

}  // namespace
}  // namespace sluice::format
