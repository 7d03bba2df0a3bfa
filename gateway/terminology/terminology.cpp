#include "gateway/terminology/terminology.hpp"

#include "gateway/base/identifiers.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::terminology {
namespace {

// Code by the words of its display; those that several codes have say none of them.
template <class ByWords>
void add_words(const schema::CodeSystem& system, ByWords& words) {
    for (const auto& code : system.codes) {
        const auto [found, is_new] = words.emplace(to_lower(trim(code.display)), code.code);
        if (!is_new && found->second != code.code) {
            found->second.clear();
        }
    }
}

std::string key(std::string_view system, std::string_view code) {
    std::string out(system);
    out += '|';
    out += code;
    return out;
}

}  // namespace

Terminology Terminology::compile(const schema::Documents& documents) {
    Terminology out;
    for (const auto& set : documents.value_sets) {
        auto& members = out.sets_[set.id];
        for (const auto& member : set.members) {
            members.insert(key(member.system, member.code));
            members.insert(key("", member.code));
            // What was taken out of a reference set is out of use in its own field alone
            // (check::ReferenceSets).
            if (member.deprecated && !set.is_loaded()) {
                out.deprecated_.insert(key(member.system, member.code));
            }
        }
    }
    for (const auto& map : documents.concept_maps) {
        auto& entries = out.maps_[map.id];
        for (const auto& entry : map.entries) {
            entries.try_emplace(key(entry.system, entry.code), entry.target);
            entries.try_emplace(key("", entry.code), entry.target);
        }
    }
    out.note_words(documents);
    for (const auto& [name, url] : documents.exchange.systems) {
        out.urls_.emplace(to_lower(name), url);
        out.urls_.emplace(to_lower(url), url);
    }
    for (const auto& set : documents.value_sets) {
        for (const auto& member : set.members) {
            out.urls_.emplace(to_lower(member.system), member.system);
        }
    }
    for (const auto& map : documents.concept_maps) {
        for (const auto& entry : map.entries) {
            out.urls_.emplace(to_lower(entry.system), entry.system);
        }
    }
    for (const auto& system : documents.code_systems) {
        out.urls_.emplace(to_lower(system.url), system.url);
        auto& codes = out.systems_[system.id];
        auto& spellings = out.spellings_[system.id];
        for (const auto& code : system.codes) {
            codes.emplace(code.code, code.meaning);
            if (system.retired) {
                out.deprecated_.insert(key(system.url, code.code));
            }
            spellings.emplace(to_lower(code.code), code.code);
            for (const auto& alias : code.aliases) {
                spellings.emplace(to_lower(alias), code.code);
            }
        }
        add_words(system, out.words_[system.id]);
    }
    return out;
}

void Terminology::note_words(const schema::Documents& documents) {
    ByText<std::map<Meant, std::set<std::string>>> lists;  // words -> code -> the lists that have it
    for (const auto& set : documents.value_sets) {
        for (const auto& member : set.members) {
            if (!member.display.empty()) {
                auto words = to_lower(trim(member.display));
                lists[std::move(words)][{member.system, member.code, member.display}].insert(set.id);
            }
        }
    }
    for (auto& [words, codes] : lists) {
        auto& meant = meant_[words];
        for (const auto& [code, of] : codes) {
            meant.ambiguous = meant.ambiguous || of != codes.begin()->second;
            const bool known =
                std::any_of(meant.codes.begin(), meant.codes.end(), [&, one = code](const auto& other) {
                    return other.system == one.system && other.code == one.code;
                });
            if (!known) {
                meant.codes.push_back(code);
            }
        }
        std::stable_partition(meant.codes.begin(), meant.codes.end(), [](const Meant& one) {
            return one.system == kSnomedSystem;
        });
    }
}

const Terminology::Words& Terminology::meant_by(std::string_view words) const {
    static const Words kNone;
    const auto found = meant_.find(to_lower(trim(words)));
    return found == meant_.end() ? kNone : found->second;
}

bool Terminology::member_of(std::string_view system, std::string_view code, std::string_view value_set)
    const {
    const auto set = sets_.find(value_set);
    return set != sets_.end() && set->second.contains(key(system, code));
}

bool Terminology::is_listed(std::string_view system, std::string_view code) const {
    const auto text = key(system, code);
    return std::any_of(sets_.begin(), sets_.end(), [&](const auto& set) {
        return set.second.contains(text);
    });
}

bool Terminology::is_deprecated(std::string_view system, std::string_view code) const {
    return !deprecated_.empty() && deprecated_.contains(key(system, code));
}

std::optional<std::string_view> Terminology::translate(
    std::string_view system, std::string_view code, std::string_view map
) const {
    const auto found = maps_.find(map);
    if (found == maps_.end()) {
        return std::nullopt;
    }
    const auto entry = found->second.find(key(system, code));
    return entry == found->second.end() ? std::nullopt : std::optional<std::string_view>(entry->second);
}

std::optional<std::string_view> Terminology::translate_cut(std::string_view beginning, std::string_view map)
    const {
    const auto found = maps_.find(map);
    if (found == maps_.end() || beginning.empty()) {
        return std::nullopt;
    }
    const auto start = key("", beginning);
    std::optional<std::string_view> target;
    for (const auto& [entry, code] : found->second) {
        if (entry.starts_with(start) && target && *target != code) {
            return std::nullopt;
        }
        target = entry.starts_with(start) ? std::optional<std::string_view>(code) : target;
    }
    return target;
}

std::optional<std::string> Terminology::system_url(std::string_view text) const {
    const auto found = urls_.find(to_lower(text));
    return found == urls_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<schema::CodeMeaning> Terminology::meaning(std::string_view code_system, std::string_view code)
    const {
    const auto system = systems_.find(code_system);
    if (system == systems_.end()) {
        return std::nullopt;
    }
    const auto found = system->second.find(code);
    return found == system->second.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string_view> Terminology::spelt(std::string_view code_system, std::string_view text)
    const {
    return code_of(spellings_, code_system, text);
}

std::optional<std::string_view> Terminology::said(std::string_view code_system, std::string_view words)
    const {
    return code_of(words_, code_system, words);
}

std::optional<std::string_view> Terminology::code_of(
    const ByText<ByText<std::string>>& codes, std::string_view code_system, std::string_view text
) {
    const auto system = codes.find(code_system);
    if (system == codes.end()) {
        return std::nullopt;
    }
    const auto found = system->second.find(to_lower(trim(text)));
    return found == system->second.end() || found->second.empty()
               ? std::nullopt
               : std::optional<std::string_view>(found->second);
}

}  // namespace sluice::terminology
