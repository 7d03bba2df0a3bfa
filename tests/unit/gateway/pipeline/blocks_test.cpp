// A file gives the same rows and faults at the same places, whatever the size of its blocks and the number of
// workers.
#include "gateway/pipeline/blocks.hpp"

#include "tests/support/clinic.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace sluice::pipeline {
namespace {

class BlocksTest : public testing::Test {
  protected:
    BlocksTest()
        : world_(tests::make_world(tests::clinic({tests::person_mapping()})).value()),
          path_(folder_ / "file.csv") {
        const auto table = *world_.system().table_index("Person");
        plan_.program = world_.program.get();
        plan_.layout = &world_.program->layout("direct-care", table);
        plan_.binding =
            extract::bind_columns(world_.system().tables[table], {"Org", "Person", "Surname"}, "");
    }

    void write(const std::string& text) { std::ofstream(path_, std::ios::binary) << text; }

    // One line for each row and fault, with its place in the file.
    std::string read(std::size_t block_bytes, unsigned threads, std::uint64_t offset = 0) {
        Limits limits;
        limits.block_bytes = block_bytes;
        limits.record_bytes_max = 4096;
        Workers workers(threads);
        BlockPipe pipe({path_, offset}, plan_, limits, workers);
        std::string out;
        std::uint64_t records = 0;
        std::uint64_t rows = 0;
        for (;;) {
            const auto batch = pipe.next().value();
            if (!batch) {
                return out + std::to_string(records) + " records, " + std::to_string(rows) + " rows, to " +
                       std::to_string(offset);
            }
            std::map<std::uint64_t, std::string> lines;
            for (const auto& row : batch->rows) {
                lines[row.record] = std::to_string(offset + row.byte_offset) + ' ' + row.key;
            }
            for (const auto& fault : batch->faults) {
                lines[fault.record] =
                    std::to_string(offset + fault.byte_offset) + ' ' + std::string(to_string(fault.fault));
            }
            for (const auto& [record, text] : lines) {
                out += std::to_string(records + record) + '@' + text + '\n';
            }
            records += batch->records;
            rows += batch->read;
            offset += batch->consumed;
        }
    }

    tests::TemporaryFolder folder_;
    tests::SmallWorld world_;
    extract::FilePlan plan_;
    std::string path_;
};

struct Text {
    const char* name;
    std::string text;
};

std::string rows(int from, int count) {
    std::string out;
    for (int i = from; i < from + count; ++i) {
        out += "O1,P" + std::to_string(i) + ",Name\n";
    }
    return out;
}

const Text kTexts[] = {
    {"nothing", ""},
    {"plain rows", rows(0, 40)},
    {"no line end at the end", rows(0, 10) + "O1,P99,Last"},
    {"CRLF and blank lines", "O1,P1,a\r\n\r\nO1,P2,b\r\n\r\n\r\nO1,P3,c\r\n"},
    {"lines inside quotes", rows(0, 5) + "O1,P5,\"two\nlines\nand \"\"more\"\"\"\n" + rows(6, 5)},
    {"a bare quote", rows(0, 6) + "O1,P6,O\"Neil\n" + rows(7, 9) + "O1,P16,\"x\ny\"\n" + rows(17, 6)},
    {"a quote that is never closed", rows(0, 6) + "O1,P6,\"open\n" + rows(7, 20)},
    {"an open quote and a quoted cell",
     rows(0, 6) + "O1,P6,\"open\n" + rows(7, 9) + "O1,P16,\"x\ny\"\n" + rows(17, 6)},
    {"text after a quote", rows(0, 6) + "O1,P6,\"a\"b\n" + rows(7, 9)},
    {"two stray quotes", rows(0, 3) + "O1,P3,\"a\n" + rows(4, 3) + "O1,P7,b\"\n" + rows(8, 12)},
    {"ragged rows", rows(0, 4) + "O1,P4\nO1,P5,a,b\n" + rows(6, 4)},
    {"a row longer than many blocks", rows(0, 3) + "O1,P3," + std::string(3000, 'x') + "\n" + rows(4, 3)},
    {"a row too long to be read", rows(0, 3) + "O1,P3," + std::string(9000, 'x') + "\n" + rows(4, 3)},
};

TEST_F(BlocksTest, gives_the_same_rows_whatever_the_size_of_the_blocks) {
    for (const auto& wanted : kTexts) {
        write(wanted.text);
        const auto whole = read(std::size_t{1} << 20, 1);
        for (const std::size_t size : {64U, 65U, 100U, 127U, 1000U}) {
            for (const unsigned threads : {1U, 3U}) {
                EXPECT_EQ(read(size, threads), whole)
                    << wanted.name << ", blocks of " << size << ", " << threads;
            }
        }
    }
}

TEST_F(BlocksTest, reads_every_row_of_a_plain_file) {
    write(rows(0, 1000));

    EXPECT_THAT(
        read(64, 2), testing::EndsWith("1000 records, 1000 rows, to " + std::to_string(rows(0, 1000).size()))
    );
}

TEST_F(BlocksTest, costs_one_row_for_one_stray_quote) {
    write(rows(0, 50) + "O1,P50,\"stray\n" + rows(51, 50));

    const auto found = read(64, 2);

    EXPECT_THAT(found, testing::HasSubstr("101 records, 101 rows"));
    EXPECT_THAT(
        found, testing::HasSubstr("50@" + std::to_string(rows(0, 50).size()) + " csv/unterminated-quote")
    );
}

TEST_F(BlocksTest, begins_past_the_header) {
    const std::string header = "Org,Person,Surname\n";
    write(header + rows(0, 2));

    const auto found = read(64, 1, header.size());

    EXPECT_THAT(found, testing::StartsWith("0@" + std::to_string(header.size()) + " O1\x1fP0"));
    EXPECT_THAT(found, testing::HasSubstr("2 records, 2 rows"));
}

TEST_F(BlocksTest, says_so_where_the_file_went_away) {
    Limits limits;
    Workers workers(1);
    BlockPipe pipe({path_, 0}, plan_, limits, workers);

    const auto next = pipe.next();

    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().code(), ErrorCode::io);
}

}  // namespace
}  // namespace sluice::pipeline
