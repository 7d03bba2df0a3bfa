// Excel workbooks in (Office Open XML, ECMA-376 5th edition; sections below are of part 1), bounded: sheet by
// sheet, row by row, each cell as the text that its sender would have typed.
//
// Read: .xlsx and .xltx, transitional and strict (neither namespaces nor their prefixes are looked at), parts
// in UTF-8. Parts are found by relationship, never by name; nothing outside the file is ever fetched. Hidden
// sheets and rows are data like any other. Charts, comments, drawings and links to other files are not read.
//
// Nothing is believed: every limit is one of Limits (workbook_*, archive_*, record_bytes_max). Memory is at
// most
//     2 * workbook_part_bytes_max + workbook_string_bytes_max
//     + 8 B * (2 * workbook_rows_max + 3 * workbook_strings_max) + 64 * workbook_tree_bytes_max
// where somebody made the file to take so much (trees of the smallest elements), and for a workbook as it
// comes about twice its largest sheet unpacked and the text of its strings.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/base/limits.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::format {

// Why a file was not read, or not to its end.
enum class WorkbookFault : std::uint8_t {
    // Not such a workbook.
    not_a_workbook,      // no zip, or a zip of something else: a document, an OpenDocument sheet, CSV files
    password_protected,  // a password is needed to open it
    binary_format,       // .xls of before 2007, or .xlsb
    macros,              // it carries programs: .xlsm, .xltm, .xlam, or an Excel 4 macro sheet
    // Damaged, or made to harm.
    bad_zip,            // cut short, a bad checksum, or members that no workbook has (see ArchiveFault)
    bad_xml,            // a part is not well formed, or its root is not what it has to be
    not_utf8,           // a part in another encoding
    doctype,            // a part declares a document type or entities; Office never does
    missing_part,       // a sheet, the strings or the styles are named and not there, or outside the file
    bad_reference,      // a row or cell is called what none can be: "A0", "1A", or a cell of another row
    rows_out_of_order,  // a row number that is not above the one before
    duplicate_cell,     // two cells in one place
    // A limit.
    too_many_parts,      // archive_members_max
    bomb,                // archive_bytes_max or archive_ratio_max
    workbook_too_large,  // workbook_bytes_max
    part_too_large,      // workbook_part_bytes_max
    tree_too_large,      // workbook_tree_bytes_max
    too_many_strings,    // workbook_strings_max
    strings_too_large,   // workbook_string_bytes_max
    too_many_sheets,     // workbook_sheets_max
    too_many_rows,       // a row number above workbook_rows_max
    too_many_columns,    // a cell beyond workbook_columns_max
    too_many_cells,      // workbook_cells_max
    row_too_long,        // the text of a row is more than record_bytes_max
    text_too_large,      // workbook_text_bytes_max
};
std::string_view to_string(WorkbookFault fault);  // kebab-case

// What a cell holds, by its type (18.18.11) and number format (18.8.30).
enum class CellKind : std::uint8_t {
    text,
    number,   // percentages as they are stored: 23% is 0.23
    date,     // ISO 8601: 2026-10-24, or 2026-10-24T09:30:00
    time,     // of a day, 09:30:00; or elapsed, with as many hours as it takes: 36:00:00
    boolean,  // TRUE or FALSE
    error,    // #N/A, #REF! and so on
};

// What is odd about a cell. It is told all the same, with the text that is said here.
enum class CellFault : std::uint8_t {
    none,
    formula_without_value,  // a formula that its producer has not worked out: no text
    no_such_string,         // no such shared string (18.4.8): no text
    no_such_style,          // no such cell format (18.8.10): a number, maybe meant as a date
    no_such_date,           // a number shown as a date that none is: before 1900, after 9999, 29 February
                            // 1900; or a text that is no date: as stored
    not_a_number,           // as stored
    not_a_boolean,          // as stored
    unknown_type,           // as stored
};
std::string_view to_string(CellFault fault);  // kebab-case; none is "none"

struct SheetCell {
    std::uint32_t column = 0;  // 0-based: A is 0
    CellKind kind = CellKind::text;
    CellFault fault = CellFault::none;
    bool formula = false;   // the text is what the formula gave when it was last worked out
    std::string_view text;  // well-formed UTF-8; valid during the call
};

struct SheetRow {
    std::uint32_t number = 0;      // as Excel shows it: the first is 1
    bool hidden = false;           // by hand, by a filter or in a closed group (18.3.1.73)
    std::vector<SheetCell> cells;  // by column; those with content only, at least one
};

// 18.3.1.55: the text stands in the first cell; the others are blank.
struct MergedRange {
    std::uint32_t first_row = 0;     // as Excel shows it
    std::uint32_t last_row = 0;      // inclusive
    std::uint32_t first_column = 0;  // 0-based
    std::uint32_t last_column = 0;   // inclusive
    bool operator==(const MergedRange&) const = default;
};

enum class SheetState : std::uint8_t { visible, hidden, very_hidden };  // 18.18.68

struct Sheet {
    std::string name;           // chosen by the sender: not safe to show as it is
    std::uint32_t ordinal = 0;  // among the sheets of cells, in the order of the tabs: the first is 1
    SheetState state = SheetState::visible;
    std::vector<MergedRange> merged;  // in the order of the file; may be large, may overlap where it is bad
};

// What a reader is told. Rows come with rising numbers; one without a cell that has content is not told. A
// sheet is whole only once `end` was called for it. An error returned by a callback stops and is handed on.
struct WorkbookVisitor {
    // False: its rows are not wanted, and `end` is not called.
    std::function<Result<bool>(const Sheet&)> begin;
    std::function<Result<void>(const SheetRow&)> row;
    std::function<Result<void>(const Sheet&)> end;
};

struct WorkbookOutcome {
    std::size_t sheet_count = 0;  // read whole
    std::uint64_t row_count = 0;  // told
    std::uint64_t cell_count = 0;
    // 18.2.2: the producer leaves formulas to the spreadsheet program, so that what stands for their values
    // may be a mere 0 (libxlsxwriter does so).
    bool calculates_on_load = false;
    std::optional<WorkbookFault> stopped;  // why the rest was not read
    std::uint32_t stopped_sheet = 0;       // ordinal; 0 where it is not about a sheet
    std::uint32_t stopped_row = 0;         // the last row that was begun; 0 where none was
};

// May be called by many threads, each with a file of its own. An error means that the file could not be read,
// or comes from a callback; what is wrong with the file is in the outcome.
Result<WorkbookOutcome> read_workbook(
    const std::string& path, const Limits& limits, const WorkbookVisitor& visitor
);

// By content, whatever its name: a zip whose list of parts says that it is a workbook (also one with macros,
// or .xlsb), or an OLE compound file that holds one or has a password. `read_workbook` says what is wrong
// with it.
Result<bool> is_workbook(const std::string& path, const Limits& limits);

}  // namespace sluice::format
