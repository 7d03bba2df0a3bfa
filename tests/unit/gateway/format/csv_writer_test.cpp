#include "gateway/format/csv_writer.hpp"

#include "gateway/format/csv_reader.hpp"

#include <gtest/gtest.h>

namespace sluice::format {
namespace {

TEST(CsvWriter, quotes_only_what_needs_it) {
    CsvWriter writer;

    writer.record({"plain", "", "a,b", "say \"x\"", "two\nlines", "cr\r", " lead", "trail ", "in side"});

    EXPECT_EQ(
        writer.text(),
        "plain,,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"cr\r\",\" lead\",\"trail \",in side\r\n"
    );
}

TEST(CsvWriter, quotes_everything_when_told_to) {
    CsvWriter writer({{}, CsvQuoting::always, CsvLineEnd::lf});

    writer.record({"a", ""});

    EXPECT_EQ(writer.text(), "\"a\",\"\"\n");
}

TEST(CsvWriter, writes_other_dialects) {
    CsvWriter writer({{';', '\''}, CsvQuoting::when_needed, CsvLineEnd::lf});

    writer.record({"a;b", "it's", "a,b"});

    EXPECT_EQ(writer.text(), "'a;b';'it''s';a,b\n");
}

TEST(CsvWriter, starts_empty_after_take) {
    CsvWriter writer;
    writer.record({"a"});

    EXPECT_EQ(writer.take(), "a\r\n");
    writer.record({""});

    EXPECT_EQ(writer.take(), "\"\"\r\n");
    EXPECT_EQ(writer.text(), "");
}

TEST(CsvWriter, writes_what_the_reader_reads_back) {
    const std::vector<std::vector<std::string>> rows = {
        {"a", "", " b ", "\"", "\r", "\n", ",", "\r\n"}, {""}, {"", ""}, {"\"\""}, {"caf\xC3\xA9"}};
    for (const auto line_end : {CsvLineEnd::crlf, CsvLineEnd::lf}) {
        for (const auto quoting : {CsvQuoting::when_needed, CsvQuoting::always}) {
            CsvWriter writer({{}, quoting, line_end});

            for (const auto& row : rows) {
                for (const auto& value : row) {
                    writer.cell(value);
                }
                writer.end_record();
            }

            EXPECT_EQ(*parse_all(writer.text()), rows);
        }
    }
}

}  // namespace
}  // namespace sluice::format
