#include "adapters/extract/header.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <optional>
#include <set>
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

// The columns of a table by their headings.
class Names {
  public:
    explicit Names(const schema::SourceTable& table) : table_(table) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            names_.emplace(heading(table.columns[i].name, table.loose_headings), i);
            names_.emplace(heading(table.columns[i].label(), table.loose_headings), i);
            for (const auto& alias : table.columns[i].aliases) {
                names_.emplace(heading(alias, table.loose_headings), i);
            }
        }
    }

    std::optional<std::size_t> find(std::string_view text) const {
        const auto found =
            names_.find(heading(split_heading(text, table_.prefix_ends).text, table_.loose_headings));
        return found == names_.end() ? std::nullopt : std::optional(found->second);
    }

  private:
    const schema::SourceTable& table_;
    std::unordered_map<std::string, std::size_t> names_;
};

// The entries of a row: a column that comes again begins the next one, and so does what belongs to another
// report.
class EntryBinder {
  public:
    explicit EntryBinder(const schema::SourceTable& table) : table_(table) {}

    // Where no heading comes again, and all are of one report, a row is one entry wherever its columns stand.
    void judge(const std::vector<std::string>& header, const Names& names) {
        std::set<std::size_t> seen;
        std::set<std::string_view> reports;
        for (const auto& text : header) {
            const auto found = names.find(text);
            if (!found || !table_.repeats_column(table_.columns[*found].name)) {
                continue;
            }
            several_ = !seen.insert(*found).second || several_;
            reports.insert(split_heading(text, table_.prefix_ends).prefix);
        }
        several_ = several_ || reports.size() > 1;
        if (!several_) {
            reports_.assign(reports.begin(), reports.end());
        }
    }

    // Takes the position where the column is one that repeats, and there are several entries.
    bool take(std::size_t column, std::string_view text, std::size_t position, Binding& out) {
        if (!several_) {
            return false;
        }
        const auto& names = table_.repeats->columns;
        const auto found = std::find(names.begin(), names.end(), table_.columns[column].name);
        if (found == names.end()) {
            broken_ = true;
            return false;
        }
        const auto place = static_cast<std::size_t>(found - names.begin());
        const auto at = entry_for(split_heading(text, table_.prefix_ends).prefix, column, place, out);
        broken_ = false;
        cell(at, column, place, out) = static_cast<std::int32_t>(position);
        return true;
    }

    std::vector<std::string> groups() const { return {reports_.begin(), reports_.end()}; }

  private:
    static std::int32_t& cell(std::size_t entry, std::size_t column, std::size_t place, Binding& out) {
        return entry == 0 ? out.position[column] : out.entries[entry - 1][place];
    }

    // Of a report by name its last entry, wherever the column stands. Else the last of all, unless other
    // columns stand between: what stands behind those belongs to no entry before them.
    std::size_t entry_for(std::string_view report, std::size_t column, std::size_t place, Binding& out) {
        const auto same = std::find(reports_.rbegin(), reports_.rend(), report);
        const bool last = same == reports_.rbegin();
        if (same != reports_.rend() && (!report.empty() || (last && !broken_))) {
            const auto entry = static_cast<std::size_t>(reports_.rend() - same) - 1;
            if (cell(entry, column, place, out) < 0) {
                return entry;
            }
        }
        if (!reports_.empty()) {
            out.entries.emplace_back(table_.repeats->columns.size(), -1);
        }
        reports_.push_back(report);
        return reports_.size() - 1;
    }

    const schema::SourceTable& table_;
    bool several_ = false;
    bool broken_ = false;                    // another column stands since the last of an entry
    std::vector<std::string_view> reports_;  // by entry: the report that it is of; mostly none
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

SplitHeading split_heading(std::string_view text, const std::vector<std::string>& prefix_ends) {
    SplitHeading out{{}, text};
    for (const auto& end : prefix_ends) {
        const auto at = text.rfind(end);
        if (at != std::string_view::npos && text.size() - at - end.size() < out.text.size()) {
            out = {trim(text.substr(0, at)), text.substr(at + end.size())};
        }
    }
    return out;
}

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
    const Names names(table);
    entries.judge(header, names);
    std::size_t last = 0;
    for (std::size_t i = 0; i < out.width; ++i) {
        const auto found = names.find(header[i]);
        const bool own = !table.own_column.empty() && to_lower(trim(header[i])).starts_with(table.own_column);
        if (!found && own) {
            continue;
        }
        if (found && entries.take(*found, header[i], i, out)) {
            ++out.known;
            continue;
        }
        if (!found) {
            out.unknown.push_back(i);
        } else if (out.position[*found] >= 0) {
            out.duplicate.emplace_back(i, *found);
        } else {
            out.position[*found] = static_cast<std::int32_t>(i);
            out.reordered = out.reordered || (out.known > 0 && *found < last);
            last = *found;
            ++out.known;
        }
    }
    out.groups = entries.groups();
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
