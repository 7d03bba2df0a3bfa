#include "gateway/outlet/export.hpp"

#include <gtest/gtest.h>

namespace sluice::outlet {
namespace {

std::vector<ExportColumn> columns() {
    return {{"id", ColumnType::text}, {"score", ColumnType::number}, {"counted", ColumnType::boolean}};
}

TEST(CsvExport, writes_values_as_they_are_stored) {
    CsvExport csv(columns());

    csv.row({"a,b", "7.00", "true"});
    csv.row({"=1+1", std::nullopt, "false"});

    EXPECT_EQ(csv.take(), "id,score,counted\r\n\"a,b\",7.00,true\r\n=1+1,,false\r\n");
}

TEST(CsvExport, can_be_taken_in_pieces) {
    CsvExport csv({{"id", ColumnType::text}});
    const std::string header = csv.take();

    csv.row({"1"});

    EXPECT_EQ(header, "id\r\n");
    EXPECT_EQ(csv.take(), "1\r\n");
    EXPECT_EQ(csv.take(), "");
}

TEST(NdjsonExport, writes_one_object_a_line_with_types) {
    NdjsonExport ndjson(columns());

    ndjson.row({"a\"b", "7.00", "true"});
    ndjson.row({std::nullopt, std::nullopt, "0"});

    EXPECT_EQ(
        ndjson.take(),
        "{\"id\":\"a\\\"b\",\"score\":7.00,\"counted\":true}\n"
        "{\"id\":null,\"score\":null,\"counted\":false}\n"
    );
}

TEST(NdjsonExport, quotes_what_json_cannot_write_as_a_number) {
    const std::pair<const char*, const char*> cases[] = {
        {"0", "0"},         {"-0.5", "-0.5"}, {"1e-3", "1e-3"}, {"12", "12"},    {"01", "\"01\""},
        {"+1", "\"+1\""},   {"1.", "\"1.\""}, {".5", "\".5\""}, {"", "\"\""},    {"NaN", "\"NaN\""},
        {"1,2", "\"1,2\""}, {"1e", "\"1e\""}, {"-", "\"-\""},   {"1 ", "\"1 \""}};

    for (const auto& [value, expected] : cases) {
        NdjsonExport ndjson({{"n", ColumnType::number}});
        ndjson.row({value});
        EXPECT_EQ(ndjson.take(), std::string("{\"n\":") + expected + "}\n") << value;
    }
}

TEST(NdjsonExport, keeps_identifiers_as_text) {
    NdjsonExport ndjson({{"code", ColumnType::text}});

    ndjson.row({"871731000000106"});

    EXPECT_EQ(ndjson.take(), "{\"code\":\"871731000000106\"}\n");
}

}  // namespace
}  // namespace sluice::outlet
