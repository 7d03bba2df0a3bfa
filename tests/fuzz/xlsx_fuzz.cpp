// Any bytes: refused, or sheets whose rows and cells rise and whose texts are what their kind says. A zip or
// OLE compound file is read as it is; other bytes are the XML of a plain workbook's first sheet, and after a
// line
// `%% xl/styles.xml` those of that part.
#include "gateway/base/assert.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/archive.hpp"
#include "gateway/format/ole.hpp"
#include "gateway/format/xlsx_date.hpp"
#include "gateway/format/xlsx_value.hpp"

#include "tests/fuzz/memory_file.hpp"
#include "tests/support/workbook.hpp"
#include "tests/support/zip.hpp"

#include <cstdint>

namespace {

using namespace sluice;
using namespace sluice::format;

std::string workbook_of(std::string_view text) {
    constexpr std::string_view kMark = "\n%% ";
    auto parts = tests::plain_workbook("");
    std::string name = "xl/worksheets/sheet1.xml";
    for (;;) {
        const std::size_t end = std::min(text.find(kMark), text.size());
        parts[name] = text.substr(0, end);
        if (end == text.size()) {
            break;
        }
        text.remove_prefix(end + kMark.size());
        const std::size_t line = std::min(text.find('\n'), text.size());
        name = text.substr(0, line);
        text.remove_prefix(std::min(line + 1, text.size()));
    }
    std::vector<tests::RawMember> members;
    for (const auto& [member, bytes] : parts) {
        members.push_back({member, bytes});
    }
    return tests::raw_zip(members);
}

Limits small_limits() {
    Limits limits;
    limits.workbook_part_bytes_max = 256 << 10;
    limits.workbook_tree_bytes_max = 64 << 10;
    limits.workbook_strings_max = 64;
    limits.workbook_string_bytes_max = 1024;
    limits.workbook_sheets_max = 4;
    limits.workbook_cells_max = 256;
    limits.workbook_text_bytes_max = 4096;
    limits.record_bytes_max = 512;
    limits.archive_bytes_max = 1 << 20;
    limits.archive_members_max = 32;
    return limits;
}

void check_cell(const SheetCell& cell) {
    SLUICE_ASSERT(find_invalid_utf8(cell.text) == std::string_view::npos);
    if (cell.fault == CellFault::none && cell.kind == CellKind::number) {
        SLUICE_ASSERT(xlsx::number_text(cell.text) == cell.text);
    }
    if (cell.fault == CellFault::none && cell.kind == CellKind::date) {
        SLUICE_ASSERT(xlsx::iso_date_text(cell.text, {}).has_value());
    }
    if (cell.fault == CellFault::none && cell.kind == CellKind::boolean) {
        SLUICE_ASSERT(cell.text == "TRUE" || cell.text == "FALSE");
    }
}

void check_row(const SheetRow& row, std::uint32_t before, const Limits& limits) {
    SLUICE_ASSERT(row.number > before && row.number <= limits.workbook_rows_max && !row.cells.empty());
    std::int64_t column = -1;
    for (const SheetCell& cell : row.cells) {
        SLUICE_ASSERT(cell.column > column && cell.column < limits.workbook_columns_max);
        column = cell.column;
        check_cell(cell);
    }
}

void read(const std::string& path) {
    const Limits limits = small_limits();
    std::uint32_t last_row = 0;
    std::uint32_t begun = 0;
    WorkbookVisitor visitor;
    visitor.begin = [&](const Sheet& sheet) -> Result<bool> {
        SLUICE_ASSERT(sheet.ordinal == ++begun && find_invalid_utf8(sheet.name) == std::string_view::npos);
        last_row = 0;
        return true;
    };
    visitor.row = [&](const SheetRow& row) -> Result<void> {
        check_row(row, last_row, limits);
        last_row = row.number;
        return {};
    };
    visitor.end = [](const Sheet&) -> Result<void> { return {}; };
    const auto outcome = read_workbook(path, limits, visitor);
    SLUICE_ASSERT(outcome.has_value());
    SLUICE_ASSERT(outcome->stopped || outcome->sheet_count == begun);
    SLUICE_ASSERT(outcome->cell_count <= limits.workbook_cells_max || outcome->stopped);
    const auto known = is_workbook(path, limits);
    SLUICE_ASSERT(known.has_value() && (*known || outcome->stopped));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const fuzz::MemoryFile file(is_zip(bytes) || is_ole(bytes) ? std::string(bytes) : workbook_of(bytes));
    read(file.path());
    return 0;
}
