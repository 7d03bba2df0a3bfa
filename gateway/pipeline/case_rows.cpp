#include "gateway/pipeline/case_rows.hpp"

#include "adapters/extract/wording.hpp"
#include "gateway/map/select.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace sluice::pipeline {

std::vector<record::RowLayout> all_columns(const schema::SourceSystem& system) {
    std::vector<record::RowLayout> out;
    for (std::size_t table = 0; table < system.tables.size(); ++table) {
        std::vector<std::uint16_t> columns;
        for (std::size_t i = 0; i < system.tables[table].columns.size(); ++i) {
            columns.push_back(static_cast<std::uint16_t>(i));
        }
        out.push_back(record::RowLayout::make(system, table, std::move(columns)));
    }
    return out;
}

std::vector<record::RowLayout> kept_columns(const map::Program& program, std::string_view purpose) {
    std::vector<record::RowLayout> out;
    for (std::size_t table = 0; table < program.system().tables.size(); ++table) {
        out.push_back(program.layout(purpose, table));
    }
    return out;
}

SourceRows::SourceRows(const schema::SourceSystem& system, std::vector<record::RowLayout> layouts)
    : system_(system), layouts_(std::move(layouts)) {}

void SourceRows::said(std::string_view words, bool alone, std::vector<record::Concept>& out) {
    if (words_ != nullptr) {
        words_->said(words, alone, out);
    }
}

record::SourceRow& SourceRows::add(std::string_view table, const Cells& cells) {
    const auto index = system_.table_index(table);
    if (!index) {
        throw std::runtime_error("there is no table " + std::string(table));
    }
    const auto& schema = system_.tables[*index];
    for (const auto& [name, text] : cells) {
        if (!schema.column(name)) {
            throw std::runtime_error(schema.name + " has no column " + name);
        }
    }
    const extract::Wording wording(system_, schema, schema::TextEncoding::utf8);
    auto& entry = entries_.emplace_back();
    std::vector<std::string_view> views;
    for (const auto column : layouts_[*index].columns) {
        const auto found = cells.find(schema.columns[column].name);
        std::string read;
        views.emplace_back(entry.texts.emplace_back(
            found == cells.end() ? std::string_view() : wording.read(found->second, column, read)
        ));
    }
    entry.row = std::make_unique<record::SourceRow>(layouts_[*index], std::move(views), this);
    auto& row = *entry.row;
    row.key = row.key_of(schema.primary_key);
    row.origin.at.record = entries_.size() + 1;
    if (row.any_set(schema.person)) {
        entry.person = row.key_of(schema.person);
    }
    return row;
}

void SourceRows::add(const format::JsonValue& rows_by_table) {
    for (const auto& table : rows_by_table.members()) {
        for (const auto& item : table.value.items()) {
            Cells cells;
            for (const auto& member : item.members()) {
                const auto text = member.value.text();
                if (!text) {
                    throw std::runtime_error(table.key + "." + member.key + " is not a string");
                }
                cells[member.key] = std::string(*text);
            }
            add(table.key, cells);
        }
    }
}

SourceRows::Entry* SourceRows::entry_of(const record::SourceRow& row) {
    const auto found =
        std::find_if(entries_.begin(), entries_.end(), [&](const auto& e) { return e.row.get() == &row; });
    return found == entries_.end() ? nullptr : &*found;
}

void SourceRows::linked(
    const record::SourceRow& row, const schema::ForeignKey& key, std::vector<const record::SourceRow*>& out
) {
    const bool shared = system_.table(key.table)->scope == schema::Scope::shared;
    if (shared_only_ && !shared) {
        return;
    }
    const auto* from = entry_of(row);
    const auto wanted = row.key_of(key.columns);
    for (const auto& entry : entries_) {
        const bool same_person = shared || (from != nullptr && entry.person == from->person);
        if (!entry.dropped && same_person && entry.row->table().name == key.table &&
            entry.row->key_of(key.target_columns) == wanted) {
            out.push_back(entry.row.get());
        }
    }
}

std::vector<std::string> SourceRows::persons() const {
    std::set<std::string> out;
    for (const auto& entry : entries_) {
        if (!entry.person.empty()) {
            out.insert(entry.person);
        }
    }
    return {out.begin(), out.end()};
}

std::vector<const record::SourceRow*> SourceRows::of_person(const std::string& person) const {
    std::vector<const record::SourceRow*> out;
    for (const auto& entry : entries_) {
        if (entry.person == person && !entry.dropped) {
            out.push_back(entry.row.get());
        }
    }
    std::sort(out.begin(), out.end(), [](const auto* a, const auto* b) {
        return std::tie(a->table().name, a->key) < std::tie(b->table().name, b->key);
    });
    return out;
}

Result<std::vector<const record::SourceRow*>> SourceRows::selected(
    const map::Program& program, const std::string& person
) {
    shared_only_ = true;
    for (auto& entry : entries_) {
        if (entry.person == person) {
            SLUICE_ASSIGN(
                const auto answer, map::Selector(program, entry.row->layout().table).judge(*entry.row)
            );
            entry.dropped = answer.choice == map::Choice::drop;
        }
    }
    shared_only_ = false;
    std::vector<const record::SourceRow*> out;
    for (const auto* row : of_person(person)) {
        SLUICE_ASSIGN(const auto answer, map::Selector(program, row->layout().table).judge(*row));
        if (answer.choice != map::Choice::hold) {
            out.push_back(row);
        }
    }
    return out;
}

}  // namespace sluice::pipeline
