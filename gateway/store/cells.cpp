#include "gateway/store/cells.hpp"

#include <cstdint>

namespace sluice::store {

void append_cell(std::string& blob, std::string_view cell) {
    std::uint64_t length = cell.size();
    while (length >= 0x80) {
        blob.push_back(static_cast<char>((length & 0x7F) | 0x80));
        length >>= 7;
    }
    blob.push_back(static_cast<char>(length));
    blob.append(cell);
}

std::string encode_cells(const std::vector<std::string_view>& cells) {
    std::string blob;
    for (const std::string_view cell : cells) {
        append_cell(blob, cell);
    }
    return blob;
}

std::optional<std::string_view> take_cell(std::string_view& blob) {
    std::uint64_t length = 0;
    std::size_t at = 0;
    for (unsigned shift = 0;; shift += 7, ++at) {
        // Five groups of seven bits hold more than any cell may have (Limits::cell_bytes_max).
        if (at == blob.size() || shift > 28) {
            return std::nullopt;
        }
        const auto byte = static_cast<unsigned char>(blob[at]);
        length |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
        if ((byte & 0x80) == 0) {
            break;
        }
    }
    blob.remove_prefix(at + 1);
    if (length > blob.size()) {
        return std::nullopt;
    }
    const std::string_view cell = blob.substr(0, static_cast<std::size_t>(length));
    blob.remove_prefix(cell.size());
    return cell;
}

bool decode_cells(std::string_view blob, std::vector<std::string_view>& cells) {
    cells.clear();
    while (!blob.empty()) {
        const std::optional<std::string_view> cell = take_cell(blob);
        if (!cell) {
            return false;
        }
        cells.push_back(*cell);
    }
    return true;
}

}  // namespace sluice::store
