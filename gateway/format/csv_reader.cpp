#include "gateway/format/csv_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace sluice::format {
namespace {

ReadBytes read_from(std::string_view text) {
    return [left = text](char* buffer, std::size_t size) mutable -> Result<std::size_t> {
        const std::size_t count = std::min(size, left.size());
        if (count > 0) {
            std::memcpy(buffer, left.data(), count);
        }
        left.remove_prefix(count);
        return count;
    };
}

// A text in memory needs no block that is larger than it.
Limits limits_for(std::string_view text, Limits limits) {
    limits.block_bytes = std::min(limits.block_bytes, text.size() + 1);
    return limits;
}

}  // namespace

RecordReader::RecordReader(ReadBytes source, Dialect dialect, const Limits& limits)
    : source_(std::move(source)), limits_(limits), scanner_(dialect, limits) {}

RecordReader::RecordReader(std::string_view text, Dialect dialect, const Limits& limits)
    : RecordReader(read_from(text), dialect, limits_for(text, limits)) {}

Result<void> RecordReader::fill(std::size_t size) {
    buffer_.resize(std::max(buffer_.size(), size));
    while (!at_end_ && filled_ < size) {
        SLUICE_ASSIGN(const std::size_t count, source_(buffer_.data() + filled_, size - filled_));
        filled_ += count;
        at_end_ = count == 0;
    }
    return {};
}

Result<void> RecordReader::next_block() {
    std::memmove(buffer_.data(), buffer_.data() + consumed_, filled_ - consumed_);
    filled_ -= consumed_;
    buffer_offset_ += consumed_;
    std::size_t size = std::max<std::size_t>(limits_.block_bytes, 4);
    for (;;) {
        SLUICE_TRY(fill(size));
        const std::string_view filled(buffer_.data(), filled_);
        const std::string_view block = started_ ? filled : skip_bom(filled);
        const std::size_t skipped = filled.size() - block.size();
        const ScanResult result = scanner_.scan(block, at_end_);
        consumed_ = skipped + result.consumed;
        block_offset_ = buffer_offset_ + skipped;
        if (result.consumed > 0 || at_end_) {
            started_ = true;
            return {};
        }
        size *= 2;
    }
}

Result<bool> RecordReader::next() {
    ++index_;
    while (!started_ || index_ >= scanner_.records().size()) {
        if (started_ && at_end_ && consumed_ == filled_) {
            return false;
        }
        SLUICE_TRY(next_block());
        index_ = 0;
    }
    ++ordinal_;
    return true;
}

std::string RecordReader::value(std::size_t index) const {
    std::string scratch;
    return std::string(scanner_.value(record(), index, scratch));
}

std::vector<std::string> RecordReader::values() const {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < cell_count(); ++i) {
        values.push_back(value(i));
    }
    return values;
}

Result<std::vector<std::vector<std::string>>> parse_all(std::string_view text, Dialect dialect) {
    RecordReader reader(text, dialect);
    std::vector<std::vector<std::string>> rows;
    for (;;) {
        SLUICE_ASSIGN(const bool more, reader.next());
        if (!more) {
            return rows;
        }
        if (reader.record().fault != CsvFault::none) {
            std::string what = "record " + std::to_string(reader.ordinal()) + ": ";
            return Error(ErrorCode::pack, what.append(to_string(reader.record().fault)));
        }
        rows.push_back(reader.values());
    }
}

}  // namespace sluice::format
