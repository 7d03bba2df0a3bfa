// Scans a text as a caller does who reads it in blocks, and gives what was found in terms of the whole text.
#pragma once

#include "gateway/format/csv.hpp"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

namespace sluice::tests {

struct Row {
    std::size_t offset = 0;
    std::size_t length = 0;
    format::CsvFault fault = format::CsvFault::none;
    std::string flags;  // of "blank", "bare", "nul", "utf8"
    std::vector<std::string> values;
    std::vector<std::string> kinds;  // of each cell: "", "q" quoted, "qe" quoted with doubled quotes
    bool operator==(const Row&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const Row& row) {
    out << '@' << row.offset << '+' << row.length << ' ' << format::to_string(row.fault) << ' ' << row.flags
        << " [";
    for (std::size_t i = 0; i < row.values.size(); ++i) {
        out << row.kinds[i] << '<' << row.values[i] << '>';
    }
    return out << ']';
}

struct ScanOptions {
    std::size_t block_bytes = std::size_t{1} << 20;
    Limits limits = {};
    format::CsvKernel kernel = format::CsvKernel::automatic;
    format::Dialect dialect = {};
};

inline Row row_of(const format::Scanner& scanner, const format::CsvRecord& record, std::size_t base) {
    Row row;
    row.offset = base + record.offset;
    row.length = record.length;
    row.fault = record.fault;
    row.flags = std::string(record.blank ? "blank " : "") + (record.bare_quote ? "bare " : "") +
                (record.has_nul ? "nul " : "") + (record.invalid_utf8 ? "utf8 " : "");
    std::string scratch;
    for (std::size_t i = 0; i < record.cell_count; ++i) {
        const format::CsvCell cell = scanner.cell(record, i);
        row.values.emplace_back(scanner.value(record, i, scratch));
        row.kinds.push_back(std::string(cell.quoted ? "q" : "") + (cell.has_escaped_quote ? "e" : ""));
    }
    return row;
}

inline std::vector<Row> scan_all(const std::string& text, const ScanOptions& options = {}) {
    format::Scanner scanner(options.dialect, options.limits, options.kernel);
    std::vector<Row> rows;
    std::size_t size = options.block_bytes;
    for (std::size_t at = 0; at < text.size();) {
        // A copy of its own, so that a sanitizer sees a read beyond the block.
        const std::vector<char> block(
            text.begin() + static_cast<std::ptrdiff_t>(at),
            text.begin() + static_cast<std::ptrdiff_t>(std::min(text.size(), at + size))
        );
        const auto result = scanner.scan({block.data(), block.size()}, at + block.size() == text.size());
        for (const format::CsvRecord& record : scanner.records()) {
            rows.push_back(row_of(scanner, record, at));
        }
        at += result.consumed;
        size = result.consumed == 0 ? size * 2 : options.block_bytes;
        if (size > 2 * format::scan_bytes_max(options.limits) + 2 * options.block_bytes) {
            ADD_FAILURE() << "the scanner asks for more than scan_bytes_max";
            break;
        }
    }
    return rows;
}

}  // namespace sluice::tests
