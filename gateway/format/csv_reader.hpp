// CSV record by record, for files that are small or read once: headers, code lists, data of the pack.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/format/csv.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::format {

// Fills up to `size` bytes and says how many; 0 means the end of the file.
using ReadBytes = std::function<Result<std::size_t>(char* buffer, std::size_t size)>;

// A UTF-8 byte-order mark at the start is skipped. Memory: one block, growing up to scan_bytes_max for a long
// record. One thread at a time.
class RecordReader {
  public:
    explicit RecordReader(ReadBytes source, Dialect dialect = {}, const Limits& limits = {});
    // `text` must outlive the reader.
    explicit RecordReader(std::string_view text, Dialect dialect = {}, const Limits& limits = {});

    // Goes to the next record; false after the last. An error is one of the source.
    Result<bool> next();

    // Of the record that next() went to; views live until the next call of next().
    const CsvRecord& record() const { return scanner_.records()[index_]; }
    std::uint64_t ordinal() const { return ordinal_; }  // 1-based; blank and faulty records count
    std::uint64_t byte_offset() const { return block_offset_ + record().offset; }  // in the file
    std::size_t cell_count() const { return record().cell_count; }
    std::string value(std::size_t index) const;
    std::vector<std::string> values() const;
    std::string_view raw() const { return scanner_.raw(record()); }

  private:
    Result<void> next_block();
    Result<void> fill(std::size_t size);

    ReadBytes source_;
    Limits limits_;
    Scanner scanner_;
    std::string buffer_;
    std::size_t filled_ = 0;           // bytes of the buffer in use
    std::size_t consumed_ = 0;         // of them
    std::uint64_t block_offset_ = 0;   // of the scanned block in the file
    std::uint64_t buffer_offset_ = 0;  // of the buffer in the file
    bool at_end_ = false;
    bool started_ = false;
    std::size_t index_ = 0;
    std::uint64_t ordinal_ = 0;
};

// All records with their values, a blank line as an empty one. For our own data: a fault is an error of the
// pack that names the record.
Result<std::vector<std::vector<std::string>>> parse_all(std::string_view text, Dialect dialect = {});

}  // namespace sluice::format
