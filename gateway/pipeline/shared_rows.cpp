#include "gateway/pipeline/shared_rows.hpp"

#include "gateway/store/cells.hpp"

#include <algorithm>

namespace sluice::pipeline {
namespace {

thread_local std::vector<const SharedRows::Entry*>* t_recording = nullptr;

// The column that has this name now, or had it before it was renamed.
std::uint16_t column_once_called(const schema::SourceTable& table, const std::string& name) {
    if (const auto column = table.column(name)) {
        return static_cast<std::uint16_t>(*column);
    }
    const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& column) {
        return std::find(column.aliases.begin(), column.aliases.end(), name) != column.aliases.end();
    });
    return found == table.columns.end() ? record::RowLayout::kNoColumn
                                        : static_cast<std::uint16_t>(found - table.columns.begin());
}

// The layout of a row stored under an older pack: by the names of its columns.
std::unique_ptr<record::RowLayout> old_layout(
    const schema::SourceSystem& system, std::size_t table, const std::vector<std::string>& names
) {
    std::vector<std::uint16_t> columns;
    for (const auto& name : names) {
        columns.push_back(column_once_called(system.tables[table], name));
    }
    return std::make_unique<record::RowLayout>(record::RowLayout::make(system, table, std::move(columns)));
}

bool same_columns(const record::RowLayout& layout, const std::vector<std::string>& names) {
    if (layout.columns.size() != names.size()) {
        return false;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        // The layout in hand is today's: each of its cells has a column.
        if (layout.schema().columns[layout.columns[i]].name != names[i]) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::string fact_table(const schema::SourceSystem& system, std::size_t table) {
    return system.name + "/" + system.tables[table].name;
}

Result<std::unique_ptr<LoadedRow>> load_row(
    store::StoredFact fact, const map::Program& program, std::size_t table, std::string_view purpose,
    store::Facts& facts, record::LinkResolver* links
) {
    auto loaded = std::make_unique<LoadedRow>();
    loaded->fact = std::move(fact);
    SLUICE_ASSIGN(const auto* names, facts.layout(loaded->fact.layout));
    const record::RowLayout* layout = &program.layout(purpose, table);
    if (!same_columns(*layout, *names)) {
        loaded->layout = old_layout(program.system(), table, *names);
        layout = loaded->layout.get();
    }
    std::vector<std::string_view> cells;
    if (!store::decode_cells(loaded->fact.cells, cells)) {
        return Error(
            ErrorCode::internal, "a stored row of " + program.system().tables[table].name + " is damaged"
        );
    }
    loaded->row = std::make_unique<record::SourceRow>(*layout, std::move(cells), links);
    auto& row = *loaded->row;
    row.key = loaded->fact.key;
    row.stamp = loaded->fact.stamp;
    row.vacated = loaded->fact.vacated;
    row.removed = loaded->fact.removed;
    row.held = loaded->fact.held;
    row.origin.receipt = static_cast<std::uint32_t>(loaded->fact.receipt);
    row.origin.at = {loaded->fact.file, 0, loaded->fact.record, loaded->fact.byte_offset};
    return loaded;
}

// The rows whose key is, or starts with, the key of a lookup.
struct SharedRows::Entry {
    std::size_t table = 0;
    std::string key;
    std::vector<std::unique_ptr<LoadedRow>> rows;
};

SharedRows::SharedRows(
    const map::Program& program, store::Facts& facts, std::string purpose, std::mutex& store_mutex
)
    : program_(program),
      facts_(facts),
      purpose_(std::move(purpose)),
      store_mutex_(store_mutex),
      entries_(program.system().tables.size()) {
    for (std::size_t table = 0; table < entries_.size(); ++table) {
        selectors_.emplace_back(program, table);
    }
}

SharedRows::~SharedRows() = default;

Result<std::unique_ptr<SharedRows::Entry>> SharedRows::load(std::size_t table, std::string_view key) {
    auto entry = std::make_unique<Entry>();
    entry->table = table;
    entry->key = key;
    const std::lock_guard lock(store_mutex_);
    SLUICE_ASSIGN(auto found, facts_.for_prefix(fact_table(program_.system(), table), key));
    for (auto& fact : found) {
        SLUICE_ASSIGN(auto row, load_row(std::move(fact), program_, table, purpose_, facts_, this));
        entry->rows.push_back(std::move(row));
    }
    return entry;
}

const SharedRows::Entry& SharedRows::entry(std::size_t table, std::string_view key) {
    auto& entries = entries_[table];
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = entries.find(key); found != entries.end()) {
            return *found->second;
        }
    }
    auto loaded = load(table, key);
    const std::lock_guard lock(mutex_);
    if (!loaded && status_) {
        status_ = loaded.error();
    }
    auto fresh = loaded ? std::move(*loaded) : std::make_unique<Entry>();
    return *entries.try_emplace(std::string(key), std::move(fresh)).first->second;
}

void SharedRows::find(std::size_t table, std::string_view key, std::vector<const record::SourceRow*>& out) {
    const auto& found = entry(table, key);
    if (t_recording != nullptr) {
        t_recording->push_back(&found);
    }
    for (const auto& row : found.rows) {
        out.push_back(row->row.get());
    }
}

void SharedRows::linked(
    const record::SourceRow& row, const schema::ForeignKey& key, std::vector<const record::SourceRow*>& out
) {
    const auto table = program_.system().table_index(key.table);
    if (table && program_.system().tables[*table].scope == schema::Scope::shared) {
        find(*table, row.key_of(key.columns), out);
    }
}

SharedRows::Recording::Recording(SharedRows& rows) : rows_(rows) {
    t_recording = &entries_;
}
SharedRows::Recording::~Recording() {
    t_recording = nullptr;
}

std::vector<store::SharedKey> SharedRows::Recording::keys() const {
    auto entries = entries_;
    std::sort(entries.begin(), entries.end());
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
    std::vector<store::SharedKey> keys;
    keys.reserve(entries.size());
    for (const auto* entry : entries) {
        keys.push_back({fact_table(rows_.program_.system(), entry->table), entry->key});
    }
    return keys;
}

Result<void> SharedRows::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

void SharedRows::forget() {
    const std::lock_guard lock(mutex_);
    for (auto& entries : entries_) {
        entries.clear();
    }
}

}  // namespace sluice::pipeline
