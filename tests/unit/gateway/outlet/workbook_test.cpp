#include "gateway/outlet/workbook.hpp"

#include "gateway/format/archive.hpp"

#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <map>

// libxlsxwriter 1.1.5 copies the formula of a drop-down list twice and frees one of them: a few bytes a
// column that are not ours to free. Looked at by LeakSanitizer only.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:lxw_strdup\n";
}

namespace sluice::outlet {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class WorkbookTest : public ::testing::Test {
  protected:
    // One sheet of these rows, as the XML of its parts by name.
    std::map<std::string, std::string> written(const std::vector<std::vector<std::string>>& rows) {
        auto book = Workbook::create(folder_ / "a.xlsx", folder_.path());
        EXPECT_TRUE(book);
        EXPECT_TRUE(book->begin_sheet("Admin_Patient", {{"one", 10}, {"two", 20}}, 1));
        for (const auto& row : rows) {
            EXPECT_TRUE(book->row(row));
        }
        EXPECT_TRUE(book->finish());
        return parts();
    }
    std::map<std::string, std::string> parts() {
        std::map<std::string, std::string> out;
        std::string* at = nullptr;
        format::ArchiveVisitor visitor;
        visitor.begin = [&](const format::ArchiveMember& member) -> Result<void> {
            at = &out[member.name];
            return {};
        };
        visitor.chunk = [&](std::string_view chunk) -> Result<void> {
            *at += chunk;
            return {};
        };
        visitor.end = [](const format::ArchiveMember&) -> Result<void> { return {}; };
        visitor.refused = [](const format::ArchiveMember&, format::ArchiveFault) -> Result<void> {
            return {};
        };
        EXPECT_TRUE(format::read_zip(folder_ / "a.xlsx", {}, visitor));
        return out;
    }

    tests::TemporaryFolder folder_;
};

constexpr const char* kSheet = "xl/worksheets/sheet1.xml";

TEST_F(WorkbookTest, prepares_columns_to_be_filled) {
    auto book = Workbook::create(folder_ / "a.xlsx", folder_.path());
    ASSERT_TRUE(book);
    ASSERT_TRUE(book->begin_sheet(
        "referral",
        {{.title = "status", .comment = "State & date", .choices = "codes!$B$2:$B$9"},
         {.title = "date", .plain_title = true, .fill = SheetColumn::Fill::day}},
        1
    ));
    ASSERT_TRUE(book->finish());

    auto written = parts();

    EXPECT_THAT(written[kSheet], HasSubstr("<formula1>codes!$B$2:$B$9</formula1>"));
    EXPECT_THAT(written[kSheet], HasSubstr("sqref=\"A2:A1048576\""));
    EXPECT_THAT(written["xl/comments1.xml"], HasSubstr("State &amp; date"));
    EXPECT_THAT(written["xl/styles.xml"], HasSubstr("yyyy-mm-dd"));
}

TEST_F(WorkbookTest, writes_every_cell_as_text) {
    const auto sheet = written({{"871731000000106", "=1+1"}, {"00123", "1-2"}})[kSheet];

    EXPECT_THAT(sheet, HasSubstr("<t>871731000000106</t>"));
    EXPECT_THAT(sheet, HasSubstr("<t>=1+1</t>"));
    EXPECT_THAT(sheet, HasSubstr("<t>00123</t>"));
    EXPECT_THAT(sheet, Not(HasSubstr("<f>")));
    EXPECT_THAT(sheet, Not(HasSubstr("<v>")));
}

TEST_F(WorkbookTest, keeps_the_header_in_sight) {
    const auto sheet = written({{"a", "b"}})[kSheet];

    EXPECT_THAT(sheet, HasSubstr("<pane xSplit=\"1\" ySplit=\"1\""));
    EXPECT_THAT(sheet, HasSubstr("<t>one</t>"));
}

TEST_F(WorkbookTest, shows_what_xml_cannot_hold_as_the_replacement_character) {
    const auto sheet = written({{std::string("a\0b\x01", 4), "\xFF<&>"}})[kSheet];

    EXPECT_THAT(
        sheet, HasSubstr("a\xEF\xBF\xBD"
                         "b\xEF\xBF\xBD")
    );
    EXPECT_THAT(sheet, HasSubstr("\xEF\xBF\xBD&lt;&amp;&gt;"));
}

TEST_F(WorkbookTest, cuts_a_cell_that_no_spreadsheet_holds_and_says_so) {
    const auto sheet =
        written({{std::string(kSheetCellMax, 'x'), std::string(kSheetCellMax + 1, 'y')}})[kSheet];

    EXPECT_THAT(sheet, HasSubstr("<t>" + std::string(kSheetCellMax, 'x') + "</t>"));
    EXPECT_THAT(sheet, HasSubstr("yyy … (cut: longer than a spreadsheet can hold)</t>"));
}

TEST_F(WorkbookTest, never_cuts_a_character_in_two) {
    std::string clefs;
    for (std::size_t i = 0; i < kSheetCellMax; ++i) {
        clefs += "\xF0\x9D\x84\x9E";
    }

    const auto sheet = written({{clefs}})[kSheet];

    EXPECT_THAT(sheet, HasSubstr("\xF0\x9D\x84\x9E … (cut"));
    EXPECT_THAT(sheet, Not(HasSubstr("\xEF\xBF\xBD")));
}

TEST_F(WorkbookTest, makes_names_that_a_sheet_can_have_and_that_differ) {
    auto book = Workbook::create(folder_ / "a.xlsx", folder_.path());
    for (const char* name :
         {"a/b:c", "A/B:C", "", "'quoted'", "a name that is longer than a sheet may have, by far"}) {
        ASSERT_TRUE(book->begin_sheet(name, {{"one"}}, 0)) << name;
    }
    ASSERT_TRUE(book->finish());

    const auto names = parts()["xl/workbook.xml"];

    EXPECT_THAT(names, HasSubstr("name=\"a_b_c\""));
    EXPECT_THAT(names, HasSubstr("name=\"A_B_C 2\""));
    EXPECT_THAT(names, HasSubstr("name=\"Sheet\""));
    EXPECT_THAT(names, HasSubstr("name=\"_quoted_\""));
    EXPECT_THAT(names, HasSubstr("name=\"a name that is longer than a sh\""));
}

TEST_F(WorkbookTest, says_that_it_could_not_be_written) {
    auto book = Workbook::create(folder_ / "absent/a.xlsx", folder_.path());
    ASSERT_TRUE(book);
    ASSERT_TRUE(book->begin_sheet("a", {{"one"}}, 0));

    const auto finished = book->finish();

    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().code(), ErrorCode::io);
}

TEST_F(WorkbookTest, refuses_columns_that_no_sheet_holds) {
    auto book = Workbook::create(folder_ / "a.xlsx", folder_.path());
    const std::vector<SheetColumn> most(kSheetColumnsMax, {"one"});
    auto more = most;
    more.push_back({"one"});

    EXPECT_TRUE(book->begin_sheet("a", most, 0));
    EXPECT_FALSE(book->row(std::vector<std::string>(kSheetColumnsMax + 1, "x")));
    const auto begun = book->begin_sheet("b", more, 0);

    ASSERT_FALSE(begun);
    EXPECT_EQ(begun.error().code(), ErrorCode::usage);
    EXPECT_THAT(begun.error().text(), HasSubstr("16,384 columns"));
}

TEST_F(WorkbookTest, leaves_nothing_behind_when_it_is_dropped) {
    {
        auto book = Workbook::create(folder_ / "a.xlsx", folder_.path());
        ASSERT_TRUE(book->begin_sheet("a", {{"one"}}, 0));
        ASSERT_TRUE(book->row({"x"}));
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

}  // namespace
}  // namespace sluice::outlet
