#include "adapters/extract/cells.hpp"

#include "gateway/base/date_pattern.hpp"
#include "gateway/base/hash.hpp"
#include "gateway/base/identifiers.hpp"
#include "gateway/base/text.hpp"
#include "gateway/map/ids.hpp"
#include "gateway/record/row.hpp"
#include "gateway/schema/shapes.hpp"

#include <algorithm>

namespace sluice::extract {

Cells::Cells(
    const schema::SourceTable& table, const Binding& binding, const format::Scanner& scanner, char quote,
    const Wording& wording
)
    : table_(table),
      binding_(binding),
      scanner_(scanner),
      quote_(quote),
      wording_(wording),
      repeats_(table.columns.size(), -1),
      above_(table.columns.size()) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].fill_down && i < binding.position.size() && binding.position[i] >= 0) {
            filled_down_.push_back(i);
        }
    }
    if (table.repeats) {
        number_ = table.column(table.repeats->number);
        group_ = table.column(table.repeats->group);
        for (std::size_t i = 0; i < table.repeats->columns.size(); ++i) {
            repeats_[*table.column(table.repeats->columns[i])] = static_cast<std::int32_t>(i);
        }
    }
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        plain_.push_back(!is_worked_out(i));
    }
}

std::int32_t Cells::position_of(std::size_t column) const {
    return entry_ > 0 && repeats_[column] >= 0
               ? binding_.entries[entry_ - 1][static_cast<std::size_t>(repeats_[column])]
               : binding_.position[column];
}

std::string_view Cells::own(const format::CsvRecord& record, std::size_t column, std::string& scratch) const {
    const auto position = position_of(column);
    const bool there = position >= 0 && static_cast<std::uint32_t>(position) < record.cell_count;
    auto text = there ? trim(scanner_.value(record, static_cast<std::size_t>(position), scratch))
                      : std::string_view();
    if (wording_.any()) {
        std::string read;
        text = wording_.read(text, column, read);
        if (!read.empty()) {
            scratch = std::move(read);
            text = scratch;
        }
    }
    return text.empty() ? std::string_view(above_[column]) : text;
}

bool Cells::is_worked_out(std::size_t column) const {
    const auto& schema = table_.columns[column];
    return wording_.any() || column == number_ || column == group_ || repeats_[column] >= 0 ||
           schema.fill_down || !schema.made.empty() || schema.shape == schema::kOrganisationShape;
}

std::string_view Cells::worked_out(const format::CsvRecord& record, std::size_t column) {
    if (column == number_) {
        return made_ = std::to_string(entry_ + 1);
    }
    const auto& schema = table_.columns[column];
    const auto text = own(record, column, scratch_);
    if (text.empty() && column == group_ && entry_ < binding_.groups.size() &&
        !binding_.groups[entry_].empty()) {
        return binding_.groups[entry_];
    }
    if (text.empty() && !schema.made.empty()) {
        made_ = made(record, schema);
        return made_.empty() ? std::string_view(binding_.package[column]) : std::string_view(made_);
    }
    const auto found = text.empty() ? std::string_view(binding_.package[column]) : text;
    return schema.shape == schema::kOrganisationShape ? made_ = to_upper(found) : found;
}

std::string_view Cells::lasting(
    const format::CsvRecord& record, std::size_t column, std::deque<std::string>& texts
) {
    if (!plain_[column]) {
        const auto text = worked_out(record, column);
        return text.empty() ? std::string_view() : std::string_view(texts.emplace_back(text));
    }
    const std::string_view package = binding_.package[column];
    const auto position = binding_.position[column];
    if (position < 0) {
        return package;
    }
    const auto found = scanner_.cell(record, static_cast<std::size_t>(position));
    if (!found.has_escaped_quote) {
        const auto text = trim(scanner_.text(found));
        return text.empty() ? package : text;
    }
    auto& text = texts.emplace_back();
    format::unescape(scanner_.text(found), quote_, text);
    return trim(text);
}

// Always the same of the same cells; in an id none of them can be read. Blank where a cell is missing that
// may not be.
std::string Cells::made(const format::CsvRecord& record, const schema::Column& column) {
    const auto& made = column.made;
    for (const auto& group : made.of) {
        std::string key;
        std::string text;
        bool complete = true;
        for (const auto& name : group) {
            const auto part = *table_.column(name);
            std::string cell(get(record, part));
            // People write 999 000 0018 and 9990000018.
            if (table_.columns[part].shape == schema::kNhsNumberShape) {
                const auto number = NhsNumber::parse(cell);
                cell = number ? number->digits() : std::string();
            }
            complete = complete && (made.blanks || !cell.empty());
            key += cell + record::kKeySeparator;
            text += cell;
        }
        if (made.as == schema::Made::As::time) {
            text = time_of_day(text).value_or("");
            complete = !text.empty();
        }
        if (complete) {
            const auto& space = made.system_wide ? std::string() : table_.name;
            return made.as == schema::Made::As::id ? map::record_id("", space, key, column.name) : text;
        }
    }
    return {};
}

std::string Cells::key_of(const format::CsvRecord& record, const std::vector<std::size_t>& columns) {
    std::string key;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0) {
            key += record::kKeySeparator;
        }
        key += get(record, columns[i]);
    }
    return key;
}

std::uint64_t Cells::hash_of(const format::CsvRecord& record, std::optional<std::size_t> order) {
    constexpr std::string_view kEndOfCell = "\x1F";
    Fnv1a hash;
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
        if (i != order && position_of(i) >= 0) {
            hash.add(get(record, i));
            hash.add(kEndOfCell);
        }
    }
    return hash.value();
}

// A line of commas is a blank line that went through a spreadsheet, however many they are.
bool Cells::is_empty(const format::CsvRecord& record) const {
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

bool Cells::entry_is_filled(const format::CsvRecord& record) const {
    if (!table_.repeats) {
        return true;
    }
    std::string scratch;
    return std::any_of(table_.repeats->columns.begin(), table_.repeats->columns.end(), [&](const auto& name) {
        return !own(record, *table_.column(name), scratch).empty();
    });
}

std::vector<std::size_t> Cells::fill_down(const format::CsvRecord& record) {
    std::vector<std::size_t> filled;
    for (const auto column : filled_down_) {
        std::string before = std::move(above_[column]);
        above_[column].clear();
        std::string scratch;
        const auto text = own(record, column, scratch);
        if (text.empty()) {
            above_[column] = std::move(before);
            filled.push_back(column);
        } else {
            above_[column] = std::string(text);
        }
    }
    return filled;
}

}  // namespace sluice::extract
