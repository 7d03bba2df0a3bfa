#include "gateway/format/xlsx_reference.hpp"

#include "gateway/base/text.hpp"

namespace sluice::format::xlsx {

Read<std::uint32_t> read_row_number(std::string_view text, const Limits& limits) {
    if (!all_digits(text) || text.front() == '0') {
        return WorkbookFault::bad_reference;
    }
    std::uint64_t number = 0;
    for (const char c : text) {
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
        if (number > limits.workbook_rows_max) {
            return WorkbookFault::too_many_rows;
        }
    }
    return static_cast<std::uint32_t>(number);
}

Read<CellReference> read_reference(std::string_view text, const Limits& limits) {
    std::uint64_t letters = 0;
    std::size_t count = 0;
    for (; count < text.size() && text[count] >= 'A' && text[count] <= 'Z'; ++count) {
        letters = letters * 26 + static_cast<std::uint64_t>(text[count] - 'A') + 1;
        if (letters > limits.workbook_columns_max) {
            return WorkbookFault::too_many_columns;
        }
    }
    if (count == 0) {
        return WorkbookFault::bad_reference;
    }
    SLUICE_ASSIGN(const auto row, read_row_number(text.substr(count), limits));
    return CellReference{row, static_cast<std::uint32_t>(letters - 1)};
}

Read<MergedRange> read_range(std::string_view text, const Limits& limits) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    SLUICE_ASSIGN(const auto first, read_reference(text.substr(0, colon), limits));
    if (colon == text.size()) {
        return MergedRange{first.row, first.row, first.column, first.column};
    }
    SLUICE_ASSIGN(const auto last, read_reference(text.substr(colon + 1), limits));
    if (last.row < first.row || last.column < first.column) {
        return WorkbookFault::bad_reference;
    }
    return MergedRange{first.row, last.row, first.column, last.column};
}

}  // namespace sluice::format::xlsx
