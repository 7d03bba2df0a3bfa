#include "adapters/extract/read.hpp"

#include "gateway/base/hash.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/schema/shapes.hpp"

#include <algorithm>
#include <charconv>

namespace sluice::extract {
namespace {

using schema::Fault;

std::vector<std::size_t> indexes(const schema::SourceTable& table, const std::vector<std::string>& names) {
    std::vector<std::size_t> out;
    for (const auto& name : names) {
        out.push_back(*table.column(name));
    }
    return out;
}

std::optional<Fault> fault_of(
    const format::CsvRecord& record, bool width_is_sound, schema::TextEncoding encoding
) {
    switch (record.fault) {
        case format::CsvFault::none:
            break;
        case format::CsvFault::junk_after_closing_quote:
            return Fault::csv_junk_after_quote;
        case format::CsvFault::unterminated_quote:
            return Fault::csv_unterminated_quote;
        case format::CsvFault::record_too_long:
            return Fault::csv_record_too_long;
        case format::CsvFault::cell_too_long:
            return Fault::csv_cell_too_long;
    }
    if (record.has_nul) {
        return Fault::csv_nul_byte;
    }
    if (record.invalid_utf8 && encoding == schema::TextEncoding::utf8) {
        return Fault::csv_invalid_utf8;
    }
    return width_is_sound ? std::nullopt : std::optional(Fault::csv_ragged_row);
}

// Rows whose id is the same error message of a spreadsheet would become one record.
std::optional<Fault> id_shape(std::string_view text, const terminology::Terminology& terms) {
    return terms.meaning("spreadsheet-errors", to_lower(text)) ? std::optional(Fault::row_id_damaged)
                                                               : schema::id_fault(text);
}

// What is no code would be shown as one to whoever reads a report.
std::optional<Fault> organisation_shape(std::string_view text, const terminology::Terminology&) {
    return text.empty() || is_ods_code(to_upper(text)) ? std::nullopt
                                                       : std::optional(Fault::row_organisation);
}

// The named checks of a raw cell that a source schema may ask for.
using ShapeCheck = std::optional<Fault> (*)(std::string_view, const terminology::Terminology&);
constexpr std::pair<std::string_view, ShapeCheck> kShapes[] = {
    {"id", id_shape},
    {schema::kOrganisationShape, organisation_shape},
    {"nhs-number", [](auto text, const auto&) { return schema::nhs_number_fault(text); }},
    {"snomed-id", [](auto text, const auto&) { return schema::snomed_id_fault(text); }},
};

// A number, or a day as one: 2026-10-31 is 20261031.
std::int64_t order_of(std::string_view text) {
    std::string digits(text);
    if (Date::parse(text)) {
        std::erase(digits, '-');
    }
    std::int64_t order = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), order);
    return order;
}

bool rejects_row(schema::Effect effect) {
    return effect == schema::Effect::reject || effect == schema::Effect::skip;
}

}  // namespace

BlockReader::BlockReader(const FilePlan& plan, const Limits& limits)
    : plan_(plan),
      table_(plan.layout->schema()),
      scanner_(plan.dialect, limits),
      wording_(*plan.layout->system, table_, plan.encoding),
      cells_(table_, plan.binding, scanner_, plan.dialect.quote, wording_),
      selector_(*plan.program, plan.layout->table) {
    if (plan.count_only) {
        return;
    }
    key_ = indexes(table_, table_.primary_key);
    person_ = indexes(table_, table_.person);
    for (const auto column : key_) {
        const auto& name = table_.columns[column].name;
        if (!table_.columns[column].made.empty() ||
            std::find(table_.mandatory.begin(), table_.mandatory.end(), name) != table_.mandatory.end()) {
            must_.push_back(column);
        }
    }
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
        if (table_.columns[i].fill_down && table_.columns[i].name == table_.organisation) {
            filled_organisation_ = i;
        }
        for (const auto& [name, check] : kShapes) {
            if (table_.columns[i].shape == name) {
                shaped_.emplace_back(i, check);
            }
        }
    }
    order_ = table_.column(table_.order);
    for (const auto& link : table_.foreign_keys) {
        if (link.required == Fault::link_unknown_code) {
            coded_.push_back(*table_.column(link.columns.back()));
        }
    }
    if (table_.removed) {
        removed_ = flag_of(table_.removed->column, table_.removed->values);
    }
    for (const auto& exclusion : table_.excluded) {
        const auto& purposes = exclusion.purposes;
        if (purposes.empty() || std::find(purposes.begin(), purposes.end(), plan.purpose) != purposes.end()) {
            excluded_.emplace_back(flag_of(exclusion.column, exclusion.values), &exclusion);
        }
    }
    glance_ = make_glance();
}

// Nothing where more than these cells is looked at before a row is passed over.
std::optional<Glance> BlockReader::make_glance() const {
    const bool reads_words = table_.concepts && table_.concepts->by_term;
    if (plan_.layout->system->report || reads_words || selector_.keeps_all()) {
        return std::nullopt;
    }
    Glance::Looks looks{must_, selector_.depends(), std::nullopt};
    looks.filled.insert(looks.filled.end(), coded_.begin(), coded_.end());
    if (table_.owned) {
        looks.filled.push_back(person_.back());
    }
    if (removed_) {
        looks.flag = removed_->column;
    }
    for (const auto& [column, check] : shaped_) {
        looks.decisive.push_back(column);
    }
    return Glance::of(table_, plan_.binding, looks);
}

void BlockReader::fault(
    Fault what, const format::CsvRecord& record, std::uint64_t ordinal, std::optional<std::size_t> column,
    Batch& out
) const {
    // What the entries of a row share is said once, of the first of them.
    const bool own = column && table_.repeats_column(table_.columns[*column].name);
    if (again_ && !own) {
        return;
    }
    const auto place = column ? table_.place(*column, own ? cells_.entry() : 0) : 0;
    out.faults.push_back({what, ordinal, piece_begin_ + record.offset, place});
}

// Of what was made for people a row may go on with blank cells.
bool BlockReader::width_is_sound(const format::CsvRecord& record) const {
    const auto width = plan_.binding.width;
    if (record.cell_count == width || !plan_.layout->system->report || record.cell_count < width) {
        return record.cell_count == width;
    }
    for (std::size_t i = width; i < record.cell_count; ++i) {
        if (!trim(scanner_.text(scanner_.cell(record, i))).empty()) {
            return false;
        }
    }
    return true;
}

bool BlockReader::structurally_sound(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out)
    const {
    const auto what = fault_of(record, width_is_sound(record), plan_.encoding);
    if (what == Fault::csv_ragged_row && cells_.is_empty(record)) {
        ++out.skipped;
    } else if (what) {
        fault(*what, record, ordinal, std::nullopt, out);
        ++out.rejected;
    }
    return !what;
}

BlockReader::Flag BlockReader::flag_of(std::string_view column, const std::vector<std::string>& values)
    const {
    const auto index = *table_.column(column);
    return {index, &values, table_.columns[index].type == schema::ColumnType::boolean};
}

BlockReader::Match BlockReader::match(const format::CsvRecord& record, const Flag& flag) {
    const auto text = cells_.get(record, flag.column);
    const bool listed = std::any_of(flag.values->begin(), flag.values->end(), [&](const auto& value) {
        return text.size() == value.size() && equals_ignoring_case(text, value);
    });
    if (listed || text.empty() || !flag.boolean || equals_ignoring_case(text, "false")) {
        return listed ? Match::yes : Match::no;
    }
    const auto boolean = parse_boolean(text);
    return !boolean ? Match::unreadable : (*boolean ? Match::yes : Match::no);
}

BlockReader::Match BlockReader::match(
    const format::CsvRecord& record, const Flag& flag, const schema::Exclusion& exclusion
) {
    if (exclusion.differs_from.empty()) {
        return match(record, flag);
    }
    const std::string text(cells_.get(record, flag.column));
    const auto other = cells_.get(record, *table_.column(exclusion.differs_from));
    const bool differs = !text.empty() && !other.empty() && !equals_ignoring_case(text, other);
    return differs ? Match::yes : Match::no;
}

bool BlockReader::keys_are_filled(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    for (const auto column : must_) {
        if (cells_.get(record, column).empty() && cells_.is_empty(record)) {
            ++out.skipped;
            return false;
        }
        if (cells_.get(record, column).empty()) {
            fault(Fault::row_missing_key, record, ordinal, column, out);
            ++out.rejected;
            return false;
        }
    }
    return true;
}

bool BlockReader::owner_is_named(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    if (!table_.owned || !cells_.get(record, person_.back()).empty()) {
        return true;
    }
    fault(Fault::row_missing_key, record, ordinal, person_.back(), out);
    ++out.rejected;
    return false;
}

bool BlockReader::codes_are_filled(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    for (const auto column : coded_) {
        if (cells_.get(record, column).empty()) {
            fault(Fault::value_code_missing, record, ordinal, column, out);
            ++out.rejected;
            return false;
        }
    }
    return true;
}

// A flag that cannot be read keeps the row out: nobody is shown by mistake.
const schema::Exclusion* BlockReader::exclusion_of(
    const format::CsvRecord& record, std::uint64_t ordinal, Batch& out
) {
    for (const auto& [flag, exclusion] : excluded_) {
        const auto found = match(record, flag, *exclusion);
        if (found == Match::unreadable) {
            fault(Fault::value_boolean_invalid, record, ordinal, flag.column, out);
        }
        if (found != Match::no) {
            return exclusion;
        }
    }
    return nullptr;
}

// One that cannot be read removes nothing.
bool BlockReader::is_removed(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    if (!removed_) {
        return false;
    }
    const auto found = match(record, *removed_);
    if (found == Match::unreadable) {
        fault(Fault::value_boolean_invalid, record, ordinal, removed_->column, out);
    }
    return found == Match::yes;
}

// False where a check rejects the row; a remark keeps it.
bool BlockReader::shapes_are_sound(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    const auto& rules = plan_.program->documents().rules;
    for (const auto& [column, check] : shaped_) {
        const auto what = check(cells_.get(record, column), plan_.program->terms());
        if (!what) {
            continue;
        }
        fault(*what, record, ordinal, column, out);
        if (rejects_row(rules[rules.of(*what)].effect)) {
            ++out.rejected;
            return false;
        }
    }
    return true;
}

// An entry that is told by its words alone, and whose words no list of the pack has: nothing will be made of
// it.
void BlockReader::report_unknown_words(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    if (!table_.concepts || !table_.concepts->by_term) {
        return;
    }
    const auto& codes = table_.concepts->codes;
    const bool coded = std::any_of(codes.begin(), codes.end(), [&](const auto& code) {
        return !cells_.get(record, *table_.column(code.column)).empty();
    });
    const auto term = *table_.column(table_.concepts->term_column);
    const auto words = coded ? std::string_view() : cells_.get(record, term);
    const auto& meant = plan_.program->terms().meant_by(words);
    if (!words.empty() && (meant.codes.empty() || meant.ambiguous)) {
        fault(Fault::value_words_unknown, record, ordinal, term, out);
    }
}

Result<map::Selector::Answer> BlockReader::choose(const format::CsvRecord& record) {
    if (selector_.keeps_all()) {
        return map::Selector::Answer{map::Choice::keep, nullptr};
    }
    memo_.clear();
    for (const auto column : selector_.depends()) {
        memo_ += cells_.get(record, column);
        memo_ += record::kKeySeparator;
    }
    if (const auto* known = selector_.remembered(memo_)) {
        return *known;
    }
    std::deque<std::string> texts;
    std::vector<std::string_view> cells;
    for (const auto column : plan_.layout->columns) {
        cells.push_back(cells_.lasting(record, column, texts));
    }
    return selector_.choose(record::SourceRow(*plan_.layout, std::move(cells), plan_.links));
}

bool BlockReader::may_be_known(const format::CsvRecord& record) {
    if (plan_.kept_before == nullptr) {
        return false;
    }
    return plan_.kept_before->may_hold(sluice::hash_of(cells_.key_of(record, key_)));
}

// The columns of a key are joined: a cell that holds the separator could make two keys one.
bool BlockReader::is_ambiguous(const KeptRow& row) const {
    const auto separators = [](const std::string& key) {
        return static_cast<std::size_t>(std::count(key.begin(), key.end(), record::kKeySeparator));
    };
    return separators(row.key) + 1 > std::max(key_.size(), std::size_t{1}) ||
           separators(row.person) + 1 > std::max(person_.size(), std::size_t{1});
}

void BlockReader::keep(const format::CsvRecord& record, std::uint64_t ordinal, KeptRow row, Batch& out) {
    row.record = ordinal;
    row.byte_offset = piece_begin_ + record.offset;
    row.entry = cells_.entry();
    row.key = cells_.key_of(record, key_);
    row.hash = cells_.hash_of(record, order_);
    // A person is named by all of its columns; a free slot has a practice but nobody.
    if (!person_.empty() && !cells_.get(record, person_.back()).empty()) {
        row.person = cells_.key_of(record, person_);
    }
    if (is_ambiguous(row)) {
        fault(Fault::row_ambiguous_key, record, ordinal, std::nullopt, out);
        ++out.rejected;
        return;
    }
    if (order_) {
        row.order = order_of(cells_.get(record, *order_));
    }
    row.cells.reserve(plan_.layout->columns.size());
    for (const auto column : plan_.layout->columns) {
        row.cells.push_back(cells_.lasting(record, column, out.texts));
    }
    out.rows.push_back(std::move(row));
}

void BlockReader::keep_removed(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    KeptRow row;
    row.kind = KeptRow::Kind::tombstone;
    if (table_.removed->means == schema::Removal::Means::scope_exit) {
        // Whoever leaves the scope stays, but not who must be kept out.
        const auto* exclusion = exclusion_of(record, ordinal, out);
        row.kind = exclusion == nullptr ? KeptRow::Kind::scope_exit : KeptRow::Kind::excluded;
        row.fault = exclusion == nullptr ? row.fault : exclusion->fault;
    }
    keep(record, ordinal, std::move(row), out);
}

Result<void> BlockReader::read_record(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    const auto faults = out.faults.size();
    if (!keys_are_filled(record, ordinal, out)) {
        return {};
    }
    if (is_removed(record, ordinal, out)) {
        keep_removed(record, ordinal, out);
        return {};
    }
    if (!owner_is_named(record, ordinal, out) || !codes_are_filled(record, ordinal, out) ||
        !shapes_are_sound(record, ordinal, out)) {
        return {};
    }
    report_unknown_words(record, ordinal, out);
    SLUICE_ASSIGN(const auto answer, choose(record));
    if (answer.choice == map::Choice::drop && !may_be_known(record)) {
        ++out.skipped;
        if (glance_ && out.faults.size() == faults) {
            glance_->learn(scanner_, record);
        }
        return {};
    }
    KeptRow row;
    row.choice = answer.choice;
    if (const auto* exclusion = exclusion_of(record, ordinal, out)) {
        row.kind = KeptRow::Kind::excluded;
        row.fault = exclusion->fault;
    } else if (answer.choice == map::Choice::hold) {
        row.fault = *answer.missing->required;
    }
    keep(record, ordinal, std::move(row), out);
    return {};
}

// Of a list whose first rows do not say whose they are, they are another site's; later ones are those of the
// row above.
bool BlockReader::is_of_somebody_else(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    if (cells_.filled_down().empty()) {
        return false;
    }
    for (const auto column : cells_.fill_down(record)) {
        if (column != filled_organisation_) {
            continue;
        }
        const bool known = !cells_.get(record, column).empty();
        fault(known ? Fault::row_filled_from_above : Fault::row_of_other_site, record, ordinal, column, out);
        out.skipped += known ? 0 : 1;
        return !known;
    }
    return false;
}

// A row is one entry, or as many as have something in their columns. Two that say the same are one. It is
// counted once: what became of the other entries is told with the first that is kept.
Result<void> BlockReader::read_entries(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    if (!table_.repeats) {
        return read_record(record, ordinal, out);
    }
    const auto first = out.rows.size();
    const auto rejected = out.rejected;
    const auto skipped = out.skipped;
    bool any = false;
    for (std::size_t entry = 0; entry < cells_.entries(); ++entry) {
        cells_.choose_entry(entry);
        const bool none = !any && entry + 1 == cells_.entries();
        if (!none && !cells_.entry_is_filled(record)) {
            continue;
        }
        cells_.choose_entry(none ? 0 : entry);
        again_ = any;
        any = true;
        SLUICE_TRY(read_record(record, ordinal, out));
        forget_repeated(first, out);
    }
    cells_.choose_entry(0);
    again_ = false;
    const bool kept = out.rows.size() > first;
    const bool refused = out.rejected > rejected;
    out.rejected = rejected + (refused && !kept ? 1 : 0);
    out.skipped = skipped + (!refused && !kept ? 1 : 0);
    if (kept) {
        out.rows[first].others_rejected = refused;
    }
    return {};
}

// The row read last says what another entry of its record says.
void BlockReader::forget_repeated(std::size_t first, Batch& out) {
    const auto begin = out.rows.begin() + static_cast<std::ptrdiff_t>(std::min(first, out.rows.size()));
    if (begin != out.rows.end() && std::any_of(begin, out.rows.end() - 1, [&](const auto& row) {
            return row.key == out.rows.back().key;
        })) {
        out.rows.pop_back();
    }
}

bool BlockReader::is_passed_over(const format::CsvRecord& record) {
    return plan_.count_only ||
           (glance_ && record.cell_count == plan_.binding.width && record.fault == format::CsvFault::none &&
            !record.has_nul && !record.invalid_utf8 && glance_->passes_over(scanner_, record) &&
            !may_be_known(record));
}

void BlockReader::count_filled(const format::CsvRecord& record, Batch& out) const {
    out.filled.resize(plan_.binding.width);
    if (record.fault == format::CsvFault::none && record.cell_count == plan_.binding.width) {
        scanner_.count_filled(record, out.filled.data());
    }
}

Result<void> BlockReader::read_row(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    if (plan_.layout->system->report && cells_.is_empty(record)) {
        ++out.skipped;
        return {};
    }
    if (!structurally_sound(record, ordinal, out) || is_of_somebody_else(record, ordinal, out)) {
        return {};
    }
    return read_entries(record, ordinal, out);
}

Result<void> BlockReader::read_records(Batch& out) {
    for (const auto& record : scanner_.records()) {
        const std::uint64_t ordinal = out.records++;
        if (record.blank) {
            continue;
        }
        ++out.read;
        if (plan_.count_filled) {
            count_filled(record, out);
        }
        if (is_passed_over(record)) {
            ++out.skipped;
        } else {
            SLUICE_TRY(read_row(record, ordinal, out));
        }
    }
    return {};
}

// By pieces that the processor still has at hand when their records are read.
Result<Batch> BlockReader::read(std::string_view block, bool at_end_of_file) {
    constexpr std::size_t kPieceBytes = std::size_t{1} << 17;
    Batch out;
    for (std::size_t size = kPieceBytes; out.consumed < block.size();) {
        const auto piece = block.substr(out.consumed, size);
        const bool is_last = out.consumed + piece.size() == block.size();
        piece_begin_ = out.consumed;
        const auto scanned = scanner_.scan(piece, at_end_of_file && is_last);
        SLUICE_TRY(read_records(out));
        out.consumed += scanned.consumed;
        if (is_last && scanned.incomplete) {
            break;
        }
        size = scanned.consumed > 0 ? kPieceBytes : size * 2;
    }
    return out;
}

}  // namespace sluice::extract
