// Workbooks for tests, part by part, and the OLE compound files that are taken for them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::tests {

using WorkbookParts = std::map<std::string, std::string>;  // by name

// One sheet "Data" with these rows (XML, what stands in sheetData). Styles: 0 General, 1 a date, 2 a date
// with a time, 3 a time, 4 elapsed hours, 5 a percentage. Shared strings: "one", "two".
WorkbookParts plain_workbook(std::string_view rows);

// Writes the list of sheets: `attributes` of each without its r:id, as in name="A" sheetId="1". Their parts
// are xl/worksheets/sheet1.xml and so on; those that are missing are made, empty.
void set_sheets(WorkbookParts& parts, const std::vector<std::string>& attributes);

// A worksheet with what stands in sheetData, and what comes after it.
std::string sheet_xml(std::string_view rows, std::string_view after = {});

// Puts `to` in place of the one `from` of the part. Throws where there is none.
void change(WorkbookParts& parts, const std::string& part, std::string_view from, std::string_view to);

std::string zipped(const WorkbookParts& parts);

// An OLE compound file with empty streams of these names (ASCII). `sectors_before`: empty ones before its
// directory, as the content of a large file stands there.
std::string make_ole(const std::vector<std::string>& streams, std::uint32_t sectors_before = 0);

}  // namespace sluice::tests
