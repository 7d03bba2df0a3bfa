#include "gateway/format/csv.hpp"

#include "gateway/format/csv_kernel.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace sluice::format {

std::string_view to_string(CsvFault fault) {
    switch (fault) {
        case CsvFault::none:
            return "none";
        case CsvFault::junk_after_closing_quote:
            return "junk-after-closing-quote";
        case CsvFault::unterminated_quote:
            return "unterminated-quote";
        case CsvFault::record_too_long:
            return "record-too-long";
        case CsvFault::cell_too_long:
            return "cell-too-long";
    }
    return "none";
}

std::size_t scan_bytes_max(const Limits& limits) {
    // Line end included; twice, so that a record that fails at the limit does not leave a window of one line.
    return 2 * (limits.record_bytes_max + 2);
}

void unescape(std::string_view content, char quote, std::string& out) {
    out.clear();
    for (std::size_t at = 0; at < content.size();) {
        const std::size_t found = content.find(quote, at);
        if (found == std::string_view::npos) {
            out.append(content.substr(at));
            return;
        }
        out.append(content.substr(at, found + 1 - at));
        at = found + 2;
    }
}

std::string_view skip_bom(std::string_view bytes) {
    constexpr std::string_view kBom = "\xEF\xBB\xBF";
    return bytes.substr(0, kBom.size()) == kBom ? bytes.substr(kBom.size()) : bytes;
}

std::size_t record_boundary(std::string_view block, Dialect dialect, bool in_quotes_at_start) {
    const Classify classify = classify_function(CsvKernel::automatic);
    std::uint64_t inside = in_quotes_at_start ? ~std::uint64_t{0} : 0;
    std::size_t boundary = 0;
    std::array<ChunkMasks, kChunk> masks;
    std::array<char, kChunk> padded{};
    ByteClasses unused;
    for (std::size_t base = 0; base < block.size();) {
        const std::size_t left = block.size() - base;
        const std::size_t chunk_count = std::max<std::size_t>(1, std::min(masks.size(), left / kChunk));
        const char* bytes = block.data() + base;
        if (left < kChunk) {
            std::memcpy(padded.data(), bytes, left);  // the rest stays zero, which is none of the four
            bytes = padded.data();
        }
        classify(bytes, chunk_count, dialect, masks.data(), unused);
        for (std::size_t i = 0; i < chunk_count; ++i, base += kChunk) {
            const std::uint64_t open_after =
                masks[i].quote == 0 ? inside : prefix_parity(masks[i].quote) ^ inside;
            const std::uint64_t ends = masks[i].newline & ~open_after;
            if (ends != 0) {
                boundary = base + kChunk - static_cast<std::size_t>(std::countl_zero(ends));
            }
            inside = (open_after >> 63U) != 0 ? ~std::uint64_t{0} : 0;
        }
    }
    return boundary;
}

}  // namespace sluice::format
