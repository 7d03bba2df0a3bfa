// One block of a file to the rows worth keeping. The hot path: a row that no mapping selects costs its scan
// and one look at the cells that decide.
#pragma once

#include "adapters/extract/cells.hpp"
#include "adapters/extract/glance.hpp"
#include "adapters/extract/header.hpp"
#include "adapters/extract/key_filter.hpp"
#include "adapters/extract/wording.hpp"
#include "gateway/format/csv.hpp"
#include "gateway/map/select.hpp"
#include "gateway/record/row.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::extract {

// Something is wrong with a row; ordinals count from the block's first record = 0.
struct RowFault {
    schema::Fault fault = schema::Fault::csv_ragged_row;
    std::uint64_t record = 0;
    std::uint64_t byte_offset = 0;  // in the block
    std::uint32_t place = 0;        // schema::SourceTable::place; 0 = the whole row
};

struct KeptRow {
    enum class Kind : std::uint8_t { row, tombstone, scope_exit, excluded };
    Kind kind = Kind::row;
    map::Choice choice = map::Choice::keep;
    schema::Fault fault = schema::Fault::link_unknown_code;  // of choice hold, or of kind excluded
    std::uint64_t record = 0;
    std::uint64_t byte_offset = 0;
    std::size_t entry = 0;         // which of the entries of its record
    bool others_rejected = false;  // another entry of its record could not be used
    std::int64_t order = 0;
    std::uint64_t hash = 0;  // of all cells but the sequence: equal means the same row
    std::string key;
    std::string person;                   // empty: shared, or nobody's
    std::vector<std::string_view> cells;  // by the layout; views into the block or the batch
};

struct Batch {
    std::vector<KeptRow> rows;
    std::vector<RowFault> faults;
    std::uint64_t records = 0;  // all records of the block, blank lines too: the next block's ordinals follow
    std::uint64_t read = 0;     // data rows
    std::uint64_t rejected = 0;         // by one of the faults
    std::uint64_t skipped = 0;          // irrelevant
    std::size_t consumed = 0;           // bytes of the block
    std::vector<std::uint64_t> filled;  // by column of the file, of sound rows: cells that hold anything
    std::deque<std::string> texts;      // owns the cells that do not stand in the block as they are
};

// What a file's reader needs to know; shared by the workers.
struct FilePlan {
    const map::Program* program = nullptr;
    const record::RowLayout* layout = nullptr;
    std::string_view purpose;
    Binding binding;
    format::Dialect dialect;
    schema::TextEncoding encoding = schema::TextEncoding::utf8;
    bool count_only = false;    // an unused table: rows are counted and skipped
    bool count_filled = false;  // how full each column of the file is: Batch::filled
    // Keys of this table that earlier receipts kept: a row that is no longer chosen, or moved away from a
    // person, matters there. Null: none was kept.
    const KeyFilter* kept_before = nullptr;
    record::LinkResolver* links = nullptr;  // shared rows; safe to call from several threads
};

// One worker's reader; one thread. Remembers the answers of the selection from block to block.
class BlockReader {
  public:
    BlockReader(const FilePlan& plan, const Limits& limits);

    // `block` starts at a record, and must outlive the batch. Nothing is consumed where it holds no whole
    // record: grow it.
    Result<Batch> read(std::string_view block, bool at_end_of_file);

  private:
    // A column whose value decides about the row.
    struct Flag {
        std::size_t column = 0;
        const std::vector<std::string>* values = nullptr;
        bool boolean = false;  // by its type: any spelling of true counts
    };
    // unreadable: the column holds true or false, and the cell neither.
    enum class Match { no, yes, unreadable };

    std::optional<Glance> make_glance() const;
    bool is_passed_over(const format::CsvRecord& record);
    void count_filled(const format::CsvRecord& record, Batch& out) const;
    Result<void> read_records(Batch& out);
    Result<void> read_row(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out);
    Result<void> read_record(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out);
    bool owner_is_named(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out);
    bool codes_are_filled(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out);
    const schema::Exclusion* exclusion_of(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out);
    bool is_removed(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out);
    void keep_removed(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out);
    bool structurally_sound(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) const;
    bool width_is_sound(const format::CsvRecord& record) const;
    bool is_of_somebody_else(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out);
    Result<void> read_entries(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out);
    static void forget_repeated(std::size_t first, Batch& out);
    bool keys_are_filled(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out);
    Match match(const format::CsvRecord& record, const Flag& flag);
    Match match(const format::CsvRecord& record, const Flag& flag, const schema::Exclusion& exclusion);
    Flag flag_of(std::string_view column, const std::vector<std::string>& values) const;
    bool shapes_are_sound(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out);
    void report_unknown_words(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out);
    Result<map::Selector::Answer> choose(const format::CsvRecord& record);
    bool may_be_known(const format::CsvRecord& record);
    bool is_ambiguous(const KeptRow& row) const;
    void keep(const format::CsvRecord& record, std::uint64_t ordinal, KeptRow row, Batch& out);
    void fault(
        schema::Fault what, const format::CsvRecord& record, std::uint64_t ordinal,
        std::optional<std::size_t> column, Batch& out
    ) const;

    const FilePlan& plan_;
    const schema::SourceTable& table_;
    format::Scanner scanner_;
    Wording wording_;
    Cells cells_;
    map::Selector selector_;
    std::vector<std::size_t> key_;
    std::vector<std::size_t> person_;
    std::vector<std::size_t> must_;   // key columns that may not be blank
    std::vector<std::size_t> coded_;  // columns that hold a code, which may not be blank
    std::optional<Flag> removed_;
    std::vector<std::pair<Flag, const schema::Exclusion*>> excluded_;
    using ShapeCheck = std::optional<schema::Fault> (*)(std::string_view, const terminology::Terminology&);
    std::vector<std::pair<std::size_t, ShapeCheck>> shaped_;  // columns with a named check
    std::optional<std::size_t> order_;
    std::optional<std::size_t> filled_organisation_;  // says whose the row is, from above where it is blank
    std::string memo_;
    std::optional<Glance> glance_;
    std::size_t piece_begin_ = 0;  // of what the scanner has, in the block
    bool again_ = false;           // an entry of the record was read before this one
};

}  // namespace sluice::extract
