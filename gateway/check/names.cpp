#include "gateway/check/names.hpp"

#include "gateway/base/text.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

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
    std::erase(words, "");  // a name may end in punctuation
    std::sort(words.begin(), words.end());
    std::string out;
    for (const auto& word : words) {
        out += word + ' ';
    }
    return out;
}

constexpr std::size_t kOfDirectory = static_cast<std::size_t>(-1);

// A name for comparison, folded once.
struct FoldedName {
    std::string text;
    std::size_t index = kOfDirectory;  // among the names
    std::size_t length = 0;            // without the dots that stand for a rest
    bool in_brackets = false;          // it ends within them
    const std::string* written = nullptr;

    std::string_view start() const { return std::string_view(text).substr(0, length); }
    auto key() const { return std::make_tuple(start(), std::string_view(text), index); }
};

FoldedName fold(const std::string& name, std::size_t index) {
    FoldedName out{folded(name), index};
    out.written = &name;
    out.length = out.text.size();
    for (const std::string_view end : {"...", "\xE2\x80\xA6"}) {
        if (out.text.ends_with(end)) {
            out.length -= end.size();
            break;
        }
    }
    const auto start = out.start();
    out.in_brackets =
        std::count(start.begin(), start.end(), '(') > std::count(start.begin(), start.end(), ')');
    return out;
}

// Was `part`, with which `whole` begins, cut off: within a word, within brackets, or with dots for the rest?
// No name is the rest of itself.
bool is_cut_from(const FoldedName& part, const FoldedName& whole) {
    const bool dots = part.length < part.text.size();
    return part.length < whole.length &&
           (dots || part.in_brackets ||
            (is_word(part.text[part.length - 1]) && is_word(whole.text[part.length])));
}

// The one name that the part was cut from; null where there is none, and where it could be the beginning of
// two, which is left to people. REQUIRES: `names` in the order of their keys, the part is not empty.
const FoldedName* whole_of(const FoldedName& part, const std::vector<FoldedName>& names) {
    const FoldedName* found = nullptr;
    auto at = std::lower_bound(
        names.begin(), names.end(), part.start(),
        [](const FoldedName& name, std::string_view start) { return name.start() < start; }
    );
    for (; at != names.end() && at->start().starts_with(part.start()); ++at) {
        if (!is_cut_from(part, *at)) {
            continue;
        }
        if (found != nullptr && found->text != at->text) {
            return nullptr;
        }
        found = found == nullptr ? &*at : found;
    }
    return found;
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
    NameGroup group{kinship, std::move(indexes)};
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

void Relatives::group_truncated(const std::vector<std::string>& directory) {
    std::vector<FoldedName> parts;
    for (std::size_t i = 0; i < names_.size(); ++i) {
        parts.push_back(fold(names_[i].name, i));
    }
    auto wholes = parts;
    for (const auto& name : directory) {
        wholes.push_back(fold(name, kOfDirectory));
    }
    std::sort(wholes.begin(), wholes.end(), [](const auto& a, const auto& b) { return a.key() < b.key(); });
    for (const auto& part : parts) {
        const bool long_enough = part.length > 0 && part.length >= rules_.truncated_from;
        const auto* whole = long_enough ? whole_of(part, wholes) : nullptr;
        if (whole == nullptr) {
            continue;
        }
        NameGroup group{NameKinship::truncated, {}, names_[part.index].count, *whole->written};
        if (whole->index != kOfDirectory) {
            group.names.push_back(whole->index);
            group.count += names_[whole->index].count;
        }
        group.names.push_back(part.index);
        groups_.push_back(std::move(group));
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
