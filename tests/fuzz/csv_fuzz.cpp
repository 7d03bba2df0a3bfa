// Any bytes: the same records from every kernel and every block size, none of them outside the block.
#include "gateway/base/assert.hpp"
#include "gateway/format/csv_reader.hpp"
#include "gateway/format/csv_writer.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace sluice;
using namespace sluice::format;

struct Seen {
    CsvRecord record;
    std::size_t offset = 0;
    std::vector<std::string> values;
    bool operator==(const Seen&) const = default;
};

Limits small_limits() {
    Limits limits;
    limits.record_bytes_max = 48;
    limits.cell_bytes_max = 16;
    return limits;
}

std::vector<Seen> scan(std::string_view text, std::size_t block_bytes, CsvKernel kernel) {
    const Limits limits = small_limits();
    Scanner scanner({}, limits, kernel);
    std::vector<Seen> all;
    std::string scratch;
    std::size_t size = block_bytes;
    for (std::size_t at = 0; at < text.size();) {
        const std::string block(text.substr(at, size));
        const ScanResult result = scanner.scan(block, at + block.size() == text.size());
        SLUICE_ASSERT(result.consumed > 0 || size < scan_bytes_max(limits));
        for (const CsvRecord& record : scanner.records()) {
            SLUICE_ASSERT(record.offset + record.length <= result.consumed);
            Seen seen{record, at + record.offset, {}};
            seen.record.offset = 0;
            seen.record.first_end = 0;
            for (std::size_t i = 0; i < record.cell_count; ++i) {
                seen.values.emplace_back(scanner.value(record, i, scratch));
            }
            all.push_back(std::move(seen));
        }
        at += result.consumed;
        size = result.consumed == 0 ? size * 2 : block_bytes;
    }
    return all;
}

// What a good record says must survive being written and read.
void check_round_trip(const std::vector<Seen>& all) {
    CsvWriter writer;
    std::vector<std::vector<std::string>> rows;
    for (const Seen& seen : all) {
        if (seen.values.empty()) {
            continue;
        }
        std::for_each(seen.values.begin(), seen.values.end(), [&](const std::string& v) { writer.cell(v); });
        writer.end_record();
        rows.push_back(seen.values);
    }
    // A mark at the start of a file is skipped, not read.
    const std::string text = "\n" + writer.take();
    auto read = parse_all(text);
    SLUICE_ASSERT(read.has_value());
    read->erase(read->begin());
    SLUICE_ASSERT(*read == rows);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::vector<Seen> expected = scan(text, text.size() + 1, CsvKernel::portable);
    for (const CsvKernel kernel : {CsvKernel::portable, CsvKernel::sse2, CsvKernel::avx2}) {
        for (const std::size_t block_bytes :
             {std::size_t{1}, std::size_t{7}, std::size_t{64}, text.size() + 1}) {
            SLUICE_ASSERT(!kernel_supported(kernel) || scan(text, block_bytes, kernel) == expected);
        }
    }
    check_round_trip(expected);
    SLUICE_ASSERT(record_boundary(text) <= text.size());
    return 0;
}
