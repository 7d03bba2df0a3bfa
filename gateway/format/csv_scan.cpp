// The fast pass over a block, after "Parsing Gigabytes of JSON per Second" (Langdale, Lemire 2019) and
// simdcsv: bit masks of 64 bytes, quotes resolved by parity. Parity alone is deceived by a stray quote; so
// each quote is checked to stand where a quote may stand, and the first record where one does not is read
// byte by byte.

#include "gateway/base/assert.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/csv_careful.hpp"
#include "gateway/format/csv_kernel.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace sluice::format {
namespace {

constexpr std::size_t kBatch = 16;  // chunks classified at a time
constexpr std::size_t kNone = std::string_view::npos;

std::uint64_t bits_below(unsigned bit) {
    return (std::uint64_t{1} << bit) - 1;
}

}  // namespace

struct Scanner::State {
    State(Dialect d, const Limits& l, CsvKernel kernel)
        : dialect(d), limits(l), classify(classify_function(kernel)), careful(d, l) {}

    Dialect dialect;
    Limits limits;
    Classify classify;
    CarefulReader careful;
    std::string_view block;
    std::vector<CsvRecord> records;
    std::vector<std::uint32_t> ends;  // of cells; those in use are the first end_count
    std::size_t end_count = 0;
    ByteClasses classes;
    bool skipping_line = false;

    // The record that the fast pass is in.
    std::size_t record_start = 0;
    std::size_t record_first_end = 0;

    std::size_t fast_pass(std::size_t start);
    bool take_chunk(std::size_t base, const ChunkMasks& masks, std::uint64_t valid);
    bool take_structural(std::size_t base, std::uint64_t structural, std::uint64_t newlines);
    void add_ends(std::size_t base, std::uint64_t structural);
    bool finish_record(std::size_t newline);
    std::size_t first_misplaced(std::size_t base, std::uint64_t suspicious) const;
    std::size_t read_carefully(std::size_t start);
    bool has_long_cell(const CsvRecord& record) const;
    void flag_bytes(CsvRecord& record, bool look_for_nul, bool look_for_utf8) const;
    void flag_records(std::size_t consumed);
    std::string_view content(const CsvRecord& record, std::size_t index, bool& quoted) const;
    std::string_view bytes_of(const CsvRecord& record) const {
        return block.substr(record.offset, record.length);
    }
    std::size_t cell_start(const CsvRecord& record, std::size_t index) const {
        return index == 0 ? record.offset : std::size_t{ends[record.first_end + index - 1]} + 1;
    }

    // Between chunks: inside quotes (all ones or none), a quote may open next, a quote has just closed.
    std::uint64_t inside = 0;
    std::uint64_t may_open = 1;
    std::uint64_t just_closed = 0;
};

Scanner::Scanner(Dialect dialect, const Limits& limits, CsvKernel kernel)
    : state_(std::make_unique<State>(dialect, limits, kernel)) {
    SLUICE_ASSERT(dialect.delimiter != dialect.quote);
    for (const char c : {dialect.delimiter, dialect.quote}) {
        SLUICE_ASSERT(c > 0 && c != '\r' && c != '\n');
    }
    SLUICE_ASSERT(limits.record_bytes_max < (std::size_t{1} << 29U));
}
Scanner::~Scanner() = default;

void Scanner::State::add_ends(std::size_t base, std::uint64_t structural) {
    if (ends.size() < end_count + kChunk) {
        ends.resize(std::max<std::size_t>(4096, 2 * ends.size()));
    }
    std::uint32_t* next = ends.data() + end_count;
    while (structural != 0) {
        *next++ = static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(std::countr_zero(structural));
        structural &= structural - 1;
    }
    end_count = static_cast<std::size_t>(next - ends.data());
}

// False when the record is longer than allowed: it is left for the careful reader.
bool Scanner::State::finish_record(std::size_t newline) {
    const std::size_t end = content_end(block, record_start, newline);
    CsvRecord record;
    record.offset = static_cast<std::uint32_t>(record_start);
    record.length = static_cast<std::uint32_t>(end - record_start);
    record.first_end = static_cast<std::uint32_t>(record_first_end);
    record.blank = record.length == 0;
    if (record.length > limits.record_bytes_max) {
        return false;
    }
    ends[end_count - 1] = static_cast<std::uint32_t>(end);
    if (record.blank) {
        end_count = record_first_end;
    }
    record.cell_count = static_cast<std::uint32_t>(end_count - record_first_end);
    if (record.length > limits.cell_bytes_max && has_long_cell(record)) {
        record.fault = CsvFault::cell_too_long;
    }
    records.push_back(record);
    record_start = newline + 1;
    record_first_end = end_count;
    return true;
}

bool Scanner::State::take_structural(std::size_t base, std::uint64_t structural, std::uint64_t newlines) {
    newlines &= structural;
    while (newlines != 0) {
        const auto bit = static_cast<unsigned>(std::countr_zero(newlines));
        const std::uint64_t of_record = structural & (newlines ^ (newlines - 1));
        add_ends(base, of_record);
        if (!finish_record(base + bit)) {
            return false;
        }
        structural ^= of_record;
        newlines &= newlines - 1;
    }
    add_ends(base, structural);
    return true;
}

// A closing quote may be followed by CRLF, which the masks do not show.
std::size_t Scanner::State::first_misplaced(std::size_t base, std::uint64_t suspicious) const {
    for (; suspicious != 0; suspicious &= suspicious - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(suspicious));
        const std::size_t at = base + bit;
        if (block[at] != '\r' || at + 1 >= block.size() || block[at + 1] != '\n') {
            return bit;
        }
    }
    return kNone;
}

// False when the record at record_start must be read carefully.
bool Scanner::State::take_chunk(std::size_t base, const ChunkMasks& masks, std::uint64_t valid) {
    std::uint64_t structural = (masks.delimiter | masks.newline) & valid;
    if ((masks.quote | inside | just_closed) == 0) {
        may_open = structural >> 63U;
        return take_structural(base, structural, masks.newline);
    }
    const std::uint64_t quotes = masks.quote & valid;
    const std::uint64_t open_after = prefix_parity(quotes) ^ inside;
    structural &= ~open_after;
    const std::uint64_t opens = quotes & open_after;
    const std::uint64_t closes = quotes & ~open_after;
    const std::uint64_t opening_places = ((structural | closes) << 1U) | may_open;
    const std::uint64_t after_close = (closes << 1U) | just_closed;
    const std::uint64_t suspicious =
        ((opens & ~opening_places) | (after_close & ~(structural | opens))) & valid;
    inside = (open_after >> 63U) != 0 ? ~std::uint64_t{0} : 0;
    may_open = (structural | closes) >> 63U;
    just_closed = closes >> 63U;
    if (suspicious != 0) {
        const std::size_t misplaced = first_misplaced(base, suspicious);
        if (misplaced != kNone) {
            const std::uint64_t before = bits_below(static_cast<unsigned>(misplaced));
            static_cast<void>(take_structural(base, structural & before, masks.newline));
            return false;
        }
    }
    return take_structural(base, structural, masks.newline);
}

// Takes the regular records from `start` on. Returns the start of the first one that it has not taken.
std::size_t Scanner::State::fast_pass(std::size_t start) {
    record_start = start;
    record_first_end = end_count;
    inside = 0;
    may_open = 1;
    just_closed = 0;
    std::array<ChunkMasks, kBatch> masks;
    std::array<char, kChunk> padded{};
    for (std::size_t base = start; base < block.size();) {
        const std::size_t left = block.size() - base;
        const std::size_t chunk_count = std::max<std::size_t>(1, std::min(kBatch, left / kChunk));
        const char* bytes = block.data() + base;
        std::uint64_t valid = ~std::uint64_t{0};
        if (left < kChunk) {
            padded.fill('x');
            std::memcpy(padded.data(), bytes, left);
            bytes = padded.data();
            valid = bits_below(static_cast<unsigned>(left));
        }
        classify(bytes, chunk_count, dialect, masks.data(), classes);
        for (std::size_t i = 0; i < chunk_count; ++i, base += kChunk) {
            const bool taken = take_chunk(base, masks[i], valid);
            if (!taken || base + kChunk > record_start + limits.record_bytes_max + 2 + kChunk) {
                end_count = record_first_end;
                return record_start;
            }
        }
    }
    end_count = record_first_end;
    return record_start;
}

bool Scanner::State::has_long_cell(const CsvRecord& record) const {
    for (std::size_t i = 0; i < record.cell_count; ++i) {
        const std::size_t from = cell_start(record, i);
        const std::string_view raw = block.substr(from, ends[record.first_end + i] - from);
        if (raw.size() > limits.cell_bytes_max && value_length(raw, dialect.quote) > limits.cell_bytes_max) {
            return true;
        }
    }
    return false;
}

// Takes one record; returns where the next one starts, or kNone when more bytes are needed.
std::size_t Scanner::State::read_carefully(std::size_t start) {
    std::optional<CarefulReader::Found> found = careful.read(start);
    if (!found) {
        return kNone;
    }
    CsvRecord& record = found->record;
    record.first_end = static_cast<std::uint32_t>(end_count);
    const std::vector<std::uint32_t>& cell_ends = careful.cell_ends();
    if (ends.size() < end_count + cell_ends.size()) {
        ends.resize(2 * (end_count + cell_ends.size()));
    }
    std::copy(cell_ends.begin(), cell_ends.end(), ends.begin() + static_cast<std::ptrdiff_t>(end_count));
    end_count += cell_ends.size();
    if (record.length > limits.cell_bytes_max && has_long_cell(record)) {
        record.fault = CsvFault::cell_too_long;
    }
    flag_bytes(record, true, true);
    records.push_back(record);
    skipping_line = found->skip_line;
    return found->next;
}

void Scanner::State::flag_bytes(CsvRecord& record, bool look_for_nul, bool look_for_utf8) const {
    const std::string_view bytes = bytes_of(record);
    record.has_nul = record.has_nul || (look_for_nul && bytes.find('\0') != kNone);
    record.invalid_utf8 = record.invalid_utf8 || (look_for_utf8 && find_invalid_utf8(bytes) != kNone);
}

void Scanner::State::flag_records(std::size_t consumed) {
    const bool look_for_nul = classes.has_nul;
    const bool look_for_utf8 = classes.has_non_ascii && find_invalid_utf8(block.substr(0, consumed)) != kNone;
    if (look_for_nul || look_for_utf8) {
        for (CsvRecord& record : records) {
            flag_bytes(record, look_for_nul, look_for_utf8);
        }
    }
}

ScanResult Scanner::scan(std::string_view block, bool at_end_of_file) {
    State& s = *state_;
    SLUICE_ASSERT(block.size() < (std::size_t{1} << 30U));
    s.block = block;
    s.records.clear();
    s.end_count = 0;
    s.classes = {};
    s.careful.start_block(block, at_end_of_file);
    std::size_t at = 0;
    if (s.skipping_line) {
        const std::size_t newline = block.find('\n');
        at = newline == kNone ? block.size() : newline + 1;
        s.skipping_line = newline == kNone && !at_end_of_file;
    }
    while (at < block.size()) {
        at = s.fast_pass(at);
        const std::size_t next = at < block.size() ? s.read_carefully(at) : kNone;
        if (next == kNone) {
            break;
        }
        at = next;
    }
    s.flag_records(at);
    return {at, at < block.size()};
}

const std::vector<CsvRecord>& Scanner::records() const {
    return state_->records;
}

// Without the quotes around it. No CsvCell on this path: two halves of a register that are written apart and
// read together cost more than all the rest.
std::string_view Scanner::State::content(const CsvRecord& record, std::size_t index, bool& quoted) const {
    SLUICE_ASSERT(index < record.cell_count);
    const std::size_t start = cell_start(record, index);
    const std::size_t end = ends[record.first_end + index];
    quoted = end - start >= 2 && block[start] == dialect.quote;
    return quoted ? block.substr(start + 1, end - start - 2) : block.substr(start, end - start);
}

CsvCell Scanner::cell(const CsvRecord& record, std::size_t index) const {
    CsvCell cell;
    const std::string_view content = state_->content(record, index, cell.quoted);
    cell.offset = static_cast<std::uint32_t>(content.data() - state_->block.data());
    cell.length = static_cast<std::uint32_t>(content.size());
    cell.has_escaped_quote = cell.quoted && content.find(state_->dialect.quote) != kNone;
    return cell;
}

std::string_view Scanner::text(const CsvCell& cell) const {
    return state_->block.substr(cell.offset, cell.length);
}

std::string_view Scanner::value(const CsvRecord& record, std::size_t index, std::string& scratch) const {
    bool quoted = false;
    const std::string_view content = state_->content(record, index, quoted);
    if (!quoted || content.find(state_->dialect.quote) == kNone) {
        return content;
    }
    unescape(content, state_->dialect.quote, scratch);
    return scratch;
}

std::string_view Scanner::raw(const CsvRecord& record) const {
    return state_->bytes_of(record);
}

}  // namespace sluice::format
