// A record's cells as the columns of its table: found by their headings, filled from what the file as a whole
// says or from the row above, made of other cells.
#pragma once

#include "adapters/extract/header.hpp"
#include "adapters/extract/wording.hpp"
#include "gateway/base/text.hpp"
#include "gateway/format/csv.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::extract {

// One worker's; one thread. A row may hold several entries (schema::Repeats): cells are those of the entry
// that was chosen last.
class Cells {
  public:
    // All but the quote must outlive it.
    Cells(
        const schema::SourceTable& table, const Binding& binding, const format::Scanner& scanner, char quote,
        const Wording& wording
    );

    std::size_t entries() const { return 1 + binding_.entries.size(); }
    void choose_entry(std::size_t entry) { entry_ = entry; }
    std::size_t entry() const { return entry_; }
    // Does the row hold anything in the columns of the entry?
    bool entry_is_filled(const format::CsvRecord& record) const;

    // Trimmed; valid until the next call.
    std::string_view get(const format::CsvRecord& record, std::size_t column) {
        if (!plain_[column]) {
            return worked_out(record, column);
        }
        const auto position = binding_.position[column];
        const auto text = position < 0
                              ? std::string_view()
                              : trim(scanner_.value(record, static_cast<std::size_t>(position), scratch_));
        return text.empty() ? std::string_view(binding_.package[column]) : text;
    }
    // As long as the block, or as `texts` where quotes were doubled or the cell is made.
    std::string_view lasting(
        const format::CsvRecord& record, std::size_t column, std::deque<std::string>& texts
    );
    // The cells of the columns, joined by record::kKeySeparator.
    std::string key_of(const format::CsvRecord& record, const std::vector<std::size_t>& columns);
    // Tells rows with the same key apart: all cells of the file but that of `order`. Columns that are not
    // kept count too, because a row that differs anywhere is not the same row.
    std::uint64_t hash_of(const format::CsvRecord& record, std::optional<std::size_t> order);
    bool is_empty(const format::CsvRecord& record) const;

    // Columns whose blank cell repeats the one above it.
    const std::vector<std::size_t>& filled_down() const { return filled_down_; }
    // Takes over what the row says in them, and says which are filled from above. Rows must come in their
    // order, from the first of the file.
    std::vector<std::size_t> fill_down(const format::CsvRecord& record);

  private:
    std::string_view worked_out(const format::CsvRecord& record, std::size_t column);
    bool is_worked_out(std::size_t column) const;
    std::int32_t position_of(std::size_t column) const;
    // In our words; a view of the block, of `scratch` or of what stood above.
    std::string_view own(const format::CsvRecord& record, std::size_t column, std::string& scratch) const;
    std::string made(const format::CsvRecord& record, const schema::Column& column);

    const schema::SourceTable& table_;
    const Binding& binding_;
    const format::Scanner& scanner_;
    const char quote_;
    const Wording& wording_;
    std::size_t entry_ = 0;
    std::vector<bool> plain_;            // by column: what stands in the file, or what the file says
    std::vector<std::int32_t> repeats_;  // by column: its place among the repeating ones, or -1
    std::optional<std::size_t> number_;  // the column that says which entry it is
    std::optional<std::size_t> group_;   // the column that says before which name its headings stand
    std::vector<std::size_t> filled_down_;
    std::vector<std::string> above_;  // by column
    std::string scratch_;
    std::string made_;
};

}  // namespace sluice::extract
