// Every rule of the scanner, for every kernel, and the promise that blocks do not matter, against a reading
// of the definition that is as plain as it can be.
#include "gateway/base/text.hpp"
#include "gateway/format/csv_careful.hpp"

#include "tests/unit/gateway/format/scan_all.hpp"

#include <gtest/gtest.h>

#include <random>

namespace sluice::format {
namespace {

using tests::Row;
using tests::scan_all;
using tests::ScanOptions;

constexpr CsvKernel kKernels[] = {CsvKernel::portable, CsvKernel::sse2, CsvKernel::avx2};
constexpr std::size_t kBlockSizes[] = {1, 2, 3, 7, 64, 4096, std::size_t{1} << 20};

// The definition, on the whole text at once.
class PlainReader {
  public:
    PlainReader(const std::string& text, const Limits& limits) : text_(text), limits_(limits) {}

    std::vector<Row> read() {
        std::vector<Row> rows;
        for (std::size_t at = 0; at < text_.size();) {
            rows.push_back(read_record(at));
            const std::string bytes = text_.substr(rows.back().offset, rows.back().length);
            rows.back().flags += bytes.find('\0') != std::string::npos ? "nul " : "";
            rows.back().flags += find_invalid_utf8(bytes) != std::string::npos ? "utf8 " : "";
        }
        return rows;
    }

  private:
    Row read_record(std::size_t& at) {
        const std::size_t start = at;
        const std::size_t window = start + limits_.record_bytes_max + 2;
        const std::size_t end = std::min(text_.size(), window);
        Row row{start, 0, CsvFault::none, "", {}, {}};
        bool bare = false;
        bool long_cell = false;
        for (;; ++at) {
            std::string value;
            std::string kind;
            if (at < end && text_[at] == '"') {
                kind = "q";
                for (++at; at < end; ++at) {
                    if (text_[at] != '"') {
                        value += text_[at];
                    } else if (at + 1 < end && text_[at + 1] == '"') {
                        value += text_[at++];
                        kind = "qe";
                    } else {
                        break;
                    }
                }
                if (at == end) {
                    return faulty(start, CsvFault::unterminated_quote, at);
                }
                ++at;
                const bool crlf = text_.compare(at, 2, "\r\n") == 0 && at + 2 <= end;
                at += crlf ? 1 : 0;
                const bool cut_crlf = at < end && text_[at] == '\r' && at + 1 == window;
                if (at < end && !cut_crlf && text_[at] != ',' && text_[at] != '\n') {
                    return faulty(start, CsvFault::junk_after_closing_quote, at);
                }
                at = cut_crlf ? end : at;
            } else {
                for (; at < end && text_[at] != ',' && text_[at] != '\n'; ++at) {
                    bare = bare || text_[at] == '"';
                    value += text_[at];
                }
                if (at < end && text_[at] == '\n' && !value.empty() && value.back() == '\r') {
                    value.pop_back();
                }
            }
            long_cell = long_cell || value.size() > limits_.cell_bytes_max;
            row.values.push_back(value);
            row.kinds.push_back(kind);
            if (at == end || text_[at] == '\n') {
                break;
            }
        }
        const std::size_t content = at < end ? content_end(text_, start, at) : end;
        row.length = content - start;
        if (row.length > limits_.record_bytes_max) {
            return faulty(start, CsvFault::record_too_long, at);
        }
        row.fault = long_cell ? CsvFault::cell_too_long : CsvFault::none;
        row.flags = bare ? "bare " : "";
        if (row.length == 0) {
            row = {start, 0, CsvFault::none, "blank ", {}, {}};
        }
        at += at < end ? 1 : 0;
        return row;
    }

    Row faulty(std::size_t start, CsvFault fault, std::size_t& at) {
        const std::size_t newline = text_.find('\n', start);
        at = newline == std::string::npos ? text_.size() : newline + 1;
        const std::size_t end =
            newline == std::string::npos ? text_.size() : content_end(text_, start, newline);
        return {start, std::min(end - start, limits_.record_bytes_max), fault, "", {}, {}};
    }

    const std::string& text_;
    Limits limits_;
};

Limits tiny(std::size_t record_bytes, std::size_t cell_bytes) {
    Limits limits;
    limits.record_bytes_max = record_bytes;
    limits.cell_bytes_max = cell_bytes;
    return limits;
}

void expect_same_for_every_block_size_and_kernel(const std::string& text, const Limits& limits) {
    const std::vector<Row> expected = PlainReader(text, limits).read();
    for (const CsvKernel kernel : kKernels) {
        if (!kernel_supported(kernel)) {
            continue;
        }
        for (const std::size_t block_bytes : kBlockSizes) {
            ASSERT_EQ(scan_all(text, {block_bytes, limits, kernel, {}}), expected)
                << "block " << block_bytes << ", kernel " << static_cast<int>(kernel) << ", text:\n"
                << text;
        }
    }
}

struct RuleCase {
    const char* name;
    std::string text;
    std::vector<Row> rows;
};

const CsvFault kNone = CsvFault::none;
const CsvFault kJunk = CsvFault::junk_after_closing_quote;
const CsvFault kOpen = CsvFault::unterminated_quote;

const std::vector<RuleCase> kRules = {
    {"nothing", "", {}},
    {"last line without its end", "a,b", {{0, 3, kNone, "", {"a", "b"}, {"", ""}}}},
    {"LF and CRLF mixed",
     "a\r\nb\nc\r\n",
     {{0, 1, kNone, "", {"a"}, {""}}, {3, 1, kNone, "", {"b"}, {""}}, {5, 1, kNone, "", {"c"}, {""}}}},
    {"lone CR at the very end is data", "a,b\r", {{0, 4, kNone, "", {"a", "b\r"}, {"", ""}}}},
    {"lone CR inside is data", "a\rb\n", {{0, 3, kNone, "", {"a\rb"}, {""}}}},
    {"empty cells", ",\n", {{0, 1, kNone, "", {"", ""}, {"", ""}}}},
    {"blank lines are records without cells",
     "\n\r\na",
     {{0, 0, kNone, "blank ", {}, {}}, {1, 0, kNone, "blank ", {}, {}}, {3, 1, kNone, "", {"a"}, {""}}}},
    {"one quoted empty cell is not blank", "\"\"\n", {{0, 2, kNone, "", {""}, {"q"}}}},
    {"delimiter, CRLF and doubled quotes inside quotes",
     "\"a,\r\n\"\"b\"\"\",c\r\n",
     {{0, 13, kNone, "", {"a,\r\n\"b\"", "c"}, {"qe", ""}}}},
    {"quote in an unquoted cell is data",
     "5\" pipe,x\"\"y\n\"q\"\n",
     {{0, 12, kNone, "bare ", {"5\" pipe", "x\"\"y"}, {"", ""}}, {13, 3, kNone, "", {"q"}, {"q"}}}},
    {"junk after a closing quote costs its line",
     "a,\"b\"x,c\nd\n",
     {{0, 8, kJunk, "", {}, {}}, {9, 1, kNone, "", {"d"}, {""}}}},
    {"space after a closing quote is junk", "\"a\" ,b\n", {{0, 6, kJunk, "", {}, {}}}},
    {"CR after a closing quote is junk without LF", "\"a\"\r", {{0, 4, kJunk, "", {}, {}}}},
    {"one stray quote costs one row",
     "a,\"b\n\"c\",d\ne,f\n",
     {{0, 4, kJunk, "", {}, {}},
      {5, 5, kNone, "", {"c", "d"}, {"q", ""}},
      {11, 3, kNone, "", {"e", "f"}, {"", ""}}}},
    {"a quote never closed costs one row",
     "a,\"b\r\nc,d\n",
     {{0, 4, kOpen, "", {}, {}}, {6, 3, kNone, "", {"c", "d"}, {"", ""}}}},
    {"NUL and invalid UTF-8 are flagged where they are",
     std::string("a\n\0b\n\xFF\n\xC3\xA9\n", 10),
     {{0, 1, kNone, "", {"a"}, {""}},
      {2, 2, kNone, "nul ", {std::string("\0b", 2)}, {""}},
      {5, 1, kNone, "utf8 ", {"\xFF"}, {""}},
      {7, 2, kNone, "", {"\xC3\xA9"}, {""}}}},
};

TEST(Scanner, follows_each_rule) {
    for (const RuleCase& rule : kRules) {
        SCOPED_TRACE(rule.name);

        EXPECT_EQ(scan_all(rule.text), rule.rows);

        expect_same_for_every_block_size_and_kernel(rule.text, Limits{});
    }
}

TEST(Scanner, keeps_to_the_rules_across_chunks_of_every_phase) {
    for (std::size_t padding = 0; padding < 70; ++padding) {
        for (const RuleCase& rule : kRules) {
            const std::string before = std::string(padding, 'p') + "\n\"x\",y\r\n";
            expect_same_for_every_block_size_and_kernel(before + rule.text, Limits{});
        }
    }
}

TEST(Scanner, takes_a_record_of_the_limit_and_refuses_one_byte_more) {
    const Limits limits = tiny(8, 100);

    for (const std::string end : {"\n", "\r\n", ""}) {
        const auto at_limit = scan_all("abcd,efg" + end, {1, limits});
        const auto beyond = scan_all("abcd,efgh" + end, {1, limits});

        ASSERT_EQ(at_limit.size(), 1U);
        EXPECT_EQ(at_limit[0].fault, CsvFault::none);
        ASSERT_EQ(beyond.size(), 1U);
        EXPECT_EQ(beyond[0].fault, CsvFault::record_too_long);
        EXPECT_EQ(beyond[0].length, 8U);
    }
}

TEST(Scanner, skips_a_line_that_is_longer_than_any_block_and_goes_on_after_it) {
    const auto rows = scan_all(std::string(1000, 'x') + "\nafter\n", {16, tiny(8, 8)});

    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].fault, CsvFault::record_too_long);
    EXPECT_EQ(rows[1].offset, 1001U);
    EXPECT_EQ(rows[1].values, std::vector<std::string>{"after"});
}

TEST(Scanner, gives_up_an_open_quote_at_the_record_limit_not_at_the_end_of_the_file) {
    std::string text = "a,\"b\n";
    for (int i = 0; i < 20; ++i) {
        text += "c,d\n";
    }

    const auto rows = scan_all(text, {64, tiny(32, 32)});

    ASSERT_EQ(rows.size(), 21U);
    EXPECT_EQ(rows[0].fault, CsvFault::unterminated_quote);
    EXPECT_EQ(rows[20].values, (std::vector<std::string>{"c", "d"}));
}

TEST(Scanner, judges_a_cell_by_the_length_of_its_value) {
    const struct {
        std::string cell;
        CsvFault fault;
    } cases[] = {
        {"abcd", CsvFault::none},
        {"abcde", CsvFault::cell_too_long},
        {"\"abcd\"", CsvFault::none},
        {"\"abcde\"", CsvFault::cell_too_long},
        {"\"ab\"\"c\"", CsvFault::none},            // 4
        {"\"ab\"\"cd\"", CsvFault::cell_too_long},  // 5
    };

    for (const auto& c : cases) {
        const auto rows = scan_all("x," + c.cell + ",y\nz\n", {1, tiny(100, 4)});

        ASSERT_EQ(rows.size(), 2U) << c.cell;
        EXPECT_EQ(rows[0].fault, c.fault) << c.cell;
        EXPECT_EQ(rows[0].values.size(), 3U);
    }
}

TEST(Scanner, says_that_it_needs_more_bytes_and_takes_them) {
    Scanner scanner;

    const ScanResult cut = scanner.scan("a,\"b", false);
    const std::size_t cut_records = scanner.records().size();
    const ScanResult whole = scanner.scan("a,\"b\"\nc", false);

    EXPECT_EQ(cut.consumed, 0U);
    EXPECT_TRUE(cut.incomplete);
    EXPECT_EQ(cut_records, 0U);
    EXPECT_EQ(whole.consumed, 6U);
    EXPECT_TRUE(whole.incomplete);
    EXPECT_EQ(scanner.records().size(), 1U);
}

TEST(Scanner, always_gets_further_with_the_largest_block) {
    const Limits limits = tiny(8, 8);

    for (const char c : {'x', '"', ','}) {
        Scanner scanner({}, limits);
        const ScanResult result = scanner.scan(std::string(scan_bytes_max(limits), c), false);
        EXPECT_GE(result.consumed, limits.record_bytes_max) << c;
    }
}

TEST(Scanner, reads_other_dialects) {
    ScanOptions tab;
    tab.dialect = {'\t', '\''};

    const auto rows = scan_all("a\t'b\t''c'\n", tab);

    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].values, (std::vector<std::string>{"a", "b\t'c"}));
}

// Short texts over the bytes that matter meet every path; the seed is fixed, so a failure comes back.
TEST(Scanner, finds_the_same_as_a_plain_reading_whatever_the_text) {
    const std::string alphabets[] = {
        "\"\n,a", "\"\"\"\n,\r\na", "\",\n", "\"\naaaaaaaa,,bb\r", "a,\n\"\xC3\xA9"};
    std::mt19937 random(20240601);
    for (int round = 0; round < 3000; ++round) {
        const std::string& alphabet = alphabets[random() % std::size(alphabets)];
        std::string text;
        for (std::size_t length = random() % (round % 10 == 0 ? 400 : 40); length > 0; --length) {
            text += alphabet[random() % alphabet.size()];
        }
        const Limits limits = tiny(1 + random() % 60, 1 + random() % 20);
        expect_same_for_every_block_size_and_kernel(text, limits);
        if (HasFatalFailure()) {
            return;
        }
    }
}

// Mostly regular files with a few stray quotes, longer than a batch of chunks.
TEST(Scanner, finds_the_same_as_a_plain_reading_of_long_files) {
    std::mt19937 random(7);
    const std::string cells[] = {
        "",
        "plain",
        "\"quoted\"",
        "\"with, comma\"",
        "\"two\nlines\"",
        "\"doubled \"\" quote\"",
        "2024-01-02",
        "1234567890123456789012345678901234567890"};
    const std::string odd[] = {"5\" pipe", "\"open",  "\"junk\"x", std::string("nul\0", 4),
                               "\xFF",     "lone\rCR"};
    for (int round = 0; round < 40; ++round) {
        std::string text;
        while (text.size() < 6000) {
            for (std::size_t i = 0, count = 1 + random() % 12; i < count; ++i) {
                const bool is_odd = random() % 200 == 0;
                text += (i > 0 ? "," : "") +
                        (is_odd ? odd[random() % std::size(odd)] : cells[random() % std::size(cells)]);
            }
            text += round % 2 == 0 ? "\r\n" : "\n";
        }
        expect_same_for_every_block_size_and_kernel(text, tiny(2000, 300));
        if (HasFatalFailure()) {
            return;
        }
    }
}

}  // namespace
}  // namespace sluice::format
