// CSV (RFC 4180), block by block: finds records and cells, tells what is structurally wrong, copies nothing.
//
// Read as data beyond the RFC: LF or CRLF ends a line, mixed too; a quote inside an unquoted cell (flagged);
// a lone CR. A blank line is a record without cells. One stray quote costs one row: a record that cannot be
// read is its first physical line, and reading goes on at the next physical line.
//
// What is found never depends on where blocks end: it is a function of the file's bytes alone.
#pragma once

#include "gateway/base/limits.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::format {

// REQUIRES: two different ASCII characters, neither of them CR, LF or NUL.
struct Dialect {
    char delimiter = ',';
    char quote = '"';
};

enum class CsvFault : std::uint8_t {
    none,
    junk_after_closing_quote,  // a closing quote is followed by neither delimiter nor line end
    unterminated_quote,        // no closing quote before the end of the file, or within record_bytes_max
    record_too_long,           // more than record_bytes_max without its line end
    cell_too_long,             // a cell of more than cell_bytes_max, unquoted; the record keeps its cells
};
std::string_view to_string(CsvFault fault);  // kebab-case

struct CsvRecord {
    std::uint32_t offset = 0;      // of the first byte, in the block
    std::uint32_t length = 0;      // bytes without the line end
    std::uint32_t first_end = 0;   // index of its first cell's end, for Scanner::cell
    std::uint32_t cell_count = 0;  // 0 for a blank line and after a fault other than cell_too_long
    CsvFault fault = CsvFault::none;
    bool blank : 1 = false;
    bool bare_quote : 1 = false;    // an unquoted cell holds a quote, kept as data
    bool has_nul : 1 = false;       // a NUL byte somewhere in the record
    bool invalid_utf8 : 1 = false;  // not well-formed UTF-8 somewhere in the record
    bool operator==(const CsvRecord&) const = default;
};

struct CsvCell {
    std::uint32_t offset = 0;  // of its content in the block: after the opening quote
    std::uint32_t length = 0;  // of its content: without the quotes around it, doubled quotes still double
    bool quoted = false;
    bool has_escaped_quote = false;  // doubled quotes inside: `unescape` gives the value
};

struct ScanResult {
    std::size_t consumed = 0;  // where the first incomplete record starts: the next block starts there
    // With consumed == 0 a larger block is needed. It need never be larger than scan_bytes_max(limits).
    bool incomplete = false;
};

// A block of this size always gets further, by half of it at least.
std::size_t scan_bytes_max(const Limits& limits);

enum class CsvKernel : std::uint8_t { automatic, portable, sse2, avx2 };
bool kernel_supported(CsvKernel kernel);  // by this processor

// Reads the blocks of one file in order, each starting where the last one was consumed. Buffers are kept from
// block to block. One thread at a time; any number of scanners at once.
class Scanner {
  public:
    explicit Scanner(
        Dialect dialect = {}, const Limits& limits = {}, CsvKernel kernel = CsvKernel::automatic
    );
    ~Scanner();

    // Replaces the records of the last block. `block` must outlive the use of its cells and be shorter than
    // 1 GiB. A byte-order mark is data here: see skip_bom.
    ScanResult scan(std::string_view block, bool at_end_of_file);

    const std::vector<CsvRecord>& records() const;
    CsvCell cell(const CsvRecord& record, std::size_t index) const;
    // The content of a cell as it stands in the block: `unescape` it when has_escaped_quote.
    std::string_view text(const CsvCell& cell) const { return block_.substr(cell.offset, cell.length); }
    // The same without a CsvCell between: two halves of a register that are written apart and read together
    // cost more than all the rest. REQUIRES: index < record.cell_count.
    std::string_view content(const CsvRecord& record, std::size_t index) const {
        const std::size_t start = cell_start(record, index);
        const std::size_t end = ends_[record.first_end + index];
        return is_quoted(start, end) ? std::string_view(block_.data() + start + 1, end - start - 2)
                                     : std::string_view(block_.data() + start, end - start);
    }
    // The value of a cell. The view is into the block, or into `scratch` where quotes were doubled.
    std::string_view value(const CsvRecord& record, std::size_t index, std::string& scratch) const;
    std::string_view raw(const CsvRecord& record) const {
        return block_.substr(record.offset, record.length);
    }
    Dialect dialect() const { return dialect_; }
    // Adds one for each cell of the record that holds anything, blanks too. REQUIRES: as many counts as
    // cells.
    void count_filled(const CsvRecord& record, std::uint64_t* counts) const {
        const std::uint32_t* ends = ends_ + record.first_end;
        std::uint32_t start = record.offset;
        for (std::uint32_t i = 0; i < record.cell_count; ++i) {
            const std::uint32_t size = ends[i] - start;
            counts[i] += static_cast<std::uint64_t>(
                size > 2 || (size > 0 && (size == 1 || block_[start] != dialect_.quote))
            );
            start = ends[i] + 1;
        }
    }

  private:
    std::size_t cell_start(const CsvRecord& record, std::size_t index) const {
        return index == 0 ? record.offset : std::size_t{ends_[record.first_end + index - 1]} + 1;
    }
    bool is_quoted(std::size_t start, std::size_t end) const {
        return end - start >= 2 && block_[start] == dialect_.quote;
    }

    struct State;
    std::unique_ptr<State> state_;
    Dialect dialect_;
    std::string_view block_;               // the last one
    const std::uint32_t* ends_ = nullptr;  // of its cells, in the state
};

// Replaces `out` by `content` with each doubled quote made single.
void unescape(std::string_view content, char quote, std::string& out);

// Without a UTF-8 byte-order mark at its start; for the first bytes of a file only.
std::string_view skip_bom(std::string_view bytes);

// The end of the last complete record of a block that starts at a record (or inside quotes), 0 if there is
// none: for cutting a file into blocks that workers scan. It goes by the parity of quotes alone. Where bare
// or stray quotes deceive it, a worker's scan consumes less than the block, and the rest must be cut anew
// from there.
std::size_t record_boundary(std::string_view block, Dialect dialect = {}, bool in_quotes_at_start = false);

}  // namespace sluice::format
