#include "gateway/check/joined_names.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sluice::check {
namespace {

// Of a name without a letter or a digit nothing would be left.
std::string key_of(std::string_view name) {
    auto key = compact(name);
    return key.empty() ? folded(name) : key;
}

using ByKey = std::map<std::string, JoinedName>;

ByKey join(const std::vector<NameCount>& names) {
    ByKey out;
    for (const auto& name : names) {
        auto& joined = out[key_of(name.name)];
        joined.written.push_back(name);
        joined.count += name.count;
    }
    for (auto& [key, joined] : out) {
        std::sort(joined.written.begin(), joined.written.end(), [](const auto& a, const auto& b) {
            return a.count != b.count ? a.count > b.count : a.name < b.name;
        });
    }
    return out;
}

// Of each name only the first others are kept: of many names with the same words a list each would be their
// square.
void note_same_words(const NameGroup& group, const std::vector<NameCount>& names, ByKey& joined) {
    std::set<std::string> seen;
    std::vector<std::string> keys;  // the most used first
    for (const auto index : group.names) {
        auto key = key_of(names[index].name);
        if (seen.insert(key).second) {
            keys.push_back(std::move(key));
        }
    }
    for (const auto& key : keys) {
        auto& name = joined[key];
        const auto shown_before = name.same_words.size();
        for (auto other = keys.begin(); other != keys.end() && name.same_words.size() < kSameWordsShown;
             ++other) {
            if (*other != key) {
                name.same_words.push_back(joined[*other].name());
            }
        }
        name.same_words_more += keys.size() - 1 - (name.same_words.size() - shown_before);
    }
}

void rank(std::vector<JoinedName>& names) {
    std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) {
        return a.count != b.count ? a.count > b.count : a.name() < b.name();
    });
    for (std::size_t i = 0; i < names.size(); ++i) {
        const bool as_above = i > 0 && names[i - 1].count == names[i].count;
        names[i].rank = as_above ? names[i - 1].rank : i + 1;
    }
}

}  // namespace

JoinedNames join_names(
    const std::vector<NameCount>& names, const std::vector<std::string>& directory, const NameRules& rules
) {
    auto joined = join(names);
    for (const auto& group : related_names(names, directory, rules)) {
        if (group.kinship == NameKinship::truncated) {
            joined[key_of(names[group.names.back()].name)].cut_from = group.whole;
        } else if (group.kinship == NameKinship::word_order) {
            note_same_words(group, names, joined);
        }
    }
    std::set<std::string> without_case;
    for (const auto& name : names) {
        without_case.insert(folded(name.name));
    }
    JoinedNames out{names.size(), without_case.size(), {}};
    for (auto& [key, name] : joined) {
        out.names.push_back(std::move(name));
    }
    rank(out.names);
    return out;
}

}  // namespace sluice::check
