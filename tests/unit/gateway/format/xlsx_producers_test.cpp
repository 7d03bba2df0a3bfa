// Workbooks as programs write them, each with its ways.
#include "tests/unit/gateway/format/read_sheets.hpp"

#include <xlsxwriter.h>

namespace sluice::format {
namespace {

using ::testing::ElementsAre;
using tests::zipped;

constexpr lxw_datetime kMorning{2026, 10, 24, 9, 30, 0};

lxw_format* shown_as(lxw_workbook* book, const char* code) {
    lxw_format* format = workbook_add_format(book);
    format_set_num_format(format, code);
    return format;
}

void write_cells(lxw_workbook* book) {
    lxw_worksheet* sheet = workbook_add_worksheet(book, "Quarter 3");
    worksheet_merge_range(sheet, 0, 0, 0, 2, "Social prescribing", nullptr);
    worksheet_write_string(sheet, 1, 0, " R&D <\xC3\xA9> ", nullptr);
    worksheet_write_number(sheet, 1, 1, 0.1 + 0.2, nullptr);
    worksheet_write_number(sheet, 1, 2, 9434765919, nullptr);
    worksheet_write_number(sheet, 1, 3, 0.3, nullptr);
    worksheet_write_boolean(sheet, 2, 0, 1, nullptr);
    lxw_datetime day{2026, 10, 24, 0, 0, 0};
    lxw_datetime morning = kMorning;
    worksheet_write_datetime(sheet, 2, 1, &day, shown_as(book, "dd/mm/yyyy"));
    worksheet_write_datetime(sheet, 2, 2, &morning, shown_as(book, "dd/mm/yyyy hh:mm"));
    worksheet_write_number(sheet, 2, 3, 1.5, shown_as(book, "[h]:mm"));
    worksheet_write_number(sheet, 2, 4, 0.23, shown_as(book, "0%"));
    worksheet_write_blank(sheet, 3, 0, shown_as(book, "yyyy"));
    worksheet_write_formula_num(sheet, 4, 0, "=SUM(B2:C2)", nullptr, 12);
    worksheet_write_formula_str(sheet, 4, 1, "=A2", nullptr, "text");
    char first[] = "two ";
    char second[] = "runs";
    lxw_rich_string_tuple plain{nullptr, first};
    lxw_rich_string_tuple bold{shown_as(book, "0"), second};
    lxw_rich_string_tuple* runs[] = {&plain, &bold, nullptr};
    worksheet_write_rich_string(sheet, 4, 2, runs, nullptr);
    lxw_row_col_options hidden{};
    hidden.hidden = LXW_TRUE;
    worksheet_set_row_opt(sheet, 4, LXW_DEF_ROW_HEIGHT, nullptr, &hidden);
    worksheet_hide(workbook_add_worksheet(book, "Lists"));
}

SheetLines written_by_libxlsxwriter(bool constant_memory) {
    const tests::TemporaryFolder folder;
    lxw_workbook_options options{};
    options.constant_memory = constant_memory ? LXW_TRUE : LXW_FALSE;  // strings inline
    lxw_workbook* book = workbook_new_opt((folder / "a.xlsx").c_str(), &options);
    write_cells(book);
    EXPECT_EQ(workbook_close(book), LXW_NO_ERROR);
    const auto read = read_sheets_at(folder / "a.xlsx");
    EXPECT_TRUE(read);
    return read ? *read : SheetLines();
}

TEST(XlsxProducers, libxlsxwriter) {
    for (const bool constant_memory : {false, true}) {
        const auto read = written_by_libxlsxwriter(constant_memory);

        EXPECT_EQ(read.fault(), "none");
        EXPECT_THAT(
            read.lines,
            ElementsAre(
                "sheet Quarter 3", "1: A=Social prescribing",
                "2: A= R&D <\xC3\xA9>  B number=0.3 C number=9434765919 D number=0.3",
                "3: A boolean=TRUE B date=2026-10-24 C date=2026-10-24T09:30:00 D time=36:00:00 E "
                "number=0.23",
                "5 hidden: A formula number=12 B formula=text C=two runs", "end", "sheet Lists hidden", "end"
            )
        );
        EXPECT_THAT(read.merged, ElementsAre(MergedRange{1, 1, 0, 2}));
        EXPECT_TRUE(read.outcome.calculates_on_load);
    }
}

// As LibreOffice Calc 7 saves: a styles part with formats by its own ids, cells "n" by name, booleans with a
// format, a formula of text with its type, an empty one, and rows to the end of the sheet that only have a
// height.
TEST(XlsxProducers, libreoffice) {
    auto parts = tests::plain_workbook(
        R"(<row r="1" customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false">)"
        R"(<c r="A1" s="0" t="s"><v>0</v></c><c r="B1" s="1" t="n"><v>46319.3958333333</v></c><c r="C1" s="2" t="b"><v>1</v></c></row>)"
        R"(<row r="2" hidden="true"><c r="A2" s="0" t="str"><f aca="false">A1</f><v>one</v></c><c r="B2" s="0" t="n"><f aca="false">1/3</f><v>0.333333333333333</v></c>)"
        R"(<c r="C2" s="0" t="e"><f aca="false">NA()</f><v>#N/A</v></c><c r="D2" s="0" t="str"><f aca="false">""</f><v></v></c></row>)"
        R"(<row r="1048576" customFormat="false" ht="12.8"/>)"
    );
    parts["xl/styles.xml"] =
        R"(<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="3"><numFmt numFmtId="164" formatCode="General"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy\ hh:mm"/><numFmt numFmtId="166" formatCode="&quot;TRUE&quot;;&quot;TRUE&quot;;&quot;FALSE&quot;"/></numFmts>)"
        R"(<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>)";

    EXPECT_THAT(
        read_sheets(zipped(parts)).lines,
        ElementsAre(
            "sheet Data", "1: A=one B date=2026-10-24T09:30:00 C boolean=TRUE",
            "2 hidden: A formula=one B formula number=0.333333333333333 C formula error=#N/A D formula=",
            "end"
        )
    );
}

// As small libraries write: no names of cells, inline strings, no styles, an absolute target, pretty-printed
// XML.
TEST(XlsxProducers, libraries_that_write_little) {
    auto parts = tests::plain_workbook("");
    parts["xl/worksheets/sheet1.xml"] = R"(<?xml version="1.0"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
  <sheetData>
    <row>
      <c t="inlineStr">
        <is>
          <t>Practice</t>
        </is>
      </c>
      <c>
        <v>7</v>
      </c>
    </row>
    <row>
      <c t="str"><v>A81001</v></c>
      <c><v/></c>
    </row>
  </sheetData>
</worksheet>)";

    EXPECT_THAT(
        read_sheets(zipped(parts)).lines,
        ElementsAre("sheet Data", "1: A=Practice B number=7", "2: A=A81001", "end")
    );
}

}  // namespace
}  // namespace sluice::format
