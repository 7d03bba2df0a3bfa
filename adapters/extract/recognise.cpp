#include "adapters/extract/recognise.hpp"

#include "adapters/extract/header.hpp"
#include "gateway/base/text.hpp"

#include <algorithm>
#include <regex>

namespace sluice::extract {
namespace {

// No file system takes a longer name; a zip does, and std::regex needs stack for every character.
constexpr std::size_t kNameBytesMax = 255;

bool matches(const std::string& name, const schema::NamePattern& grammar, std::smatch& match) {
    return name.size() <= kNameBytesMax && std::regex_match(name, match, grammar.compiled);
}

// A header may be too short to say anything: at least this share of the table's columns must be there.
constexpr double kShareMin = 0.5;

}  // namespace

std::string Recognised::group(const std::string& name) const {
    const auto found = groups.find(name);
    return found == groups.end() ? std::string() : found->second;
}

std::optional<Recognised> recognise_by_name(
    const std::vector<schema::SourceSystem>& systems, std::string_view name
) {
    const std::string base(base_name(name));
    for (const auto& system : systems) {
        for (const auto& grammar : system.names) {
            std::smatch match;
            if (!matches(base, grammar, match)) {
                continue;
            }
            Recognised out;
            out.system = &system;
            out.by_name = true;
            out.version = grammar.version;
            for (std::size_t i = 0; i < grammar.groups.size() && i + 1 < match.size(); ++i) {
                out.groups[grammar.groups[i]] = match[i + 1].str();
            }
            const auto schema = out.group("schema");
            const auto wanted = (schema.empty() ? "" : schema + "_") + out.group("table");
            const auto table = std::find_if(system.tables.begin(), system.tables.end(), [&](const auto& one) {
                return equals_ignoring_case(one.name, wanted);
            });
            if (table != system.tables.end()) {
                out.table = static_cast<std::size_t>(table - system.tables.begin());
                return out;
            }
        }
    }
    return std::nullopt;
}

bool follows_grammar(const std::vector<schema::SourceSystem>& systems, std::string_view name) {
    const std::string base(base_name(name));
    std::smatch match;
    for (const auto& system : systems) {
        for (const auto& grammar : system.names) {
            if (matches(base, grammar, match)) {
                return true;
            }
        }
    }
    return false;
}

std::optional<Date> date_of_stamp(std::string_view stamp) {
    constexpr std::size_t kDigits = 14;
    if (stamp.size() != kDigits || !all_digits(stamp)) {
        return std::nullopt;
    }
    std::string text(stamp);
    for (const auto& [at, mark] : {std::pair(12, ':'), {10, ':'}, {8, 'T'}, {6, '-'}, {4, '-'}}) {
        text.insert(static_cast<std::size_t>(at), 1, mark);
    }
    const auto time = Date::parse(text);
    return time ? std::optional(time->truncated(DatePrecision::day)) : std::nullopt;
}

std::optional<Recognised> recognise_by_header(
    const std::vector<schema::SourceSystem>& systems, const std::vector<std::string>& header, bool reports
) {
    std::optional<Recognised> best;
    double best_share = 0;
    for (const auto& system : systems) {
        if (reports && !system.report) {
            continue;
        }
        for (std::size_t i = 0; i < system.tables.size(); ++i) {
            const Binding binding = bind_columns(system.tables[i], header, "");
            // One word may be anything; of two that are headings, these are headings.
            const std::size_t known_min = system.report ? 2 : 1;
            if (!binding.missing_mandatory.empty() || binding.known < known_min) {
                continue;
            }
            const auto& columns = system.tables[i].columns;
            const auto expected = static_cast<std::size_t>(
                std::count_if(columns.begin(), columns.end(), [](const auto& one) { return !one.optional; })
            );
            const double share =
                static_cast<double>(binding.known) / static_cast<double>(std::max(expected, binding.width));
            if (share > best_share) {
                best_share = share;
                best.emplace();
                best->system = &system;
                best->table = i;
            }
        }
    }
    return best_share >= kShareMin ? best : std::nullopt;
}

}  // namespace sluice::extract
