#include "tests/support/example_workbook.hpp"

#include "gateway/format/csv_reader.hpp"

#include "tests/support/pieces.hpp"
#include "tests/support/workbook.hpp"

#include <functional>
#include <stdexcept>

namespace sluice::tests {
namespace {

using Parts = WorkbookParts;

constexpr std::string_view kList = "xl/worksheets/sheet1.xml";

// A is the first of 26: the examples are no wider.
std::string cell_xml(std::size_t column, std::size_t row, const std::string& text) {
    return "<c r=\"" + std::string(1, static_cast<char>('A' + column)) + std::to_string(row) +
           "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
}

std::string rows_xml(const std::string& csv, const std::string& more_of_last_row = {}) {
    const auto rows = format::parse_all(csv).value();
    std::string out;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        out += "<row r=\"" + std::to_string(row + 1) + "\">";
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
            out += cell_xml(column, row + 1, rows[row][column]);
        }
        out += (row + 1 == rows.size() ? more_of_last_row : "") + "</row>";
    }
    return out;
}

const std::map<std::string, std::function<void(Parts&)>> kSpoilt = {
    {"macros",
     [](Parts& parts) {
         change(
             parts, "[Content_Types].xml", "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
             "vnd.ms-excel.sheet.macroEnabled.main"
         );
     }},
    {"damaged", [](Parts& parts) { change(parts, std::string(kList), "</sheetData>", "</sheet"); }},
    {"many sheets",
     [](Parts& parts) {
         std::vector<std::string> sheets;
         for (int i = 1; i <= 256; ++i) {
             sheets.push_back("name=\"S" + std::to_string(i) + "\" sheetId=\"" + std::to_string(i) + "\"");
         }
         set_sheets(parts, sheets);
     }},
    {"not worked out",
     [](Parts& parts) {
         change(parts, "xl/workbook.xml", "</workbook>", "<calcPr fullCalcOnLoad=\"1\"/></workbook>");
     }},
    {"formula without value", [](Parts&) {}},
    {"cell without format", [](Parts&) {}},
};

}  // namespace

std::string example_workbook(const format::JsonValue& value) {
    expect_keys(value, {"csv", "notes", "is"});
    const auto* named = value.find("is");
    const std::string is = named == nullptr ? "" : plain(*named);
    if (is == "password" || is == "old") {
        return make_ole({is == "old" ? "Workbook" : "EncryptedPackage"});
    }
    // Behind the last heading, so that no table has the column.
    const std::string odd = is == "not worked out"          ? "<c r=\"H2\"><f>1+1</f><v>0</v></c>"
                            : is == "formula without value" ? "<c r=\"H2\"><f>1+1</f></c>"
                            : is == "cell without format"   ? "<c r=\"H2\" s=\"99\"><v>1</v></c>"
                                                            : "";
    const auto csv = text_of(*value.find("csv"));
    auto parts = plain_workbook(rows_xml(csv, odd));
    if (const auto* notes = value.find("notes")) {
        set_sheets(parts, {"name=\"List\" sheetId=\"1\"", "name=\"Notes\" sheetId=\"2\""});
        parts["xl/worksheets/sheet2.xml"] = sheet_xml(rows_xml(text_of(*notes)));
    }
    if (!is.empty()) {
        const auto spoil = kSpoilt.find(is);
        if (spoil == kSpoilt.end()) {
            throw std::runtime_error("there is no workbook that is '" + is + "'");
        }
        spoil->second(parts);
    }
    return zipped(parts);
}

}  // namespace sluice::tests
