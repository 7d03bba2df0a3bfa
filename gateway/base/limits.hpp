// Every limit has a name, a default and an issue (or an error that names it) when it is met.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sluice {

struct Limits {
    std::size_t block_bytes = std::size_t{4} << 20;            // read from a file at a time, per worker
    std::size_t record_bytes_max = std::size_t{16} << 20;      // one CSV record, over all its lines
    std::size_t cell_bytes_max = std::size_t{1} << 20;         // one CSV cell, unquoted
    std::size_t columns_max = 4096;                            // columns in a header
    std::size_t json_bytes_max = std::size_t{64} << 20;        // one JSON document
    std::size_t json_depth_max = 64;                           // nesting of JSON
    std::size_t expression_depth_max = 64;                     // nesting of a FHIRPath expression
    std::size_t archive_members_max = 10'000;                  // files in one zip
    std::size_t manifest_files_max = 10'000;                   // files that one manifest lists
    std::uint64_t archive_bytes_max = std::uint64_t{1} << 38;  // unpacked, all members together: 256 GiB
    std::uint64_t archive_ratio_max = 200;  // unpacked / packed, once past archive_ratio_from
    std::uint64_t archive_ratio_from = std::uint64_t{64} << 20;  // ratio is not judged below this size
    std::uint64_t workbook_bytes_max = std::uint64_t{2} << 30;  // parts of a workbook, unpacked, all together
    std::size_t workbook_part_bytes_max = std::size_t{512} << 20;    // one of them: a sheet, the strings
    std::size_t workbook_tree_bytes_max = std::size_t{16} << 20;     // XML read as a tree at a time: one row,
                                                                     // one string, all else of a part
    std::size_t workbook_strings_max = 8'000'000;                    // shared strings of a workbook
    std::size_t workbook_string_bytes_max = std::size_t{256} << 20;  // shared strings, all together
    std::size_t workbook_sheets_max = 255;                           // sheets, hidden ones and charts too
    std::uint32_t workbook_rows_max = 1'048'576;                     // number of a row: what Excel can hold
    std::uint32_t workbook_columns_max = 16'384;                     // columns: what Excel can hold
    std::uint64_t workbook_cells_max = 50'000'000;                   // cells with content, all sheets
    std::uint64_t workbook_text_bytes_max = std::uint64_t{4} << 30;  // text of all those cells
    std::uint64_t set_bytes_for_key_filter = std::uint64_t{64}
                                             << 20;  // smaller sets ask the store row by row
    int stamp_days_ahead_max = 1;  // a file name's time after the submission's day: local time against UTC
    std::size_t selections_kept_max = 200'000;  // answers to "is such a row kept?", remembered by each reader
    std::uint64_t rule_steps_max = 5'000'000;   // of one expression rule over the records of one person
    std::uint64_t issues_kept_max = 1'000'000;  // issues stored one by one; all are counted
};

}  // namespace sluice
