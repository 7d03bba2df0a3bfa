#include "gateway/format/xlsx.hpp"

#include "tests/support/zip.hpp"
#include "tests/unit/gateway/format/read_sheets.hpp"

namespace sluice::format {
namespace {

using ::testing::ElementsAre;
using tests::change;
using tests::kEncrypted;
using tests::make_ole;
using tests::plain_workbook;
using tests::raw_zip;
using tests::sheet_xml;
using tests::WorkbookParts;
using tests::zipped;

constexpr const char* kSheet = "xl/worksheets/sheet1.xml";
constexpr const char* kRows =
    R"(<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>5</v></c></row>)";

std::string fault_of(const WorkbookParts& parts, const Limits& limits = {}) {
    return read_sheets(zipped(parts), limits).fault();
}

bool taken_for_workbook(const std::string& bytes) {
    const tests::TemporaryFolder folder;
    tests::write_text(folder / "a.csv", bytes);
    const auto answer = is_workbook(folder / "a.csv", {});
    EXPECT_TRUE(answer);
    return answer && *answer;
}

TEST(Xlsx, gives_sheets_in_the_order_of_their_tabs_hidden_ones_too) {
    auto parts = plain_workbook("");
    tests::set_sheets(
        parts, {R"(name="Second &amp; more" sheetId="7")", R"(name="H_x00E9_" sheetId="2" state="hidden")",
                R"(name="Very" sheetId="1" state="veryHidden")"}
    );
    parts["xl/worksheets/sheet2.xml"] = sheet_xml(kRows);

    const auto read = read_sheets(zipped(parts));

    EXPECT_EQ(read.fault(), "none");
    EXPECT_THAT(
        read.lines, ElementsAre(
                        "sheet Second & more", "end", "sheet H\xC3\xA9 hidden", "1: A=one", "2: A number=5",
                        "end", "sheet Very very-hidden", "end"
                    )
    );
    EXPECT_EQ(read.outcome.sheet_count, 3U);
    EXPECT_EQ(read.outcome.row_count, 2U);
    EXPECT_EQ(read.outcome.cell_count, 2U);
    EXPECT_EQ(read.outcome.stopped_sheet, 0U);
    EXPECT_EQ(read.outcome.stopped_row, 0U);
}

TEST(Xlsx, leaves_out_chart_sheets_and_sheets_that_are_not_wanted) {
    auto parts = plain_workbook(kRows);
    tests::set_sheets(parts, {R"(name="Chart" sheetId="1")", R"(name="Data" sheetId="2")"});
    change(
        parts, "xl/_rels/workbook.xml.rels", "/worksheet\" Target=\"worksheets/sheet1.xml",
        "/chartsheet\" Target=\"chartsheets/sheet1.xml"
    );

    EXPECT_THAT(read_sheets(zipped(parts)).lines, ElementsAre("sheet Data", "end"));

    const tests::TemporaryFolder folder;
    tests::write_text(folder / "a.xlsx", zipped(plain_workbook(kRows)));
    WorkbookVisitor visitor;  // `row` and `end` are not called
    visitor.begin = [](const Sheet&) -> Result<bool> { return false; };
    const auto outcome = read_workbook(folder / "a.xlsx", {}, visitor);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->sheet_count, 0U);
    EXPECT_FALSE(outcome->stopped);
}

TEST(Xlsx, hands_on_what_a_callback_says) {
    const tests::TemporaryFolder folder;
    tests::write_text(folder / "a.xlsx", zipped(plain_workbook(kRows)));
    WorkbookVisitor visitor;
    visitor.begin = [](const Sheet&) -> Result<bool> { return true; };
    visitor.row = [](const SheetRow&) -> Result<void> { return Error(ErrorCode::io, "the disk is full"); };

    const auto outcome = read_workbook(folder / "a.xlsx", {}, visitor);

    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().text(), "the disk is full");
}

TEST(Xlsx, has_an_error_for_a_file_that_is_not_there) {
    EXPECT_FALSE(read_sheets_at("/nowhere/at/all.xlsx"));
    EXPECT_FALSE(read_sheets_at("/tmp"));
    EXPECT_FALSE(is_workbook("/nowhere/at/all.xlsx", {}));
}

TEST(Xlsx, is_known_by_content) {
    EXPECT_TRUE(taken_for_workbook(zipped(plain_workbook(""))));
    EXPECT_TRUE(taken_for_workbook(make_ole({"Workbook"})));
    EXPECT_TRUE(taken_for_workbook(make_ole({"EncryptedPackage"})));
    EXPECT_FALSE(taken_for_workbook(make_ole({"WordDocument"})));
    EXPECT_FALSE(taken_for_workbook("id,name\n1,x\n"));
    EXPECT_FALSE(taken_for_workbook(""));
    EXPECT_FALSE(taken_for_workbook(raw_zip({{"a.csv", "1,2\n"}})));
    EXPECT_FALSE(taken_for_workbook(raw_zip({{"a.csv", "0123456789abcdef", kEncrypted}})));
    EXPECT_FALSE(taken_for_workbook("PK\x03\x04"));
    auto macros = plain_workbook("");
    change(
        macros, "[Content_Types].xml", "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
        "vnd.ms-excel.sheet.macroEnabled.main"
    );
    EXPECT_TRUE(taken_for_workbook(zipped(macros)));
}

TEST(Xlsx, refuses_what_is_no_such_workbook) {
    EXPECT_EQ(read_sheets("id,name\n").fault(), "not-a-workbook");
    EXPECT_EQ(read_sheets("").fault(), "not-a-workbook");
    EXPECT_EQ(read_sheets(make_ole({"EncryptionInfo", "EncryptedPackage"})).fault(), "password-protected");
    EXPECT_EQ(read_sheets(make_ole({"Workbook"})).fault(), "binary-format");
    EXPECT_EQ(read_sheets(make_ole({"WordDocument"})).fault(), "not-a-workbook");
    EXPECT_EQ(
        read_sheets(
            zipped({{"content.xml", "<a/>"}, {"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}})
        ).fault(),
        "not-a-workbook"
    );
    EXPECT_EQ(
        read_sheets(raw_zip({{"[Content_Types].xml", "0123456789abcdef", kEncrypted}})).fault(),
        "password-protected"
    );

    const struct {
        const char* type;
        const char* fault;
    } types[] = {
        {"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml", "none"},
        {"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
         "not-a-workbook"},
        {"application/xml", "not-a-workbook"},
        {"application/vnd.ms-excel.sheet.macroEnabled.main+xml", "macros"},
        {"application/vnd.ms-excel.template.macroEnabled.main+xml", "macros"},
        {"application/vnd.ms-excel.addin.macroEnabled.main+xml", "macros"},
        {"application/vnd.ms-excel.sheet.binary.macroEnabled.main", "binary-format"},
    };
    for (const auto& c : types) {
        auto parts = plain_workbook(kRows);
        change(
            parts, "[Content_Types].xml",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", c.type
        );
        EXPECT_EQ(fault_of(parts), c.fault) << c.type;
    }
}

TEST(Xlsx, finds_the_type_of_the_workbook_by_its_extension_too) {
    auto parts = plain_workbook(kRows);
    change(parts, "[Content_Types].xml", "/xl/workbook.xml", "/xl/other.xml");
    EXPECT_EQ(fault_of(parts), "not-a-workbook");

    change(
        parts, "[Content_Types].xml", "ContentType=\"application/xml\"",
        "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\""
    );
    EXPECT_EQ(fault_of(parts), "none");
}

TEST(Xlsx, refuses_programs_wherever_they_are_named) {
    auto listed = plain_workbook(kRows);
    change(
        listed, "[Content_Types].xml", "</Types>",
        R"(<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>)"
    );
    EXPECT_EQ(fault_of(listed), "macros");

    for (const char* type : {"vbaProject", "xlMacrosheet", "xlIntlMacrosheet"}) {
        auto related = plain_workbook(kRows);
        change(
            related, "xl/_rels/workbook.xml.rels", "</Relationships>",
            R"(<Relationship Id="m" Type="http://schemas.microsoft.com/office/2006/relationships/)" +
                std::string(type) + R"(" Target="x.bin"/></Relationships>)"
        );
        EXPECT_EQ(fault_of(related), "macros") << type;
    }
}

TEST(Xlsx, refuses_a_zip_that_is_damaged_or_has_members_that_no_workbook_has) {
    const std::string whole = zipped(plain_workbook(kRows));
    EXPECT_EQ(read_sheets(whole.substr(0, whole.size() / 2)).fault(), "bad-zip");

    const auto members = [](const WorkbookParts& parts) {
        std::vector<tests::RawMember> out;
        for (const auto& [name, bytes] : parts) {
            out.push_back({name, bytes});
        }
        return out;
    };
    auto wrong_sum = members(plain_workbook(kRows));
    wrong_sum.back().crc_error = 1;
    EXPECT_EQ(read_sheets(raw_zip(wrong_sum)).fault(), "bad-zip");
    for (const char* name : {"../up.xml", "xl/workbook.xml", "xl/WORKBOOK.xml"}) {
        auto more = members(plain_workbook(kRows));
        more.push_back({name, "<a/>"});
        EXPECT_EQ(read_sheets(raw_zip(more)).fault(), "bad-zip") << name;
    }
    auto locked = members(plain_workbook(kRows));
    locked.back().flags = kEncrypted;
    EXPECT_EQ(read_sheets(raw_zip(locked)).fault(), "password-protected");
}

TEST(Xlsx, refuses_parts_that_are_missing_or_outside_the_file) {
    for (const char* part : {"xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", kSheet}) {
        auto parts = plain_workbook(kRows);
        parts.erase(part);
        EXPECT_EQ(fault_of(parts), "missing-part") << part;
    }
    for (const char* part : {"_rels/.rels", "[Content_Types].xml"}) {
        auto parts = plain_workbook(kRows);
        parts.erase(part);
        EXPECT_EQ(fault_of(parts), "not-a-workbook") << part;
    }
    auto unnamed = plain_workbook(kRows);
    unnamed.erase("xl/_rels/workbook.xml.rels");
    EXPECT_EQ(fault_of(unnamed), "missing-part");

    auto outside = plain_workbook(kRows);
    change(
        outside, "xl/_rels/workbook.xml.rels", R"(Target="worksheets/sheet1.xml")",
        R"(Target="http://127.0.0.1:1/sheet1.xml" TargetMode="External")"
    );
    EXPECT_EQ(fault_of(outside), "missing-part");

    auto above = plain_workbook(kRows);
    change(above, "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "../../sheet1.xml");
    EXPECT_EQ(fault_of(above), "missing-part");
}

TEST(Xlsx, resolves_targets_against_the_folder_of_the_part_and_without_case) {
    for (const char* target :
         {"/xl/worksheets/sheet1.xml", "../xl/./worksheets/sheet1.xml", "Worksheets/SHEET1.xml"}) {
        auto parts = plain_workbook(kRows);
        change(parts, "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", target);
        EXPECT_EQ(fault_of(parts), "none") << target;
    }
}

TEST(Xlsx, refuses_xml_that_is_not_well_formed) {
    const struct {
        const char* sheet;
        const char* fault;
    } cases[] = {
        {"", "bad-xml"},
        {"text", "bad-xml"},
        {"<worksheet>", "bad-xml"},
        {"</worksheet>", "bad-xml"},
        {"<worksheet/><worksheet/>", "bad-xml"},
        {"<worksheet/>x", "bad-xml"},
        {"<worksheet a=\"1/>", "bad-xml"},
        {"<worksheet><!-- x</worksheet>", "bad-xml"},
        {"<![CDATA[x]]><worksheet/>", "bad-xml"},
        {"<other/>", "bad-xml"},
        {"<worksheet><sheetData><row></c></row></sheetData></worksheet>", "bad-xml"},
        {"<worksheet><sheetData><row><c></row></c></sheetData></worksheet>", "bad-xml"},
        {"<worksheet><sheetData></worksheet></sheetData>", "bad-xml"},
        {"<worksheet>&other;</worksheet>", "bad-xml"},
        {"<worksheet>&#0;</worksheet>", "bad-xml"},
        {"<worksheet>&#xD800;</worksheet>", "bad-xml"},
        {"<worksheet>&#x110000;</worksheet>", "bad-xml"},
        {"<worksheet>&amp</worksheet>", "bad-xml"},
        {"<worksheet a=\"&#1;\"/>", "bad-xml"},
        {"<!DOCTYPE worksheet><worksheet/>", "doctype"},
        {"<!DOCTYPE w [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><worksheet>&a;</worksheet>", "doctype"},
        {"<worksheet><!ENTITY a \"b\"></worksheet>", "doctype"},
        {"<worksheet>\xFF</worksheet>", "not-utf8"},
        {"\xFF\xFE<\0w\0", "not-utf8"},
        {"\xEF\xBB\xBF<?xml version=\"1.0\"?><!-- a & b --><worksheet/>\n", "none"},
        {"<worksheet a=\">\" b='\"'><x><![CDATA[<row>&]]>&#x41;&lt;</x></worksheet>", "none"},
    };
    for (const auto& c : cases) {
        auto parts = plain_workbook("");
        parts[kSheet] = c.sheet;
        EXPECT_EQ(fault_of(parts), c.fault) << c.sheet;
    }
    auto nul = plain_workbook("");
    nul[kSheet] = std::string("<worksheet>\0</worksheet>", 24);
    EXPECT_EQ(fault_of(nul), "bad-xml");
    for (const char* part :
         {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
          "xl/styles.xml", "xl/sharedStrings.xml"}) {
        auto parts = plain_workbook("");
        parts[part] = "<!DOCTYPE a><a/>";
        EXPECT_EQ(fault_of(parts), "doctype") << part;
        parts[part] = "<a/>";
        EXPECT_EQ(fault_of(parts), "bad-xml") << part;
    }
}

TEST(Xlsx, reads_the_strict_form_and_names_with_prefixes) {
    auto parts = plain_workbook("");
    change(
        parts, "_rels/.rels", "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    );
    change(
        parts, "xl/workbook.xml", "spreadsheetml/2006/main\"",
        "spreadsheetml/2006/main\" conformance=\"strict\""
    );
    parts[kSheet] =
        R"(<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>1</x:v></x:c><x:c r="B1" s="1" t="d"><x:v>2026-10-24T00:00:00</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells></x:worksheet>)";

    const auto read = read_sheets(zipped(parts));

    EXPECT_THAT(read.lines, ElementsAre("sheet Data", "1: A=two B date=2026-10-24", "end"));
    EXPECT_THAT(read.merged, ElementsAre(MergedRange{1, 1, 0, 1}));
}

TEST(Xlsx, counts_days_from_1904_and_says_that_formulas_were_left_to_be_worked_out) {
    auto parts = plain_workbook(R"(<row r="1"><c r="A1" s="1"><v>44857</v></c></row>)");
    change(parts, "xl/workbook.xml", "<workbookPr/>", R"(<workbookPr date1904="1"/>)");
    EXPECT_FALSE(read_sheets(zipped(parts)).outcome.calculates_on_load);
    change(parts, "xl/workbook.xml", "</sheets>", R"(</sheets><calcPr fullCalcOnLoad="1"/>)");

    const auto read = read_sheets(zipped(parts));

    EXPECT_THAT(read.lines, ElementsAre("sheet Data", "1: A date=2026-10-24", "end"));
    EXPECT_TRUE(read.outcome.calculates_on_load);
}

TEST(Xlsx, does_without_styles_and_strings) {
    auto parts = plain_workbook(R"(<row><c><v>1</v></c><c t="s"><v>0</v></c><c s="1"><v>1</v></c></row>)");
    auto& relationships = parts["xl/_rels/workbook.xml.rels"];
    relationships.erase(
        relationships.find("<Relationship Id=\"s\""),
        relationships.find("<Relationship Id=\"rId1\"") - relationships.find("<Relationship Id=\"s\"")
    );

    EXPECT_THAT(
        read_sheets(zipped(parts)).lines,
        ElementsAre("sheet Data", "1: A number=1 B!no-such-string= C!no-such-style number=1", "end")
    );
}

// Each limit where it is met and where it is passed.
TEST(Xlsx, stops_at_each_limit_by_its_name) {
    auto parts = plain_workbook(
        R"(<row r="3"><c r="C3" t="s"><v>0</v></c></row><row r="7"><c r="B7" t="s"><v>1</v></c></row>)"
    );
    tests::set_sheets(parts, {R"(name="A" sheetId="1")", R"(name="B" sheetId="2")"});
    const auto largest = std::max(parts["xl/workbook.xml"].size(), parts["[Content_Types].xml"].size());
    const auto stops = [&](auto Limits::*limit, std::uint64_t least, const char* fault) {
        Limits limits;
        using Number = std::remove_reference_t<decltype(limits.*limit)>;
        limits.*limit = static_cast<Number>(least);
        EXPECT_EQ(fault_of(parts, limits), "none") << fault;
        limits.*limit = static_cast<Number>(least - 1);
        EXPECT_EQ(fault_of(parts, limits), fault);
    };

    stops(&Limits::archive_members_max, parts.size(), "too-many-parts");
    stops(&Limits::workbook_sheets_max, 2, "too-many-sheets");
    stops(&Limits::workbook_strings_max, 2, "too-many-strings");
    stops(&Limits::workbook_string_bytes_max, 6, "strings-too-large");
    stops(&Limits::workbook_rows_max, 7, "too-many-rows");
    stops(&Limits::workbook_columns_max, 3, "too-many-columns");
    stops(&Limits::workbook_cells_max, 2, "too-many-cells");
    stops(&Limits::workbook_text_bytes_max, 6, "text-too-large");
    stops(&Limits::record_bytes_max, 3, "row-too-long");
    const std::size_t rels = parts["xl/_rels/workbook.xml.rels"].size();
    const std::size_t styles = parts["xl/styles.xml"].size();
    const auto part = std::max({largest, rels, styles});
    stops(&Limits::workbook_part_bytes_max, part, "part-too-large");
    stops(&Limits::workbook_tree_bytes_max, part, "tree-too-large");
}

TEST(Xlsx, takes_the_tree_limit_for_each_row_and_string) {
    Limits limits;
    limits.workbook_tree_bytes_max = 1200;
    const std::string long_text(1300, 'x');

    EXPECT_EQ(
        fault_of(
            plain_workbook(
                R"(<row r="1"><c r="A1" t="inlineStr"><is><t>)" + long_text + "</t></is></c></row>"
            ),
            limits
        ),
        "tree-too-large"
    );
    auto parts = plain_workbook("");
    change(parts, "xl/sharedStrings.xml", "<t>one</t>", "<t>" + long_text + "</t>");
    EXPECT_EQ(fault_of(parts, limits), "tree-too-large");
}

TEST(Xlsx, counts_a_part_as_often_as_it_is_read) {
    auto parts = plain_workbook("<row r=\"1\"/>" + std::string(10'000, ' '));
    tests::set_sheets(
        parts, {R"(name="A" sheetId="1")", R"(name="B" sheetId="2")", R"(name="C" sheetId="3")"}
    );
    auto& relationships = parts["xl/_rels/workbook.xml.rels"];
    for (const char* other : {"sheet2.xml", "sheet3.xml"}) {
        relationships.replace(relationships.find(other), 10, "sheet1.xml");
    }
    Limits limits;
    limits.workbook_bytes_max = 40'000;
    EXPECT_EQ(fault_of(parts, limits), "none");
    limits.workbook_bytes_max = 30'000;
    EXPECT_EQ(fault_of(parts, limits), "workbook-too-large");
}

TEST(Xlsx, counts_charts_among_the_sheets) {
    auto parts = plain_workbook(kRows);
    tests::set_sheets(parts, {R"(name="Chart" sheetId="1")", R"(name="Data" sheetId="2")"});
    change(parts, "xl/_rels/workbook.xml.rels", "/worksheet\"", "/chartsheet\"");
    Limits limits;
    limits.workbook_sheets_max = 1;

    EXPECT_EQ(fault_of(parts, limits), "too-many-sheets");
}

TEST(Xlsx, stops_at_a_bomb) {
    Limits limits;
    limits.archive_ratio_from = 100'000;
    auto parts = plain_workbook("<row r=\"1\"/>" + std::string(1'000'000, ' '));

    EXPECT_EQ(fault_of(parts), "none");
    EXPECT_EQ(fault_of(parts, limits), "bomb");
}

TEST(Xlsx, says_where_it_stopped) {
    auto parts = plain_workbook("");
    tests::set_sheets(parts, {R"(name="A" sheetId="1")", R"(name="B" sheetId="2")"});
    parts["xl/worksheets/sheet2.xml"] = sheet_xml(R"(<row r="4"/><row r="9"><c r="A8"/></row>)");

    const auto read = read_sheets(zipped(parts));

    EXPECT_EQ(read.fault(), "bad-reference");
    EXPECT_EQ(read.outcome.stopped_sheet, 2U);
    EXPECT_EQ(read.outcome.stopped_row, 9U);
    EXPECT_EQ(read.outcome.sheet_count, 1U);
}

}  // namespace
}  // namespace sluice::format
