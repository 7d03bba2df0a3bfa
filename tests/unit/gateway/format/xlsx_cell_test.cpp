#include "tests/unit/gateway/format/read_sheets.hpp"

namespace sluice::format {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tests::plain_workbook;
using tests::zipped;

// Of the cell in A1; empty where nothing is told.
std::string read_one(const std::string& cell) {
    const auto rows = read_rows("<row r=\"1\">" + cell + "</row>");
    return rows.empty() ? "" : rows[0].substr(std::string_view("1: A").size());
}

TEST(XlsxCell, is_the_text_that_was_typed) {
    const struct {
        const char* cell;
        const char* line;
    } cases[] = {
        {R"(<c t="s"><v>1</v></c>)", "=two"},
        {R"(<c t="s"><v> 0 </v></c>)", "=one"},
        {R"(<c t="inlineStr"><is><t>in &lt;place&gt; &#233;</t></is></c>)", "=in <place> \xC3\xA9"},
        {R"(<c t="inlineStr"><is><t xml:space="preserve"> a
b </t></is></c>)",
         "= a\nb "},
        {R"(<c t="inlineStr"><is><t> </t></is></c>)", "= "},
        {R"(<c t="inlineStr"><is><t>a<!-- x -->b<![CDATA[<c>]]></t></is></c>)", "=ab<c>"},
        {R"(<c t="inlineStr"><is><r><rPr><b/></rPr><t>rich </t></r><r><t>text</t></r><rPh sb="0" eb="1"><t>sound</t></rPh><phoneticPr/></is></c>)",
         "=rich text"},
        {R"(<c t="inlineStr"><is><t>a_x000D_b</t></is></c>)", "=a\rb"},
        {R"(<c t="inlineStr"><v>no is</v></c>)", "=no is"},
        {R"(<c t="str"><v>plain</v></c>)", "=plain"},
        {R"(<c t="b"><v>1</v></c>)", " boolean=TRUE"},
        {R"(<c t="b"><v>0</v></c>)", " boolean=FALSE"},
        {R"(<c t="b"><v>true</v></c>)", " boolean=TRUE"},
        {R"(<c t="b"><v>false</v></c>)", " boolean=FALSE"},
        {R"(<c t="e"><v>#N/A</v></c>)", " error=#N/A"},
        {R"(<c t="e"><v>#REF!</v></c>)", " error=#REF!"},
        {R"(<c><v>1.1000000000000001</v></c>)", " number=1.1"},
        {R"(<c t="n"><v>9434765919</v></c>)", " number=9434765919"},
        {R"(<c s="5"><v>0.23</v></c>)", " number=0.23"},
        {R"(<c s="1"><v>46319</v></c>)", " date=2026-10-24"},
        {R"(<c s="2"><v>46319.395833333336</v></c>)", " date=2026-10-24T09:30:00"},
        {R"(<c s="3"><v>0.39583333333333331</v></c>)", " time=09:30:00"},
        {R"(<c s="4"><v>1.5</v></c>)", " time=36:00:00"},
        {R"(<c s="1" t="d"><v>2026-10-24</v></c>)", " date=2026-10-24"},
        {R"(<c s="1" t="s"><v>0</v></c>)", "=one"},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(read_one(c.cell), c.line) << c.cell;
    }
}

TEST(XlsxCell, is_not_told_where_it_has_no_content) {
    for (const char* cell :
         {"<c/>", R"(<c s="1"/>)", "<c><v/></c>", "<c><v> </v></c>", R"(<c t="s"/>)", R"(<c t="s"><v/></c>)",
          R"(<c t="inlineStr"><is><t/></is></c>)", R"(<c t="inlineStr"/>)", R"(<c t="str"><v/></c>)",
          R"(<c t="b"/>)"}) {
        EXPECT_EQ(read_one(cell), "") << cell;
    }
}

TEST(XlsxCell, of_a_formula_has_the_value_that_was_worked_out) {
    const struct {
        const char* cell;
        const char* line;
    } cases[] = {
        {R"(<c><f>1+1</f><v>2</v></c>)", " formula number=2"},
        {R"(<c t="str"><f>A2</f><v>x</v></c>)", " formula=x"},
        {R"(<c t="str"><f>A2</f><v></v></c>)", " formula="},
        {R"(<c t="b"><f>A2</f><v>1</v></c>)", " formula boolean=TRUE"},
        {R"(<c t="e"><f>A2</f><v>#DIV/0!</v></c>)", " formula error=#DIV/0!"},
        {R"(<c s="1"><f>TODAY()</f><v>46319</v></c>)", " formula date=2026-10-24"},
        {R"(<c><f t="shared" si="0"/><v>2</v></c>)", " formula number=2"},
        {R"(<c><f>[1]Other!A1</f><v>2</v></c>)", " formula number=2"},
        {R"(<c><f>1+1</f></c>)", "!formula-without-value formula="},
        {R"(<c><f>1+1</f><v></v></c>)", "!formula-without-value formula="},
        {R"(<c t="str"><f>A2</f></c>)", "!formula-without-value formula="},
        {R"(<c><f>[1]Other!A1</f><v/></c>)", "!formula-without-value formula="},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(read_one(c.cell), c.line) << c.cell;
    }
}

TEST(XlsxCell, says_what_is_odd) {
    const struct {
        const char* cell;
        const char* line;
    } cases[] = {
        {R"(<c t="s"><v>2</v></c>)", "!no-such-string="},
        {R"(<c t="s"><v>-1</v></c>)", "!no-such-string="},
        {R"(<c t="s"><v>99999999999999999999</v></c>)", "!no-such-string="},
        {R"(<c t="s"><v>one</v></c>)", "!no-such-string="},
        {R"(<c s="6"><v>46319</v></c>)", "!no-such-style number=46319"},
        {R"(<c s="4294967296"><v>1</v></c>)", "!no-such-style number=1"},
        {R"(<c s="x"><v>1</v></c>)", "!no-such-style number=1"},
        {R"(<c s="1"><v>0</v></c>)", "!no-such-date number=0"},
        {R"(<c s="1"><v>60</v></c>)", "!no-such-date number=60"},
        {R"(<c s="1"><v>-5</v></c>)", "!no-such-date number=-5"},
        {R"(<c s="1"><v>1E+300</v></c>)", "!no-such-date number=1E+300"},
        {R"(<c t="d"><v>24/10/2026</v></c>)", "!no-such-date date=24/10/2026"},
        {R"(<c><v>many</v></c>)", "!not-a-number number=many"},
        {R"(<c s="1"><v>24/10/2026</v></c>)", "!not-a-number number=24/10/2026"},
        {R"(<c t="b"><v>yes</v></c>)", "!not-a-boolean boolean=yes"},
        {R"(<c t="z"><v>1</v></c>)", "!unknown-type=1"},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(read_one(c.cell), c.line) << c.cell;
    }
}

TEST(XlsxCell, gives_shared_strings_with_runs_joined_and_without_how_they_sound) {
    auto parts = plain_workbook(
        R"(<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>)"
    );
    parts["xl/sharedStrings.xml"] =
        R"(<sst count="4" uniqueCount="9"><si><r><t>social </t></r><r><rPr/><t xml:space="preserve">prescribing </t></r></si><si><t>&#x6771;</t><rPh><t>x</t></rPh></si><si/><si><t>  a &amp; b_x000D_
</t></si></sst>)";

    EXPECT_THAT(
        read_sheets(zipped(parts)).lines,
        ElementsAre("sheet Data", "1: A=social prescribing  B=\xE6\x9D\xB1 C= D=  a & b\r\n", "end")
    );
}

}  // namespace
}  // namespace sluice::format
