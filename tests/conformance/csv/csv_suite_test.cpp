// csv-spectrum (maxogden) and csv-test-data (sineemore): cells equal to a JSON twin, or an error.
#include "gateway/format/csv_reader.hpp"

#include "tests/conformance/json/suite.hpp"

#include <algorithm>

namespace sluice {
namespace {

using Values = std::vector<std::string>;

struct Table {
    std::vector<Values> rows;
    std::string error;  // the first thing wrong, with its record; empty when there is none
};

// A record as strict as the suite wants it: as many cells as the first, no quote in an unquoted cell.
Table read_strictly(const std::string& bytes, const Values& header) {
    Table table;
    format::RecordReader reader(bytes);
    while (*reader.next()) {
        const format::CsvRecord& record = reader.record();
        // In a file of one column a blank line is an empty value.
        Values row = record.blank ? Values{""} : reader.values();
        const std::string at = " in record " + std::to_string(reader.ordinal());
        std::string wrong;
        if (record.fault != format::CsvFault::none) {
            wrong = to_string(record.fault);
        } else if (record.bare_quote) {
            wrong = "bare-quote";
        } else if (!table.rows.empty() && row.size() != table.rows.front().size()) {
            wrong = "ragged";
        } else if (table.rows.empty() && !header.empty() && row != header) {
            wrong = "header";
        }
        if (!wrong.empty() && table.error.empty()) {
            table.error = wrong + at;
        }
        table.rows.push_back(std::move(row));
    }
    if (table.rows.empty() && !header.empty()) {
        table.error = "no header";
    }
    return table;
}

std::vector<Values> twin_rows(const format::JsonValue& twin, const Values& header) {
    std::vector<Values> rows;
    for (const format::JsonValue& item : twin.items()) {
        Values row;
        for (const format::JsonValue& value : item.items()) {
            row.emplace_back(value.text().value_or(""));
        }
        if (item.is_object()) {
            std::transform(
                header.begin(), header.end(), std::back_inserter(row),
                [&](const std::string& name) { return tests::text_of(item, name); }
            );
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

// The repository of the suite lost the carriage returns of files whose name says that they have them, but not
// those in their twins: put them back.
std::string restore_line_ends(std::string bytes, const std::string& id) {
    if (id.find("crlf") == std::string::npos || bytes.find('\r') != std::string::npos) {
        return bytes;
    }
    std::string restored;
    for (const char c : bytes) {
        restored += c == '\n' ? "\r\n" : std::string(1, c);
    }
    return restored;
}

void check_case(const format::JsonValue& test) {
    const std::string folder = tests::suite_folder("csv");
    const std::string bytes =
        restore_line_ends(tests::bytes_of(folder + tests::text_of(test, "csv")), tests::text_of(test, "id"));
    const std::string header_line = tests::text_of(test, "header");
    const bool is_fixed = !header_line.empty() && header_line != "first line";
    Table table = read_strictly(bytes, is_fixed ? format::parse_all(header_line)->front() : Values());

    if (tests::text_of(test, "expect") == "error") {
        EXPECT_NE(table.error, "");
        return;
    }
    EXPECT_EQ(table.error, "");
    const auto twin = format::parse_json(tests::bytes_of(folder + tests::text_of(test, "json")));
    ASSERT_TRUE(twin);
    Values header;
    if (!header_line.empty()) {
        ASSERT_FALSE(table.rows.empty());
        header = table.rows.front();
        table.rows.erase(table.rows.begin());
    }
    EXPECT_EQ(table.rows, twin_rows(*twin, header));
}

TEST(CsvSuite, gives_the_cells_of_the_twin_or_an_error) {
    const format::JsonValue cases = tests::suite_cases("csv");
    if (cases.is_null()) {
        GTEST_SKIP() << "suite absent: " << tests::suite_folder("csv") << " (set SLUICE_CONFORMANCE_DIR)";
    }

    for (const format::JsonValue& test : cases.items()) {
        SCOPED_TRACE(tests::text_of(test, "id"));
        check_case(test);
    }

    EXPECT_GT(cases.items().size(), 30U);
    RecordProperty("cases", static_cast<int>(cases.items().size()));
}

}  // namespace
}  // namespace sluice
