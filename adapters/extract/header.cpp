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
        for (const auto& alias : table.columns[i].aliases) {
            names.emplace(heading(alias, table.loose_headings), i);
        }
    }
    return names;
}

}  // namespace

std::string heading(std::string_view text, bool loose) {
    std::string out = to_lower(trim(text));
    if (loose) {
        std::erase_if(out, [](char c) { return c == ' ' || c == '_' || c == '-'; });
    }
    return out;
}

Binding bind_columns(
    const schema::SourceTable& table, const std::vector<std::string>& header, std::string_view version
) {
    Binding out;
    out.width = header.size();
    out.position.assign(table.columns.size(), -1);
    out.package.assign(table.columns.size(), {});
    const auto names = names_of(table);
    std::size_t last = 0;
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto found = names.find(heading(header[i], table.loose_headings));
        const bool own = !table.own_column.empty() && to_lower(trim(header[i])).starts_with(table.own_column);
        if (found == names.end() && own) {
            continue;
        }
        if (found == names.end()) {
            out.unknown.push_back(i);
        } else if (out.position[found->second] >= 0) {
            out.duplicate.push_back(i);
        } else {
            out.position[found->second] = static_cast<std::int32_t>(i);
            out.reordered = out.reordered || (out.known > 0 && found->second < last);
            last = found->second;
            ++out.known;
        }
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
