#include "gateway/schema/source.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <charconv>

namespace sluice::schema {

void SourceTable::index_columns() {
    index_.clear();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        index_.emplace(columns[i].name, i);
    }
}

std::optional<std::size_t> SourceTable::column(std::string_view name) const {
    if (index_.size() == columns.size()) {
        const auto found = index_.find(name);
        return found == index_.end() ? std::nullopt : std::optional(found->second);
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].name == name) {
            return i;
        }
    }
    return std::nullopt;
}

const ForeignKey* SourceTable::link(std::string_view name) const {
    const auto found = std::find_if(foreign_keys.begin(), foreign_keys.end(), [&](const auto& key) {
        return key.name == name;
    });
    return found == foreign_keys.end() ? nullptr : &*found;
}

bool SourceTable::key_is_of_all() const {
    // A key that is made of cells is not one that the source gives its rows.
    const bool given = std::all_of(primary_key.begin(), primary_key.end(), [&](const auto& name) {
        const auto found = column(name);
        return found && columns[*found].made.empty();
    });
    return given && scope == Scope::person && !alone && !person.empty() &&
           std::find(primary_key.begin(), primary_key.end(), person.back()) == primary_key.end();
}

std::string SourceTable::label_at(std::uint32_t place) const {
    if (place == 0) {
        return {};
    }
    const auto entry = (place - 1) / columns.size();
    if (entry > 0 && !repeats) {
        return {};  // of a table that had more columns
    }
    const auto& column = columns[column_at(place)];
    // The first of several is called so, too: "Date" alone would be any of them.
    return entry == 0 && !repeats_column(column.name)
               ? column.label()
               : column.label() + " (" + std::to_string(entry + 1) + ")";
}

bool SourceTable::repeats_column(std::string_view name) const {
    return repeats &&
           std::find(repeats->columns.begin(), repeats->columns.end(), name) != repeats->columns.end();
}

const SourceTable* SourceSystem::table(std::string_view name) const {
    const auto index = table_index(name);
    return index ? &tables[*index] : nullptr;
}

std::optional<std::size_t> SourceSystem::table_index(std::string_view name) const {
    for (std::size_t i = 0; i < tables.size(); ++i) {
        if (tables[i].name == name) {
            return i;
        }
    }
    return std::nullopt;
}

std::strong_ordering compare_versions(std::string_view a, std::string_view b) {
    const auto first = split(a, '.');
    const auto second = split(b, '.');
    for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
        const auto part = [i](const std::vector<std::string_view>& parts) {
            std::uint64_t number = 0;
            if (i < parts.size()) {
                std::from_chars(parts[i].data(), parts[i].data() + parts[i].size(), number);
            }
            return number;
        };
        if (const auto order = part(first) <=> part(second); order != 0) {
            return order;
        }
    }
    return std::strong_ordering::equal;
}

}  // namespace sluice::schema
