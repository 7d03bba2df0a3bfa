#include "gateway/format/csv_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace sluice::format {
namespace {

using Values = std::vector<std::string>;

TEST(RecordReader, numbers_records_and_places_them_in_the_file) {
    RecordReader reader("\xEF\xBB\xBFid,name\r\n\r\n1,\"a\nb\"\n");
    std::vector<std::pair<std::uint64_t, std::uint64_t>> places;
    std::vector<Values> rows;

    while (*reader.next()) {
        places.emplace_back(reader.ordinal(), reader.byte_offset());
        rows.push_back(reader.values());
    }

    using Place = std::pair<std::uint64_t, std::uint64_t>;
    EXPECT_EQ(places, (std::vector<Place>{{1, 3}, {2, 12}, {3, 14}}));
    EXPECT_EQ(rows, (std::vector<Values>{{"id", "name"}, {}, {"1", "a\nb"}}));
}

TEST(RecordReader, reads_the_same_from_a_source_that_gives_one_byte_at_a_time) {
    const std::string text =
        "\xEF\xBB\xBF"
        "a,b\n\"long cell " +
        std::string(300, 'x') + "\",2\nc";
    std::size_t at = 0;
    Limits limits;
    limits.block_bytes = 1;
    RecordReader reader(
        [&](char* buffer, std::size_t) -> Result<std::size_t> {
            if (at == text.size()) {
                return std::size_t{0};
            }
            *buffer = text[at++];
            return std::size_t{1};
        },
        {}, limits
    );
    std::vector<Values> rows;
    std::vector<std::uint64_t> offsets;

    while (*reader.next()) {
        rows.push_back(reader.values());
        offsets.push_back(reader.byte_offset());
    }

    EXPECT_EQ(rows, (std::vector<Values>{{"a", "b"}, {"long cell " + std::string(300, 'x'), "2"}, {"c"}}));
    EXPECT_EQ(offsets, (std::vector<std::uint64_t>{3, 7, 322}));
}

TEST(RecordReader, hands_on_an_error_of_its_source) {
    RecordReader reader([](char*, std::size_t) -> Result<std::size_t> {
        return Error(ErrorCode::io, "gone");
    });

    const auto more = reader.next();

    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().text(), "gone");
}

TEST(RecordReader, has_no_record_in_an_empty_file) {
    for (const std::string text : {"", "\xEF\xBB\xBF"}) {
        RecordReader reader(text);
        EXPECT_FALSE(*reader.next());
        EXPECT_FALSE(*reader.next());
    }
}

TEST(RecordReader, shows_a_faulty_record_and_goes_on) {
    RecordReader reader("a\n\"b\"x\nc\n");
    std::vector<CsvFault> faults;

    while (*reader.next()) {
        faults.push_back(reader.record().fault);
    }

    EXPECT_EQ(
        faults, (std::vector<CsvFault>{CsvFault::none, CsvFault::junk_after_closing_quote, CsvFault::none})
    );
}

TEST(ParseAll, gives_every_value) {
    const auto rows = parse_all("a,\"b \"\"c\"\"\"\r\n\n1,");

    ASSERT_TRUE(rows);
    EXPECT_EQ(*rows, (std::vector<Values>{{"a", "b \"c\""}, {}, {"1", ""}}));
}

TEST(ParseAll, names_the_record_that_is_broken) {
    const auto rows = parse_all("a\n\"b");

    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().code(), ErrorCode::pack);
    EXPECT_EQ(rows.error().text(), "record 2: unterminated-quote");
}

}  // namespace
}  // namespace sluice::format
