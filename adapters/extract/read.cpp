#include "adapters/extract/read.hpp"

#include "gateway/base/hash.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/map/ids.hpp"
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

bool rejects_row(schema::Effect effect) {
    return effect == schema::Effect::reject || effect == schema::Effect::skip;
}

}  // namespace

BlockReader::BlockReader(const FilePlan& plan, const Limits& limits)
    : plan_(plan),
      table_(plan.layout->schema()),
      wording_(*plan.layout->system, plan.layout->schema(), plan.encoding),
      scanner_({plan.layout->system->delimiter, plan.layout->system->quote}, limits),
      selector_(*plan.program, plan.layout->table) {
    if (plan.count_only) {
        return;
    }
    key_ = indexes(table_, table_.primary_key);
    person_ = indexes(table_, table_.person);
    for (const auto column : key_) {
        const auto& name = table_.columns[column].name;
        if (!table_.columns[column].made_of.empty() ||
            std::find(table_.mandatory.begin(), table_.mandatory.end(), name) != table_.mandatory.end()) {
            must_.push_back(column);
        }
    }
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
        capitals_.push_back(table_.columns[i].shape == schema::kOrganisationShape);
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
}

std::optional<Fault> BlockReader::fault_of(const format::CsvRecord& record) const {
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
    if (record.invalid_utf8 && plan_.encoding == schema::TextEncoding::utf8) {
        return Fault::csv_invalid_utf8;
    }
    return record.cell_count == plan_.binding.width ? std::nullopt : std::optional(Fault::csv_ragged_row);
}

// A cell as it is written: in its file's encoding, with dates and blanks as its system writes them.
std::string_view BlockReader::own_cell(
    const format::CsvRecord& record, std::size_t schema_column, std::string& unescaped, std::string& read
) {
    const auto position = plan_.binding.position[schema_column];
    if (position < 0) {
        return {};
    }
    const auto text = trim(scanner_.value(record, static_cast<std::size_t>(position), unescaped));
    return wording_.any() ? wording_.read(text, schema_column, read) : text;
}

std::string_view BlockReader::cell(const format::CsvRecord& record, std::size_t schema_column) {
    const auto own = own_cell(record, schema_column, scratch_, read_scratch_);
    if (own.empty() && !table_.columns[schema_column].made_of.empty()) {
        return made_ = made_id(record, table_.columns[schema_column]);
    }
    const auto found = own.empty() ? std::string_view(plan_.binding.package[schema_column]) : own;
    if (!is_capitals(schema_column)) {
        return found;
    }
    capitals_scratch_ = to_upper(found);
    return capitals_scratch_;
}

// Always the same of the same cells, and none of them can be read in it. Blank where one of them is.
std::string BlockReader::made_id(const format::CsvRecord& record, const schema::Column& column) {
    std::string key;
    for (const auto part : indexes(table_, column.made_of)) {
        const auto text = cell(record, part);
        if (text.empty()) {
            return {};
        }
        key += std::string(text) + record::kKeySeparator;
    }
    return map::record_id("", table_.name, key, column.name);
}

// As long as the block, or as `texts` where quotes were doubled or the cell is made.
std::string_view BlockReader::lasting_cell(
    const format::CsvRecord& record, std::size_t schema_column, std::deque<std::string>& texts
) {
    if (!table_.columns[schema_column].made_of.empty()) {
        return texts.emplace_back(cell(record, schema_column));
    }
    const auto position = plan_.binding.position[schema_column];
    const std::string_view package = plan_.binding.package[schema_column];
    if (position < 0) {
        return package;
    }
    if (is_capitals(schema_column) || wording_.any()) {
        std::string scratch;
        std::string read;
        const auto own = own_cell(record, schema_column, scratch, read);
        if (own.empty()) {
            return package;
        }
        if (is_capitals(schema_column)) {
            return texts.emplace_back(to_upper(own));
        }
        return scratch.empty() && read.empty() ? own : std::string_view(texts.emplace_back(own));
    }
    const auto found = scanner_.cell(record, static_cast<std::size_t>(position));
    if (!found.has_escaped_quote) {
        const auto own = trim(scanner_.text(found));
        return own.empty() ? package : own;
    }
    auto& own = texts.emplace_back();
    format::unescape(scanner_.text(found), plan_.layout->system->quote, own);
    return trim(own);
}

std::string BlockReader::key_of(const format::CsvRecord& record, const std::vector<std::size_t>& columns) {
    std::string key;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0) {
            key += record::kKeySeparator;
        }
        key += cell(record, columns[i]);
    }
    return key;
}

void BlockReader::fault(
    Fault what, const format::CsvRecord& record, std::uint64_t ordinal, std::uint32_t column, Batch& out
) const {
    out.faults.push_back({what, ordinal, record.offset, column});
}

// A line of commas is a blank line that went through a spreadsheet, however many they are.
bool BlockReader::is_empty(const format::CsvRecord& record) const {
    if (record.fault != format::CsvFault::none || record.has_nul || record.invalid_utf8) {
        return false;
    }
    for (std::size_t i = 0; i < record.cell_count; ++i) {
        if (!trim(scanner_.text(scanner_.cell(record, i))).empty()) {
            return false;
        }
    }
    return true;
}

bool BlockReader::structurally_sound(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out)
    const {
    const auto what = fault_of(record);
    if (what == Fault::csv_ragged_row && is_empty(record)) {
        ++out.skipped;
    } else if (what) {
        fault(*what, record, ordinal, 0, out);
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
    const auto text = cell(record, flag.column);
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
    const std::string text(cell(record, flag.column));
    const auto other = cell(record, *table_.column(exclusion.differs_from));
    const bool differs = !text.empty() && !other.empty() && !equals_ignoring_case(text, other);
    return differs ? Match::yes : Match::no;
}

bool BlockReader::keys_are_filled(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    for (const auto column : must_) {
        if (cell(record, column).empty() && is_empty(record)) {
            ++out.skipped;
            return false;
        }
        if (cell(record, column).empty()) {
            fault(Fault::row_missing_key, record, ordinal, static_cast<std::uint32_t>(column + 1), out);
            ++out.rejected;
            return false;
        }
    }
    return true;
}

bool BlockReader::owner_is_named(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    if (!table_.owned || !cell(record, person_.back()).empty()) {
        return true;
    }
    fault(Fault::row_missing_key, record, ordinal, static_cast<std::uint32_t>(person_.back() + 1), out);
    ++out.rejected;
    return false;
}

bool BlockReader::codes_are_filled(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    for (const auto column : coded_) {
        if (cell(record, column).empty()) {
            fault(Fault::value_code_missing, record, ordinal, static_cast<std::uint32_t>(column + 1), out);
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
            fault(
                Fault::value_boolean_invalid, record, ordinal, static_cast<std::uint32_t>(flag.column + 1),
                out
            );
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
        fault(
            Fault::value_boolean_invalid, record, ordinal, static_cast<std::uint32_t>(removed_->column + 1),
            out
        );
    }
    return found == Match::yes;
}

// False where a check rejects the row; a remark keeps it.
bool BlockReader::shapes_are_sound(const format::CsvRecord& record, std::uint64_t ordinal, Batch& out) {
    const auto& rules = plan_.program->documents().rules;
    for (const auto& [column, check] : shaped_) {
        const auto what = check(cell(record, column), plan_.program->terms());
        if (!what) {
            continue;
        }
        fault(*what, record, ordinal, static_cast<std::uint32_t>(column + 1), out);
        if (rejects_row(rules[rules.of(*what)].effect)) {
            ++out.rejected;
            return false;
        }
    }
    return true;
}

Result<map::Selector::Answer> BlockReader::choose(const format::CsvRecord& record) {
    if (selector_.keeps_all()) {
        return map::Selector::Answer{map::Choice::keep, nullptr};
    }
    memo_.clear();
    for (const auto column : selector_.depends()) {
        memo_ += cell(record, column);
        memo_ += record::kKeySeparator;
    }
    if (const auto* known = selector_.remembered(memo_)) {
        return *known;
    }
    std::deque<std::string> texts;
    std::vector<std::string_view> cells;
    for (const auto column : plan_.layout->columns) {
        cells.push_back(lasting_cell(record, column, texts));
    }
    return selector_.choose(record::SourceRow(*plan_.layout, std::move(cells), plan_.links));
}

bool BlockReader::may_be_known(const format::CsvRecord& record) {
    if (plan_.kept_before == nullptr) {
        return false;
    }
    return plan_.kept_before->may_hold(sluice::hash_of(key_of(record, key_)));
}

// Tells rows with the same key apart. Columns that are not kept count too: a row that differs anywhere is not
// the same row.
std::uint64_t BlockReader::hash_of(const format::CsvRecord& record) {
    constexpr std::string_view kEndOfCell = "\x1F";
    Fnv1a hash;
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
        if (i != order_ && plan_.binding.position[i] >= 0) {
            hash.add(cell(record, i));
            hash.add(kEndOfCell);
        }
    }
    return hash.value();
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
    row.byte_offset = record.offset;
    row.key = key_of(record, key_);
    row.hash = hash_of(record);
    // A person is named by all of its columns; a free slot has a practice but nobody.
    if (!person_.empty() && !cell(record, person_.back()).empty()) {
        row.person = key_of(record, person_);
    }
    if (is_ambiguous(row)) {
        fault(Fault::row_ambiguous_key, record, ordinal, 0, out);
        ++out.rejected;
        return;
    }
    if (order_) {
        const auto text = cell(record, *order_);
        std::from_chars(text.data(), text.data() + text.size(), row.order);
    }
    row.cells.reserve(plan_.layout->columns.size());
    for (const auto column : plan_.layout->columns) {
        row.cells.push_back(lasting_cell(record, column, out.texts));
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
    SLUICE_ASSIGN(const auto answer, choose(record));
    if (answer.choice == map::Choice::drop && !may_be_known(record)) {
        ++out.skipped;
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

Result<Batch> BlockReader::read(std::string_view block, bool at_end_of_file) {
    Batch out;
    const auto scanned = scanner_.scan(block, at_end_of_file);
    out.consumed = scanned.consumed;
    for (const auto& record : scanner_.records()) {
        const std::uint64_t ordinal = out.records++;
        if (record.blank) {
            continue;
        }
        ++out.read;
        if (plan_.count_only) {
            ++out.skipped;
        } else if (structurally_sound(record, ordinal, out)) {
            SLUICE_TRY(read_record(record, ordinal, out));
        }
    }
    return out;
}

}  // namespace sluice::extract
