#include "adapters/extract/header.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <unordered_map>

namespace sluice::extract {
namespace {

// Should a file of this version have the column? "8" stands for all of 8.x: only what its first version had.
bool expected(const schema::SourceTable& table, const schema::Column& column, std::string_view version) {
    if (!column.until.empty() || column.optional) {
        return false;  // withdrawn at some time, or not for everybody: its absence is no finding
    }
    return schema::compare_versions(column.since, version.empty() ? table.oldest_version : version) <= 0;
}

std::unordered_map<std::string, std::size_t> names_of(const schema::SourceTable& table) {
    std::unordered_map<std::string, std::size_t> names;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        names.emplace(heading(table.columns[i].name, table.loose_headings), i);
        names.emplace(heading(table.columns[i].label(), table.loose_headings), i);
        for (const auto& alias : table.columns[i].aliases) {
            names.emplace(heading(alias, table.loose_headings), i);
        }
    }
    return names;
}

// The further entries of a row: a column that comes again begins the next one.
class EntryBinder {
  public:
    explicit EntryBinder(const schema::SourceTable& table) : table_(table) {}

    // Where no heading comes again, a row is one entry wherever its columns stand.
    void judge(
        const std::vector<std::string>& header, const std::unordered_map<std::string, std::size_t>& names
    ) {
        std::vector<std::size_t> seen;
        for (const auto& text : header) {
            const auto found = names.find(heading(text, table_.loose_headings));
            const bool repeats =
                found != names.end() && table_.repeats_column(table_.columns[found->second].name);
            several_ =
                several_ || (repeats && std::find(seen.begin(), seen.end(), found->second) != seen.end());
            if (repeats) {
                seen.push_back(found->second);
            }
        }
    }

    // Takes the position where the column is one that repeats, and is not the first of its name.
    bool take(std::size_t column, std::size_t position, Binding& out) {
        if (!table_.repeats || !several_) {
            return false;
        }
        const auto& names = table_.repeats->columns;
        const auto found = std::find(names.begin(), names.end(), table_.columns[column].name);
        if (found == names.end()) {
            broken_ = true;
            return false;
        }
        const auto place = static_cast<std::size_t>(found - names.begin());
        auto& at = out.entries.empty() ? out.position[column] : out.entries.back()[place];
        // What stands behind other columns belongs to no entry before them.
        const bool apart = broken_ && begun_;
        broken_ = false;
        begun_ = true;
        if (at < 0 && !apart) {
            return out.entries.empty() ? false : (at = static_cast<std::int32_t>(position), true);
        }
        out.entries.emplace_back(names.size(), -1);
        out.entries.back()[place] = static_cast<std::int32_t>(position);
        return true;
    }

  private:
    const schema::SourceTable& table_;
    bool several_ = false;
    bool begun_ = false;
    bool broken_ = false;  // another column stands since the last of an entry
};

// Headings without a text at the end of the line are no columns: the line ends in a comma.
std::size_t width_of(const std::vector<std::string>& header, bool loose) {
    auto width = header.size();
    while (loose && width > 0 && trim(header[width - 1]).empty()) {
        --width;
    }
    return width;
}

}  // namespace

std::string heading(std::string_view text, bool loose) {
    std::string out = to_lower(trim(text));
    if (loose) {
        std::erase_if(out, [](char c) {
            return std::string_view(" _-'/.()").find(c) != std::string_view::npos;
        });
    }
    return out;
}

Binding bind_columns(
    const schema::SourceTable& table, const std::vector<std::string>& header, std::string_view version
) {
    Binding out;
    out.width = width_of(header, table.repeats.has_value());
    EntryBinder entries(table);
    out.position.assign(table.columns.size(), -1);
    out.package.assign(table.columns.size(), {});
    const auto names = names_of(table);
    entries.judge(header, names);
    std::size_t last = 0;
    for (std::size_t i = 0; i < out.width; ++i) {
        const auto found = names.find(heading(header[i], table.loose_headings));
        const bool own = !table.own_column.empty() && to_lower(trim(header[i])).starts_with(table.own_column);
        if (found == names.end() && own) {
            continue;
        }
        if (found != names.end() && entries.take(found->second, i, out)) {
            ++out.known;
            continue;
        }
        if (found == names.end()) {
            out.unknown.push_back(i);
        } else if (out.position[found->second] >= 0) {
            out.duplicate.emplace_back(i, found->second);
        } else {
            out.position[found->second] = static_cast<std::int32_t>(i);
            out.reordered = out.reordered || (out.known > 0 && found->second < last);
            last = found->second;
            ++out.known;
        }
    }
    const bool any =
        table.mandatory_any.empty() ||
        std::any_of(table.mandatory_any.begin(), table.mandatory_any.end(), [&](const auto& name) {
            return out.position[*table.column(name)] >= 0;
        });
    if (!any) {
        out.missing_mandatory.push_back(*table.column(table.mandatory_any.front()));
    }
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (out.position[i] >= 0) {
            continue;
        }
        const auto& name = table.columns[i].name;
        if (std::find(table.mandatory.begin(), table.mandatory.end(), name) != table.mandatory.end()) {
            out.missing_mandatory.push_back(i);
        } else if (expected(table, table.columns[i], version)) {
            out.missing.push_back(i);
        }
    }
    return out;
}

std::string version_of(const schema::SourceTable& table, const Binding& binding, std::string_view at_least) {
    std::string latest(at_least);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (binding.position[i] >= 0 && schema::compare_versions(table.columns[i].since, latest) > 0) {
            latest = table.columns[i].since;
        }
    }
    return latest;
}

}  // namespace sluice::extract
