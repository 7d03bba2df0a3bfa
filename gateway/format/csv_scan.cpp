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

}  // namespace

struct Scanner::State {
    State(Dialect d, const Limits& l, CsvKernel kernel)
        : dialect(d), limits(l), functions(kernel_functions(kernel)), careful(d, l) {}

    Dialect dialect;
    Limits limits;
    KernelFunctions functions;
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
    bool mark(std::size_t base, const ChunkMasks* masks, std::size_t chunk_count, std::uint64_t valid);
    bool finish_record(std::size_t last_end);
    std::size_t read_carefully(std::size_t start);
    bool has_long_cell(const CsvRecord& record) const;
    void flag_bytes(CsvRecord& record, bool look_for_nul, bool look_for_utf8) const;
    void flag_records(std::size_t consumed);
    std::string_view bytes_of(const CsvRecord& record) const {
        return block.substr(record.offset, record.length);
    }
    std::size_t cell_start(const CsvRecord& record, std::size_t index) const {
        return index == 0 ? record.offset : std::size_t{ends[record.first_end + index - 1]} + 1;
    }
    QuoteState quotes;
};

Scanner::Scanner(Dialect dialect, const Limits& limits, CsvKernel kernel)
    : state_(std::make_unique<State>(dialect, limits, kernel)), dialect_(dialect) {
    SLUICE_ASSERT(dialect.delimiter != dialect.quote);
    for (const char c : {dialect.delimiter, dialect.quote}) {
        SLUICE_ASSERT(c > 0 && c != '\r' && c != '\n');
    }
    SLUICE_ASSERT(limits.record_bytes_max < (std::size_t{1} << 29U));
}
Scanner::~Scanner() = default;

// The record whose line end is ends[last_end]. False when it is longer than allowed: it is left for the
// careful reader.
bool Scanner::State::finish_record(std::size_t last_end) {
    const std::size_t newline = ends[last_end];
    const std::size_t end = content_end(block, record_start, newline);
    if (end - record_start > limits.record_bytes_max) {
        return false;
    }
    // Made in its place: to copy what was written in parts is to wait for the parts.
    CsvRecord& record = records.emplace_back();
    record.offset = static_cast<std::uint32_t>(record_start);
    record.length = static_cast<std::uint32_t>(end - record_start);
    record.first_end = static_cast<std::uint32_t>(record_first_end);
    record.blank = record.length == 0;
    ends[last_end] = static_cast<std::uint32_t>(end);
    record.cell_count = record.blank ? 0 : static_cast<std::uint32_t>(last_end + 1 - record_first_end);
    if (record.length > limits.cell_bytes_max && has_long_cell(record)) {
        record.fault = CsvFault::cell_too_long;
    }
    record_start = newline + 1;
    record_first_end = last_end + 1;
    return true;
}

// False when the record at record_start must be read carefully.
bool Scanner::State::mark(
    std::size_t base, const ChunkMasks* masks, std::size_t chunk_count, std::uint64_t valid
) {
    constexpr std::size_t kRoom = (kBatch + 1) * kMarksPerChunk;
    if (ends.size() < end_count + kRoom) {
        ends.resize(std::max(4 * kRoom, 2 * ends.size()));
    }
    std::array<std::uint32_t, kRoom> lines;
    Marks marks{ends.data(), lines.data(), end_count, 0};
    const bool all = functions.mark(block, base, masks, chunk_count, valid, quotes, marks) == chunk_count;
    end_count = marks.end_count;
    for (std::size_t i = 0; i < marks.line_count; ++i) {
        if (!finish_record(lines[i])) {
            return false;
        }
    }
    return all;
}

// Takes the regular records from `start` on. Returns the start of the first one that it has not taken.
std::size_t Scanner::State::fast_pass(std::size_t start) {
    record_start = start;
    record_first_end = end_count;
    quotes = {};
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
        functions.classify(bytes, chunk_count, dialect, masks.data(), classes);
        const bool taken = mark(base, masks.data(), chunk_count, valid);
        base += chunk_count * kChunk;
        if (!taken || base > record_start + limits.record_bytes_max + 2 + kChunk * kBatch) {
            break;
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
    block_ = block;
    ends_ = s.ends.data();
    return {at, at < block.size()};
}

const std::vector<CsvRecord>& Scanner::records() const {
    return state_->records;
}

CsvCell Scanner::cell(const CsvRecord& record, std::size_t index) const {
    SLUICE_ASSERT(index < record.cell_count);
    CsvCell cell;
    const std::string_view content = this->content(record, index);
    cell.offset = static_cast<std::uint32_t>(content.data() - block_.data());
    cell.length = static_cast<std::uint32_t>(content.size());
    cell.quoted = cell.offset != cell_start(record, index);
    cell.has_escaped_quote = cell.quoted && content.find(dialect_.quote) != kNone;
    return cell;
}

std::string_view Scanner::value(const CsvRecord& record, std::size_t index, std::string& scratch) const {
    SLUICE_ASSERT(index < record.cell_count);
    const std::string_view content = this->content(record, index);
    const bool quoted = static_cast<std::size_t>(content.data() - block_.data()) != cell_start(record, index);
    if (!quoted || content.find(dialect_.quote) == kNone) {
        return content;
    }
    unescape(content, dialect_.quote, scratch);
    return scratch;
}

}  // namespace sluice::format
