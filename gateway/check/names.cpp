#include "gateway/check/names.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace sluice::check {
namespace {

using Indexes = std::vector<std::size_t>;

// Letters, digits and all that is not ASCII; what stands between them separates words.
bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

std::string sorted_words(std::string_view name) {
    std::vector<std::string> words(1);
    for (const char c : folded(name)) {
        if (is_word(c)) {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    std::sort(words.begin(), words.end());
    std::string out;
    for (const auto& word : words) {
        out += word + ' ';
    }
    return out;
}

// Takes off the dots that stand for a rest; were there any?
bool take_dots_off(std::string_view& name) {
    for (const std::string_view end : {"...", "\xE2\x80\xA6"}) {
        if (name.ends_with(end)) {
            name.remove_suffix(end.size());
            return true;
        }
    }
    return false;
}

// Is `part` the beginning of `whole`, and cut off: within a word, within brackets, or with dots for the rest?
bool is_cut_from(std::string_view part, std::string_view whole, std::size_t from) {
    const bool dots = take_dots_off(part);
    take_dots_off(whole);  // no name is the rest of itself
    if (part.size() < from || part.size() >= whole.size() || !whole.starts_with(part)) {
        return false;
    }
    const bool within_word = is_word(part.back()) && is_word(whole[part.size()]);
    const bool within_brackets =
        std::count(part.begin(), part.end(), '(') > std::count(part.begin(), part.end(), ')');
    return dots || within_word || within_brackets;
}

class Relatives {
  public:
    Relatives(const std::vector<NameCount>& names, const NameRules& rules) : names_(names), rules_(rules) {}

    // Names with one key, of which `same` is not the same already.
    void group(
        NameKinship kinship, const std::function<std::string(std::string_view)>& key,
        const std::function<std::string(std::string_view)>& same
    );
    void group_truncated(const std::vector<std::string>& directory);
    std::vector<NameGroup> take();

  private:
    void add(NameKinship kinship, Indexes indexes);

    const std::vector<NameCount>& names_;
    const NameRules& rules_;
    std::vector<NameGroup> groups_;
};

void Relatives::add(NameKinship kinship, Indexes indexes) {
    std::sort(indexes.begin(), indexes.end(), [&](std::size_t a, std::size_t b) {
        return std::make_pair(names_[b].count, std::string_view(names_[a].name)) <
               std::make_pair(names_[a].count, std::string_view(names_[b].name));
    });
    NameGroup group{kinship, std::move(indexes), 0};
    for (const auto index : group.names) {
        group.count += names_[index].count;
    }
    groups_.push_back(std::move(group));
}

void Relatives::group(
    NameKinship kinship, const std::function<std::string(std::string_view)>& key,
    const std::function<std::string(std::string_view)>& same
) {
    std::map<std::string, Indexes> by_key;
    for (std::size_t i = 0; i < names_.size(); ++i) {
        by_key[key(names_[i].name)].push_back(i);
    }
    for (auto& [text, indexes] : by_key) {
        std::set<std::string> different;
        for (const auto index : indexes) {
            different.insert(same(names_[index].name));
        }
        if (different.size() > 1) {
            add(kinship, std::move(indexes));
        }
    }
}

// A name that could be the beginning of two whole ones is left to people.
void Relatives::group_truncated(const std::vector<std::string>& directory) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
        const auto part = folded(names_[i].name);
        std::set<std::string> wholes;
        Indexes found;
        for (std::size_t j = 0; j < names_.size(); ++j) {
            if (is_cut_from(part, folded(names_[j].name), rules_.truncated_from)) {
                wholes.insert(folded(names_[j].name));
                found.push_back(j);
            }
        }
        for (const auto& entry : directory) {
            if (is_cut_from(part, folded(entry), rules_.truncated_from)) {
                wholes.insert(folded(entry));
            }
        }
        if (wholes.size() == 1) {
            NameGroup group{NameKinship::truncated, {}, names_[i].count};
            if (!found.empty()) {
                group.names.push_back(found.front());
                group.count += names_[found.front()].count;
            }
            group.names.push_back(i);
            groups_.push_back(std::move(group));
        }
    }
}

std::vector<NameGroup> Relatives::take() {
    std::stable_sort(groups_.begin(), groups_.end(), [](const auto& a, const auto& b) {
        return std::make_pair(a.kinship, b.count) < std::make_pair(b.kinship, a.count);
    });
    return std::move(groups_);
}

}  // namespace

std::string_view to_string(NameKinship kinship) {
    switch (kinship) {
        case NameKinship::letter_case:
            return "letter-case";
        case NameKinship::spacing:
            return "spacing";
        case NameKinship::truncated:
            return "truncated";
        case NameKinship::word_order:
            break;
    }
    return "word-order";
}

std::string folded(std::string_view name) {
    return to_lower(trim(name));
}

std::string compact(std::string_view name) {
    auto out = folded(name);
    std::erase_if(out, [](char c) { return !is_word(c); });
    return out;
}

std::vector<NameGroup> related_names(
    const std::vector<NameCount>& names, const std::vector<std::string>& directory, const NameRules& rules
) {
    const auto as_written = [](std::string_view name) { return std::string(name); };
    Relatives relatives(names, rules);
    relatives.group(NameKinship::letter_case, folded, as_written);
    relatives.group(NameKinship::spacing, compact, folded);
    relatives.group_truncated(directory);
    relatives.group(NameKinship::word_order, sorted_words, compact);
    return relatives.take();
}

}  // namespace sluice::check
