// One CSV record, byte by byte: the definition of what a record is, and the path for records that the fast
// pass hands over (stray and bare quotes, limits, the last line). Internal to gateway/format.
#pragma once

#include "gateway/format/csv.hpp"

#include <optional>

namespace sluice::format {

// Reads the records of one block from their start. A record that cannot be read is its first physical line,
// so the reader comes back for each line of a bad multi-line record: it remembers how far its furthest failed
// attempt got, and an attempt that meets it goes on from there. Thus the work stays linear in the bytes read.
class CarefulReader {
  public:
    CarefulReader(Dialect dialect, const Limits& limits) : dialect_(dialect), limits_(limits) {}

    struct Found {
        CsvRecord record;  // first_end is the caller's to set
        std::size_t next = 0;
        bool skip_line = false;  // the rest of the line is beyond the block and is to be skipped
    };

    // Before the first record of each block; it must outlive the calls of read().
    void start_block(std::string_view block, bool at_end_of_file);
    // Nothing when the block ends before it is known what the record is.
    std::optional<Found> read(std::size_t start);
    // Of the record found last: where each of its cells ends.
    const std::vector<std::uint32_t>& cell_ends() const { return ends_; }

  private:
    enum class Place : std::uint8_t { cell_start, unquoted, quoted };
    enum class Stop : std::uint8_t {
        record_end,    // at `at`: its line end or the end of the file
        out_of_bytes,  // not inside quotes
        unclosed,      // out of bytes inside quotes
        junk,          // after a closing quote
    };
    // How far one reading of a record has got; can be taken up again with more bytes.
    struct Attempt {
        std::vector<std::uint32_t> delimiters;
        std::size_t at = 0;  // the next byte to look at
        Place place = Place::cell_start;
        Stop stop = Stop::out_of_bytes;
        std::size_t bare_quote_at = 0;  // the last one, plus 1
    };

    Stop advance(Attempt& attempt, std::size_t end, bool may_meet);
    std::optional<Stop> read_unquoted(Attempt& attempt, std::size_t end) const;
    std::optional<Stop> read_quoted(Attempt& attempt, std::size_t end) const;
    bool meets_furthest(std::size_t delimiter) const;
    std::optional<CsvFault> judge(const Attempt& attempt, std::size_t start, std::size_t end) const;
    Found accept(const Attempt& attempt, std::size_t start, std::size_t met);
    std::optional<Found> first_line(std::size_t start, CsvFault fault);

    Dialect dialect_;
    Limits limits_;
    std::string_view block_;
    bool at_end_of_file_ = false;
    bool window_is_full_ = false;  // the attempt may see all that a record within the limit can have
    Attempt current_;
    Attempt furthest_;      // failed; at == 0 when there is none
    bool has_met_ = false;  // the current attempt has met the furthest one
    std::vector<std::uint32_t> ends_;
};

// Where the content of a line ends whose line end is at `newline`: before the CR of a CRLF.
inline std::size_t content_end(std::string_view block, std::size_t start, std::size_t newline) {
    return newline > start && block[newline - 1] == '\r' ? newline - 1 : newline;
}

// Length of a cell's value. REQUIRES: the cell is one of a record without a structural fault.
std::size_t value_length(std::string_view raw_cell, char quote);

}  // namespace sluice::format
