#include "gateway/format/csv.hpp"

#include "gateway/format/csv_kernel.hpp"

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
    // The parity of all quotes says how the block ends; from there the last line end is near.
    const bool is_odd = kernel_functions(CsvKernel::automatic).is_odd(block, dialect.quote);
    bool inside = in_quotes_at_start != is_odd;
    for (std::size_t at = block.size(); at > 0; --at) {
        const char c = block[at - 1];
        if (c == '\n' && !inside) {
            return at;
        }
        inside = inside != (c == dialect.quote);
    }
    return 0;
}

}  // namespace sluice::format
